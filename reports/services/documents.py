# SPDX-License-Identifier: EUPL-1.2
"""Make the document that a composition says, for its readers and in a language: for a preview, or for an edition."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from indicators.selectors.published import at_one_moment
from reports.models import Publication, PublicationKind
from reports.rendering import composition as kinds
from reports.rendering.composition import Composition, Panel, Part
from reports.rendering.document import (
    Block,
    Credit,
    Credits,
    Document,
    Figure,
    Imprint,
    Language,
    Paragraph,
    Photograph,
    Section,
    Terms,
)
from reports.rendering.files.colours import HOUSE
from reports.rendering.glossing import terms_of
from reports.rendering.ownshown import OwnShown
from reports.rendering.storing import CarriedPin, Pinned
from reports.selectors.pictures import pictures_of
from reports.services.looping import areas_of, for_area
from reports.services.panels.arealist import areas_content
from reports.services.panels.content import PanelContent, Setting
from reports.services.panels.keyfigures import key_content
from reports.services.panels.methods import glossary_content, method_content
from reports.services.panels.ownarea import own_content
from reports.services.panels.scenario import scenario_content
from reports.services.panels.seen import found_of, line_content, map_content, ranking_content, table_content, unmappable
from reports.services.panels.written import interpretations, measure_content, picture_content, text_content
from sozialplanung.accounts.looks.selectors import logo_of
from sozialplanung.accounts.models import Organisation

_MAKERS: Final[Mapping[str, Callable[[Panel, Setting], PanelContent]]] = MappingProxyType(
    {
        kinds.KEY: key_content,
        kinds.MAP: map_content,
        kinds.RANKING: ranking_content,
        kinds.LINE: line_content,
        kinds.TABLE: table_content,
        kinds.AREAS: areas_content,
        kinds.OWN: own_content,
        kinds.SCENARIO: scenario_content,
        kinds.TEXT: text_content,
        kinds.PICTURE: picture_content,
        kinds.MEASURE: measure_content,
        kinds.METHOD: method_content,
        kinds.GLOSSARY: glossary_content,
    }
)
NOTHING: Final = PanelContent()


@dataclass(frozen=True, slots=True)
class Issue:
    """Which edition a document is of: its name in words, the day that dates it, its address."""

    label: str
    day: date
    address: str


@dataclass(frozen=True, slots=True)
class Made:
    """A document with the releases behind it, and by the names of panels what is wrong with some of them.

    `panels` is how many it would hold of all areas; `own` are the own areas that it shows.
    """

    pinned: Pinned
    problems: Mapping[str, str]
    panels: int = 0
    own: tuple[OwnShown, ...] = ()


def nothing_told() -> None:
    """Tell nobody how far it is."""


@at_one_moment()
def document_of(
    *,
    publication: Publication,
    issue: Issue,
    language: Language,
    most_areas: int | None = None,
    step: Callable[[], None] = nothing_told,
) -> Made:
    """Read everything that a publication shows, all of one moment, as its readers may see it.

    `most_areas`: of parts that come once for each area the first ones alone, for a preview. `step` is called after
    each panel, as often as `count_panels` says where no area is left out.
    """
    organisation, content = _read_for(publication), publication.content
    has_pictures = any(panel.kind == kinds.PICTURE for panel in content.panels())
    pictures = pictures_of(publication) if has_pictures else {}
    found = _Found(Setting(organisation, language, "", content.indicators(), pictures), most_areas, step)
    is_report = publication.kind == PublicationKind.REPORT
    with override(language):
        if content.lead.strip():
            found.add(Section("lead", _("Briefly said"), 2, (Paragraph(content.lead.strip(), is_lead=True),)))
        for part in content.parts:
            _add_part(found, part, begins_page=is_report)
        if found.sources:
            found.add(Section("sources", _("Sources"), 2, (Credits(tuple(found.sources)),)))
        document = Document(
            title=publication.title,
            subtitle=organisation.name,
            language=language,
            imprint=imprint_of(publication, organisation, issue),
            sections=tuple(found.sections),
            has_contents=is_report,
            easy=content.easy,
        )
        document = _with_glossary(document, found)
        pinned = Pinned(document, tuple(found.pins), frozenset(found.carried))
    return Made(pinned, found.problems, found.panels, tuple(found.own))


def _with_glossary(document: Document, found: "_Found") -> Document:
    """Fill the place of the glossary with the words that the document uses."""
    if not found.glossaries:
        return document
    told: Block = terms_of(document)
    if told == Terms(()):
        told = Paragraph(_("No word of the glossary is used here."))
        found.problems.update(dict.fromkeys(found.glossaries, told.text))
    sections = tuple(
        replace(section, blocks=tuple(told if block == Terms(()) else block for block in section.blocks))
        if section.name in found.glossaries
        else section
        for section in document.sections
    )
    return replace(document, sections=sections)


@at_one_moment()
def figure_of(*, publication: Publication, name: str, language: Language) -> Figure | None:
    """Make one map or chart of a publication alone; None where there is none of that name."""
    organisation = _read_for(publication)
    with override(language):
        for panel in _panels(publication.content, organisation):
            if not name.startswith(panel.name):
                continue
            made = _MAKERS[panel.kind](panel, Setting(organisation, language, panel.name))
            found = (each for each in made.blocks if isinstance(each, Figure) and each.name == name)
            if figure := next(found, None):
                return figure
    return None


@at_one_moment()
def refused(*, publication: Publication, panel: Panel, language: Language) -> str:
    """Say why a panel is not to be kept as it is described; empty for all that only lacks something yet."""
    if panel.kind != kinds.MAP:
        return ""
    found, _problem = found_of(panel, Setting(_read_for(publication), language, panel.name))
    return unmappable(found) if found else ""


def count_panels(publication: Publication) -> int:
    """Return how many panels the document of a publication holds: those of a loop once for each area."""
    return sum(1 for _panel in _panels(publication.content, _read_for(publication)))


def _panels(content: Composition, organisation: Organisation) -> Iterator[Panel]:
    """Return every panel that a document holds: those of a loop once for each area."""
    for part in content.parts:
        if not part.each:
            yield from part.panels
            continue
        areas = areas_of(organisation, part.each)
        if areas.version is not None:
            version = areas.version
            yield from (for_area(panel, version, row) for row in areas.rows for panel in part.panels)


def _read_for(publication: Publication) -> Organisation:
    """Return the organisation as the readers of a publication see it, whoever builds it."""
    organisation = Organisation.objects.get(pk=publication.organisation_id)
    organisation.audience = publication.readers
    return organisation


@dataclass
class _Found:
    """What was made of a composition so far: sections with the releases behind their blocks, problems, sources."""

    setting: Setting
    most_areas: int | None
    step: Callable[[], None] = nothing_told
    sections: list[Section] = field(default_factory=list)
    pins: list[tuple[frozenset[int], ...]] = field(default_factory=list)
    problems: dict[str, str] = field(default_factory=dict)
    sources: dict[Credit, None] = field(default_factory=dict)
    glossaries: list[str] = field(default_factory=list)
    carried: set[CarriedPin] = field(default_factory=set)
    panels: int = 0
    own: list[OwnShown] = field(default_factory=list)

    def add(self, section: Section, made: PanelContent = NOTHING) -> None:
        """Add a section, with the releases behind each of its blocks."""
        self.sections.append(section)
        self.pins.append(tuple(made.pins_of(block) for block in section.blocks))

    def go_on(self, blocks: tuple[Block, ...], made: PanelContent) -> None:
        """Add blocks to the last section."""
        last = self.sections[-1]
        self.sections[-1] = replace(last, blocks=(*last.blocks, *blocks))
        self.pins[-1] = (*self.pins[-1], *(made.pins_of(block) for block in blocks))

    def unsaid(self, blocks: Iterable[Block], level: int) -> Iterator[Block]:
        """Return blocks without a sentence that a picture of the same part says already."""
        said: set[str] = set()
        for section in reversed(self.sections):
            said |= {block.says for block in section.blocks if isinstance(block, Figure)}
            if section.level < level:
                break
        for block in blocks:
            if not (isinstance(block, Paragraph) and block.is_lead and block.text in said):
                yield block

    def begins_with(self, title: str, level: int) -> bool:
        """Say whether a part of this very heading has just begun, so that the heading would stand there twice."""
        last = self.sections[-1]
        return (last.level, last.title, last.blocks, last.area) == (level - 1, title, (), "")

    def begin_with(self, name: str, blocks: tuple[Block, ...], made: PanelContent) -> None:
        """Put the panel that has the heading of its part right below it: it is found by its own name."""
        self.sections[-1] = replace(self.sections[-1], name=name)
        self.go_on(blocks, made)


def _add_part(found: _Found, part: Part, *, begins_page: bool) -> None:
    """Add a part as a section, and below it one for each panel with a title of its own; or all that for each area."""
    found.add(Section(part.name, part.title, 2, (), begins_page=begins_page))
    if not part.each:
        found.panels += len(part.panels)
        for panel in part.panels:
            _add_panel(found, panel, panel, level=3)
        return
    areas = areas_of(found.setting.organisation, part.each)
    if areas.version is None:
        found.problems[part.name] = areas.problem
        return
    found.panels += len(areas.rows) * len(part.panels)
    for place, row in enumerate(areas.rows[: found.most_areas]):
        # The first one stands below the heading of its chapter.
        begins = begins_page and place > 0
        found.add(Section(f"{part.name}g{row.position}", row.name, 3, (), begins_page=begins, area=row.key))
        for panel in part.panels:
            _add_panel(found, panel, for_area(panel, areas.version, row), level=4, area=row.key)


def _add_panel(found: _Found, panel: Panel, shown: Panel, *, level: int, area: str = "") -> None:
    """Add what a panel shows; `shown` is the panel as it stands there, for the area that it is of."""
    made = _MAKERS[panel.kind](shown, replace(found.setting, name=shown.name))
    found.step()
    if panel.kind == kinds.GLOSSARY:
        found.glossaries.append(panel.name)
        if area:
            told = _("The glossary is of the whole document: put it into a part that comes once.")
            made = PanelContent(problem=told)
    if made.problem:
        found.problems.setdefault(panel.name, made.problem)
        return
    found.sources |= dict.fromkeys(made.credits)
    if made.own is not None:
        found.own.append(replace(made.own, panel=panel.name))
    found.carried |= made.carried
    # What is written beside a figure is said of all areas alike: it would not be of one.
    beside = interpretations(panel) if shown is panel else ()
    blocks: tuple[Block, ...] = (*found.unsaid(made.blocks, level), *beside)
    title = shown.title or made.title
    is_half, plain = panel.width == kinds.HALF, (made.title or _("Key figures")) if made.pins else ""
    if not title or panel.kind == kinds.MEASURE:
        found.go_on(blocks, made)
    elif found.begins_with(title, level) and not is_half:
        found.begin_with(shown.name, blocks, made)
    else:
        found.add(Section(shown.name, title, level, blocks, is_half=is_half, area=area, plain=plain), made)


def imprint_of(publication: Publication, organisation: Organisation, issue: Issue) -> Imprint:
    """Return who publishes what, when, and how it is cited, in the language that is active."""
    cited = _("%(publisher)s: %(title)s, %(edition)s. %(address)s") % {
        "publisher": organisation.name,
        "title": publication.title,
        "edition": issue.label,
        "address": issue.address,
    }
    readers = "" if publication.readers == "public" else _("For the council, not published")
    logo = logo_of(organisation)
    return Imprint(
        publisher=organisation.name,
        edition=issue.label,
        day=issue.day,
        address=issue.address,
        citation=cited,
        contact=organisation.contact if hasattr(organisation, "contact") else "",
        audience=readers,
        colour=organisation.accent or HOUSE,
        logo=Photograph("logo", "png", bytes(logo.content), logo.width, logo.height, organisation.name)
        if logo
        else None,
    )


def address_of(slug: str, path: str) -> str:
    """Return the whole address of an edition."""
    return f"{settings.PUBLIC_URL}/b/{slug}/{path}/"
