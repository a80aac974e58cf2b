# SPDX-License-Identifier: EUPL-1.2
"""What is told of an address never holds its key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spatial.readers.features.telling import ADDRESS, SERVER, server_of, told_address, told_of_fetching
from spatial.readers.texts import refusal

KEY = "a1b2/c3d4"
WITH_KEY = "https://GIS.example:443/dienste/wfs?token=a1b2%2Fc3d4&map=x#teil"


def test_server_or_address_without_its_query_is_told() -> None:
    assert told_address(WITH_KEY, SERVER) == "gis.example"
    assert told_address(WITH_KEY, ADDRESS) == "https://gis.example/dienste/wfs"
    assert told_address("https://user:word@gis.example/x", ADDRESS) == "https://gis.example/x"  # no secret: an example
    assert len(told_address("https://gis.example/" + "x" * 900, ADDRESS)) == 400


@pytest.mark.parametrize("text", ["", "kitas", "https://[::1/x"])
def test_what_is_no_address_has_no_server(text: str) -> None:
    assert server_of(text) == ""
    assert told_address(text, ADDRESS) == ""


@given(st.text(alphabet="abcdef0123456789", min_size=6, max_size=20), st.sampled_from([SERVER, ADDRESS]))
def test_no_value_of_a_query_is_told(key: str, told: str) -> None:
    assert key not in told_address(f"https://gis.example/wfs?key={key}", told)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (f"Schlüssel {KEY} ist abgelaufen", "Schlüssel … ist abgelaufen"),
        ("Schlüssel a1b2%2Fc3d4 ist abgelaufen", "Schlüssel … ist abgelaufen"),
        ("Karte x fehlt", "Karte x fehlt"),
        ("Der Schlüssel lautet a1b2…", "Der Schlüssel lautet …"),
        ("a1b…", "…"),
    ],
)
def test_service_that_repeats_the_key_does_not_give_it_away(said: str, told: str) -> None:
    error = told_of_fetching(refusal("wfs_exception", told=said), WITH_KEY)

    assert (error.code, error.problems[0].parameters["told"]) == ("spatial.fetch_exception", told)


def test_words_of_a_service_without_a_key_stay_as_they_are() -> None:
    for address in ("https://gis.example/wfs", "https://[::1/x"):
        error = told_of_fetching(refusal("wfs_exception", told="Kein Zugriff…"), address)
        assert error.problems[0].parameters["told"] == "Kein Zugriff…"


@pytest.mark.parametrize(
    ("error", "code", "parameters"),
    [
        (refusal("source_status", host="h", status=500), "fetch_status", {"host": "h", "status": 500}),
        (refusal("source_redirect", host="h", target="https://f.example/?k=a1b2/c3d4"), "fetch_redirect",
         {"host": "h", "target": "f.example"}),
        (refusal("source_redirect", host="h", target="nirgends"), "fetch_redirect", {"host": "h", "target": "…"}),
        (refusal("crs_unknown", crs="EPSG:2000", allowed="viele"), "fetch_system", {"found": "EPSG:2000"}),
        (refusal("crs_link", link="http://f.example/"), "fetch_system", {"found": "http://f.example/"}),
        (refusal("file_too_large", size=9, limit=5), "fetch_too_large", {"size": 9, "limit": 5}),
        (refusal("too_many_features", count=9, limit=5), "fetch_too_many", {"count": 9, "limit": 5}),
        (refusal("json_broken", line=1, column=2), "fetch_unreadable", {"line": 1, "column": 2}),
    ],
)  # fmt: skip
def test_errors_of_asking_have_sentences_of_this_room(error: object, code: str, parameters: dict[str, object]) -> None:
    told = told_of_fetching(error, WITH_KEY)  # type: ignore[arg-type]

    assert told.code == f"spatial.{code}"
    assert dict(told.problems[0].parameters) == parameters
    assert told.problems[0].statement()


def test_error_of_something_else_stays() -> None:
    error = refusal("place_missing")

    assert told_of_fetching(error, WITH_KEY) is error
