# SPDX-License-Identifier: EUPL-1.2
"""How a document is laid out on a page: each block with the template that shows it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final
from urllib.parse import parse_qsl

from django.http import HttpResponse

from reports.forms.publications import KIND_NAMES
from reports.rendering.composition import Composition, Panel, Part
from reports.rendering.document import Block, Document, Figure, Section
from reports.rendering.pictures import without_legend
from reports.rendering.recommending import to_follow, unanswered
from reports.selectors.handings import Going

SVG_TYPE: Final = "image/svg+xml"
_EXCERPT: Final = 60
_PART_LEVEL: Final = 2
_MANY_PARTS: Final = 4
# What stands around the parts that somebody made.
_AROUND: Final = frozenset({"lead", "sources"})
_WORD: Final = re.compile(r"(?<!^)(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """One block and its template."""

    template: str
    block: Block


@dataclass(frozen=True, slots=True)
class ShownSection:
    """One section with its blocks, each with its template; `code` shows it in the page of somebody else."""

    section: Section
    blocks: tuple[ShownBlock, ...]
    code: str = ""


def shown(document: Document, codes: Mapping[str, str] = MappingProxyType({})) -> tuple[ShownSection, ...]:
    """Return the sections as a page shows them; `codes` embed some of them, by their names."""
    return tuple(
        ShownSection(section, shown_blocks(section), codes.get(section.name, "")) for section in document.sections
    )


def contents_of(sections: Iterable[ShownSection], *, is_report: bool) -> tuple[Section, ...]:
    """Return the parts to which a long page leads: those of a report, and of a dashboard with many of its own."""
    parts = tuple(each.section for each in sections if each.section.level == _PART_LEVEL)
    own = [each for each in parts if each.name not in _AROUND]
    return parts if len(parts) > 1 and (is_report or len(own) >= _MANY_PARTS) else ()


def shown_blocks(section: Section) -> tuple[ShownBlock, ...]:
    """Return the blocks of a section, each with its template."""
    return tuple(ShownBlock(_template(block), block) for block in section.blocks)


@dataclass(frozen=True, slots=True)
class BuiltPanel:
    """One panel as a line of the page where it is built: what it is called, its kind, why it shows nothing."""

    name: str
    title: str
    kind: str
    problem: str


@dataclass(frozen=True, slots=True)
class BuiltPart:
    """One part as the page shows it where it is built."""

    name: str
    title: str
    panels: tuple[BuiltPanel, ...]
    problem: str = ""
    level: str = ""
    areas: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of the panels: why some show nothing, by their names; names of indicators by slug."""

    problems: Mapping[str, str]
    names: Mapping[str, str]


def built_parts(content: Composition, told: Told) -> tuple[BuiltPart, ...]:
    """Return the parts of a dashboard in the making."""
    return tuple(_built_part(part, told) for part in content.parts)


def _built_part(part: Part, told: Told) -> BuiltPart:
    asked = dict(parse_qsl(part.each))
    return BuiltPart(
        part.name,
        part.title,
        tuple(_built(panel, told) for panel in part.panels),
        told.problems.get(part.name, ""),
        asked.get("ebene", ""),
        asked.get("gebiete", ""),
    )


def lacking_places(parts: Sequence[BuiltPart], going: Going | None) -> list[dict[str, str]]:
    """Return the ways to the parts and panels that kept the last handing in from becoming an edition."""
    if going is None or not going.has_failed:
        return []
    named = {part.name: part.title for part in parts}
    named |= {panel.name: panel.title for part in parts for panel in part.panels}
    return [{"label": title, "url": f"#{name}"} for name, title in named.items() if name in going.places]


@dataclass(frozen=True, slots=True)
class OpenRecommendation:
    """A recommendation of the last edition of which nothing became known; `is_there`: its panel can be opened."""

    name: str
    title: str
    text: str
    is_there: bool


def open_recommendations(before: Composition, now: Composition, told: Told) -> tuple[OpenRecommendation, ...]:
    """Return what the last edition recommended and nobody told the outcome of."""
    return tuple(
        OpenRecommendation(panel.name, _built(panel, told).title, said.text, now.panel(panel.name) is not None)
        for panel in unanswered(before, now)
        if (said := to_follow(panel)) is not None
    )


def _built(panel: Panel, told: Told) -> BuiltPanel:
    kind, asked = str(KIND_NAMES[panel.kind]), dict(parse_qsl(panel.query)).get("indikator", "")
    shown_as = panel.title or told.names.get(asked, asked) or " ".join(panel.text.split())[:_EXCERPT]
    return BuiltPanel(panel.name, shown_as or kind, kind, told.problems.get(panel.name, ""))


def picture_of(figure: Figure) -> str:
    """Return a map or chart without its legend: the page sets it beside the picture."""
    return without_legend(figure)


def picture_response(figure: Figure) -> HttpResponse:
    """Send a map or chart as pages show it."""
    answer = HttpResponse(picture_of(figure), content_type=SVG_TYPE)
    answer.headers["Cache-Control"] = "private, max-age=0, must-revalidate"
    return answer


def _template(block: Block) -> str:
    return f"reports/page/_{_WORD.sub('_', type(block).__name__).lower()}.html"
