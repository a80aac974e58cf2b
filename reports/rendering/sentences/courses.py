# SPDX-License-Identifier: EUPL-1.2
"""How a figure went over several periods: only since the last break that says no, and never over a gap."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from indicators.rendering.profile_charts import NOT_COMPARABLE, is_crossed
from indicators.rendering.profile_numbers import Language
from reports.rendering.sentences.amounts import against, ends, inner_subject, sentence
from reports.rendering.sentences.facts import FigureFacts, Point
from sozialplanung.common.periods import Period

FEWEST_POINTS: Final = 3


def comparable_run(facts: FigureFacts) -> tuple[Point, ...]:
    """Return the last periods of a course that may be told together: no gap, no break that says no among them."""
    if facts.course is None or facts.value is None or facts.measure.is_relative:
        return ()
    run: list[Point] = []
    for point in reversed(facts.course.points):
        if point.value is None or (run and is_crossed(facts.breaks, point.period, run[-1].period)):
            break
        run.append(point)
    return tuple(reversed(run))


def course_sentences(facts: FigureFacts, language: Language) -> tuple[str, ...]:
    """Tell the course: what was tested as such, else what every step says; nothing of fewer than three periods."""
    run = comparable_run(facts)
    if facts.course is None or len(run) < FEWEST_POINTS:
        return ()
    said = _tested(facts, run, language) or _untested(facts, run, language)
    return tuple(filter(None, (said, _before(facts, run[0].period, language))))


def _between(first: Period, last: Period, language: Language) -> str:
    if language == "de":
        return f"Zwischen {against(first, language)} und {against(last, language)}"
    return f"Between {against(first, language)} and {against(last, language)}"


def _tested(facts: FigureFacts, run: Sequence[Point], language: Language) -> str:
    """Tell a trend that was tested within the run; empty where none was."""
    course = facts.course
    if course is None or course.trend == "untested" or course.trend_since is None:
        return ""
    start = next((point for point in run if point.period == course.trend_since), None)
    if start is None:
        return ""
    span = _between(start.period, run[-1].period, language)
    if course.trend == "unclear":
        if language == "de":
            return sentence(f"{span} zeigt sich keine klare Richtung")
        return sentence(f"{span} no clear direction can be seen")
    return _went(facts, (start, run[-1]), language, is_up=course.trend == "rising")


def _went(facts: FigureFacts, both: tuple[Point, Point], language: Language, *, is_up: bool) -> str:
    first, last = both
    span, who = _between(first.period, last.period, language), inner_subject(facts.measure, language)
    low, high = ends(first.value or 0.0, last.value or 0.0, facts.measure, language, is_dative=False)
    # A trend may lead up while the last figure lies below the first: then its ends are not told.
    is_told = ((last.value or 0.0) > (first.value or 0.0)) == is_up and first.value != last.value
    if language == "de":
        ends_told = f" von {low} auf {high}" if is_told else " insgesamt"
        return sentence(f"{span} ist {who}{ends_told} {'gestiegen' if is_up else 'gesunken'}")
    ends_told = f" from {low} to {high}" if is_told else " on the whole"
    return sentence(f"{span} {who} has {'risen' if is_up else 'fallen'}{ends_told}")


def _untested(facts: FigureFacts, run: Sequence[Point], language: Language) -> str:
    """Tell steps of a course whose chance is not known: only what all of them say."""
    values = [point.value or 0.0 for point in run]
    steps = [later - earlier for earlier, later in pairwise(values)]
    span, who = _between(run[0].period, run[-1].period, language), inner_subject(facts.measure, language)
    if not any(steps):
        return sentence(f"{span} blieb {who} gleich" if language == "de" else f"{span} {who} stayed the same")
    if all(step > 0 for step in steps) or all(step < 0 for step in steps):
        return _went(facts, (run[0], run[-1]), language, is_up=steps[0] > 0)
    low, high = ends(min(values), max(values), facts.measure, language)
    if language == "de":
        return sentence(f"{span} schwankte {who} zwischen {low} und {high}")
    return sentence(f"{span} {who} varied between {low} and {high}")


def _before(facts: FigureFacts, first: Period, language: Language) -> str:
    """Say that what lies before a break is not compared."""
    crossed = [
        each
        for each in facts.breaks
        if each.comparable == NOT_COMPARABLE
        and facts.course is not None
        and any(point.period < first and is_crossed((each,), point.period, first) for point in facts.course.points)
    ]
    if not crossed:
        return ""
    since = against(first, language)
    if language == "de":
        return sentence(f"Werte vor {since} sind anders gezählt und werden nicht verglichen")
    return sentence(f"Figures before {since} were counted otherwise and are not compared")
