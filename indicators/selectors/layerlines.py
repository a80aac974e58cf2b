# SPDX-License-Identifier: EUPL-1.2
"""Which layers of places the figures of an indicator are made of, with what has to be named beside them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from indicators import formulas
from indicators.rendering.profile_numbers import Language, date_words
from indicators.selectors.sheets import IndicatorSheet, OrganisationRef
from sozialplanung.common.periods import parse
from spatial.selectors import layerfigures, waysfromareas
from spatial.selectors.inhabited import inhabited_state
from spatial.selectors.networks import NetworkRow


@dataclass(frozen=True, slots=True)
class LayerLine:
    """One layer: the version that counts for the newest figures; without any `day` is the day that lacks one.

    `starts` are the first days of all versions that were ever approved, in words; `around` names each function of
    who reaches what, and says how it is computed; `lived` is the layer that says where in areas people live.
    """

    slug: str
    name: str
    day: str
    valid_from: str
    feature_count: int
    publisher: str
    licence: str
    attribution: str
    starts: tuple[str, ...]
    has_unknown: bool
    networks: tuple[NetworkRow, ...] = ()
    has_nearest: bool = False
    around: tuple[tuple[str, str], ...] = ()
    lived: layerfigures.LayerState | None = None

    @property
    def is_there(self) -> bool:
        """Whether a version counts for the newest figures."""
        return bool(self.valid_from)


def layer_lines(
    organisation: OrganisationRef,
    sheet: IndicatorSheet,
    sheets: Iterable[IndicatorSheet],
    newest: str,
    language: Language,
) -> tuple[LayerLine, ...]:
    """Return the layers behind an indicator, its own and those of the published indicators that it reads.

    `newest` is the code of the period of its newest figures, empty where there are none.
    """
    formula = sheet.definition.formula
    if not formula:
        return ()
    sheets = tuple(sheets)
    written = {each.slug: formulas.parse(each.definition.formula) for each in sheets if each.definition.formula}
    read = formulas.layers(formulas.expanded(formulas.parse(formula), written))
    if not read:
        return ()
    slugs = dict.fromkeys(each.slug for each in read)
    states = layerfigures.layer_states(organisation.id, slugs)
    day = parse(newest).last_day if newest else date.max
    with_capacity = {each.slug for each in read if each.function in {"capacity", "access"}}
    lines = (_line(slug, states, day, language, asks_capacity=slug in with_capacity) for slug in slugs)
    labels = {each.slug: each.definition.name for each in sheets}
    labels |= {formulas.layer_label(each.slug): each.name for each in states}
    asks_lived = {each.slug for each in read if each.function == "reached"}
    lived = inhabited_state(organisation.id, day) if asks_lived else None
    told = (
        _with_ways(organisation, line, [each for each in read if each.slug == line.slug], labels, language)
        for line in lines
        if line is not None
    )
    return tuple(replace(line, lived=lived) if line.slug in asks_lived else line for line in told)


def _with_ways(
    organisation: OrganisationRef,
    line: LayerLine,
    read: Sequence[formulas.OfLayer],
    labels: Mapping[str, str],
    language: Language,
) -> LayerLine:
    """Return a layer with the ways to it: on which networks, and how what is around is counted."""
    asked = (each for each in read if each.function in formulas.AROUND)
    said = ((each.function, formulas.explain(each, labels, language=language)) for each in asked)
    return replace(
        line,
        networks=_networks(organisation, read),
        has_nearest=any(each.function == "nearest" for each in read),
        around=tuple(said),
    )


def _networks(organisation: OrganisationRef, read: Iterable[formulas.OfLayer]) -> tuple[NetworkRow, ...]:
    """Return the street networks on which ways to a layer are searched now."""
    found = (waysfromareas.network_for(organisation, each.profile) for each in read if each.profile)
    return tuple({each.id: each for each in found if each is not None}.values())


def _line(
    slug: str, states: tuple[layerfigures.LayerState, ...], day: date, language: Language, *, asks_capacity: bool
) -> LayerLine | None:
    own = [each for each in states if each.slug == slug]
    if not own:
        return None
    state = layerfigures.state_on(own, slug, day)
    starts = tuple(date_words(each, language) for each in sorted({each.valid_from for each in own}))
    shown = state or own[-1]
    return LayerLine(
        slug,
        shown.name,
        date_words(day, language),
        date_words(state.valid_from, language) if state else "",
        shown.feature_count,
        shown.publisher,
        shown.licence,
        shown.attribution,
        starts,
        asks_capacity,
    )
