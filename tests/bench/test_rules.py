# SPDX-License-Identifier: EUPL-1.2
"""Validation rules over the current figures of 33,000 areas, beside NumPy comparing the same arrays."""

import time
from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from django.core.management import call_command
from django.db import connection

from indicators.models import BatchAuthor, ImportBatch, Series
from indicators.services import catalogue, sources
from indicators.services.catalogue import SeriesName
from indicators.services.periods import ensure_period
from indicators.services.sources import SourceSpec
from indicators.services.validating.stock import JudgedRule, judge_stock
from indicators.services.validating.writing import RuleSpec, write_rule
from sozialplanung.accounts.models import Organisation
from spatial.models import BoundaryVersion, Level
from tests.bench.measuring import report
from tests.factories.auditlog import allow_emptying
from tests.factories.world import World, build_world

pytestmark = [pytest.mark.bench, pytest.mark.django_db(transaction=True, databases=["default", "public"])]
AREAS, YEARS = 33_000, tuple(range(2011, 2021))
SERIES = ("einwohner", "kinder", "jugend")
RULES = (
    RuleSpec("Kinder sind Teil", "kinder", "<=", "einwohner"),
    RuleSpec("Beide sind Teil", "kinder + jugend", "<=", "einwohner"),
    RuleSpec("Kein Sprung", "change(einwohner, 1)", ">=", "-0.1 * lag(einwohner, 1)"),
)
NOISE = 1e-9
Floats = npt.NDArray[np.float64]
UNITS = "INSERT INTO spatial_unit (organisation_id, level_id) SELECT %s, %s FROM generate_series(1, %s)"
OUTLINES = """
INSERT INTO spatial_unitversion (organisation_id, level_id, unit_id, key, name, valid_from, geometry, label_point,
       area_m2)
SELECT organisation_id, level_id, id, lpad(n::text, 6, '0'), 'Gebiet ' || n, '2011-01-01',
       ST_Multi(ST_MakeEnvelope(x, y, x + 0.01, y + 0.01, 4326)), ST_SetSRID(ST_MakePoint(x + 0.005, y + 0.005), 4326),
       700000
  FROM (SELECT *, 6 + (n %% 200) * 0.01 AS x, 48 + (n / 200) * 0.01 AS y
          FROM (SELECT *, row_number() OVER (ORDER BY id) AS n FROM spatial_unit WHERE level_id = %s) u) u
"""
MEMBERS = """
INSERT INTO spatial_boundarymember (organisation_id, boundary_version_id, position, unit_version_id)
SELECT organisation_id, %s, row_number() OVER (ORDER BY unit_id) - 1, id FROM spatial_unitversion WHERE level_id = %s
"""
# One area in a thousand breaks the first rule, another one loses a fifth of its inhabitants in the fifth year.
FIGURES = """
INSERT INTO indicators_observation (organisation_id, series_id, period_id, unit_id, value, status, flags, batch_id)
SELECT u.organisation_id, s.id, p.id, u.id,
       (500 + u.id * 7919 %% 1500) * (1 + 0.005 * p.place) * (ARRAY[1.0, 0.2, 0.1])[s.place::int]
       * CASE WHEN s.place = 2 AND u.id %% 1000 = 0 THEN 10
              WHEN s.place = 1 AND p.place > 4 AND u.id %% 1000 = 1 THEN 0.8 ELSE 1 END, 0, 0, %(batch)s
  FROM spatial_unit u, unnest(%(series)s::int[]) WITH ORDINALITY AS s(id, place),
       unnest(%(periods)s::int[]) WITH ORDINALITY AS p(id, place)
"""
MATRIX = (
    "SELECT value FROM indicators_observation JOIN indicators_period p ON p.id = period_id "
    "WHERE series_id = %s ORDER BY p.start, unit_id"
)
ALL = "COPY (SELECT series_id, period_id, unit_id, value FROM indicators_observation) TO STDOUT (FORMAT binary)"


@pytest.fixture
def country(transactional_db: None) -> Organisation:
    """Store areas, three series over ten years and three rules."""
    call_command("grant_roles", verbosity=0)
    allow_emptying()
    world = build_world()
    _store_areas(world.city)
    _store_figures(world)
    for spec in RULES:
        write_rule(organisation=world.city, spec=spec, by=world.anna)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return world.city


def _store_areas(country: Organisation) -> None:
    names = {"hierarchy": "gemeinde", "position": 1, "name": "Gemeinde", "name_plural": "Gemeinden"}
    level = Level.objects.create(organisation=country, slug="gemeinde", **names)
    with connection.cursor() as cursor:
        cursor.execute(UNITS, [country.pk, level.pk, AREAS])
        cursor.execute(OUTLINES, [level.pk])
        cursor.execute("SELECT id FROM spatial_unit WHERE level_id = %s ORDER BY id", [level.pk])
        version = BoundaryVersion.objects.create(
            organisation=country,
            level=level,
            edition="stand-2011",
            name="Stand 2011",
            valid_from=date(2011, 1, 1),
            unit_ids=[row[0] for row in cursor.fetchall()],
            order_hash="0" * 64,
        )
        cursor.execute(MEMBERS, [version.pk, level.pk])


def _store_figures(world: World) -> None:
    spec = SourceSpec("register", "Register", "Land", "© Land", ("cc0", "CC0", ""), True, "–")
    source = sources.ensure_source(organisation=world.city, spec=spec)
    said = {"title": "Register", "boundary_edition": "stand-2011", "mapping": [], "content_hash": "1" * 64}
    batch = ImportBatch.objects.create(organisation=world.city, source=source, created_by=world.anna, **said)
    BatchAuthor.objects.create(batch=batch, person=world.anna)
    series = [_series(world.city, slug).pk for slug in SERIES]
    periods = [ensure_period(f"{year}-12-31").pk for year in YEARS]
    with connection.cursor() as cursor:
        cursor.execute(FIGURES, {"batch": batch.pk, "series": series, "periods": periods})


def _series(country: Organisation, slug: str) -> Series:
    variable: dict[str, Any] = {"name": slug.title(), "is_additive": True, "unit_of_measure": "Personen"}
    whole = {"name": "gesamt", "dimension": "total"}
    return catalogue.ensure_series(organisation=country, name=SeriesName(slug), variable=variable, breakdown=whole)


def _matrices() -> dict[str, Floats]:
    """Return the figures of each series, a row for each year."""
    found = {}
    with connection.cursor() as cursor:
        for slug in SERIES:
            cursor.execute(MATRIX, [Series.objects.get(variable__slug=slug).pk])
            found[slug] = np.array([row[0] for row in cursor.fetchall()]).reshape(len(YEARS), AREAS)
    return found


def _bare(figures: dict[str, Floats]) -> list[int]:
    """Compare the same arrays and count where the rules are broken."""
    people, children, young = (figures[slug] for slug in SERIES)
    pairs = [(people, children), (people, children + young), (people[1:] - people[:-1], -0.1 * people[:-1])]
    broken = []
    for larger, smaller in pairs:
        known = ~np.isnan(larger) & ~np.isnan(smaller)
        slack = NOISE * np.maximum(np.abs(larger), np.abs(smaller))
        broken.append(int((known & (larger < smaller - slack)).sum()))
    return broken


def _read_all() -> int:
    with connection.cursor() as cursor, cursor.copy(ALL) as copy:
        return sum(len(bytes(block)) for block in copy)


def _timed(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def test_rules_over_the_stock_of_33000_areas(country: Organisation) -> None:
    figures = _matrices()
    found: list[JudgedRule] = []

    taken = _timed(lambda: found.extend(judge_stock(organisation=country, report=lambda *_: None)))
    again = _timed(lambda: judge_stock(organisation=country, report=lambda *_: None))
    bare, reading = min(_timed(lambda: _bare(figures)) for _ in range(5)), _timed(_read_all)

    assert [sum(one.broken for one in rule.slices) for rule in found] == _bare(figures)
    assert all(sum(one.broken for one in rule.slices) > 0 for rule in found)
    report(
        f"{len(RULES)} rules over {AREAS:,} areas in {len(YEARS)} years",
        f"{taken:.1f} s",
        baseline=f"again {again:.1f} s; NumPy comparing the same arrays {bare * 1000:.0f} ms, ratio "
        f"{again / bare:.0f}; the figures alone read once {reading:.2f} s, ratio {again / reading:.1f}",
        target="10 s",
    )
