# SPDX-License-Identifier: EUPL-1.2
"""The shape of every answer: exactly the members of a list, each as the OpenAPI description says, with its source."""

import io
import json
from collections.abc import Iterator
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from indicators.models import Annotation, AnnotationKind
from spatial.models import Unit
from tests.integration.api.addresses import CLASSES, JSON, LISTS, ROOT, SLICE, VALUES
from tests.integration.api.conftest import Published

ATTRIBUTION = {"about", "publisher", "licence", "licence_url", "attribution", "as_of", "secured_by"}
PAGE = {"count", "next", "previous", "results", "sources"}
ROWS: dict[str, set[str]] = {
    "organisations": {"slug", "name", "kind", "official_key"},
    "levels": {"slug", "name", "name_plural", "hierarchy", "position", "parent"},
    "boundary_versions": {
        *("level", "edition", "name", "valid_from", "valid_until", "is_current", "unit_count", "order_hash"),
        *("publisher", "licence", "attribution", "note", "outlines"),
    },
    "units": {
        *("level", "edition", "is_current", "position", "key", "name", "parent"),
        *("area_m2", "longitude", "latitude"),
    },
    "topics": {"slug", "name", "indicator_count"},
    "indicators": {
        *("slug", "name", "short_name", "subtitle", "topic", "kind", "is_key_figure", "unit_of_measure"),
        *("decimals", "direction", "is_demographic", "basis", "comparability", "attribution"),
    },
    "releases": {
        *("period", "period_kind", "period_label", "period_start", "period_end", "level", "edition", "number"),
        *("content_hash", "published_at", "values_url", "slice_url"),
    },
}
WHOLE: dict[str, set[str]] = {
    "indicator": {"slug", "topic", "kind", "is_key_figure", "definitions", "breaks", "annotations", "recipes"},
    "values": {
        *("organisation", "indicator", "name", "unit_of_measure", "decimals", "period", "period_label", "level"),
        *("edition", "number", "published_at", "city", "summary", "change", "values", "sources"),
        *("annotations", "breaks"),
    },
    "classes": {
        *("organisation", "indicator", "level", "edition", "scope", "period", "method", "bounds", "low", "high"),
        *("counts", "n", "decimals", "below", "is_sampled", "sources"),
    },
}
AREA = {
    *("key", "name", "status", "flags", "value", "lower", "upper", "numerator", "denominator", "change"),
    *("rank", "class_number", "class_label", "comparison"),
}
DEFINITION = {
    *("valid_from", "valid_until", "name", "short_name", "subtitle", "unit_of_measure", "decimals", "direction"),
    *("basis", "comparability", "palette", "is_demographic", "change_years", "formula", "denominator_indicator"),
    *(
        "relevance_threshold",
        "minimum_denominator",
        "default_breaks",
        "what_it_shows",
        "how_to_read",
        "limits",
        "numerator_text",
    ),
    *("denominator_text", "next_review", "attribution"),
}


@pytest.mark.check("C080")
@pytest.mark.parametrize("name", LISTS)
def test_rows_of_lists_have_these_members_and_no_others(published: Published, client: Client, name: str) -> None:
    answer = client.get(LISTS[name]).json()

    assert set(answer) == PAGE
    assert answer["results"]
    assert {frozenset(row) for row in answer["results"]} == {frozenset(ROWS[name])}
    assert {frozenset(source) for source in answer["sources"]} <= {frozenset(ATTRIBUTION)}


@pytest.mark.check("C080")
@pytest.mark.parametrize("name", WHOLE)
def test_single_answers_have_these_members_and_no_others(published: Published, client: Client, name: str) -> None:
    answer = client.get(JSON[name]).json()

    assert set(answer) == WHOLE[name]
    assert {frozenset(area) for area in answer.get("values", [])} <= {frozenset(AREA)}
    assert {frozenset(one) for one in answer.get("definitions", [])} <= {frozenset(DEFINITION)}


@pytest.mark.check("C033")
@pytest.mark.parametrize("address", [VALUES, CLASSES, LISTS["releases"]])
def test_figures_name_their_source_licence_and_date(published: Published, client: Client, address: str) -> None:
    sources = client.get(address).json()["sources"]

    statistics = next(source for source in sources if source["about"] == "Statistik der Stadt")
    assert statistics["publisher"] == "Stadt Musterstadt"
    assert statistics["licence"] == "dl-de/by-2-0"
    assert statistics["licence_url"] == "https://www.govdata.de/dl-de/by-2-0"
    assert statistics["attribution"] == "© Statistikstelle Musterstadt"
    assert "31.12.2018" in statistics["as_of"]


@pytest.mark.check("C033")
@pytest.mark.parametrize("address", [VALUES, LISTS["units"], LISTS["boundary_versions"]])
def test_areas_name_their_source_licence_and_edition(published: Published, client: Client, address: str) -> None:
    sources = client.get(address).json()["sources"]

    boundaries = next(source for source in sources if source["about"] == "viertel/stand-2020")
    assert boundaries["licence_url"] == "https://www.govdata.de/dl-de/by-2-0"
    assert boundaries["attribution"] == "© Stadt Musterstadt"
    assert boundaries["as_of"] == "Stand 2020"


def test_values_carry_the_remarks_that_concern_them(published: Published, client: Client) -> None:
    area, elsewhere = published.version.unit_ids[1], Unit.objects.filter(organisation=published.city).earliest("id")
    common = {"organisation": published.city, "kind": AnnotationKind.EXCLUSION, "indicator": published.kinderarmut}
    shown, other = published.release.period, published.kinderarmut.releases.get(period__code="2016-12-31").period
    Annotation.objects.create(**common, unit_id=area, period=shown, text="zu wenige Einwohner")
    Annotation.objects.create(**common, unit_id=area, period=other, text="nicht dieser Stand")
    Annotation.objects.create(**common, unit=elsewhere, text="nicht diese Ebene")
    Annotation.objects.create(**common, text="gilt für alle")

    notes = client.get(VALUES).json()["annotations"]

    assert {(note["key"], note["text"]) for note in notes} == {("12", "zu wenige Einwohner"), (None, "gilt für alle")}


def _schema(client: Client) -> dict[str, Any]:
    schema: dict[str, Any] = client.get("/api/v1/openapi.json").json()
    return schema


def _json_schema(node: object) -> Any:  # noqa: ANN401 (any part of a document)
    """Return an OpenAPI 3.0 schema as JSON Schema, where null is a type, and no member more is allowed."""
    if isinstance(node, list):
        return [_json_schema(member) for member in node]
    if not isinstance(node, dict):
        return node
    converted = {name: _json_schema(member) for name, member in node.items() if name != "nullable"}
    if node.get("nullable"):
        return {"anyOf": [converted, {"type": "null"}]}
    if node.get("type") == "object" and "properties" in node:
        converted["additionalProperties"] = False
    return converted


def _answer_schema(document: dict[str, Any], operation: str, status: int, media: str) -> dict[str, Any]:
    every = (item["get"] for item in document["paths"].values() if "get" in item)
    found = next(one for one in every if one["operationId"] == operation)
    content = found["responses"][str(status)]["content"]
    return {**content[media]["schema"], "components": document["components"]}


@pytest.mark.parametrize("name", JSON)
def test_answers_are_as_the_description_says(published: Published, client: Client, name: str) -> None:
    schema = _json_schema(_answer_schema(_schema(client), name, 200, "application/json"))

    jsonschema.Draft202012Validator(schema).validate(client.get(JSON[name]).json())


@pytest.mark.parametrize(
    ("name", "address", "status"),
    [
        ("levels", f"{ROOT}levels/?x=1", 400),
        ("levels", "/api/v1/nirgends/levels/", 404),
        ("slice", f"{SLICE}?x=1", 400),
        ("slice", SLICE.replace("2018", "2010"), 404),
    ],
)
def test_problems_are_as_the_description_says(
    published: Published, client: Client, name: str, address: str, status: int
) -> None:
    schema = _json_schema(_answer_schema(_schema(client), name, status, "application/problem+json"))

    response = client.get(address)

    assert (response.status_code, response.headers["Content-Type"]) == (status, "application/problem+json")
    jsonschema.Draft202012Validator(schema).validate(json.loads(response.content))


def test_description_is_valid_without_a_warning() -> None:
    written = io.StringIO()

    call_command("spectacular", "--validate", "--fail-on-warn", "--format", "openapi-json", stdout=written)

    assert json.loads(written.getvalue())["openapi"].startswith("3.0")


def _api_routes() -> Iterator[str]:
    for resolver in get_resolver().url_patterns:
        if isinstance(resolver, URLResolver) and resolver.app_name in {"spatial-api", "indicators-api"}:
            yield from (str(pattern.name) for pattern in resolver.url_patterns if isinstance(pattern, URLPattern))


def test_every_address_is_described(client: Client) -> None:
    described = [item for path, item in _schema(client)["paths"].items() if path != "/api/v1/openapi.json"]

    assert len(described) == len(list(_api_routes())) == 15
    assert all(set(item) == {"get"} for item in described)
