# SPDX-License-Identifier: EUPL-1.2
"""What a batch was found to change of the releases in force, for those who bring and approve it."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from django.db import connection
from django.db.models import F, QuerySet

from indicators.models import ForeseenRelease, Foresight, ImportBatch, IndicatorDefinition
from indicators.rendering.foreseen import Tally
from sozialplanung.common.errors import NotFoundError
from sozialplanung.common.periods import Period, parse
from sozialplanung.jobs.models import Job, JobState

State = Literal["none", "computing", "failed", "stopped", "ready", "outdated"]

# Whatever a release is made from besides the figures of the batch: by their rows, so that an edit counts.
_MADE_FROM: Final = (
    "indicators_indicatordefinition",
    "indicators_dependency",
    "indicators_disclosurerule",
    "indicators_seriesbreak",
    "indicators_recipe",
    "spatial_boundaryversion",
)
_ROWS: Final = (
    "SELECT md5(string_agg(md5(t::text), '' ORDER BY t.id)) FROM {table} t WHERE t.organisation_id = %(organisation)s"
)
_STANDING: Final = "SELECT md5(concat_ws('|', ({applied}), ({in_force}), {rows}))".format(
    applied="SELECT count(*) FROM indicators_importbatch "
    "WHERE organisation_id = %(organisation)s AND state = 'applied'",
    in_force="SELECT string_agg(id::text, ',' ORDER BY id) FROM indicators_release "
    "WHERE organisation_id = %(organisation)s AND state = 'published'",
    rows=", ".join(f"({_ROWS.format(table=table)})" for table in _MADE_FROM),
)

MOST_AREAS: Final = 10
_ORDER: Final = ("indicator__topic__position", "indicator__position", "indicator__slug", "id")
# What is told of a release, by the names of `SliceEffect` where it has one.
_FACTS: Final = {
    "number": "id",
    "slug": "indicator__slug",
    "code": "period__code",
    "level": "boundary_version__level__slug",
    "level_name": "boundary_version__level__name_plural",
    "level_position": "boundary_version__level__position",
    "edition_name": "boundary_version__name",
}
_OWN_FACTS: Final = ("indicator_id", "audience", "kind", "counts", "city_before", "city_after", "decimals")
# Chosen by the database: of hundreds of releases the page shows a few areas, and reading all of them takes longest.
_LARGEST: Final = """
SELECT id, area::text
  FROM (SELECT r.id, a.area, row_number() OVER (PARTITION BY r.audience, r.indicator_id ORDER BY
               abs((a.area #>> '{after,0}')::float8 - (a.area #>> '{before,0}')::float8) DESC NULLS FIRST,
               r.start DESC, r.id, a.place) AS rank
          FROM (SELECT f.id, f.audience, f.indicator_id, f.largest, p.start, l.position,
                       max(l.position) OVER (PARTITION BY f.indicator_id) AS finest
                  FROM indicators_foreseenrelease f JOIN indicators_period p ON p.id = f.period_id
                  JOIN spatial_boundaryversion b ON b.id = f.boundary_version_id
                  JOIN spatial_level l ON l.id = b.level_id
                 WHERE f.foresight_id = %(foresight)s) r
         CROSS JOIN LATERAL jsonb_array_elements(r.largest) WITH ORDINALITY AS a(area, place)
         WHERE r.position = r.finest) ranked
 WHERE rank <= %(most)s ORDER BY id, rank
"""


@dataclass(frozen=True, slots=True)
class SliceEffect:
    """What becomes of one release: its cell, the indicator as its readers know it, and what the comparison counted.

    `largest` holds key, name and the readings before and after (value, status, class) of the areas that change most;
    among all releases of a batch only of the few that an indicator is told by.
    """

    number: int
    indicator_id: int
    audience: str
    name: str
    unit: str
    period: Period
    level: str
    level_name: str
    edition_name: str
    level_position: int
    kind: str
    tally: Tally
    decimals: int
    city_before: float | None
    city_after: float | None
    largest: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class IndicatorEffects:
    """What becomes of one indicator for one audience: its releases, the latest period and the finest level first."""

    indicator_id: int
    audience: str
    name: str
    slices: tuple[SliceEffect, ...]


@dataclass(frozen=True, slots=True)
class AudienceLoss:
    """What one audience would not see.

    `levels` holds name and figures (shown, primary, secondary, kept, inherited) of each level, `attack` what was tried,
    `totals` the values of the whole that are hidden: indicator, period, decision, and the cells that they would tell.
    """

    audience: str
    levels: Sequence[Mapping[str, Any]]
    attack: Mapping[str, Any]
    totals: Sequence[Mapping[str, Any]] = ()

    @property
    def hides(self) -> bool:
        """Whether some figure is hidden."""
        return any(row[name] for row in self.levels for name in ("primary", "secondary", "kept", "inherited"))


@dataclass(frozen=True, slots=True)
class Secrecy:
    """What a batch would lose to secrecy and how its audits ended: for approvers alone.

    `audiences` holds what each of them would lose, the widest first, `breaches` the keys of cells that withstood
    nothing by indicator, `unjudged` what rules ask that no delivery says.
    """

    audiences: Sequence[AudienceLoss]
    breaches: Mapping[str, Sequence[str]]
    unjudged: Mapping[str, Mapping[str, Any]]

    @property
    def holds(self) -> bool:
        """Whether everything was judged and withstood."""
        return not self.breaches and not self.unjudged

    def tried(self, name: str) -> int:
        """Return one number of what was tried, over all audiences."""
        return sum(int(each.attack[name]) for each in self.audiences)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is known of the effects of a batch; `indicators` holds what the last try found, perhaps outdated by now."""

    state: State
    job: Job | None = None
    indicators: tuple[IndicatorEffects, ...] = ()
    has_result: bool = False
    secrecy: Secrecy | None = None

    @property
    def is_computing(self) -> bool:
        """Whether a job is at it."""
        return self.state == "computing"


def standing_of(*, organisation_id: int) -> str:
    """Return a hash of all that the releases of an organisation are made from, and of those in force."""
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, {"organisation": organisation_id})
        row = cursor.fetchone()
    return str(row[0]) if row else ""


def outlook_of(batch: ImportBatch) -> Outlook:
    """Return how far the foresight of a batch is, and what it found."""
    kept = Foresight.objects.filter(batch=batch).first()
    if kept is None:
        return Outlook("none")
    job = Job.objects.filter(pk=kept.job_id).first()
    indicators = _indicators(kept) if kept.compared_with else ()
    return Outlook(
        state_of(job, compared_with=kept.compared_with, organisation_id=batch.organisation_id),
        job,
        indicators,
        bool(kept.compared_with),
        _secrecy(kept.secrecy),
    )


def _secrecy(told: Mapping[str, Any]) -> Secrecy | None:
    if not told:
        return None
    # A try of before audiences were told apart has to be made again: it says nothing of council and house.
    audiences = [AudienceLoss(**each) for each in told.get("audiences", ())]
    return Secrecy(audiences, told["breaches"], told.get("unjudged", {}))


def state_of(job: Job | None, *, compared_with: str, organisation_id: int) -> State:
    """Say how far a try is: that of its job, or whether what it was compared with is still what readers see."""
    if job and job.is_live:
        return "computing"
    if job and job.state == JobState.FAILED:
        return "failed"
    if job and job.state == JobState.CANCELLED:
        return "stopped"
    if not compared_with:
        return "none"
    return "ready" if compared_with == standing_of(organisation_id=organisation_id) else "outdated"


def _indicators(kept: Foresight) -> tuple[IndicatorEffects, ...]:
    largest, definitions = _largest(kept), _definitions(kept.releases.values("indicator"))
    parsed: dict[str, Period] = {}
    found: dict[tuple[str, int], list[SliceEffect]] = {}
    for facts in _facts(kept.releases.order_by(*_ORDER)):
        if facts["code"] not in parsed:
            parsed[facts["code"]] = parse(facts["code"])
        key = facts["indicator_id"]
        effect = _told(facts, parsed[facts["code"]], definitions.get(key, ()), largest.get(facts["number"], ()))
        found.setdefault((effect.audience, key), []).append(effect)
    return tuple(
        IndicatorEffects(key, audience, slices[0].name, tuple(slices))
        for (audience, key), slices in ((where, sorted(each, key=_newest_first)) for where, each in found.items())
    )


def _facts(rows: QuerySet[ForeseenRelease]) -> Iterable[dict[str, Any]]:
    named: Iterable[dict[str, Any]] = rows.values(*_OWN_FACTS, **{name: F(path) for name, path in _FACTS.items()})
    return named


def _told(
    facts: dict[str, Any],
    period: Period,
    definitions: Sequence[IndicatorDefinition],
    largest: Sequence[Mapping[str, Any]],
) -> SliceEffect:
    shown = {name: facts[name] for name in (*_FACTS, *_OWN_FACTS) if name not in {"slug", "code", "counts"}}
    name, unit = _held(definitions, period) or (facts["slug"], "")
    tally = Tally(**facts["counts"])
    return SliceEffect(name=name, unit=unit, period=period, tally=tally, largest=tuple(largest), **shown)


def _newest_first(effect: SliceEffect) -> tuple[int, int, int]:
    return -effect.period.start.toordinal(), -effect.level_position, effect.number


def _largest(kept: Foresight) -> dict[int, list[Mapping[str, Any]]]:
    """Return the areas of the finest level that change most, a few for each indicator, by their release."""
    found: dict[int, list[Mapping[str, Any]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_LARGEST, {"foresight": kept.pk, "most": MOST_AREAS})
        for release, area in cursor.fetchall():
            found.setdefault(release, []).append(json.loads(area))
    return found


def _definitions(indicators: Any) -> dict[int, list[IndicatorDefinition]]:  # noqa: ANN401 - ids or a query of ids
    rows = IndicatorDefinition.objects.filter(indicator__in=indicators)
    found: dict[int, list[IndicatorDefinition]] = {}
    for row in rows.only("indicator_id", "name", "unit_of_measure", "valid_from").order_by("valid_from"):
        found.setdefault(row.indicator_id, []).append(row)
    return found


def _held(definitions: Sequence[IndicatorDefinition], period: Period) -> tuple[str, str] | None:
    """Return name and unit by the definition in force when the period began, else by the first one."""
    if not definitions:
        return None
    held = [each for each in definitions if each.valid_from <= period.start]
    chosen = held[-1] if held else definitions[0]
    return chosen.name, chosen.unit_of_measure


def foreseen_release(batch: ImportBatch, number: int, audiences: Collection[str]) -> ForeseenRelease:
    """Return one release that a batch would change for some audiences; NotFoundError where there is none."""
    query = ForeseenRelease.objects.filter(foresight__batch=batch, pk=number, audience__in=audiences)
    found = query.select_related("indicator", "period", "boundary_version__level", "before").first()
    if found is None:
        raise NotFoundError("http.not_found", "There is nothing at this address.")
    return found


def siblings_of(row: ForeseenRelease) -> list[ForeseenRelease]:
    """Return the other releases of the same indicator and audience that the batch would change, the newest first."""
    same = {"foresight_id": row.foresight_id, "indicator_id": row.indicator_id, "audience": row.audience}
    query = ForeseenRelease.objects.filter(**same)
    found = query.exclude(pk=row.pk).defer("payload", "largest").select_related("period", "boundary_version__level")
    return list(found.order_by("-period__start", "-boundary_version__level__position", "pk"))


def effect_of(row: ForeseenRelease) -> SliceEffect:
    """Return what is told of one release."""
    (facts,) = _facts(ForeseenRelease.objects.filter(pk=row.pk))
    definitions = _definitions([row.indicator_id]).get(row.indicator_id, ())
    return _told(facts, parse(facts["code"]), definitions, row.largest)
