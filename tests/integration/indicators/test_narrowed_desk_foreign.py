# SPDX-License-Identifier: EUPL-1.2
"""Nothing at the desk of deliveries tells a youth office of deliveries of another topic, not by one byte."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any, Final

import pytest

from indicators.models import Delivery, ForeseenRelease
from tests import authorization
from tests.factories.desk import client_of, read, url_of
from tests.factories.standing import kept
from tests.factories.youthoffice import (
    ECHOED,
    OWN_FILE,
    SECRET_FIGURES,
    SECRET_WORDS,
    YouthOffice,
    build_youth_office,
    checked,
    submitted,
    write_secret_rule,
)

pytestmark = pytest.mark.django_db
kept_city = kept(build_youth_office)
DESK: Final = "/musterstadt/lieferungen/"
_ALONE: Final = rb"(?<![0-9a-z])(?<![0-9a-f]-)%b(?![0-9a-z])"


@pytest.mark.check("C074")
@pytest.mark.parametrize(("state", "name"), [("draft", "jan"), ("waiting", "jule"), ("released", "jan")])
def test_a_delivery_of_another_topic_looks_as_if_it_were_not_there(city: YouthOffice, state: str, name: str) -> None:
    theirs, nobody = str(city.foreign[state].uuid), "00000000-0000-4000-8000-000000000000"

    browser: Any = client_of(getattr(city, name))
    for step in _steps():
        there, absent = (browser.get(f"{DESK}{uuid}/{step}") for uuid in (theirs, nobody))
        assert there.status_code == absent.status_code in {404, 405}, step
        said = [ECHOED.sub("…", each.content.decode()) for each in (there, absent)]
        assert said[0] == said[1], step
        assert browser.post(f"{DESK}{theirs}/{step}", {"revision": 0}).status_code in {404, 405}, step


def _steps() -> Iterator[str]:
    """Return every address below one delivery."""
    for route in authorization.routes():
        before, found, step = route.partition("/lieferungen/<uuid>/")
        if found and before == "<organisation>":
            yield step.replace("<number>", "1").replace("<finding>", "1")


@pytest.mark.check("C074")
def test_not_one_byte_of_another_topic_is_told(city: YouthOffice) -> None:
    """A rule that reaches over is broken, the effects of both reach one index of the council; nothing of it is told."""
    write_secret_rule(city)
    draft = checked(city.world, city.jan)
    waiting = submitted(city.world, city.jan, OWN_FILE.replace("40", "41"), title="Hilfen, korrigiert")
    seen: dict[str, int] = {}

    for who in (city.jan, city.jule):
        browser: Any = client_of(who)
        for address in _addresses(draft, waiting):
            answer = browser.get(address)
            body = b"".join(answer) if answer.streaming else answer.content
            assert answer.status_code in {200, 302, 404, 405}, address
            seen[address] = max(seen.get(address, 0), 200 if answer.status_code == 200 else 0)
            assert not _told_secrets(_unpacked(body)), address

    told = [address for address, found in seen.items() if found]
    # Without pages that answer the test could not fail.
    assert len(told) > 25
    for part in ("pruefung/befunde.xlsx", "vorschau/unterschiede.csv", "auswirkungen/", "freigabe/", "zuordnung/1/"):
        assert any(part in address for address in told), part
    # Whoever may read them finds them there: with the same pages the canary would sing.
    whole = read(city.world.emil, url_of(waiting, "pruefung/")) + read(city.world.frida, url_of(waiting, "freigabe/"))
    assert "Geheimregel" in whole
    assert _told_secrets(b"<td>7.654</td>;7654;Geheimregel") == {"7.654", "7654", "Geheimregel"}
    # By chance a mark of a file or of a row holds the digits.
    assert not _told_secrets(b'sha256: 0a17654f, href="/e7b7654c-76545/"')


def _addresses(*deliveries: Delivery) -> Iterator[str]:
    for route in authorization.routes():
        if not route.startswith("<organisation>/lieferungen/"):
            continue
        address = "/" + route.replace("<organisation>", "musterstadt")
        if "<uuid>" not in address:
            yield address.replace("<number>", "1").replace("<code>", "lv-1")
            continue
        for delivery in deliveries:
            numbers = [1, *ForeseenRelease.objects.filter(foresight__batch=delivery.batch).values_list("pk", flat=True)]
            for number in numbers if "auswirkungen/<number>" in address else numbers[:1]:
                filled = address.replace("<uuid>", str(delivery.uuid)).replace("<number>", str(number))
                yield filled.replace("<finding>", "1")
    for tail in ("liste=alle", "liste=freigabe", "liste=eigene"):
        yield f"{DESK}?{tail}"
    yield "/konto/mitteilungen/"


def _told_secrets(body: bytes) -> set[str]:
    """Return the secrets that a body tells; digits within a hash or a UUID are no figure."""
    figures = {each for each in SECRET_FIGURES if re.search(_ALONE % re.escape(each.encode()), body)}
    return figures | {word for word in SECRET_WORDS if word.encode() in body}


def _unpacked(body: bytes) -> bytes:
    """Return a body with the parts of a workbook laid open."""
    if not body.startswith(b"PK"):
        return body
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        return b"".join(book.read(name) for name in book.namelist())
