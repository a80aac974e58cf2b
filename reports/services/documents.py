# SPDX-License-Identifier: EUPL-1.2
"""Make the document that a composition says, for its readers and in a language: for a preview, or for an edition."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from indicators.selectors.published import at_one_moment
from reports.models import Publication
from reports.rendering import composition as kinds
from reports.rendering.composition import Panel, Part
from reports.rendering.document import (
    Block,
    Credit,
    Credits,
    Document,
    Figure,
    Imprint,
    Language,
    Paragraph,
    Section,
)
from reports.rendering.storing import Pinned
from reports.services.panels.content import PanelContent, Setting
from reports.services.panels.keyfigures import key_content
from reports.services.panels.seen import line_content, map_content, ranking_content, table_content
from reports.services.panels.written import interpretations, measure_content, text_content
from sozialplanung.accounts.models import Organisation

_MAKERS: Final[Mapping[str, Callable[[Panel, Setting], PanelContent]]] = MappingProxyType(
    {
        kinds.KEY: key_content,
        kinds.MAP: map_content,
        kinds.RANKING: ranking_content,
        kinds.LINE: line_content,
        kinds.TABLE: table_content,
        kinds.TEXT: text_content,
        kinds.MEASURE: measure_content,
    }
)
NO_PINS: Final[frozenset[int]] = frozenset()


@dataclass(frozen=True, slots=True)
class Issue:
    """Which edition a document is of: its name in words, the day that dates it, its address."""

    label: str
    day: date
    address: str


@dataclass(frozen=True, slots=True)
class Made:
    """A document with the releases behind it, and by the names of panels what is wrong with some of them."""

    pinned: Pinned
    problems: Mapping[str, str]


@at_one_moment()
def document_of(*, publication: Publication, issue: Issue, language: Language) -> Made:
    """Read everything that a publication shows, all of one moment, as its readers may see it."""
    organisation = _read_for(publication)
    content = publication.content
    problems: dict[str, str] = {}
    sources: dict[Credit, None] = {}
    sections: list[Section] = []
    pins: list[tuple[frozenset[int], ...]] = []
    with override(language):
        if content.lead.strip():
            sections.append(Section("lead", _("Briefly said"), 2, (Paragraph(content.lead.strip(), is_lead=True),)))
            pins.append((NO_PINS,))
        for part in content.parts:
            for section, behind in _part_sections(part, organisation, language, (problems, sources)):
                sections.append(section)
                pins.append(behind)
        if sources:
            sections.append(Section("sources", _("Sources"), 2, (Credits(tuple(sources)),)))
            pins.append((NO_PINS,))
        document = Document(
            title=publication.title,
            subtitle=organisation.name,
            language=language,
            imprint=_imprint(publication, organisation, issue),
            sections=tuple(sections),
        )
    return Made(Pinned(document, tuple(pins)), problems)


@at_one_moment()
def figure_of(*, publication: Publication, name: str, language: Language) -> Figure | None:
    """Make one map or chart of a publication alone; None where there is none of that name."""
    panels = (each for each in publication.content.panels() if name.startswith(each.name))
    organisation = _read_for(publication)
    with override(language):
        for panel in panels:
            made = _MAKERS[panel.kind](panel, Setting(organisation, language, panel.name))
            found = (each for each in made.blocks if isinstance(each, Figure) and each.name == name)
            if figure := next(found, None):
                return figure
    return None


def _read_for(publication: Publication) -> Organisation:
    """Return the organisation as the readers of a publication see it, whoever builds it."""
    organisation = Organisation.objects.get(pk=publication.organisation_id)
    organisation.audience = publication.readers
    return organisation


Found = tuple[dict[str, str], dict[Credit, None]]


def _part_sections(
    part: Part, organisation: Organisation, language: Language, found: Found
) -> list[tuple[Section, tuple[frozenset[int], ...]]]:
    """Return a part as a section, and below it one for each panel with a title of its own."""
    problems, sources = found
    head = Section(part.name, part.title, 2, ())
    sections: list[tuple[Section, tuple[frozenset[int], ...]]] = [(head, ())]
    for panel in part.panels:
        made = _MAKERS[panel.kind](panel, Setting(organisation, language, panel.name))
        if made.problem:
            problems[panel.name] = made.problem
            continue
        sources |= dict.fromkeys(made.credits)
        blocks: tuple[Block, ...] = (*made.blocks, *interpretations(panel))
        behind = (made.pins,) * len(blocks)
        title = panel.title or made.title
        if title and panel.kind != kinds.MEASURE:
            sections.append((Section(panel.name, title, 3, blocks, is_half=panel.width == kinds.HALF), behind))
        else:
            last, pins = sections[-1]
            sections[-1] = (replace(last, blocks=(*last.blocks, *blocks)), (*pins, *behind))
    return sections


def _imprint(publication: Publication, organisation: Organisation, issue: Issue) -> Imprint:
    cited = _("%(publisher)s: %(title)s, %(edition)s. %(address)s") % {
        "publisher": organisation.name,
        "title": publication.title,
        "edition": issue.label,
        "address": issue.address,
    }
    readers = "" if publication.readers == "public" else _("For the council, not published")
    return Imprint(
        publisher=organisation.name,
        edition=issue.label,
        day=issue.day,
        address=issue.address,
        citation=cited,
        contact=organisation.contact if hasattr(organisation, "contact") else "",
        audience=readers,
    )


def address_of(slug: str, path: str) -> str:
    """Return the whole address of an edition."""
    return f"{settings.PUBLIC_URL}/b/{slug}/{path}/"
