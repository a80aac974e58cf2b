# SPDX-License-Identifier: EUPL-1.2
"""Why figures are hidden and what the attacker tried: for those alone who publish or approve."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from django.utils import timezone

from indicators.models import IndicatorKind, Release, ReleaseState
from indicators.models.patterns import DisclosureAudit, DisclosurePattern, Verdict
from indicators.selectors.cellnames import full_names, short_names
from indicators.stats.disclosure.packing import unpacked
from sozialplanung.accounts.models import Organisation
from sozialplanung.common.errors import NotFoundError
from sozialplanung.jobs.models import LIVE_STATES, Job, JobState
from spatial.selectors import levels, units
from spatial.selectors.rows import UnitRow

# By the codes of ``services.disclosure.deciding.Decision``.
DECISIONS: Final = ("shown", "primary", "secondary", "kept", "inherited")
LOSSES: Final = DECISIONS[1:]
ATTACK: Final = "indicators.audit_releases"
WITHDRAW: Final = "indicators.withdraw_release"
_JUST_NOW: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class LevelLoss:
    """How many figures of one level were decided how."""

    level: str
    position: int
    counts: Mapping[str, int]
    slug: str = ""
    kind: str = ""

    @property
    def hidden(self) -> int:
        """The number of figures that readers do not see."""
        return sum(self.counts.get(name, 0) for name in LOSSES)


@dataclass(frozen=True, slots=True)
class Compiled:
    """The releases in force that one audit let pass: an indicator at a period on one edition, for one audience.

    ``indicator`` and ``edition`` are names; ``channels`` names the indicators whose figures the attacker knew.
    """

    number: int
    indicator: str
    period: str
    edition: str
    audience: str
    levels: Sequence[LevelLoss]
    content: Mapping[str, Any]
    full_name: str = ""
    channels: Sequence[str] = ()

    @property
    def hidden(self) -> int:
        """The number of figures that readers do not see."""
        return sum(level.hidden for level in self.levels)


@dataclass(frozen=True, slots=True)
class Breached:
    """Something that did not hold: what was attacked by its names, and the keys of the cells (``cellnames``)."""

    indicator: str
    period: str
    edition: str
    cells: Sequence[str]
    count: int


@dataclass(frozen=True, slots=True)
class Standing:
    """The newest attack on everything in force."""

    attacks: int = 0
    sensitive: int = 0
    programs: int = 0
    breached: Sequence[Breached] = field(default_factory=tuple)
    at: Any = None


def compiled_of(organisation: Organisation, number: int | None = None) -> list[Compiled]:
    """Return what is in force, with its losses by level: indicators by name, the newest period first.

    With a number only what that audit let pass.
    """
    rows = Release.objects.filter(organisation=organisation, state=ReleaseState.PUBLISHED, pattern__isnull=False)
    if number is not None:
        rows = rows.filter(pattern__audit_id=number)
    named = rows.order_by("indicator__slug", "-period__start", "boundary_version__edition", "audience", "pk")
    found: dict[int, list[Release]] = {}
    related = ("pattern__audit", "indicator", "period", "boundary_version__level")
    for row in named.select_related(*related).defer("payload", "gzipped", "pattern__decisions"):
        found.setdefault(row.pattern.audit_id if row.pattern else 0, []).append(row)
    names = short_names(organisation), full_names(organisation)
    return [_compiled(number, group, *names) for number, group in found.items()]


def _compiled(number: int, group: Sequence[Release], short: Mapping[str, str], full: Mapping[str, str]) -> Compiled:
    first = group[0]
    slug, content = first.indicator.slug, first.pattern.audit.content if first.pattern else {}
    return Compiled(
        number,
        short.get(slug, slug),
        first.period.code,
        first.boundary_version.name,
        first.audience,
        sorted((_loss(row) for row in group), key=lambda each: -each.position),
        content,
        full.get(slug, slug),
        sorted(short.get(each, each) for each in content.get("channels", ())),
    )


def _loss(row: Release) -> LevelLoss:
    level = row.boundary_version.level
    return LevelLoss(
        level.name_plural, level.position, row.pattern.counts if row.pattern else {}, level.slug, row.indicator.kind
    )


def decision_of_total(counts: Mapping[str, int], kind: str = "") -> str:
    """Return why the figure of a level of one area is hidden; empty where it is shown, or where areas are several.

    An index of which nothing at all can be shown is `measured`, however many areas there are.
    """
    told = [name for name in DECISIONS if counts.get(name)]
    if kind == IndicatorKind.INDEX and "shown" not in told and {"inherited", "kept"} & {*told}:
        return "measured"
    return told[0] if told != ["shown"] and sum(counts.values()) == 1 else ""


def cells_of_total(content: Mapping[str, Any], level: str) -> list[str]:
    """Return the keys of the cells that the value of the whole would tell, by what an audit says of its level."""
    return sorted({cell for slug, cells in content.get("totals", ()) if slug == level for cell in cells})


def without_pattern(organisation: Organisation) -> int:
    """Return how many releases in force were made before patterns were kept."""
    return Release.objects.filter(organisation=organisation, state=ReleaseState.PUBLISHED, pattern=None).count()


def sums_by_level(compiled: Sequence[Compiled]) -> list[LevelLoss]:
    """Return the losses of everything together, the finest level first."""
    found: dict[tuple[int, str], dict[str, int]] = {}
    for each in compiled:
        for level in each.levels:
            sums = found.setdefault((-level.position, level.level), dict.fromkeys(DECISIONS, 0))
            for name in DECISIONS:
                sums[name] += level.counts.get(name, 0)
    return [LevelLoss(level, -position, sums) for (position, level), sums in sorted(found.items())]


def standing_of(organisation: Organisation) -> Standing:
    """Return how the newest attack on everything in force ended."""
    rows = DisclosureAudit.objects.filter(organisation=organisation, content__has_key="run")
    newest = rows.order_by("-pk").first()
    if newest is None:
        return Standing()
    own = list(rows.filter(content__run=newest.content["run"]).select_related("indicator", "period").order_by("pk"))
    names = _Names.of(organisation)
    return Standing(
        len(own),
        sum(each.content["sensitive"] for each in own),
        sum(each.content["programs"] for each in own),
        tuple(names.breached(each) for each in own if each.verdict == Verdict.BREACHED),
        newest.created_at,
    )


def refused_of(organisation: Organisation) -> list[Breached]:
    """Return what the gate refused and was not released since, the newest first."""
    rows = DisclosureAudit.objects.filter(organisation=organisation, content__has_key="lost")
    found, names = [], _Names.of(organisation)
    for row in rows.select_related("indicator", "period").order_by("-pk"):
        later = DisclosureAudit.objects.filter(
            indicator=row.indicator, period=row.period, edition=row.edition, audience=row.audience, pk__gt=row.pk
        )
        if not later.exclude(content__has_key="run").exists():
            found.append(names.breached(row))
    return found


@dataclass(frozen=True, slots=True)
class _Names:
    """The short names of indicators by slug, and those of editions by theirs."""

    indicators: Mapping[str, str]
    editions: Mapping[str, str]

    @classmethod
    def of(cls, organisation: Organisation) -> "_Names":
        rows = levels.boundary_versions_of(organisation)
        return cls(short_names(organisation), {row.edition: row.name for row in rows})

    def breached(self, row: DisclosureAudit) -> Breached:
        cells = row.content.get("lost") or sorted({each["cell"] for each in row.content.get("breaches", ())})
        count = int(row.content.get("lost_count") or row.content.get("breach_count") or len(cells))
        slug, edition = row.indicator.slug, row.edition
        name, stand = self.indicators.get(slug, slug), self.editions.get(edition, edition)
        return Breached(name, row.period.code, stand, cells, count)


def last_attack(organisation: Organisation) -> Job | None:
    """Return the newest job that attacks everything in force."""
    return Job.objects.filter(organisation_id=organisation.pk, kind=ATTACK).order_by("-created_at").first()


def withdrawals_of(organisation: Organisation) -> list[Job]:
    """Return the jobs that take figures back now; else the newest one, if it failed or has just ended."""
    rows = Job.objects.filter(organisation_id=organisation.pk, kind=WITHDRAW).order_by("-created_at")
    live = list(rows.filter(state__in=LIVE_STATES))
    newest = rows.first()
    if newest is None or live:
        return live
    is_new = newest.finished_at is not None and newest.finished_at > timezone.now() - _JUST_NOW
    return [newest] if newest.state == JobState.FAILED or (newest.state == JobState.SUCCEEDED and is_new) else []


def in_force_by(organisation: Organisation, number: int) -> Release:
    """Return a release in force that one audit let pass; NotFoundError where there is none."""
    rows = Release.objects.filter(organisation=organisation, state=ReleaseState.PUBLISHED, pattern__audit_id=number)
    found = rows.defer("payload", "gzipped").order_by("pk").first()
    if found is None:
        raise NotFoundError("http.not_found", "There is nothing at this address.")
    return found


def compiled_by(organisation: Organisation, number: int) -> Compiled:
    """Return what one audit of the organisation let pass; NotFoundError where there is none in force."""
    found = next(iter(compiled_of(organisation, number)), None)
    if found is None:
        raise NotFoundError("http.not_found", "There is nothing at this address.")
    return found


@dataclass(frozen=True, slots=True)
class HiddenFigure:
    """One figure that readers do not see, and why; ``position`` is its place in the frozen order of its level."""

    level: str
    key: str
    name: str
    decision: str
    position: int


@dataclass(frozen=True, slots=True)
class DecidedLevel:
    """The figures of one level that an audit saw hidden, in the order of its areas."""

    slug: str
    name: str
    boundary_version_id: int
    areas: Sequence[UnitRow]
    hidden: Sequence[HiddenFigure]


def decided_levels(organisation: Organisation, number: int) -> list[DecidedLevel]:
    """Return what an audit saw hidden, the finest level first."""
    rows = DisclosurePattern.objects.filter(organisation=organisation, audit_id=number)
    related = rows.select_related("boundary_version__level").order_by("-boundary_version__level__position", "pk")
    return [_decided(row) for row in related]


def _decided(row: DisclosurePattern) -> DecidedLevel:
    level, areas = row.boundary_version.level, units.unit_rows(row.boundary_version_id)
    hidden = [
        HiddenFigure(level.name_plural, area.key, area.name, DECISIONS[code], area.position)
        for area, code in zip(areas, unpacked(bytes(row.decisions)).tolist(), strict=False)
        if code
    ]
    return DecidedLevel(level.slug, level.name_plural, row.boundary_version_id, areas, hidden)
