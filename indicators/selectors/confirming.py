# SPDX-License-Identifier: EUPL-1.2
"""Computed indicators that wait for a second person: no delivery brings them along, so they are confirmed alone."""

from dataclasses import dataclass

from indicators import formulas
from indicators.formulas.explain import Language
from indicators.models import IndicatorDefinition, IndicatorKind
from indicators.selectors.definitions import indicator_names, seen_hash
from indicators.selectors.layerformulas import layer_labels
from sozialplanung.accounts.models import Organisation, User


@dataclass(frozen=True, slots=True)
class WaitingDefinition:
    """One definition with its formula in words; `seen` is the hash of everything that is confirmed."""

    definition: IndicatorDefinition
    words: str
    seen: str
    is_own: bool


def waiting_formulas(organisation: Organisation, person: User, language: Language) -> tuple[WaitingDefinition, ...]:
    """Return the computed indicators that wait, the oldest first."""
    names = indicator_names(organisation) | layer_labels(organisation.pk)
    return tuple(
        WaitingDefinition(
            each,
            formulas.explain(formulas.parse(each.formula), names, language=language),
            seen_of(each),
            each.written_by_id == person.pk,
        )
        for each in _waiting(organisation)
    )


def seen_of(definition: IndicatorDefinition) -> str:
    """Return the hash of what somebody sees who confirms a definition."""
    return seen_hash(str(definition.pk), [definition])


def _waiting(organisation: Organisation) -> list[IndicatorDefinition]:
    rows = IndicatorDefinition.objects.filter(
        organisation_id=organisation.pk,
        indicator__kind=IndicatorKind.DERIVED,
        written_by__isnull=False,
        confirmed_by__isnull=True,
    )
    return list(rows.select_related("indicator__topic", "source", "written_by").order_by("pk"))
