# SPDX-License-Identifier: EUPL-1.2
"""The panel of one area against others: the same markup for the page and for the script that asks for it."""

from dataclasses import dataclass
from typing import Any, Final

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.rendering.profile_numbers import number, span_words, with_unit
from indicators.rendering.sentences import change_unit
from indicators.rendering.workbench.drawing import Mark
from indicators.rendering.workbench.parts import VERSUS
from indicators.rendering.workbench.versus import SIGNS, Span, span_on, ticks_on, versus_sentence
from indicators.selectors.mapfacts import MapFacts
from indicators.selectors.workbench.opposing import Opposed, Opposition, Peers, Reference, opposition_of
from indicators.selectors.workbench.settling import Settled
from indicators.stats.compare import Outcome
from indicators.stats.references import Ends
from indicators.views.selectionwords import refusal_words, rounding_words
from indicators.views.workbench.controls import focused
from indicators.views.workbench.ownpanel import OwnFigure, own_figure
from spatial.selectors import units

BODY: Final = "indicators/workbench/_versus_body.html"


@dataclass(frozen=True, slots=True)
class VersusRow:
    """One reference: its figure and interval, the distance of the area, a sign or why there is none; where it lies."""

    kind: str
    name: str
    value: str
    interval: str
    distance: str
    sign: str
    why: str
    note: str
    span: Span | None


@dataclass(frozen=True, slots=True)
class VersusArea:
    """One area with its references; `members` names the areas similar to it, `similar_url` leads to more of them."""

    key: str
    name: str
    place: int
    query: str
    is_focus: bool
    value: str
    interval: str
    why: str
    sentence: str
    span: Span | None
    rows: tuple[VersusRow, ...]
    members: str
    members_notes: tuple[str, ...]
    similar_url: str


@dataclass(frozen=True, slots=True)
class VersusPanel:
    """The areas that are meant, the axis that all periods share, what has to be known, and for whom all of it is.

    `own` is the area of one's own that is held against the whole.
    """

    code: str
    areas: tuple[VersusArea, ...]
    ticks: tuple[Mark, ...]
    notes: tuple[str, ...]
    unit: str
    change_unit: str
    level_name: str
    audience: str
    own: OwnFigure | None = None


def versus_of_page(found: Settled) -> dict[str, Any] | None:
    """Return the panel of the period shown; None where it is closed."""
    if VERSUS not in found.state.panels.tafeln:
        return None
    address = reverse("indicators:workbench_versus", args=[found.facts.organisation.slug])
    return {"panel": versus_panel(found), "address": address}


def versus_script(found: Settled) -> dict[str, str]:
    """Return the markup of one period: its figures are those of the page, and of no other period."""
    panel = versus_panel(found)
    return {"code": panel.code, "body": render_to_string(BODY, {"panel": panel})}


def versus_panel(found: Settled) -> VersusPanel:
    """Hold the areas that are meant against others."""
    facts = found.facts
    opposition = opposition_of(facts, found.chosen)
    definition = facts.definition_of(facts.choice.ref)
    return VersusPanel(
        code=opposition.code,
        areas=tuple(_area(found, opposition, each) for each in opposition.areas),
        ticks=ticks_on(opposition.axis),
        notes=_notes(facts, opposition),
        unit=definition.unit_of_measure,
        change_unit=change_unit(definition.unit_of_measure, facts.language),
        level_name=facts.ground.shown.level_name,
        audience=facts.audience_at(facts.choice.ref),
        own=own_figure(found, opposition.axis),
    )


def _area(found: Settled, opposition: Opposition, each: Opposed) -> VersusArea:
    facts = found.facts
    row, slug = units.unit_rows(facts.ground.shown.id)[each.place], facts.organisation.slug
    version, period = facts.ground.shown, facts.choice.ref.period
    rows = tuple(_row(facts, opposition, reference) for reference in each.references)
    similar = reverse("indicators:similar", args=[slug, version.edition, version.level, row.key])
    told = [(reference.name, reference.outcome) for reference in each.references]
    return VersusArea(
        key=row.key,
        name=row.name,
        place=each.place,
        query=focused(found.state, row.key),
        is_focus=row.key == found.state.areas.gebiet,
        value=_figure(facts, each.value),
        interval=_interval(facts, each.ends),
        why=each.why,
        sentence=versus_sentence(told, facts.language),
        span=None if each.value is None else span_on(opposition.axis, each.value, each.ends),
        rows=rows,
        members=_members(facts, each.peers),
        members_notes=_members_notes(each.peers, is_carried=facts.choice.ref.is_converted),
        similar_url=f"{similar}?stand={period}" if each.peers else "",
    )


def _row(facts: MapFacts, opposition: Opposition, reference: Reference) -> VersusRow:
    is_compared, language = reference.outcome != Outcome.NOT_COMPARABLE, facts.language
    refused = refusal_words(reference.line, reference.areas, language) if reference.line else ""
    rounded = rounding_words(reference.line, language) if reference.line and reference.value is not None else ""
    alone = _("by the threshold alone") if is_compared and not reference.has_chance else ""
    return VersusRow(
        kind=reference.kind,
        name=reference.name,
        value=_figure(facts, reference.value),
        interval=_interval(facts, reference.ends),
        distance=_distance(facts, reference.distance),
        sign=SIGNS[reference.outcome],
        why="" if is_compared else reference.why or refused,
        note=", ".join(filter(None, (alone, rounded))),
        span=None if reference.value is None else span_on(opposition.axis, reference.value, reference.ends),
    )


def _figure(facts: MapFacts, value: float | None) -> str:
    ref = facts.choice.ref
    unit = facts.definition_of(ref).unit_of_measure
    return "" if value is None else with_unit(value, facts.contents[ref.id].decimals, unit, facts.language)


def _interval(facts: MapFacts, ends: Ends | None) -> str:
    if ends is None:
        return ""
    decimals = facts.contents[facts.choice.ref.id].decimals
    low, high = (number(end, decimals, facts.language) for end in ends)
    return span_words(low, high, facts.language)


def _distance(facts: MapFacts, distance: float | None) -> str:
    if distance is None:
        return ""
    return number(distance, facts.contents[facts.choice.ref.id].decimals, facts.language, is_signed=True)


def _members(facts: MapFacts, peers: Peers | None) -> str:
    """Name the areas of the group, the most similar first."""
    rows = units.unit_rows(facts.ground.shown.id)
    return ", ".join(rows[place].name for place in peers.places) if peers else ""


def _members_notes(peers: Peers | None, *, is_carried: bool) -> tuple[str, ...]:
    if peers is None:
        return ()
    lacking = ngettext(
        "%(count)s similar area does not show this figure and counts nowhere.",
        "%(count)s similar areas do not show this figure and count nowhere.",
        peers.lacking,
    )
    if is_carried:
        lacking = ngettext(
            "%(count)s similar area shows no figure that was counted or carried exactly, and counts nowhere.",
            "%(count)s similar areas show no figure that was counted or carried exactly, and count nowhere.",
            peers.lacking,
        )
    lacking %= {"count": peers.lacking}
    itself = _("This indicator is one of those by which they were found: that alone brings them near.")
    return tuple(filter(None, (lacking if peers.lacking else "", itself if peers.has_itself else "")))


def _notes(facts: MapFacts, opposition: Opposition) -> tuple[str, ...]:
    """Say what the words mean, what is compared, and what is not."""
    if not opposition.areas:
        return (
            _(
                "Click on an area in the map, the order or the table, or choose up to six: "
                "each is held against others here."
            ),
        )
    notes = [_rule(facts)]
    if opposition.is_count:
        notes.append(
            _("Numbers are held against the period before alone: a larger area has more of them for being larger.")
        )
    else:
        notes.append(
            _(
                "Distances are those to the figures shown. Chance is judged against the rest of what an area is a part "
                "of, in the whole as the release says: there it is allowed for that many areas are tested at once. "
                "Elsewhere about one in twenty stands out by chance alone. Groups of areas have the figure of their "
                "summed counts, never a mean of their rates."
            )
        )
    if opposition.left_out:
        notes.append(
            ngettext(
                "%(count)s more chosen area is not shown here: there is room for six.",
                "%(count)s more chosen areas are not shown here: there is room for six.",
                opposition.left_out,
            )
            % {"count": number(opposition.left_out, 0, facts.language)}
        )
    return tuple(notes)


def _rule(facts: MapFacts) -> str:
    threshold = facts.chance_at(facts.choice.ref).threshold
    if not threshold:
        return _("No threshold is declared for this indicator: nothing is called higher or lower.")
    return _(
        "Higher and lower mean: at least %(threshold)s away, and beyond chance (95 %%) where counts are known. "
        "Anything else is similar. The words judge nothing."
    ) % {"threshold": threshold}
