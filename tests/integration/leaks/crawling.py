# SPDX-License-Identifier: EUPL-1.2
"""A reader who opens everything, follows every link and looks into every file for what must not be there."""

import gzip
import html
import io
import json
import re
import sqlite3
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qs, urljoin, urlsplit

import numpy as np
from django.core.cache import cache
from django.test import Client
from django.urls import Resolver404, resolve
from pypdf import PdfReader
from pypdf.generic import StreamObject

from indicators.rendering.seriesbytes import parted
from spatial.selectors import units
from tests.conftest import IS_DEEP
from tests.factories.canarycity import COUNCIL_FIGURE, FIGURE, SMALL, WAITING, WORD

_LINK: Final = re.compile(r"""(?:href|src|action|data-[\w-]+)=["']([^"'#]+)""")
_MEMBER: Final = re.compile(r'"(/[^"\s]*|https?://testserver/[^"\s]*)"')
# Drawn by chance for each form.
_TOKEN: Final = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')
# Drawn by chance for each request, or the second in which it was answered.
_OF_THE_REQUEST: Final = frozenset({"X-Request-ID", "Expires"})
_BLANK: Final = r"[.,'\s\u00a0\u202f]?"
_END, _START = r"(?![0-9a-f])", r"(?<![0-9a-f.,])"
# Of how many kinds of links to one page.
KINDS_OF_A_PAGE: Final = 6
Checks = Sequence[tuple[str, Callable[[str], bool]]]


@dataclass(frozen=True)
class Answer:
    """What one address answered."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def without_chance(self) -> tuple[int, tuple[tuple[str, str], ...], bytes]:
        """The answer without what is drawn by chance for each request."""
        number = dict(self.headers)["X-Request-ID"].encode()
        headers = tuple(each for each in self.headers if each[0] not in _OF_THE_REQUEST)
        return self.status, headers, _TOKEN.sub(b"", self.body.replace(number, b""))


def ask(client: Client, address: str) -> Answer:
    """Return what an address answers, streamed or not."""
    return as_answer(client.get(address))


def as_answer(response: Any) -> Answer:  # noqa: ANN401 - the answer of a test client
    """Return what somebody was answered."""
    body = response.getvalue() if hasattr(response, "getvalue") else response.content
    cookies = [("Set-Cookie", morsel.key) for morsel in response.cookies.values()]
    return Answer(response.status_code, tuple(sorted([*response.headers.items(), *cookies])), body)


def crawl(client: Client, start: Iterable[str], *, of_each: int) -> dict[str, Answer]:
    """Return the answers of these addresses and of what they link; of links that differ in values alone only some.

    A page whose address has twenty parts that may be there or not has a million kinds of links: of each page only so
    many kinds are followed.
    """
    cache.clear()
    units.forget()
    waiting, found, followed = list(dict.fromkeys(start)), dict[str, Answer](), Counter[object]()
    while waiting:
        address = waiting.pop(0)
        if address in found:
            continue
        answer = found[address] = ask(client, address)
        for link in _links(address, answer):
            view, names = _kind(link)
            is_rare = followed[view] < of_each * KINDS_OF_A_PAGE and followed[view, names] < of_each
            if view and link not in found and is_rare:
                followed.update([view, (view, names)])
                waiting.append(link)
    return found


def _kind(link: str) -> tuple[str, tuple[str, ...]]:
    """Return the page that a link leads to and the names of its parameters; empty where it leads nowhere."""
    parts = urlsplit(link)
    try:
        return resolve(parts.path).view_name, tuple(sorted(parse_qs(parts.query))) if IS_DEEP else ()
    except Resolver404:
        return "", ()


def _links(address: str, answer: Answer) -> Iterator[str]:
    for place, text in texts(answer):
        if place == "header" or not text:
            continue
        found = (
            re.findall(r'"(/[^"\s]*|https?://testserver/[^"\s]*)"', text) if text[:1] in "[{" else _LINK.findall(text)
        )
        for link in found:
            whole = urljoin(f"http://testserver{address}", html.unescape(link))
            if urlsplit(whole).netloc in {"testserver", "localhost:8000"} and "/static/" not in whole:
                parts = urlsplit(whole)
                yield parts.path + (f"?{parts.query}" if parts.query else "")


def texts(answer: Answer) -> Iterator[tuple[str, str]]:
    """Take an answer apart into the texts that a curious reader would find in it, with their place.

    What is drawn by chance is left out: one request number in some ten thousand would hold the figure.
    """
    _, headers, body = answer.without_chance
    yield "header", "\n".join(f"{name}: {value}" for name, value in headers)
    yield from _parts("body", body)


def _parts(place: str, body: bytes) -> Iterator[tuple[str, str]]:
    for start, take in _KINDS.items():
        if body.startswith(start):
            yield from take(place, body)
            return
    text = body.decode("utf-8-sig", errors="replace")
    yield place, text
    unescaped = html.unescape(text)
    if unescaped != text:
        yield f"{place} unescaped", unescaped


def _unzipped(place: str, body: bytes) -> Iterator[tuple[str, str]]:
    return _parts(f"{place} unzipped", gzip.decompress(body))


def _archive(place: str, body: bytes) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        yield place, " ".join(archive.namelist()) + archive.comment.decode()
        for name in archive.namelist():
            yield from _parts(f"{place} {name}", archive.read(name))


def _series(place: str, body: bytes) -> Iterator[tuple[str, str]]:
    for number, payload in enumerate(parted(body)):
        yield from _slice(f"{place} slice {number}", payload)


def _document(place: str, body: bytes) -> Iterator[tuple[str, str]]:
    """Tell the words of every page, what the document says of itself, and the bytes of its objects."""
    reader = PdfReader(io.BytesIO(body))
    yield place, "\n".join(page.extract_text() for page in reader.pages)
    yield f"{place} metadata", " ".join(map(str, (reader.metadata or {}).values()))
    raw = [thing.get_data() for thing in map(reader.get_object, _references(reader)) if isinstance(thing, StreamObject)]
    yield f"{place} objects", b"\n".join(raw).decode("latin-1")


def _references(reader: PdfReader) -> Iterator[int]:
    trailer: Any = reader.trailer
    return iter(range(1, int(trailer["/Size"])))


def _database(place: str, body: bytes) -> Iterator[tuple[str, str]]:
    """Tell every cell of every table, and the bytes themselves: what was deleted may still stand in them."""
    yield place, body.decode("utf-8", errors="replace")
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(body)
        names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'rtree_%'")
        for (name,) in names.fetchall():
            rows = database.execute(f'SELECT * FROM "{name}"').fetchall()  # noqa: S608 - names of the file itself
            told = (str(cell) for row in rows for cell in row if not isinstance(cell, bytes))
            yield f"{place} {name}", "\n".join(told)


def _slice(place: str, body: bytes) -> Iterator[tuple[str, str]]:
    """Tell all numbers that the bytes of a slice could hold, whatever its header says of bands and scales."""
    length = int(np.frombuffer(body[4:8], "<u4")[0])
    header = body[8 : 8 + length].decode()
    yield f"{place} header", header
    assert json.loads(header)["n"]
    numbers = np.frombuffer(body[: len(body) // 4 * 4], "<i4").tolist()
    yield f"{place} numbers", " ".join({str(number / 10**scale) for number in numbers for scale in range(4)})


_KINDS: Final[Mapping[bytes, Callable[[str, bytes], Iterator[tuple[str, str]]]]] = {
    b"\x1f\x8b": _unzipped,
    b"PK": _archive,
    b"SQLite format 3": _database,
    b"%PDF": _document,
    b"SPS1": _slice,
    b"SPT1": _series,
}


def _figure(digits: str) -> Callable[[str], bool]:
    pattern = re.compile(_START + _BLANK.join([digits[:-3], digits[-3:]]) + _END)
    return lambda text: bool(pattern.search(text))


WORDS: Final[Checks] = (("word", lambda text: WORD.casefold() in text.casefold()),)
FIGURES: Final[Checks] = (("figure", _figure(f"{FIGURE:.0f}")), ("small count", _figure(str(SMALL))))
COUNCIL: Final[Checks] = (
    ("figure of the council", _figure(f"{COUNCIL_FIGURE:.0f}")),
    ("word of what waits", lambda text: WAITING.casefold() in text.casefold()),
)


def hits(answers: dict[str, Answer], checks: Checks) -> list[str]:
    """Name every place that holds what must not be there."""
    return [
        f"{what} in {place} of {address}"
        for address, answer in answers.items()
        for place, text in texts(answer)
        for what, is_in in checks
        if is_in(text)
    ]
