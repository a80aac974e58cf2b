# SPDX-License-Identifier: EUPL-1.2
"""The panel of areas that stand out against the trend: what it shows without a script, and what a script reads."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from indicators.rendering.mapchance import judgements
from indicators.rendering.profile_numbers import Language, number
from indicators.rendering.sentences import HIGHER, LOWER
from indicators.rendering.workbench import areasets
from indicators.rendering.workbench.answer import Answer, AreaGround, PeriodAnswer
from indicators.rendering.workbench.balance import signed
from indicators.rendering.workbench.state import LONGEST_ADDRESS
from indicators.rendering.workbench.striking import BY_SIZE, Judged, Striking, in_order
from indicators.rendering.workbench.strikingdrawing import (
    DrawnDifference,
    StrikingPaper,
    drawn_difference,
    striking_paper,
)
from indicators.rendering.workbench.strikingwords import to_word, unsure_words, verdict_words
from indicators.selectors.workbench.settling import Settled
from indicators.stats.striking import Verdict
from indicators.views.workbench.comparescript import axis_script
from indicators.views.workbench.controls import focused
from indicators.views.workbench.timepanels import sides_of, value_text

Floats = npt.NDArray[np.float64]
# A longer name of the denominator makes no sentence.
_LONGEST_NOUN: Final = 40
_DIGITS: Final = "012345"


@dataclass(frozen=True, slots=True)
class StrikingRow:
    """One area: its figures in both periods, its change, that of the rest, the difference, what is said of it."""

    place: int
    name: str
    query: str
    is_outside: bool
    since: str
    until: str
    change: str
    rest: str
    difference: str
    interval: str
    verdict: str
    drawn: DrawnDifference | None


@dataclass(frozen=True, slots=True)
class StrikingGroup:
    """Areas that stand out the same way; `name` tells the list apart, `rows` may be empty."""

    name: str
    heading: str
    rows: tuple[StrikingRow, ...]


@dataclass(frozen=True, slots=True)
class StrikingPanel:
    """The areas that stand out in the period shown; `choice` is the query that chooses them, empty without any.

    `by_name` and `by_size` are queries for the order of the lists; `against` names what areas are held against.
    """

    striking: Striking
    paper: StrikingPaper | None = None
    groups: tuple[StrikingGroup, ...] = ()
    unsure: StrikingGroup | None = None
    against: str = ""
    choice: str = ""
    by_name: str = ""
    by_size: str = ""
    is_by_size: bool = False

    @property
    def rows(self) -> tuple[StrikingRow, ...]:
        """All rows of the table."""
        every = [*self.groups, *([] if self.unsure is None else [self.unsure])]
        return tuple(row for group in every for row in group.rows)


def striking_of_page(found: Settled, answer: Answer) -> StrikingPanel | None:
    """Return the areas that stand out in the period shown; None where the panel is closed."""
    striking, strikings = answer.striking, answer.strikings
    if striking is None or strikings is None:
        return None
    judged, rule = striking.judged, striking.rule
    if judged is None or rule is None:
        return StrikingPanel(striking)
    up, down, unsure = _headings(found, striking)
    listed = _Listing(found, answer, striking, judged)
    rising, falling = listed.rows(judged.rising), listed.rows(judged.falling)
    panels = found.state.panels
    return StrikingPanel(
        striking=striking,
        paper=striking_paper(rule, strikings.axis),
        groups=(StrikingGroup("rising", up, rising), StrikingGroup("falling", down, falling)),
        unsure=StrikingGroup("unsure", unsure, listed.rows(judged.unsure)),
        against=against_words(found, striking),
        choice=_choice(found, [row.place for row in (*rising, *falling)]),
        by_name=replace(found.state, panels=replace(panels, reihenfolge="name")).query(),
        by_size=replace(found.state, panels=replace(panels, reihenfolge=BY_SIZE[1])).query(),
        is_by_size=panels.reihenfolge in BY_SIZE,
    )


def _choice(found: Settled, places: Sequence[int]) -> str:
    """Return the query that chooses these areas; empty without any, or where an address has no room for them."""
    if not places:
        return ""
    text = areasets.written(places, found.facts.ground.shown.order_hash)
    query = replace(found.state, areas=replace(found.state.areas, auswahl=text)).query()
    return query if len(text) <= areasets.LONGEST and len(query) <= LONGEST_ADDRESS else ""


def _headings(found: Settled, striking: Striking) -> tuple[str, str, str]:
    """Name the lists; which end is better is said only where the definition declares it."""
    definition = found.facts.definition_of(found.facts.choice.ref)
    words = judgements(definition.judged_direction, found.facts.language)
    told = {HIGHER: _("Rose more or fell less than the rest"), LOWER: _("Fell more or rose less than the rest")}
    if striking.is_against_whole:
        whole = {"whole": found.facts.city_name}
        told = {
            HIGHER: _("Rose more or fell less than %(whole)s") % whole,
            LOWER: _("Fell more or rose less than %(whole)s") % whole,
        }
    up, down = (f"{text} ({words[code]})" if code in words else text for code, text in told.items())
    minimum = 0 if striking.rule is None else striking.rule.minimum
    unsure = _("Unsure: denominator below %(minimum)s") % {"minimum": number(minimum, 0, found.facts.language)}
    return up, down, unsure


@dataclass(frozen=True, slots=True)
class _Listing:
    """Writes rows of areas."""

    found: Settled
    answer: Answer
    striking: Striking
    judged: Judged

    @property
    def language(self) -> Language:
        return self.found.facts.language

    @property
    def ground(self) -> AreaGround:
        return next(each for each in self.answer.grounds if each.edition == self.striking.edition)

    def rows(self, places: Sequence[int]) -> tuple[StrikingRow, ...]:
        """Return the rows of some areas in the order that is asked for; a filter may take some away."""
        facts, order = self.found.facts, self.found.state.panels.reihenfolge
        sieve = None if facts.filtering is None else facts.filtering.sieves[facts.choice.ref.id]
        sides = sides_of(self.answer, self.found, self.answer.shown.view.position)
        refs = [facts.choice.series[place] for place in sides]
        return tuple(
            StrikingRow(
                place=place,
                name=self.ground.areas[place].name,
                query=focused(self.found.state, self.ground.areas[place].key),
                is_outside=sieve is not None and sieve.is_outside(place),
                since=value_text(self.found, refs[0], place),
                until=value_text(self.found, refs[1], place),
                change=self._signed(self.judged.change, place),
                rest=self._signed(self.judged.rest, place),
                difference=self._signed(self.judged.difference, place),
                interval=self._interval(place),
                verdict=self._verdict(place),
                drawn=self._drawn(place),
            )
            for place in in_order(places, self.judged, self.ground.by_name, order)
            if sieve is None or not sieve.is_gone(place)
        )

    def _signed(self, values: Floats, place: int) -> str:
        value = float(values[place])
        return "" if np.isnan(value) else signed(value, self.judged.decimals, self.language)

    def _interval(self, place: int) -> str:
        low, high = (self._signed(ends, place) for ends in (self.judged.lower, self.judged.upper))
        return f"{low}{to_word(self.language)}{high}" if low else ""

    def _verdict(self, place: int) -> str:
        verdict, rule = Verdict(int(self.judged.codes[place])), self.striking.rule
        if verdict != Verdict.UNSURE or rule is None:
            return verdict_words(verdict, self.language)
        return unsure_words(float(self.judged.persons[place]), rule, noun_of(self.found), self.language)

    def _drawn(self, place: int) -> DrawnDifference | None:
        if self.judged.codes[place] == Verdict.UNSURE or self.answer.strikings is None:
            return None
        return drawn_difference(self.judged, place, self.answer.strikings.axis)


def against_words(found: Settled, striking: Striking) -> str:
    """Name what areas are held against, beside its change."""
    return found.facts.city_name if striking.is_against_whole else _("rest")


def noun_of(found: Settled) -> str:
    """Return what the denominator counts, where its name is short enough for a sentence."""
    text = found.facts.definition_of(found.facts.choice.ref).denominator_text
    return text if len(text) <= _LONGEST_NOUN else ""


def striking_axis(answer: Answer) -> list[dict[str, Any]] | None:
    """Return the axis of all periods; None where nobody looks."""
    return None if answer.strikings is None else axis_script(answer.strikings.axis)


def striking_script(found: Settled, answer: Answer, period: PeriodAnswer) -> dict[str, Any] | None:
    """Return what one period says: its words, the verdict on each area, and the figures of those that are listed."""
    if answer.strikings is None:
        return None
    striking = answer.strikings.periods[period.view.position]
    told = {
        "title": striking.title,
        "words": render_to_string("indicators/workbench/_striking_words.html", {"striking": striking}),
    }
    judged, rule = striking.judged, striking.rule
    if judged is None or rule is None:
        return told
    up, down, unsure = _headings(found, striking)
    since, until = sides_of(answer, found, period.view.position)
    return {
        **told,
        "against": against_words(found, striking),
        "headings": {"rising": up, "falling": down, "unsure": unsure},
        "since": since,
        "until": until,
        "decimals": judged.decimals,
        "threshold": rule.threshold,
        "codes": "".join(_DIGITS[code] for code in judged.codes.tolist()),
        "rows": [_numbers(judged, place) for place in (*judged.rising, *judged.falling, *judged.unsure)],
        "unsure": {
            str(place): unsure_words(float(judged.persons[place]), rule, noun_of(found), found.facts.language)
            for place in judged.unsure
        },
    }


def _numbers(judged: Judged, place: int) -> list[int | None]:
    """Return the place of an area and its numbers in units of their last decimal: None for what there is not."""
    told: Iterable[Floats] = (judged.change, judged.rest, judged.difference, judged.lower, judged.upper)
    whole = (values[place] * 10.0**judged.decimals for values in told)
    return [place, *(None if np.isnan(each) else int(np.rint(each)) for each in whole)]
