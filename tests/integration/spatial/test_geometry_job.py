# SPDX-License-Identifier: EUPL-1.2
"""Outlines and neighbours are built by a job, once."""

import gzip
import json

import pytest

from sozialplanung.accounts.models import Organisation
from sozialplanung.jobs.models import Job, JobState
from sozialplanung.jobs.services import enqueue, run_inline
from spatial.errors import BoundaryVersionUnknownError
from spatial.models import BoundaryVersion, GeometryAsset
from spatial.services.boundary_import import BUILD_GEOMETRY, version_payload
from spatial.services.geometry_assets import build_geometry
from spatial.services.plans import ImportOptions
from tests.factories.areas import import_city
from tests.factories.organisations import organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> Organisation:
    return organisation()


def test_import_can_leave_the_outlines_to_a_worker(city: Organisation) -> None:
    imported = import_city(city, options=ImportOptions(geometry="enqueue"))

    assert GeometryAsset.objects.count() == 0
    jobs = list(Job.objects.filter(kind=BUILD_GEOMETRY))
    assert {str(job.pk) for job in jobs} == set(imported.job_ids)
    assert {job.payload["boundary_version_id"] for job in jobs} == {
        level.boundary_version_id for level in imported.levels
    }
    assert {job.organisation_id for job in jobs} == {city.pk}


def test_job_builds_what_is_missing_and_tells_how_far_it_is(city: Organisation) -> None:
    import_city(city, options=ImportOptions(geometry="enqueue"))

    ended = [run_inline(job=job) for job in Job.objects.filter(kind=BUILD_GEOMETRY)]

    assert {job.state for job in ended} == {JobState.SUCCEEDED}
    assert {(job.progress_done, job.progress_total) for job in ended} == {(4, 4)}
    assert GeometryAsset.objects.count() == 9
    assert BoundaryVersion.objects.get(level__slug="viertel").neighbours == [[1, 2], [0, 3], [0, 3], [1, 2]]


def test_what_is_built_is_not_built_again(city: Organisation) -> None:
    imported = import_city(city)
    version_id = imported.levels[2].boundary_version_id
    before = list(GeometryAsset.objects.order_by("id").values_list("id", "content_hash"))

    assert not build_geometry(boundary_version_id=version_id)
    job = enqueue(kind=BUILD_GEOMETRY, payload=version_payload(version_id), by=None, organisation=city)

    assert run_inline(job=job).state == JobState.SUCCEEDED
    assert list(GeometryAsset.objects.order_by("id").values_list("id", "content_hash")) == before


def test_one_missing_detail_is_built_alone_with_the_same_bytes(city: Organisation) -> None:
    imported = import_city(city)
    version_id = imported.levels[2].boundary_version_id
    lost = GeometryAsset.objects.get(boundary_version_id=version_id, detail="map")
    GeometryAsset.objects.filter(pk=lost.pk).delete()

    assert build_geometry(boundary_version_id=version_id)

    built = GeometryAsset.objects.get(boundary_version_id=version_id, detail="map")
    assert (built.content_hash, bytes(built.body)) == (lost.content_hash, bytes(lost.body))


def test_job_for_a_version_that_is_gone_fails_with_its_code(city: Organisation) -> None:
    job = enqueue(kind=BUILD_GEOMETRY, payload=version_payload(10**9), by=None, organisation=city)

    ended = run_inline(job=job)

    assert ended.state == JobState.FAILED
    assert ended.error_code == "spatial.boundary_version_unknown"
    with pytest.raises(BoundaryVersionUnknownError):
        build_geometry(boundary_version_id=10**9)


@pytest.mark.check("C033")
def test_outlines_carry_licence_and_attribution_and_stand_in_frozen_order(city: Organisation) -> None:
    import_city(city)

    asset = GeometryAsset.objects.get(boundary_version__level__slug="viertel", detail="full")

    collection = json.loads(gzip.decompress(bytes(asset.body)))
    assert [feature["properties"]["k"] for feature in collection["features"]] == ["11", "12", "21", "22"]
    assert [feature["properties"]["i"] for feature in collection["features"]] == [0, 1, 2, 3]
    said = {name: value for name, value in collection.items() if name != "features"}
    assert said == {
        "type": "FeatureCollection",
        "edition": "stand-2020",
        "name": "Stand 2020",
        "publisher": "Stadt Musterstadt",
        "licence": "dl-de/by-2-0",
        "attribution": "© Stadt Musterstadt",
    }
