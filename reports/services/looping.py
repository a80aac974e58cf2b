# SPDX-License-Identifier: EUPL-1.2
"""Parts that come once for each of some areas: which areas these are, and what a panel shows of one."""

from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import parse_qsl, urlencode

from django.utils.translation import gettext as _

from indicators.selectors.mapfacts import NamedOrganisation
from reports.rendering.composition import AREAS, KEY, LINE, MOST_AREAS, Panel
from spatial.selectors.levels import boundary_versions_of
from spatial.selectors.rows import BoundaryVersionRow, UnitRow
from spatial.selectors.units import unit_rows

# Stands in texts for the name of the area.
AREA_MARK: Final = "{Gebiet}"


@dataclass(frozen=True, slots=True)
class Areas:
    """The areas of a part in the order of their names, all of one boundary version; a sentence where there are none."""

    version: BoundaryVersionRow | None = None
    rows: tuple[UnitRow, ...] = ()
    problem: str = ""


def areas_of(organisation: NamedOrganisation, each: str) -> Areas:
    """Return the areas that a part comes once for."""
    asked = dict(parse_qsl(each))
    level, edition = asked.get("ebene", ""), asked.get("gebietsstand", "")
    # The newest version of a level comes first.
    fitting = (row for row in boundary_versions_of(organisation) if row.level == level and edition in {"", row.edition})
    version = next(fitting, None)
    if version is None:
        return Areas(problem=_("There is no such level, or it has no boundaries."))
    keys = frozenset(filter(None, asked.get("gebiete", "").split(",")))
    rows = tuple(row for row in unit_rows(version.id) if not keys or row.key in keys)
    if missing := sorted(keys - {row.key for row in rows}):
        return Areas(problem=_("These areas are not there: %(keys)s.") % {"keys": ", ".join(missing)})
    if len(rows) > MOST_AREAS:
        told = _("%(count)s areas are too many: choose a coarser level, or name at most %(most)s by their keys.")
        return Areas(problem=told % {"count": len(rows), "most": MOST_AREAS})
    return Areas(version, tuple(sorted(rows, key=lambda row: row.name)))


def for_area(panel: Panel, version: BoundaryVersionRow, row: UnitRow) -> Panel:
    """Return a panel as it shows one area: in focus where the panel is of its level, else the areas within it."""
    named = replace(
        panel,
        name=f"{panel.name}g{row.position}",
        title=panel.title.replace(AREA_MARK, row.name),
        text=panel.text.replace(AREA_MARK, row.name),
    )
    asked = dict(parse_qsl(panel.query))
    if panel.kind == KEY:
        asked |= {"ebene": version.level, "gebiet": row.key}
    elif not asked:
        return named
    elif panel.kind == AREAS and asked.get("ebene", "") == version.level:
        asked = {"ebene": version.level, "gebiete": row.key}
    elif panel.kind == LINE or asked.get("ebene", "") == version.level:
        asked |= {"ebene": version.level, "gebiet": row.key}
    else:
        # Areas that are named lie in one of those that the part comes for, not in all.
        asked.pop("gebiete", None)
        asked |= {"filter": f"in:{version.level}:{row.key}", "ausserhalb": "weg"}
    return replace(named, query=urlencode(asked, safe=",;:"))
