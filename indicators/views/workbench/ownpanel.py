# SPDX-License-Identifier: EUPL-1.2
"""An area of one's own in the panels of the workbench: its figure beside the whole, marked where it is estimated."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from indicators.rendering.profile_numbers import number, with_unit
from indicators.rendering.workbench.axis import Axis
from indicators.rendering.workbench.ownarea import SavedOwn, read_own
from indicators.rendering.workbench.parts import KEYS, VERSUS
from indicators.rendering.workbench.versus import Span, span_on
from indicators.selectors.mapfacts import MapFacts
from indicators.selectors.workbench.ownchoice import OwnChoice, own_line, without_own
from indicators.selectors.workbench.settling import Settled
from indicators.views.ownareawords import beside_words, shape_words, span_of, value_of, why_nothing, worth_words


@dataclass(frozen=True, slots=True)
class OwnWay:
    """The own area that is meant: its name, where its figures stand, the query without it, whether a panel shows it."""

    name: str
    figures: str
    leave: str
    has_panels: bool


@dataclass(frozen=True, slots=True)
class OwnFigure:
    """The figure of an own area at the period shown, or `why` there is none.

    `ends` are those of an estimate in words, `worth` says how it came about, `verdict` how it stands to the whole with
    a `sign`; `span` and `whole_span` lie on the axis of the panel. `areas` says how many it holds.
    """

    name: str
    areas: str
    value: str = ""
    is_estimate: bool = False
    ends: str = ""
    worth: str = ""
    why: str = ""
    verdict: str = ""
    sign: str = ""
    whole: str = ""
    span: Span | None = None
    whole_span: Span | None = None


def own_way(found: Settled) -> OwnWay | None:
    """Return the own area that is meant beside the others; None where there is none."""
    own, state = found.own, found.state
    if own is None:
        return None
    open_now = state.panels.tafeln
    return OwnWay(
        name=own_name(found.facts, own),
        figures=_figures(found, own),
        leave=without_own(state).query(),
        has_panels=KEYS in open_now or VERSUS in open_now,
    )


def own_name(facts: MapFacts, own: OwnChoice) -> str:
    """Return what it is called: the name of a saved one, else what it is."""
    return own.name or (shape_words(own.shape, facts.language) if own.shape else "")


def _figures(found: Settled, own: OwnChoice) -> str:
    slug, meant = found.facts.organisation.slug, read_own(own.text)
    if isinstance(meant, SavedOwn):
        return reverse("indicators:own_area", args=[slug, meant.uuid])
    return f"{reverse('indicators:own_look', args=[slug])}?{urlencode({'form': own.text}, safe=':,')}"


def own_figure(found: Settled, axis: Axis | None = None) -> OwnFigure | None:
    """Return the figure of the own area that is meant; None where there is none. With an axis it has a place there."""
    if found.own is None:
        return None
    facts, language, name = found.facts, found.facts.language, own_name(found.facts, found.own)
    line = own_line(facts, found.own)
    if line is None:
        return OwnFigure(name, "–", why=_nothing(facts))
    areas = number(line.areas, 0, language)
    if line.cut:
        areas = _("%(areas)s, %(cut)s of them cut") % {"areas": areas, "cut": number(line.cut, 0, language)}
    pooled, definition = line.line.pooled, line.line.definition
    decimals, unit = definition.decimals, definition.unit_of_measure
    whole = "" if line.whole is None else with_unit(line.whole, decimals, unit, language)
    if pooled is None:
        return OwnFigure(name, areas, why=why_nothing(line, language), whole=whole)
    verdict, sign = beside_words(line, facts.city_name, language)
    ends: Sequence[float] | None = line.span if line.is_estimate else None
    return OwnFigure(
        name=name,
        areas=areas,
        value=value_of(line, language),
        is_estimate=line.is_estimate,
        ends=span_of(line, language),
        worth=worth_words(line, language),
        verdict=verdict,
        sign=sign,
        whole=whole,
        span=span_on(axis, pooled.value, (ends[0], ends[1]) if ends else None) if axis else None,
        whole_span=span_on(axis, line.whole, None) if axis and verdict and line.whole is not None else None,
    )


def _nothing(facts: MapFacts) -> str:
    if facts.choice.ref.is_converted:
        return _("Figures that were carried from other boundaries are not added up for an own area.")
    return _("It lies outside of all areas of which something is published.")


def own_cells(own: OwnFigure, rows: int) -> tuple[str, ...]:
    """Return the column of an own area in a table of key figures: how many areas, dashes, what they come to."""
    told = own.why or ", ".join(filter(None, (own.value, own.ends, own.worth, own.verdict)))
    return (own.areas, *("–" for _row in range(rows - 2)), told)
