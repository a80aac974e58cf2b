# SPDX-License-Identifier: EUPL-1.2
"""What stands below the lines of a series: fitted lines in sentences, and the spread of all areas as a table."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.rendering.profile_numbers import number
from indicators.rendering.sentences import change_unit
from indicators.rendering.workbench.answer import Answer, PeriodAnswer
from indicators.rendering.workbench.drawing import Course
from indicators.rendering.workbench.fits import slope_text
from indicators.rendering.workbench.parts import LINEAR, NO_FIT, THEIL_SEN
from indicators.selectors.workbench.settling import Settled

FIT_NAMES: Final[dict[str, str | Promise]] = {
    NO_FIT: gettext_lazy("none"),
    LINEAR: gettext_lazy("least squares"),
    THEIL_SEN: gettext_lazy("Theil-Sen"),
}
# The script says these of an area that comes into focus.
FIT_SENTENCE: Final = gettext_lazy("{name} ({method}): {runs}.")
FIT_RUN: Final = gettext_lazy("{since} to {until} {slope} a year")
TOO_FEW: Final = gettext_lazy("No line is fitted: it takes five comparable periods in a row.")
HOLLOW: Final = gettext_lazy("Estimated values (hollow points) take no part in fitted lines.")


@dataclass(frozen=True, slots=True)
class SpreadRow:
    """One period of the table."""

    label: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SpreadTable:
    """The spread of all areas by period: names of the columns after the counts, rows in the order of time.

    `has_guessed`: the number of estimates, which are in no other column, stands beside both counts.
    """

    names: tuple[str, ...]
    rows: tuple[SpreadRow, ...]
    has_guessed: bool = False


def fit_words(found: Settled, answer: Answer, courses: tuple[Course, ...]) -> tuple[str, ...]:
    """Return a sentence for each line that something is fitted to, or why nothing is; empty where nobody asks."""
    method = found.state.time.anpassung
    if method == NO_FIT or answer.is_position:
        return ()
    told = tuple(_sentence(found, answer, course) for course in courses if course.fits) or (str(TOO_FEW),)
    return (*told, *([str(HOLLOW)] if any(course.guessed for course in courses) else []))


def _sentence(found: Settled, answer: Answer, course: Course) -> str:
    language, view = found.facts.language, answer.view
    unit = change_unit(view.unit, language)
    labels = [period.view.short_label for period in answer.periods]
    runs = "; ".join(
        str(FIT_RUN).format(
            since=labels[first], until=labels[last], slope=slope_text(line, view.decimals, unit, language)
        )
        for first, last, line in course.fits
    )
    return str(FIT_SENTENCE).format(name=course.name, method=FIT_NAMES[found.state.time.anpassung], runs=runs)


def spread_table(found: Settled, answer: Answer) -> SpreadTable:
    """Return the numbers behind the bands of the line."""
    names = (_("lowest"), _("10th percentile"), _("median"), _("90th percentile"), _("highest"))
    has_guessed = any(period.guessed for period in answer.periods)
    rows = tuple(_row(found, answer, period, has_guessed=has_guessed) for period in answer.periods)
    return SpreadTable(names, rows, has_guessed)


def _row(found: Settled, answer: Answer, period: PeriodAnswer, *, has_guessed: bool) -> SpreadRow:
    language, overall = found.facts.language, period.overall
    low, high = overall.tails or (None, None)
    told = (overall.five.minimum, low, overall.five.median, high, overall.five.maximum)
    guessed = (len(period.guessed),) if has_guessed else ()
    counts = tuple(number(count, 0, language) for count in (overall.n, *guessed, overall.missing))
    values = tuple("–" if value is None else number(value, answer.view.decimals, language) for value in told)
    return SpreadRow(period.view.named, counts + values)
