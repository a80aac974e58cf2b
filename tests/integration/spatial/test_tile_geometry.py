# SPDX-License-Identifier: EUPL-1.2
"""Tiles are made by the job that makes outlines, once, and for levels with very many areas alone."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection

from sozialplanung.jobs.models import Job, JobState
from sozialplanung.jobs.services import run_inline
from spatial.geometry.tiling import SCALES
from spatial.models import BoundaryVersion, GeometryAsset, TileOutline, TileSet
from spatial.services.boundary_import import BUILD_GEOMETRY
from spatial.services.geometry_assets import build_geometry
from tests.factories.areas import import_city
from tests.factories.largelevel import grid, store
from tests.factories.organisations import organisation

pytestmark = pytest.mark.django_db


def _stored(count: int) -> BoundaryVersion:
    return store(organisation(), grid(count))


def test_job_makes_tiles_with_the_outlines_and_tells_how_far_it_is() -> None:
    version = _stored(601)
    call_command("build_tiles", verbosity=0)

    ended = run_inline(job=Job.objects.get(kind=BUILD_GEOMETRY))

    assert ended.state == JobState.SUCCEEDED
    assert (ended.progress_done, ended.progress_total) == (5, 5)
    assert GeometryAsset.objects.filter(boundary_version=version).count() == 3
    made = TileSet.objects.get(boundary_version=version)
    found = TileOutline.objects.filter(tile_set=made).values_list("scale", "position")
    assert sorted(found) == [(scale, place) for scale in SCALES for place in range(601)]


def test_level_that_a_map_holds_as_outlines_has_no_tiles() -> None:
    version = _stored(600)

    assert build_geometry(boundary_version_id=version.pk)

    assert not TileSet.objects.exists()
    assert not build_geometry(boundary_version_id=version.pk)


def test_tiles_are_made_once_and_the_same_outlines_have_the_same_name() -> None:
    version = _stored(601)
    assert build_geometry(boundary_version_id=version.pk)
    before = TileSet.objects.get()

    assert not build_geometry(boundary_version_id=version.pk)
    TileSet.objects.all().delete()
    assert build_geometry(boundary_version_id=version.pk)

    after = TileSet.objects.get()
    assert (after.content_hash, after.places_hash) == (before.content_hash, before.places_hash)


def test_command_asks_for_what_is_missing_alone() -> None:
    import_city(organisation("kleinstadt", "Kleinstadt"))
    version = _stored(601)
    Job.objects.all().delete()
    said = StringIO()

    call_command("build_tiles", stdout=said)

    assert Job.objects.get().payload == {"boundary_version_id": version.pk}
    assert said.getvalue() == "Tiles of 1 boundary versions are being made.\n"
    build_geometry(boundary_version_id=version.pk)
    call_command("build_tiles", stdout=said)
    assert said.getvalue().endswith("Tiles of 0 boundary versions are being made.\n")


def test_database_keeps_tiles_of_one_organisation_from_another() -> None:
    version = _stored(601)
    build_geometry(boundary_version_id=version.pk)
    other = organisation("nachbarstadt", "Nachbarstadt")

    TileSet.objects.update(organisation=other)

    with pytest.raises(IntegrityError, match="tenant"):
        connection.check_constraints()
