# SPDX-License-Identifier: EUPL-1.2
"""The panel that names areas: each with its newest figures of some indicators, and the way to its own page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from indicators.rendering.maptable import CLASS, PARENT, VALUE, TableRow
from indicators.rendering.sentences import flag_words
from indicators.rendering.workbench.answer import Answer
from indicators.selectors import published
from indicators.selectors.workbench.answering import answer_of
from indicators.selectors.workbench.settling import Settled
from reports.rendering.composition import Panel
from reports.rendering.document import AreaList, Cell, Column, Remark, Table
from reports.services.panels.content import PanelContent, Setting
from reports.services.panels.seen import (
    cell_of,
    credits_of,
    found_of,
    notes_of,
    pins_of,
    remarks_on,
    rows_of,
    source_of,
)
from sozialplanung.common.statuses import WITH_VALUE, Flag, Status
from spatial.selectors.levels import boundary_versions_of
from spatial.selectors.rows import BoundaryVersionRow


@dataclass(frozen=True, slots=True)
class _Listed:
    """The newest figures of one indicator, by the keys of areas; `classes` name those of an index.

    `shared` has to be known of all figures alike: it is told once.
    """

    found: Settled
    answer: Answer
    rows: Mapping[str, TableRow]
    classes: tuple[str, ...]
    shared: str

    @property
    def column(self) -> Column:
        view = self.answer.view
        return Column(view.short_name) if self.classes else Column(view.short_name, view.unit, is_number=True)

    def cell(self, key: str) -> Cell:
        """Return the figure of an area, or why there is none; of an index its class in words."""
        row, by_column = self.rows[key], {cell.column: cell for cell in self.rows[key].cells}
        if self.classes and (number := by_column[CLASS].sort):
            words = self.classes[int(number) - 1]
            return Cell(words[:1].upper() + words[1:])
        decimals = self.found.facts.contents[self.found.facts.choice.ref.id].decimals
        told = cell_of(by_column[VALUE], row.status, decimals)
        return replace(told, text=told.text.removesuffix(f" ({self.shared})"))

    @property
    def note(self) -> str:
        """What holds for all of its figures."""
        return f"{self.answer.view.short_name}: {self.shared}." if self.shared else ""


def areas_content(panel: Panel, setting: Setting) -> PanelContent:
    """Return areas by name with their newest figures: of a level, within an area, or those that are named."""
    asked = dict(parse_qsl(panel.query))
    version, problem = _version(panel, setting, asked)
    if version is None:
        return PanelContent(problem=problem)
    listed: list[_Listed] = []
    for slug in panel.indicators:
        told = asked | {"indikator": slug, "gebietsstand": version.edition}
        told.pop("gebiete", None)
        found, problem = found_of(replace(panel, query=urlencode(told, safe=",;:")), setting)
        if found is None:
            return PanelContent(problem=problem)
        listed.append(_listed(found))
    keys = tuple(listed[0].rows)
    named = frozenset(filter(None, asked.get("gebiete", "").split(",")))
    if missing := sorted(named - set(keys)):
        return PanelContent(problem=_("These areas are not there: %(keys)s.") % {"keys": ", ".join(missing)})
    shown = tuple(key for key in keys if not named or key in named)
    block = AreaList(_table(panel, setting, version, listed, shown), _places(setting, version, shown))
    remarks = dict.fromkeys(remark for each in listed for remark in remarks_on(each.answer))
    return PanelContent(
        (block, *_unsaid(remarks, block.table.notes)),
        frozenset().union(*(pins_of(each.found) for each in listed)),
        tuple(dict.fromkeys(credit for each in listed for credit in credits_of(each.answer))),
        version.level_name_plural,
    )


def _unsaid(remarks: Iterable[Remark], notes: Iterable[str]) -> Iterable[Remark]:
    told = set(notes)
    return (remark for remark in remarks if remark.text not in told)


def _version(panel: Panel, setting: Setting, asked: Mapping[str, str]) -> tuple[BoundaryVersionRow | None, str]:
    """Return the newest boundary version of the level for which all indicators have figures; or what is in the way."""
    level, edition, wanted = asked.get("ebene", ""), asked.get("gebietsstand", ""), set(panel.indicators)
    if not wanted:
        return None, _("No indicator is chosen.")
    there: dict[int, set[str]] = {}
    for ref in published.releases_of(setting.organisation):
        if ref.level == level and ref.indicator in wanted:
            there.setdefault(ref.boundary_version_id, set()).add(ref.indicator)
    # The newest version of a level comes first.
    fitting = [row for row in boundary_versions_of(setting.organisation) if row.level == level]
    rows = [row for row in fitting if edition in {"", row.edition}]
    version = next((row for row in rows if there.get(row.id) == wanted), None)
    if version is not None:
        return version, ""
    best = max((there.get(row.id, set()) for row in rows), key=len, default=set[str]())
    missing = ", ".join(slug for slug in panel.indicators if slug not in best)
    return None, _("Of this no figure is published here: %(what)s.") % {"what": missing}


def _listed(found: Settled) -> _Listed:
    scheme = found.facts.schemes[found.facts.choice.ref.id]
    rows = {row.area.key: row for row in rows_of(found)}
    return _Listed(
        found, answer_of(found.facts, found.state), rows, tuple(scheme.labels), _shared(found, rows.values())
    )


def _shared(found: Settled, rows: Iterable[TableRow]) -> str:
    """Return in words what all figures are marked with; empty where they differ."""
    content = found.facts.contents[found.facts.choice.ref.id]
    marks = {
        int(content.flags[row.position]) for row in rows if Status(int(content.status[row.position])) in WITH_VALUE
    }
    return ", ".join(flag_words(Flag(marks.pop()), found.facts.language)) if len(marks) == 1 else ""


def _table(
    panel: Panel, setting: Setting, version: BoundaryVersionRow, listed: list[_Listed], keys: tuple[str, ...]
) -> Table:
    parents = {key: _parent(listed[0].rows[key]) for key in keys}
    # Where all lie in the same area, nothing is told by naming it in each row.
    has_parents = len(set(parents.values())) > 1
    days = dict.fromkeys(each.answer.shown.view.label for each in listed)
    return Table(
        name=f"{setting.name}liste",
        caption=", ".join((panel.title or version.level_name_plural, *(days if len(days) == 1 else ()))),
        columns=(
            Column(version.level_name),
            *((Column(listed[0].answer.view.parent_level_name),) if has_parents else ()),
            *(each.column for each in listed),
        ),
        rows=tuple(
            (
                Cell(listed[0].rows[key].area.name),
                *((Cell(parents[key]),) if has_parents else ()),
                *(each.cell(key) for each in listed),
            )
            for key in keys
        ),
        notes=(*filter(None, (each.note for each in listed)), *notes_of(each.rows[k] for each in listed for k in keys)),
        source=_source(listed),
    )


def _parent(row: TableRow) -> str:
    return next((cell.text for cell in row.cells if cell.column == PARENT), "")


def _source(listed: Iterable[_Listed]) -> str:
    """Name the source and day of each indicator; once where they are those of all."""
    by_source: dict[str, list[str]] = {}
    for each in listed:
        by_source.setdefault(source_of(each.answer), []).append(each.answer.view.short_name)
    if len(by_source) == 1:
        return next(iter(by_source))
    return " ".join(f"{', '.join(names)}: {source}" for source, names in by_source.items())


def _places(setting: Setting, version: BoundaryVersionRow, keys: Iterable[str]) -> tuple[str, ...]:
    """Return the page of each area in plain words."""
    before = (setting.organisation.slug, version.edition, version.level)
    return tuple(reverse("reports:district", args=[*before, key]) for key in keys)
