# SPDX-License-Identifier: EUPL-1.2
"""Places that nobody thinks of as an answer: cache, jobs, log lines, audit log, mails, tables that pages may read.

A hidden count, the one that hides it, and every plain hash over raw figures (whoever knows all other figures finds the
hidden one by trying) are looked for in each of them after a city was delivered, published and read.
"""

import copy
import hashlib
import io
import logging
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.db import connection

from indicators.models import Delivery, ImportBatch, ImportFile
from indicators.models.observations import Vintage
from indicators.models.patterns import DisclosurePattern
from sozialplanung.audit.services import Subject, mark_of, record
from sozialplanung.jobs.models import Job
from sozialplanung.notifications.models import Notification
from sozialplanung.web.logs import JsonFormatter, TextFormatter, WithoutPath
from tests.conftest import IS_DEEP
from tests.factories.canarycity import PERIODS, SMALL, define_city, publish_figures
from tests.factories.desk import client_of, csv_file, submitted
from tests.factories.standing import kept
from tests.factories.world import World, build_world
from tests.integration.leaks.channels import CITY, TELLING, routes
from tests.integration.leaks.crawling import Answer, as_answer, ask, crawl, texts

pytestmark = [pytest.mark.django_db, pytest.mark.check("C073", "C081", "C109")]
PARTNER: Final = 20003
_COUNT: Final = re.compile(r"(?<![0-9a-f.,])(?:6[.,'\s\u00a0\u202f]?917|20[.,'\s\u00a0\u202f]?003)(?![0-9a-f])")
# What is drawn by chance or by the clock looks like a count now and then: ids, and seconds with their thousandths.
_BY_CHANCE: Final = re.compile(
    r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?"
)
_ARGUMENTS: Final = {
    "organisation": "musterstadt",
    "indicator": "kinder",
    "period": PERIODS[1],
    "level": "viertel",
    "edition": "stand-2020",
    "key": "12",
    ":int": "1",
    ":slug": "kinder",
    ":tile": "0/0/0",
    ":str": "x",
    ":None": "x",
}
# Within reach of the login of pages, though they tell of what was delivered (first rows, plain hashes): what stands
# before them is the door of the desks alone.
HOLD_RAW: Final = frozenset({"indicators_deliverytable", "indicators_importbatch", "indicators_signature"})
DELIVERED: Final = (
    f"schluessel;einwohner;kinder\n11;81.111;20.003\n12;50.002;{SMALL}\n21;80.005;9.009\n22;70.007;9.010\n"
)
Texts = Iterator[tuple[str, str]]


@dataclass(frozen=True)
class Built:
    """The city, every line that was logged while it was made and read, and what was mailed."""

    world: World
    lines: tuple[str, ...]
    mails: tuple[str, ...]


def _build() -> Built:
    sink = io.StringIO()
    handlers = []
    for formatter in (JsonFormatter(), TextFormatter()):
        handler = logging.StreamHandler(sink)
        handler.setFormatter(formatter)
        handler.addFilter(WithoutPath())
        logging.getLogger().addHandler(handler)
        handlers.append(handler)
    try:
        world = publish_figures(define_city(build_world()), periods=PERIODS[1:])
        # The year before waits for its second pair of eyes: delivered, checked, not released.
        submitted(world, csv_file(DELIVERED))
        crawl(client_of(world.clara), [addresses[0] for addresses in TELLING.values() if addresses], of_each=0)
    finally:
        for handler in handlers:
            logging.getLogger().removeHandler(handler)
    mails = tuple(f"{each.subject} {each.body}" for each in mail.outbox)
    return Built(world, tuple(sink.getvalue().splitlines()), mails)


kept_city = kept(_build)


@pytest.fixture
def city(kept_city: Built, db: None) -> Built:
    return copy.deepcopy(kept_city)


def _cached(_: Built) -> Texts:
    inner: Any = cache
    client = inner._cache.get_client()
    for key in client.scan_iter():
        value = client.get(key) if client.type(key) == b"string" else b""
        yield key.decode(errors="replace"), f"{key!r} {value.decode(errors='replace')}"


def _rows(table: str) -> Iterator[str]:
    name = connection.ops.quote_name(table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT row_to_json(t)::text FROM {name} AS t")  # noqa: S608 - a name of the catalogue
        yield from (row[0] for row in cursor.fetchall())


def _tables(_: Built) -> Texts:
    """Tell every row that the login of pages may read, as text; slices as the numbers that they hold."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind IN ('r', 'v', 'm') AND relnamespace = 'public'::regnamespace "
            "AND has_table_privilege('sozialplanung_web', oid, 'SELECT')"
        )
        names = sorted(row[0] for row in cursor.fetchall())
    assert len(names) > 60
    assert set(names) >= HOLD_RAW
    for name in names:
        if name not in HOLD_RAW and not name.startswith(("spatial_ref_sys", "geometry_", "geography_")):
            yield from ((name, text) for text in _rows(name))


def _slices(_: Built) -> Texts:
    with connection.cursor() as cursor:
        cursor.execute("SELECT payload FROM indicators_release")
        for (payload,) in cursor.fetchall():
            yield from texts(Answer(200, (("X-Request-ID", "of no request"),), bytes(payload)))


def _notices(city: Built) -> Texts:
    assert city.mails
    yield from (("mail", text) for text in city.mails)
    yield from (("notice", text) for text in _rows(Notification._meta.db_table))


def _stored(_: Built) -> Texts:
    for path in Path(settings.MEDIA_ROOT).rglob("*"):
        if path.is_file():
            yield path.name, path.read_bytes().decode(errors="replace")


def _pages_of(name: str, every: int = 1) -> Callable[[Built], Texts]:
    """Read as somebody who may read no raw figures whatever a route answers them, or every so many of them."""

    def pages(city: Built) -> Texts:
        client, delivery = client_of(getattr(city.world, name)), Delivery.objects.latest("pk")
        uuids = {":uuid": str(delivery.uuid)}
        addresses = [route.with_arguments({**_ARGUMENTS, **uuids}) for route in routes() if route.name not in TELLING]
        posted = as_answer(client.post(f"{CITY}protokoll/protokoll.csv"))
        yield from ((f"{place} of the log", text) for place, text in texts(posted))
        for address in addresses[:: 1 if IS_DEEP else every]:
            if not address.startswith(("/abmelden", "/anmelden", "/konto")):
                yield from ((f"{place} of {address}", text) for place, text in texts(ask(client, address)))

    return pages


def _lines(city: Built) -> Texts:
    yield from (("line", line) for line in city.lines)


PLACES: Final[dict[str, Callable[[Built], Texts]]] = {
    "cache": _cached,
    "tables": _tables,
    "slices": _slices,
    "notices": _notices,
    "files": _stored,
    "lines": _lines,
    "administrator": _pages_of("gero"),
    "planner": _pages_of("bert", every=4),
    "council": _pages_of("clara", every=4),
}


def _secrets() -> Iterable[str]:
    """Return every plain hash over figures that nobody released."""
    for batch in ImportBatch.objects.all():
        yield from (batch.content_hash, batch.values_hash)
    for file in ImportFile.objects.all():
        yield from (file.sha256, hashlib.sha256(bytes(file.content)).hexdigest())
    yield from Vintage.objects.values_list("input_hash", flat=True)
    yield from (hashlib.sha256(bytes(each)).hexdigest() for each in Vintage.objects.values_list("payload", flat=True))
    yield from DisclosurePattern.objects.values_list("content_hash", flat=True)


def _found(city: Built, name: str) -> Iterator[str]:
    secrets = {each for each in _secrets() if each}
    assert len(secrets) > 5
    for place, text in PLACES[name](city):
        if _COUNT.search(_BY_CHANCE.sub("", text)) or any(each in text for each in secrets):
            yield place


@pytest.mark.parametrize("name", PLACES)
def test_no_hidden_count_and_no_hash_over_one_lies_in_a_hidden_place(city: Built, name: str) -> None:
    assert list(_found(city, name)) == []


def _log_line(city: Built) -> None:
    object.__setattr__(city, "lines", (*city.lines, f"a count of {SMALL} is small"))


def _notice(city: Built) -> None:
    object.__setattr__(city, "mails", (*city.mails, f"Kinder: {PARTNER:,}"))


def _audited(city: Built) -> None:
    batch = ImportBatch.objects.latest("pk")
    told = {"content_hash": batch.content_hash}
    record(action="x.y", by=None, organisation=city.world.city, subject=Subject("x"), details=told)


def _in_a_job(_: Built) -> None:
    Job.objects.update(error_message=f"Row 3: {SMALL}.")


def _in_a_file(_: Built) -> None:
    folder = Path(settings.MEDIA_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "hidden-place").write_text("12;6.917")


def _in_a_slice(_: Built) -> None:
    # A slice is never changed: one that tells the hidden count comes beside those that there are.
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE indicators_release DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE indicators_release SET payload = substring(payload FROM 1 FOR length(payload) - 8) || %s",
            [SMALL.to_bytes(4, "little") * 2],
        )


PLANTED: Final[dict[str, Callable[[Built], object]]] = {
    "cache": lambda _: cache.set("classes", [SMALL, 2]),
    "tables": _in_a_job,
    "slices": _in_a_slice,
    "notices": _notice,
    "files": _in_a_file,
    "lines": _log_line,
    "administrator": _audited,
}


def test_clock_and_ids_are_no_counts_and_hide_none() -> None:
    line = '{"at": "2026-11-28T13:24:20.003+00:00", "request_id": "0b5e1a44-6917-4c00-9f00-1234567890ab", "n": "'

    assert _COUNT.search(line)
    assert not _COUNT.search(_BY_CHANCE.sub("", line))
    assert _COUNT.search(_BY_CHANCE.sub("", f'{line}20.003"}}'))


@pytest.mark.parametrize("name", PLANTED)
def test_what_lay_there_would_be_found(city: Built, name: str) -> None:
    try:
        PLANTED[name](city)

        assert next(_found(city, name), "")
    finally:
        cache.delete("classes")
        (Path(settings.MEDIA_ROOT) / "hidden-place").unlink(missing_ok=True)


def test_log_still_tells_that_the_same_content_was_delivered_and_signed(city: Built) -> None:
    batch = ImportBatch.objects.latest("pk")

    told = [text for text in _rows("audit_event") if mark_of(batch.content_hash) in text]

    assert len(told) >= 2
    assert mark_of(batch.content_hash) not in {batch.content_hash, mark_of(batch.values_hash)}
