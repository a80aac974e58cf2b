# SPDX-License-Identifier: EUPL-1.2
"""The API keeps what its description says, whatever is asked, by whomever."""

from collections import Counter
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any, Final

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.strategies import booleans, sampled_from, sets
from schemathesis.checks import (
    allow_header_conformance,
    content_type_conformance,
    not_a_server_error,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.core.result import Ok

from sozialplanung.accounts.models import User
from sozialplanung.accounts.services import assign_role, create_user
from sozialplanung.web.openapi import operations
from tests.conftest import IS_DEEP
from tests.factories.desk import client_of
from tests.factories.standing import kept
from tests.factories.world import PASSWORD
from tests.integration.api.conftest import build_published

pytestmark = [pytest.mark.django_db, pytest.mark.check("C103", "C082")]
CHECKS: Final = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    allow_header_conformance,
]
# By reader; with twelve operations over 10,000 in full.
CASES: Final = {"": 320, "bert": 280, "anna": 280} if IS_DEEP else {"": 12, "anna": 4}
# Chance alone would hardly name what there is: every second case asks for something that is there.
THERE: Final = {
    "organisation": "musterstadt",
    "indicator": "kinderarmut",
    "period": "2018-12-31",
    "level": "viertel",
    "edition": "stand-2020",
}
# What frameworks take that nobody declared: ways into the tables behind an answer.
UNDECLARED: Final = ("ordering", "fields", "filter", "source__title", "owner__password__startswith", "cql", "format")
ASKED: Final = {
    "level": "viertel",
    "edition": "stand-2020",
    "method": "quantile",
    "k": "4",
    "scope": "period",
    "period": "2018-12-31",
    "page": "1",
    "page_size": "3",
    "audience": "council",
    "topic": "armut",
    "q": "mitte",
}


def _build() -> dict[str, User]:
    """Store a city with figures for all, for some and for nobody, and give who reads them."""
    city, readers = build_published().city, {}
    for name, role in (("anna", "steward"), ("bert", "planner")):
        readers[name] = create_user(email=f"{name}@example.org", name=name, password=PASSWORD, by=None)
        assign_role(user=readers[name], organisation=city, role=role, by=None)
    return readers


kept_city = kept(_build)


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """Let requests that come as from a web server leave open what the test will roll back, as Django's client does."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.parametrize("reader", CASES)
def test_every_operation_answers_as_described_whatever_is_asked(city: dict[str, User], reader: str) -> None:
    headers, seen = _headers(city, reader), Counter[int]()
    for operation in _operations():
        _try(operation, CASES[reader], headers, seen)

    assert seen.keys() <= {200, 400, 404, 405}
    # Addresses of tiles name a place on earth, which chance seldom finds.
    assert min(seen[200], seen[400], seen[404]) >= CASES[reader] * 0.75
    assert seen.total() >= len(operations()) * CASES[reader] * 0.9


def _try(operation: Any, cases: int, headers: dict[str, str], seen: Counter[int]) -> None:  # noqa: ANN401 - of a library without types
    """Ask one operation many things; every other case asks for something that is there, by some of its parameters."""

    @settings(
        max_examples=cases,
        deadline=None,
        derandomize=not IS_DEEP,
        phases=[Phase.generate, Phase.shrink] if IS_DEEP else [Phase.generate],
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    @given(
        case=operation.as_strategy(),
        is_there=booleans(),
        named=sets(sampled_from(sorted(ASKED))),
        undeclared=sampled_from(["", "", *UNDECLARED]),
    )
    def holds(case: Any, is_there: bool, named: set[str], undeclared: str) -> None:  # noqa: ANN401 - likewise
        if is_there:
            declared = {parameter.name for parameter in operation.query}
            case.path_parameters = {
                name: THERE.get(name, value) for name, value in (case.path_parameters or {}).items()
            }
            more = {undeclared: "a"} if undeclared else {}
            case.query = {name: ASKED[name] for name in named & declared} | more
        response = case.call(headers=headers)
        seen[response.status_code] += 1
        case.validate_response(response, checks=CHECKS)
        assert not (is_there and undeclared and response.status_code == HTTPStatus.OK), undeclared

    holds()


def _operations() -> Iterator[Any]:
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    for found in schema.get_all_operations():
        assert isinstance(found, Ok)
        yield found.ok()


def _headers(city: dict[str, User], reader: str) -> dict[str, str]:
    """Return what a reader sends; the client of these calls unpacks nothing."""
    plain = {"Accept-Encoding": "identity"}
    if not reader:
        return plain
    return {**plain, "Cookie": f"session={client_of(city[reader]).cookies['session'].value}"}
