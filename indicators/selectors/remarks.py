# SPDX-License-Identifier: EUPL-1.2
"""Breaks and annotations for those who write them and decide on them: lists, names, history in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from indicators.models import (
    Annotation,
    AnnotationKind,
    BreakKind,
    Comparable,
    Dependency,
    IndicatorDefinition,
    Period,
    PopulationKind,
    RemarkChange,
    RemarkState,
    SeriesBreak,
)
from sozialplanung.accounts.models import Organisation
from sozialplanung.common.periods import parse
from spatial.selectors import levels, units

EVERYTHING: Final = "alle"
WITHDRAWN: Final = "zurueckgezogen"
_STATES: Final[Mapping[str, Q]] = {"in-kraft": Q(is_in_force=True), WITHDRAWN: Q(is_in_force=False), EVERYTHING: Q()}


def states() -> tuple[tuple[str, str], ...]:
    """Return by what a list can be narrowed down, the first one where nothing is asked for."""
    return (("in-kraft", _("in force")), (WITHDRAWN, _("withdrawn")), (EVERYTHING, _("all")))


def breaks_for(organisation: Organisation, *, state: str, indicator: str = "") -> QuerySet[SeriesBreak]:
    """Return the breaks of an organisation, the newest first; each says whether a change of it waits."""
    waiting = RemarkChange.objects.filter(series_break=OuterRef("pk"), state=RemarkState.WAITING)
    rows = SeriesBreak.everything.filter(_STATES[state], organisation=organisation).annotate(waits=Exists(waiting))
    if indicator:
        rows = rows.filter(indicator__slug=indicator)
    return rows.select_related("indicator", "from_period", "to_period").order_by(
        "-to_period__start", "indicator__slug", "-pk"
    )


def annotations_for(organisation: Organisation, *, state: str, kind: str = "") -> QuerySet[Annotation]:
    """Return the annotations of an organisation, the newest first."""
    rows = Annotation.everything.filter(_STATES[state], organisation=organisation)
    if kind:
        rows = rows.filter(kind=kind)
    return rows.select_related("indicator", "period").order_by("-pk")


def waiting_changes(organisation: Organisation) -> QuerySet[RemarkChange]:
    """Return the changes of breaks that wait for a second person, the oldest first."""
    rows = RemarkChange.objects.filter(organisation=organisation, state=RemarkState.WAITING)
    return rows.select_related("series_break__indicator", "created_by").order_by("created_at")


def indicator_names(organisation: Organisation) -> dict[str, str]:
    """Return the names of all indicators by slug, in the order of the catalogue; the newest definition counts."""
    rows = IndicatorDefinition.objects.filter(organisation=organisation)
    rows = rows.order_by("indicator__topic__position", "indicator__position", "indicator__slug", "valid_from")
    return dict(rows.values_list("indicator__slug", "name"))


def downstream_of(organisation: Organisation, slug: str) -> tuple[str, ...]:
    """Return the slugs of what is computed from an indicator, directly or not."""
    edges: dict[str, set[str]] = {}
    rows = Dependency.objects.filter(organisation=organisation)
    for down, up in rows.values_list("downstream__slug", "upstream__slug"):
        edges.setdefault(up, set()).add(down)
    found, waiting = dict[str, None](), sorted(edges.get(slug, ()))
    while waiting:
        at = waiting.pop(0)
        if at not in found:
            found[at] = None
            waiting += sorted(edges.get(at, ()))
    return tuple(found)


def period_labels() -> list[str]:
    """Return the periods that have ever been used, as people write them, the newest first."""
    return [row.as_value.label() for row in Period.objects.order_by("-start", "end")]


def grounds_of(organisation: Organisation) -> list[tuple[str, str]]:
    """Return where areas can be looked for: level and boundary version, the newest first."""
    rows = sorted(levels.boundary_versions_of(organisation), key=lambda row: (row.valid_from, row.level_position))
    return [(f"{row.level}@{row.edition}", f"{row.level_name_plural}, {row.name}") for row in reversed(rows)]


@dataclass(frozen=True, slots=True)
class AreaName:
    """One area as the desk names it, with where it was found."""

    ground: str
    key: str
    name: str

    def __str__(self) -> str:
        """Return name and key."""
        return f"{self.name} ({self.key})"


def area_names(organisation: Organisation, unit_ids: Iterable[int | None]) -> dict[int, AreaName]:
    """Return the areas with these ids, each in its newest boundary version."""
    wanted = {pk for pk in unit_ids if pk is not None}
    found: dict[int, AreaName] = {}
    for version in sorted(levels.boundary_versions_of(organisation), key=lambda row: row.valid_from):
        for row in units.unit_rows(version.id) if wanted else ():
            if row.unit_id in wanted:
                found[row.unit_id] = AreaName(f"{version.level}@{version.edition}", row.key, row.name)
    return found


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One field that a change alters, in words."""

    label: str
    before: str
    after: str


def change_lines(change: RemarkChange, organisation: Organisation) -> tuple[ChangeLine, ...]:
    """Return what a change alters, field by field; of a row that begins or ends, everything it says."""
    before, after = change.before, change.after
    names = area_names(organisation, (before.get("unit"), after.get("unit")))
    slugs = dict(
        IndicatorDefinition.objects.filter(
            organisation=organisation, indicator_id__in=[before.get("indicator") or 0, after.get("indicator") or 0]
        ).values_list("indicator_id", "name")
    )
    words = _Words(names, slugs)
    lines = (
        ChangeLine(label, words.of(name, before.get(name)), words.of(name, after.get(name)))
        for name, label in _labels()
        if before.get(name) != after.get(name)
    )
    return tuple(line for line in lines if line.before or line.after)


def _labels() -> Sequence[tuple[str, str]]:
    return (
        ("from", _("Last period before")),
        ("to", _("First period after")),
        ("kind", _("Kind")),
        ("comparable", _("Comparable?")),
        ("indicator", _("Indicator")),
        ("unit", _("Area")),
        ("period", _("Period")),
        ("population", _("Who lives there")),
        ("valid_from", _("Since")),
        ("valid_until", _("Last day")),
        ("text", _("Text for readers")),
        ("reference", _("Where it is written")),
        ("url", _("Link")),
    )


class _Words:
    """Writes the values of a history as people read them."""

    def __init__(self, areas: Mapping[int, AreaName], indicators: Mapping[int, str]) -> None:
        self.areas, self.indicators = areas, indicators
        labels = {**dict(AnnotationKind.choices), **dict(BreakKind.choices)}
        self.choices: dict[str, Mapping[str, Any]] = {
            "kind": labels,
            "comparable": dict(Comparable.choices),
            "population": dict(PopulationKind.choices),
        }

    def of(self, name: str, value: Any) -> str:  # noqa: ANN401 - whatever the record holds
        """Return a value in words; nothing for nothing."""
        if value in {None, ""}:
            return ""
        if name in self.choices:
            return str(self.choices[name].get(value, value))
        if name in {"from", "to", "period"}:
            return parse(value).label()
        if name == "unit":
            return str(self.areas.get(value, value))
        if name == "indicator":
            return self.indicators.get(value, str(value))
        return _day(name, value) if name in {"valid_from", "valid_until"} else str(value)


def _day(name: str, value: str) -> str:
    day = date.fromisoformat(value) - timedelta(days=name == "valid_until")
    return f"{day:%d.%m.}{day.year}"
