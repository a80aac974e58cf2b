# SPDX-License-Identifier: EUPL-1.2
"""What the script of the workbench says: it holds no sentence of its own."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from indicators.rendering.profile_numbers import Language
from indicators.rendering.sentences import HIGHER, LOWER, SIMILAR, flag_words, unavailable_words, unsure_word
from indicators.rendering.workbench.crosstable import fifth_words
from indicators.rendering.workbench.funnels import place_words
from indicators.rendering.workbench.strikingwords import verdict_words
from indicators.stats.funnel import Place
from indicators.stats.striking import Verdict
from indicators.views.mapstrings import map_strings
from indicators.views.workbench.linewords import FIT_RUN, FIT_SENTENCE, HOLLOW, TOO_FEW
from sozialplanung.common.statuses import Flag

_SENTENCES: Final[dict[str, str | Promise]] = {
    "workbench.chosen": _("{name} is in the choice: {count} areas."),
    "workbench.let_go": _("{name} is no longer in the choice: {count} areas."),
    "workbench.taken": _("The choice holds these areas now: {count}."),
    "workbench.emptied": _("The choice is empty."),
    "workbench.too_many": _("So many areas find no room in an address. Take some out first."),
    "workbench.dropped": _("Other boundaries: {names} are not there."),
    "workbench.ordered": _("Sorted by {order}."),
    "workbench.part": _("Part {part} of {parts}: {first} to {last} of {all}"),
    "workbench.choose": _("Into the choice"),
    "workbench.leave": _("Out of the choice"),
    "workbench.remark": _("Remark"),
    "workbench.hint": _(
        "Choose one of the {areas} on the map, in the order or in the table: every panel then marks it."
    ),
    "workbench.clear_focus": _("Clear the focus"),
    "workbench.profile": _("To the profile"),
    "workbench.one_area": _("{count} chosen area"),
    "workbench.areas": _("{count} chosen areas"),
    "workbench.empty": _("Empty the choice"),
    "filter.outside": _("outside the filter"),
    "filter.focus": _("This area does not meet the filter."),
    "filter.list": _("Filter by the choice"),
    "filter.hull": _("Filter by a shape around the choice"),
    "draw.point": _("Choose a place on the map. Arrow keys move the cross, with Shift in small steps; Enter sets it."),
    "draw.shape": _(
        "Draw a shape on the map. Arrow keys move the cross, with Shift in small steps; Enter sets a corner, "
        "Backspace takes one back, Escape leaves."
    ),
    "draw.choose": _("Click where the circle has its middle, or move the cross by arrow keys and press Enter."),
    "draw.corners": _("{count} corners. Click to set one, or move the cross by arrow keys and press Enter."),
    "draw.done": _("Filter by this shape"),
    "draw.back": _("Take back a corner"),
    "draw.leave": _("Do not draw"),
    "facing.divided": _("{share} %: {first} to the left of it, {second} to the right"),
    "filter.none": _("No filter: all areas are shown."),
    "workbench.view_simple": _("Simple view: map, time and table."),
    "workbench.view_full": _("Full view: all panels and settings."),
    "workbench.to_simple": _("Show the simple view"),
    "workbench.to_full": _("Show the full view"),
    "tour.place": _("Step {number} of {count}"),
    "tour.forth": pgettext_lazy("tour", "Next"),
    "tour.end": _("End the tour"),
    "workbench.fit": FIT_SENTENCE,
    "workbench.fit_run": FIT_RUN,
    "workbench.fit_none": TOO_FEW,
    "workbench.fit_hollow": HOLLOW,
    "classes.bound": _("Bound {number}"),
    "classes.add": _("Another bound"),
    "classes.remove": _("Remove bound {number}"),
    "classes.rising": _("Bounds are numbers that rise from one to the next."),
    "classes.unclear": _(
        "“{text}” could be a number of thousands or one with decimals. Write it with nothing between the thousands."
    ),
    "workbench.upright": _("The upright line is {city}."),
    "workbench.line": _("Course of {names}. The same figures stand in the table below."),
}
_COMPARISONS: Final = {LOWER: _("lower"), SIMILAR: _("similar"), HIGHER: _("higher")}


def workbench_strings(language: Language, *, is_city: bool) -> dict[str, str]:
    """Return the sentences in the reader's language, those of the map among them."""
    flags = {f"flag.{flag.codes[0]}": ", ".join(flag_words(flag, language)) for flag in Flag}
    words = {
        **{f"cell.comparison.{code}": str(text) for code, text in _COMPARISONS.items()},
        "cell.unavailable": unavailable_words(language),
        "cell.unsure": unsure_word(language),
        **{f"funnel.{int(place)}": place_words(place, language) for place in Place},
        **{f"striking.{int(verdict)}": verdict_words(verdict, language) for verdict in Verdict},
        **{f"cross.fifth.{number}": words for number, words in enumerate(fifth_words(language), start=1)},
        "cell.to": " bis " if language == "de" else " to ",
    }
    return map_strings(language, is_city=is_city) | {key: str(text) for key, text in _SENTENCES.items()} | flags | words
