# SPDX-License-Identifier: EUPL-1.2
"""Computed indicators that wait for a second person: no delivery brings them along, so they are confirmed alone."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from indicators import formulas
from indicators.formulas.explain import Language
from indicators.models import IndicatorDefinition, IndicatorKind
from indicators.selectors.definitions import indicator_names, seen_hash
from indicators.selectors.layerformulas import layer_labels
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.accounts.selectors import is_account_of
from sozialplanung.audit.selectors import events_about

CONFIRMED: Final = "indicators.definition_confirmed"
WRITTEN: Final = ("indicators.indicator_created", "indicators.indicator_defined")
_EVER: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class WaitingDefinition:
    """One definition with its formula in words; `seen` is the hash of everything that is confirmed."""

    definition: IndicatorDefinition
    words: str
    seen: str
    is_own: bool
    is_lent: bool


def waiting_formulas(organisation: Organisation, person: User, language: Language) -> tuple[WaitingDefinition, ...]:
    """Return the computed indicators that wait, the oldest first."""
    names = indicator_names(organisation) | layer_labels(organisation.pk)
    return tuple(
        WaitingDefinition(
            each,
            formulas.explain(formulas.parse(each.formula), names, language=language),
            seen_of(each),
            each.written_by_id == person.pk,
            is_lent(each, person),
        )
        for each in _waiting(organisation)
    )


def seen_of(definition: IndicatorDefinition) -> str:
    """Return the hash of what somebody sees who confirms a definition."""
    return seen_hash(str(definition.pk), [definition])


def is_lent(definition: IndicatorDefinition, person: User) -> bool:
    """Say whether the writer of a definition that waits opened or changed somebody's account since they began it."""
    writer = definition.written_by_id
    return writer is not None and is_account_of(person, others=[writer], since=_begun(definition))


def _begun(definition: IndicatorDefinition) -> datetime:
    """Return when the texts that wait were begun: the first act on the indicator since it was confirmed last."""
    acts = events_about(subject_type="indicators.indicator", subject_id=str(definition.indicator_id)).order_by("pk")
    confirmed = acts.filter(action=CONFIRMED).last()
    since = acts.filter(action__in=WRITTEN, pk__gt=confirmed.pk if confirmed else 0).first()
    return since.at if since else _EVER


def _waiting(organisation: Organisation) -> list[IndicatorDefinition]:
    rows = IndicatorDefinition.objects.filter(
        organisation_id=organisation.pk,
        indicator__kind=IndicatorKind.DERIVED,
        written_by__isnull=False,
        confirmed_by__isnull=True,
    )
    return list(rows.select_related("indicator__topic", "source", "written_by").order_by("pk"))
