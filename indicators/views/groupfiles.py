# SPDX-License-Identifier: EUPL-1.2
"""Groups of areas as files: every area with its group and its figures, source, licence and date with them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.rendering.profile_numbers import date_words, period_words
from indicators.selectors.groupfacts import GroupFacts
from indicators.selectors.mapchoice import period_of
from indicators.views.groupcontext import page_address, sources_of
from indicators.views.readership import audience_line
from sozialplanung.common.csvsafe import Cell, to_csv
from sozialplanung.common.errors import InvalidInputError
from sozialplanung.common.statuses import WITH_VALUE, Status


@dataclass(frozen=True, slots=True)
class FileColumn:
    """One column of groups: its head, and one cell for each area in the frozen order."""

    head: str
    cells: Sequence[Cell]


def nothing_to_send(text: str) -> InvalidInputError:
    """Return the error of a file that would hold no groups."""
    return InvalidInputError("groups.nothing_to_send", "There is nothing to download.", text=text)


def stem(facts: GroupFacts) -> str:
    """Return the name of a file without its end."""
    return f"{facts.organisation.slug}_{facts.choice.version.level}_{facts.choice.fixed.stand}"


def groups_csv(facts: GroupFacts, title: str, columns: Sequence[FileColumn], remarks: Sequence[str]) -> bytes:
    """Return preface, one line for each area, and what the groups must not be read as."""
    names = facts.ground.area_names() if facts.ground else ()
    heads = [_("Key"), facts.choice.version.level_name, *(column.head for column in columns), *_figure_heads(facts)]
    rows: list[Sequence[Cell]] = [
        [area.key, area.name, *(column.cells[place] for column in columns), *_figures(facts, place)]
        for place, area in enumerate(names)
    ]
    below: list[Sequence[Cell]] = [[], [_("Remarks")], *([text] for text in remarks)]
    return to_csv([[f"{facts.organisation.name}: {title}"], *preface(facts), [], heads, *rows, *below])


def preface(facts: GroupFacts) -> list[Sequence[Cell]]:
    """Return the lines that say what was read, of when, from whom and under which licence."""
    version = facts.choice.version
    indicators: list[Sequence[Cell]] = [
        [
            _("Indicator"),
            f"{column.definition.name}, {_('as of')} {period_words(period_of(column.ref), facts.language)}",
        ]
        for column in facts.columns
    ]
    sources: list[Sequence[Cell]] = []
    for line in sources_of(facts):
        sources.append([_("Source"), f"{line.title}: {line.attribution}"])
        sources.append([_("Licence"), " ".join(part for part in (line.licence, line.licence_url) if part)])
    return [
        *audience_line(facts.organisation),
        *indicators,
        [_("Level"), version.level_name_plural],
        [_("Boundaries"), version.name],
        *sources,
        [_("Retrieved on"), date_words(timezone.localdate(), facts.language)],
        [_("Address"), f"{settings.PUBLIC_URL}{page_address(facts.organisation, facts.choice.fixed)}"],
    ]


def _figure_heads(facts: GroupFacts) -> list[str]:
    heads = []
    for column in facts.columns:
        definition = column.definition
        unit = f" ({definition.unit_of_measure})" if definition.unit_of_measure else ""
        heads += [f"{definition.short_name}{unit}", f"{_('Status code')}: {definition.short_name}"]
    return heads


def _figures(facts: GroupFacts, place: int) -> list[Cell]:
    """Return the figures of an area with the codes of their status; what is not there is empty, never zero."""
    cells: list[Cell] = []
    for content in facts.contents:
        status = Status(int(content.status[place]))
        value = float(content.numbers["value"].values[place]) if status in WITH_VALUE else None
        cells += [round(value) if value is not None and content.decimals == 0 else value, status.code]
    return cells
