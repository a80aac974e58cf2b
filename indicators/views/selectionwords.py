# SPDX-License-Identifier: EUPL-1.2
"""Why several areas together have no figure, in words that tell no more than the marks of the areas do."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from indicators.rendering.profile_numbers import Language, number, with_unit
from indicators.rendering.sentences import status_words
from indicators.selectors.selection_lines import Refusal, SelectionLine
from sozialplanung.common.statuses import Status
from sozialplanung.web.messages import Sentence, register_sentences

_REASONS: Final[Mapping[Refusal, Promise]] = {
    Refusal.NO_COUNTS: _(
        "Not computed: the figures behind it do not add up, and the mean of the areas would be another figure."
    ),
    Refusal.LOOKS_BACK: _("It compares or pools several periods, which cannot be added up over areas."),
    Refusal.BREAK: _("In some of the areas it cannot be compared because of a break in the series."),
    Refusal.NOT_COUNTED: _(
        "In some of the areas it is estimated for these boundaries, or could not be carried to them: estimates are not "
        "added up."
    ),
    Refusal.NOBODY: _("Nobody is counted in these areas to whom it could refer."),
    Refusal.GONE: _("It was withdrawn a moment ago."),
}


def refusal_words(line: SelectionLine, areas: int, language: Language) -> str:
    """Say why there is no figure, with how many areas show what instead; empty where there is one."""
    if line.refusal == Refusal.NO_FIGURE:
        marks = ", ".join(f"{status_words(status, language)} ({count})" for status, count in line.marks.items())
        said = gettext("Without a figure: %(lacking)s of %(areas)s areas – %(marks)s.")
        return said % {"lacking": sum(line.marks.values()), "areas": areas, "marks": marks}
    if line.refusal == Refusal.ROUNDED:
        said = gettext(
            "The counts of the areas are rounded to multiples of %(base)s: their sum may be off by more than a tenth."
        )
        return said % {"base": line.rounding}
    reason = _REASONS.get(line.refusal)
    return "" if reason is None else str(reason)


def rounding_words(line: SelectionLine, language: Language) -> str:
    """Say of a figure that it is a sum of rounded counts, and between which ends the true one lies; else nothing."""
    if line.span is None:
        return ""
    decimals, unit = line.definition.decimals, line.definition.unit_of_measure
    low, high = number(line.span[0], decimals, language), with_unit(line.span[1], decimals, unit, language)
    said = gettext("made of counts rounded to multiples of %(base)s: the true figure lies between %(low)s and %(high)s")
    return said % {"base": line.rounding, "low": low, "high": high}


def mark_code(line: SelectionLine) -> str:
    """Return the word of files for why there is no figure."""
    told = [status.code for status in Status if status in line.marks]
    computed = "released" if line.is_audited else "computed rounded" if line.span else "computed"
    return " ".join([line.refusal.value or computed, *told])


register_sentences(
    {
        "selection.other_areas": Sentence(
            _("A selection holds areas of one level and one boundary version. Not in %(edition)s: %(keys)s."),
            _("Take these keys out of the address, or choose the boundary version that they belong to."),
        ),
        "selection.nameless": Sentence(
            _("A selection that is to be released has a name."), _("Write one under which others find it.")
        ),
        "selection.saved_empty": Sentence(
            _("There is no area in the choice."), _("Choose some on the page “Analyse” first.")
        ),
        "selection.too_few": Sentence(_("A sum needs at least two areas."), _("Add another area to the selection.")),
        "selection.too_many": Sentence(
            _("A selection holds at most %(most)s areas; these would be %(found)s."),
            _("Choose a coarser level: larger areas have figures of their own."),
        ),
        "selection.level_unpublished": Sentence(
            _("There are no published figures for the level “%(level)s” of the boundary version “%(edition)s”."),
            _("Open the page “Selection of areas” without parameters and choose there."),
        ),
        "selection.period_unpublished": Sentence(
            _("For the period “%(name)s” nothing is published for these areas."),
            _("Take “stand” out of the address: then each indicator shows its newest figure."),
        ),
        "selection.whole_unknown": Sentence(
            _("There is no larger area “%(name)s” here whose parts could be chosen."),
            _("Choose one from the list on the page “Selection of areas”."),
        ),
    }
)
