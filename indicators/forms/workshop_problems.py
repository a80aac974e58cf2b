# SPDX-License-Identifier: EUPL-1.2
"""Where on the page of a recipe something is wrong or missing: each told once, with the field that it is about."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django import forms

from sozialplanung.common.errors import DomainError

COMPONENTS: Final = "bestandteile"
_ADDING: Final = "new_indicator"
# Fields of the form of the whole, or else places of the page, by the code of what a service refuses.
_PLACES: Final = {
    "workshop.first_day_missing": "valid_from",
    "workshop.first_day_early": "valid_from",
    "workshop.inhabitants_missing": "inhabitants",
    "workshop.frozen_stand": "frozen_at",
    "workshop.nothing_chosen": _ADDING,
    "recipe.no_components": _ADDING,
    "recipe.cuts": "cuts",
    "recipe.classes": "labels",
    "recipe.quantiles": "quantile_count",
    "recipe.minimum_inhabitants": "minimum_inhabitants",
    "recipe.exclusion_twice": "exclusions",
    "recipe.exclusion_reason": "exclusions",
    "recipe.reference_set": "reference_keys",
    "recipe.reference_excluded": "reference_keys",
    "recipe.frozen_at": "frozen_at",
    "recipe.frozen_base": "frozen_at",
    "recipe.frozen_ranks": "frozen_at",
    "recipe.frozen_scales": "frozen_at",
}
# What is said about a recipe as a whole stands at its components, where it is mended.
_OF_COMPONENTS: Final = frozenset({"workshop.component_unknown", "indicators.cycle"})


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that is wrong: of which field, the sentence, and its place on the page (empty for none)."""

    label: str
    text: str
    anchor: str = ""


def place_of(error: DomainError, *, is_adding: bool) -> str:
    """Return the field or the place of the page that a refusal is about; empty where it is about none."""
    if error.code == "workshop.text_missing":
        return f"text_{error.params['text']}"
    if error.code == "recipe.justification" and is_adding:
        return "new_justification"
    if error.code in _OF_COMPONENTS:
        return COMPONENTS
    return _PLACES.get(error.code, COMPONENTS if error.code.startswith("recipe.") else "")


def told_of(form: forms.Form, label: str = "", places: Mapping[str, str] | None = None) -> Iterator[Told]:
    """Yield what is wrong with a form; `places` names those of sentences about no field."""
    for text in form.non_field_errors():
        yield Told("", str(text), (places or {}).get(str(text), ""))
    for field in form:
        for text in field.errors:
            yield Told(f"{label}{field.label}", str(text), field.id_for_label or field.auto_id)
