# SPDX-License-Identifier: EUPL-1.2
"""Why figures are hidden and what the attacker tried: for those alone who publish or approve."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from indicators.models import IndicatorDefinition, Release, ReleaseState
from indicators.models.patterns import DisclosureAudit, DisclosurePattern, Verdict
from indicators.stats.disclosure.packing import unpacked
from sozialplanung.accounts.models import Organisation
from sozialplanung.common.errors import NotFoundError
from sozialplanung.jobs.models import Job
from spatial.selectors import units

# By the codes of ``services.disclosure.deciding.Decision``.
DECISIONS: Final = ("shown", "primary", "secondary", "kept", "inherited")
LOSSES: Final = DECISIONS[1:]
ATTACK: Final = "indicators.audit_releases"


@dataclass(frozen=True, slots=True)
class LevelLoss:
    """How many figures of one level were decided how."""

    level: str
    position: int
    counts: Mapping[str, int]

    @property
    def hidden(self) -> int:
        """The number of figures that readers do not see."""
        return sum(self.counts.get(name, 0) for name in LOSSES)

    @property
    def cells(self) -> tuple[int, ...]:
        """The numbers in the order of the decisions."""
        return tuple(self.counts.get(name, 0) for name in DECISIONS)


@dataclass(frozen=True, slots=True)
class Compiled:
    """The releases in force that one audit let pass: an indicator at a period on one edition, for one audience."""

    number: int
    indicator: str
    period: str
    edition: str
    audience: str
    levels: Sequence[LevelLoss]
    content: Mapping[str, Any]

    @property
    def hidden(self) -> int:
        """The number of figures that readers do not see."""
        return sum(level.hidden for level in self.levels)


@dataclass(frozen=True, slots=True)
class Breached:
    """Something that did not hold: what was attacked, and the cells by name."""

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


def compiled_of(organisation: Organisation) -> list[Compiled]:
    """Return what is in force, with its losses by level: indicators by name, the newest period first."""
    rows = Release.objects.filter(organisation=organisation, state=ReleaseState.PUBLISHED, pattern__isnull=False)
    named = rows.order_by("indicator__slug", "-period__start", "boundary_version__edition", "audience", "pk")
    found: dict[int, list[Release]] = {}
    related = ("pattern__audit", "indicator", "period", "boundary_version__level")
    for row in named.select_related(*related).defer("payload", "gzipped", "pattern__decisions"):
        found.setdefault(row.pattern.audit_id if row.pattern else 0, []).append(row)
    names = names_of(organisation)
    return [_compiled(number, group, names) for number, group in found.items()]


def names_of(organisation: Organisation) -> dict[str, str]:
    """Return the newest name of each indicator by its slug."""
    rows = IndicatorDefinition.objects.filter(organisation=organisation).order_by("valid_from")
    return dict(rows.values_list("indicator__slug", "name"))


def _compiled(number: int, group: Sequence[Release], names: Mapping[str, str]) -> Compiled:
    first = group[0]
    levels = [
        LevelLoss(row.boundary_version.level.name_plural, row.boundary_version.level.position, row.pattern.counts)
        for row in group
        if row.pattern is not None
    ]
    slug = first.indicator.slug
    return Compiled(
        number,
        names.get(slug, slug),
        first.period.code,
        first.boundary_version.edition,
        first.audience,
        sorted(levels, key=lambda each: -each.position),
        first.pattern.audit.content if first.pattern else {},
    )


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
    return Standing(
        len(own),
        sum(each.content["sensitive"] for each in own),
        sum(each.content["programs"] for each in own),
        tuple(_breached(each) for each in own if each.verdict == Verdict.BREACHED),
        newest.created_at,
    )


def refused_of(organisation: Organisation) -> list[Breached]:
    """Return what the gate refused and was not released since, the newest first."""
    rows = DisclosureAudit.objects.filter(organisation=organisation, content__has_key="lost")
    found = []
    for row in rows.select_related("indicator", "period").order_by("-pk"):
        later = DisclosureAudit.objects.filter(
            indicator=row.indicator, period=row.period, edition=row.edition, audience=row.audience, pk__gt=row.pk
        )
        if not later.exclude(content__has_key="run").exists():
            found.append(_breached(row))
    return found


def _breached(row: DisclosureAudit) -> Breached:
    cells = row.content.get("lost") or sorted({each["cell"] for each in row.content.get("breaches", ())})
    count = int(row.content.get("lost_count") or row.content.get("breach_count") or len(cells))
    return Breached(row.indicator.slug, row.period.code, row.edition, cells, count)


def last_attack(organisation: Organisation) -> Job | None:
    """Return the newest job that attacks everything in force."""
    return Job.objects.filter(organisation_id=organisation.pk, kind=ATTACK).order_by("-created_at").first()


def compiled_by(organisation: Organisation, number: int) -> Compiled:
    """Return what one audit of the organisation let pass; NotFoundError where there is none in force."""
    found = next((each for each in compiled_of(organisation) if each.number == number), None)
    if found is None:
        raise NotFoundError("http.not_found", "There is nothing at this address.")
    return found


@dataclass(frozen=True, slots=True)
class HiddenFigure:
    """One figure that readers do not see, and why."""

    level: str
    key: str
    name: str
    decision: str


def hidden_figures(organisation: Organisation, number: int) -> list[HiddenFigure]:
    """Return the figures that an audit saw hidden, level by level in the order of areas."""
    rows = DisclosurePattern.objects.filter(organisation=organisation, audit_id=number)
    related = rows.select_related("boundary_version__level").order_by("-boundary_version__level__position", "pk")
    found = []
    for row in related:
        codes = unpacked(bytes(row.decisions)).tolist()
        areas = units.unit_rows(row.boundary_version_id)
        level = row.boundary_version.level.name_plural
        found += [
            HiddenFigure(level, area.key, area.name, DECISIONS[code])
            for area, code in zip(areas, codes, strict=False)
            if code
        ]
    return found
