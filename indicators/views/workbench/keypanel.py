# SPDX-License-Identifier: EUPL-1.2
"""The panel of key figures: the same markup for the page and for the script that asks for it."""

from dataclasses import dataclass, replace
from math import isnan
from typing import Any, Final

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from indicators.rendering.profile_numbers import number, span_words, with_unit
from indicators.rendering.workbench.parts import KEYS
from indicators.selectors.mapclasses import city_value
from indicators.selectors.mapfacts import MapFacts
from indicators.selectors.workbench.keyfigures import KeyFigures, key_figures_of
from indicators.selectors.workbench.settling import Settled
from indicators.views.selectionwords import refusal_words, rounding_words
from indicators.views.workbench.ownpanel import OwnFigure, own_cells, own_figure

BODY: Final = "indicators/workbench/_keys_body.html"


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One key figure of every group, as it is written."""

    name: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeyPanel:
    """The groups of areas by name, their key figures, and what has to be known."""

    code: str
    heads: tuple[str, ...]
    rows: tuple[KeyRow, ...]
    notes: tuple[str, ...]


def keys_of_page(found: Settled) -> dict[str, Any] | None:
    """Return the panel of the period shown; None where it is closed."""
    if KEYS not in found.state.panels.tafeln:
        return None
    address = reverse("indicators:workbench_keys", args=[found.facts.organisation.slug])
    return {"panel": key_panel(found), "address": address}


def keys_script(found: Settled) -> dict[str, str]:
    """Return the markup of one period and choice."""
    panel = key_panel(found)
    return {"code": panel.code, "body": render_to_string(BODY, {"panel": panel})}


def key_panel(found: Settled) -> KeyPanel:
    """Put the key figures of all and of chosen areas side by side."""
    facts = found.facts
    groups = key_figures_of(facts, found.chosen)
    panel = KeyPanel(
        code=facts.choice.ref.period,
        heads=tuple(group.name for group in groups),
        rows=(*_counts(facts, groups), *_statistics(facts, groups), _together(facts, groups)),
        notes=_notes(facts, groups),
    )
    own = own_figure(found)
    return panel if own is None else _with_own(panel, own)


def _with_own(panel: KeyPanel, own: OwnFigure) -> KeyPanel:
    """Put an own area into a column of its own: it is one figure, of which no statistic is made."""
    cells = own_cells(own, len(panel.rows))
    note = _("The own area is none of the areas: nothing that is told of them counts it.")
    return replace(
        panel,
        heads=(*panel.heads, own.name),
        rows=tuple(replace(row, cells=(*row.cells, cell)) for row, cell in zip(panel.rows, cells, strict=True)),
        notes=(*panel.notes, note),
    )


def _counts(facts: MapFacts, groups: tuple[KeyFigures, ...]) -> tuple[KeyRow, ...]:
    def written(count: int) -> str:
        return number(count, 0, facts.language)

    without = tuple(
        "; ".join(f"{written(count)} {reason}" for reason, count in group.lacking) or written(0) for group in groups
    )
    guessed = tuple(written(group.guessed) for group in groups)
    return (
        KeyRow(_("Areas"), tuple(written(group.areas) for group in groups)),
        KeyRow(_("with a value"), tuple(written(group.overall.n) for group in groups)),
        *([KeyRow(_("estimated for these boundaries, not counted"), guessed)] if facts.choice.ref.is_converted else []),
        KeyRow(_("without a value"), without),
    )


def _statistics(facts: MapFacts, groups: tuple[KeyFigures, ...]) -> tuple[KeyRow, ...]:
    names = (_("lowest"), _("Lower quartile"), _("Median"), _("Upper quartile"), _("highest"))
    fives = [group.overall.five for group in groups]
    told = [(five.minimum, five.q1, five.median, five.q3, five.maximum) for five in fives]
    return tuple(KeyRow(name, tuple(_figure(facts, values[at]) for values in told)) for at, name in enumerate(names))


def _figure(facts: MapFacts, value: float | None) -> str:
    ref = facts.choice.ref
    unit = facts.definition_of(ref).unit_of_measure
    return "–" if value is None else with_unit(value, facts.contents[ref.id].decimals, unit, facts.language)


def _together(facts: MapFacts, groups: tuple[KeyFigures, ...]) -> KeyRow:
    """Return what the areas come to together: a sum of numbers, or the rate of summed counts; else why not."""
    name = _("Sum") if facts.is_count(facts.choice.ref) else _("all together, from their counts")
    return KeyRow(name, tuple(_pooled(facts, group) for group in groups))


def _pooled(facts: MapFacts, group: KeyFigures) -> str:
    line = group.together
    if line.pooled is None:
        return refusal_words(line, group.areas, facts.language)
    decimals = facts.contents[facts.choice.ref.id].decimals
    told = _figure(facts, line.pooled.value)
    if not isnan(line.pooled.lower):
        low, high = (number(end, decimals, facts.language) for end in (line.pooled.lower, line.pooled.upper))
        told = f"{told} ({span_words(low, high, facts.language)})"
    remark = _("released on its own, after an attack") if line.is_audited else rounding_words(line, facts.language)
    return f"{told}, {remark}" if remark else told


def _notes(facts: MapFacts, groups: tuple[KeyFigures, ...]) -> tuple[str, ...]:
    ref = facts.choice.ref
    city = city_value(facts.choice, ref, facts.contents[ref.id])
    notes = [
        _(
            "What is kept secret or missing counts nowhere. There is no mean of areas here: it would count a small one "
            "like a large one."
        )
    ]
    if city is not None:
        words = {"name": facts.city_name, "value": _figure(facts, city)}
        notes.append(_("%(name)s by its own denominator: %(value)s.") % words)
    if len(groups) == 1:
        notes.append(_("Choose areas, and their key figures stand beside these."))
    return tuple(notes)
