# SPDX-License-Identifier: EUPL-1.2
"""The course of the whole and of an area in words: of nothing that the picture beside them does not show."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from indicators.rendering.workbench.drawing import Course
from indicators.selectors.profile_figures import area_figures
from indicators.selectors.workbench.settling import Settled
from reports.rendering.sentences.courses import comparable_run, course_sentences
from reports.rendering.sentences.facts import FigureFacts
from reports.rendering.sentences.paragraphs import told_figure
from reports.selectors.sentencefacts import facts_of_area
from reports.services.panels.content import Setting
from spatial.selectors.levels import boundary_versions_of
from spatial.selectors.rows import UnitPlace
from spatial.selectors.units import unit_place, unit_rows


@dataclass(frozen=True, slots=True)
class ToldCourses:
    """What is said of courses (empty: nothing can be), and the releases that it rests on."""

    words: str = ""
    pins: frozenset[int] = frozenset()


def told_courses(setting: Setting, found: Settled, courses: Iterable[Course]) -> ToldCourses:
    """Tell the courses that are drawn of the area in focus and of the whole, each with its name before it."""
    told: list[str] = []
    pins: set[int] = set()
    slug, drawn = found.facts.choice.ref.indicator, {each.kind: each for each in courses}
    for kind, place in _places(setting, found):
        area = area_figures(setting.organisation, place)
        series, facts = area.figures.series_of(slug), facts_of_area(setting.organisation, area, slugs=[slug])
        sentences = _sentences(facts[slug], setting) if slug in facts else ()
        if series and sentences and kind in drawn and _is_drawn(facts[slug], found, drawn[kind]):
            told.append(f"{place.unit.name}: {' '.join(sentences)}")
            pins |= {ref.id for ref in series.releases}
    return ToldCourses(" ".join(told), frozenset(pins))


def _places(setting: Setting, found: Settled) -> Iterator[tuple[str, UnitPlace]]:
    """Return the area in focus, then the whole as a place of its own."""
    ref, focus = found.facts.choice.ref, found.facts.focus
    wholes = [row for row in boundary_versions_of(setting.organisation) if row.unit_count == 1]
    version = next((row for row in wholes if row.edition == ref.edition), None)
    is_alone = version is not None and version.id == ref.boundary_version_id
    if focus is not None and not is_alone:
        place = unit_place(setting.organisation, ref.level, ref.edition, focus.key)
        if place is not None:
            yield "focus", place
    if version is not None:
        # Where the whole is the only area of the level, it is the one in focus.
        yield "focus" if is_alone else "city", UnitPlace(version, unit_rows(version.id)[0])


def _sentences(facts: FigureFacts, setting: Setting) -> tuple[str, ...]:
    """Tell the course, or of fewer than three periods the last change."""
    return course_sentences(facts, setting.language) or told_figure(facts, setting.language).change


def _is_drawn(facts: FigureFacts, found: Settled, course: Course) -> bool:
    """Say whether every figure that is told stands on the line, too."""
    pairs = zip(found.facts.choice.series, course.values, strict=True)
    shown = {ref.period: value for ref, value in pairs}
    return all(shown.get(point.period.code) == point.value for point in comparable_run(facts))
