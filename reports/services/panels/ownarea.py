# SPDX-License-Identifier: EUPL-1.2
"""The panel that shows an own area: its outline and its key figures beside the city, as its readers may see them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import shapely
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.rendering.picture.sheet import PictureFacts, sheet_of
from indicators.rendering.profile_numbers import number
from indicators.selectors import published
from indicators.selectors.ownareas import edition_numbered, ground_of_edition, shared_area, union_of_edition
from indicators.selectors.ownprofile import OwnProfile, OwnWish, own_profile
from indicators.views.ownareas.context import PERCENT, SQUARE_KILOMETRE, people_told
from indicators.views.ownareas.pictures import own_drawn
from indicators.views.sourcelines import source_lines
from indicators.views.workbench.picture import svg_of
from reports.rendering.composition import Panel
from reports.rendering.document import Block, Cell, Column, Credit, Figure, FigureKey, Paragraph, Remark, Table
from reports.rendering.ownshown import OwnShown, own_asked
from reports.services.panels.content import PanelContent, Setting
from reports.services.panels.ownfigures import is_told, key_figures
from spatial.selectors.levels import boundary_versions_of
from spatial.selectors.units import unit_rows

_WHOLE: Final = 100.0


@dataclass(frozen=True, slots=True)
class _Own:
    """An edition of an own area that the house shares, and what its readers may read of it."""

    name: str
    number: int
    day: str
    content_hash: str
    profile: OwnProfile

    @property
    def pins(self) -> frozenset[int]:
        """The releases behind all that is told: of figures and why there are none, and of the people."""
        people = self.profile.ground.people_release
        told = {line.line.ref.id for line in self.profile.lines}
        return frozenset(told if people is None else {*told, people})


def own_content(panel: Panel, setting: Setting) -> PanelContent:
    """Return what is told of an own area: how large it is, its figures beside the city, what it holds on the map."""
    own, problem = _own_of(panel, setting)
    if own is None:
        return PanelContent(problem=problem)
    profile = own.profile
    missing = [slug for slug in panel.indicators if slug not in {line.line.sheet.slug for line in profile.lines}]
    if missing:
        told = _("Of this no figure is published on these boundaries: %(what)s.")
        return PanelContent(problem=told % {"what": ", ".join(missing)})
    blocks: tuple[Block, ...] = (
        Paragraph(_says(own, setting), is_lead=True),
        key_figures(profile, panel.indicators, setting),
        _figure(own, panel, setting),
        *_remarks(own),
    )
    return PanelContent(blocks, own.pins, _credits(profile), own.name, own=_shown(own, panel))


def _own_of(panel: Panel, setting: Setting) -> tuple[_Own | None, str]:
    """Read an own area for the readers of a document; where there is nothing to show, say why."""
    asked = own_asked(panel.query)
    row = None if asked is None else shared_area(setting.organisation, asked[0])
    edition = None if row is None or asked is None else edition_numbered(row, asked[1])
    if row is None or edition is None:
        return None, _(
            "This own area is not there any more: it was put away, or is not shared with the house. Choose another "
            "one, or have it brought back or shared."
        )
    wish = OwnWish(_edition_for(setting, panel.indicators), only=frozenset(panel.indicators))
    profile = own_profile(setting.organisation, ground_of_edition(edition), wish, union_of_edition(edition))
    if profile is None:
        return None, _("Nothing is published here yet.")
    if profile.is_outside:
        return None, _("It lies outside of all areas of which something is published.")
    day = timezone.localtime(edition.created_at).strftime("%d.%m.%Y")
    return _Own(row.name, edition.number, day, edition.content_hash, profile), ""


def _edition_for(setting: Setting, slugs: Sequence[str]) -> str:
    """Return the boundaries on which the most of some indicators have figures; those of today first, the newest."""
    today, told = timezone.localdate(), dict[str, set[str]]()
    for ref in published.releases_of(setting.organisation):
        if ref.indicator in slugs:
            told.setdefault(ref.edition, set()).add(ref.indicator)
    rows = [row for row in boundary_versions_of(setting.organisation) if row.edition in told]
    best = max(rows, key=lambda row: (len(told[row.edition]), row.is_valid_on(today), row.valid_from), default=None)
    return best.edition if best else ""


def _says(own: _Own, setting: Setting) -> str:
    """Say how large it is, how many live there, and what is told of it."""
    profile, language = own.profile, setting.language
    size = number(profile.area_m2 / SQUARE_KILOMETRE, 2, language)
    parts = [_("“%(name)s” holds %(size)s km².") % {"name": own.name, "size": size}]
    people = people_told(profile, profile.parts)
    if people is not None:
        about = (
            _("%(people)s people live there.") if profile.parts.is_exact else _("About %(people)s people live there.")
        )
        parts.append(about % {"people": number(people, 0, language)})
    told = [line for line in profile.lines if is_told(line)]
    counted = ngettext(
        "Of %(total)s key figure %(told)s can be told, %(estimated)s of it estimated.",
        "Of %(total)s key figures %(told)s can be told, %(estimated)s of them estimated.",
        len(profile.lines),
    )
    parts.append(
        counted % {"total": len(profile.lines), "told": len(told), "estimated": sum(line.is_estimate for line in told)}
    )
    return " ".join(parts)


def _figure(own: _Own, panel: Panel, setting: Setting) -> Figure:
    """Draw the own area over the areas that it holds; the table names these."""
    parts = own.profile.parts
    title = panel.title or own.name
    drawn = own_drawn(own.profile, parts, title)
    bare = PictureFacts("", "", *drawn.size, drawn.keys, "", ())
    sheet, alone = sheet_of(bare), sheet_of(replace(bare, keys=()))
    areas = parts.version.level_name_plural
    says = _("Outline of the own area over the areas that it holds (%(areas)s)") % {"areas": areas}
    told = "; ".join(key.words for key in drawn.keys)
    source = f"{parts.version.name}: {parts.version.attribution}"
    return Figure(
        name=f"{setting.name}umriss",
        title=title,
        says=says,
        svg=svg_of(drawn, bare),
        width=float(sheet.width),
        height=float(sheet.height),
        alternative=f"{says}. {told}.",
        table=_parts_table(own, setting, source),
        source=source,
        keys=tuple(FigureKey(key.fill, key.words, key.dashes) for key in drawn.keys),
        legend_top=float(alone.height),
    )


def _parts_table(own: _Own, setting: Setting, source: str) -> Table:
    parts = own.profile.parts
    rows = unit_rows(parts.version.id)
    found = sorted(zip(parts.places.tolist(), parts.ground.tolist(), strict=True), key=lambda pair: rows[pair[0]].name)
    return Table(
        name=f"{setting.name}gebiete",
        caption=_("Areas that “%(name)s” holds") % {"name": own.name},
        columns=(
            Column(parts.version.level_name),
            Column(_("Of its ground inside"), "%", is_number=True),
            Column(_("Whole or cut")),
        ),
        rows=tuple(
            (
                Cell(rows[place].name),
                Cell(number(PERCENT * ground, 0, setting.language), round(PERCENT * ground)),
                Cell(_("whole") if PERCENT * ground == _WHOLE else _("cut")),
            )
            for place, ground in found
        ),
        source=source,
    )


def _remarks(own: _Own) -> Iterable[Remark]:
    told = _("Own area “%(name)s”, edition %(number)s of %(day)s. Boundaries: %(boundaries)s.")
    words = {"name": own.name, "number": own.number, "day": own.day, "boundaries": own.profile.edition_name}
    yield Remark(told % words)
    lines = own.profile.lines
    if any(line.is_estimate for line in lines if is_told(line)):
        yield Remark(
            _(
                "≈ marks estimates: areas are cut there, and their people are divided. The true figure lies between "
                "the ends that stand beside it, wherever these people live."
            )
        )
    if any(not is_told(line) for line in lines):
        yield Remark(_("What is missing is not 0; what is kept secret in a part is told of the whole of it neither."))


def _credits(profile: OwnProfile) -> tuple[Credit, ...]:
    lines = source_lines(line.line.definition for line in profile.lines)
    version = profile.parts.version
    return (
        *(Credit(f"{line.attribution} ({line.title})", line.licence, line.licence_url) for line in lines),
        Credit(f"{version.attribution} ({version.name})", version.licence, ""),
    )


def _shown(own: _Own, panel: Panel) -> OwnShown:
    asked = own_asked(panel.query)
    told = {
        (line.line.sheet.slug, line.line.ref.period, line.version.edition)
        for line in own.profile.lines
        if is_told(line)
    }
    return OwnShown(
        panel=panel.name,
        area=str(asked[0]) if asked else "",
        name=own.name,
        number=own.number,
        content_hash=own.content_hash,
        ground=shapely.to_wkb(own.profile.shape, hex=True),
        told=tuple(sorted(told)),
    )
