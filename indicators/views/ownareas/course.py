# SPDX-License-Identifier: EUPL-1.2
"""The course of one indicator of an own area: a table over all periods, each with its boundaries and its ends."""

from typing import Any

from django.utils.translation import gettext as _

from indicators.rendering.profile_numbers import Language, period_words
from indicators.rendering.remarks import BreakWords, break_words, crossing
from indicators.rendering.workbench.ownshapes import Union
from indicators.selectors.owncourse import OwnCourse, own_course
from indicators.selectors.ownfigures import OwnLine
from indicators.selectors.ownprofile import OwnProfile
from indicators.selectors.sheets import OrganisationRef
from indicators.views.ownareawords import span_of, value_of, why_nothing, worth_words
from indicators.views.sourcelines import source_lines
from sozialplanung.common.periods import parse


def course_context(
    organisation: OrganisationRef, profile: OwnProfile, slug: str, union: Union | None, language: Language
) -> dict[str, Any]:
    """Return the course that an address asks for, with the sources of the page; nothing where none is published."""
    found = own_course(organisation, profile.shape, slug, union) if slug else None
    if found is None or not found.lines:
        return {}
    # A period of before may come from another source than the newest, which the figures above tell.
    told = (line.line.definition for line in (*profile.lines, *found.lines))
    return {"course": _course(found, language), "sources": source_lines(told)}


def _course(found: OwnCourse, language: Language) -> dict[str, Any]:
    editions = {line.version.edition for line in found.lines}
    return {
        "name": found.sheet.definition.short_name,
        "rows": [_row(line, language) for line in found.lines],
        "breaks": [f"{words.between}: {words.text}" for words in _breaks(found, language)],
        "has_editions": len(editions) > 1,
    }


def _row(line: OwnLine, language: Language) -> dict[str, Any]:
    value = value_of(line, language)
    return {
        "period": period_words(parse(line.line.ref.period), language),
        "edition": line.version.name,
        "level": line.version.level_name_plural,
        "value": value or _("cannot be calculated"),
        "is_told": bool(value),
        "note": worth_words(line, language) if value else why_nothing(line, language),
        "span": span_of(line, language),
    }


def _breaks(found: OwnCourse, language: Language) -> list[BreakWords]:
    """Return the breaks between the first and the last period that is told."""
    first, last = (parse(found.lines[place].line.ref.period) for place in (0, -1))
    return [break_words(note, language) for note in crossing(found.breaks, first, last)]
