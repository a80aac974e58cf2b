# SPDX-License-Identifier: EUPL-1.2
"""What an edition costs: server time warm and cold, what crosses the line, and five hundred readers at once."""

import gzip
import http.client
import re
import statistics
import threading
import time
from typing import Final
from urllib.parse import urlsplit

import pytest

from tests.bench.measuring import Connection, cpu_ms, median_ms, report
from tests.bench.test_memory import family

pytestmark = pytest.mark.bench
LIST = "/berlin/berichte/"
PICTURE: Final = r'class="edition__picture" src="([^"]+)"'
READERS, SECONDS = 500, 30.0
_COLD_ROUNDS = 12
# What the development stack calls the cookie of a session.
SESSION = "session=nobody"


def address_of(web: Connection) -> str:
    """Return the address of the edition of the sample data."""
    page = web.get(LIST)
    text = gzip.decompress(page.body).decode() if page.headers.get("content-encoding") == "gzip" else page.body.decode()
    found = re.search(r'href="(/b/[^"]+)"', text)
    assert found is not None
    return found[1]


def body_of(web: Connection, path: str) -> tuple[str, int]:
    """Return a page as text, and how many bytes crossed the line."""
    answer = web.get(path)
    assert answer.status == 200
    is_packed = answer.headers.get("content-encoding") == "gzip"
    return (gzip.decompress(answer.body) if is_packed else answer.body).decode(), len(answer.body)


def test_edition_warm_and_cold(web: Connection, stack: tuple[str, int]) -> None:
    path = address_of(web)
    empty = median_ms(lambda: web.get("/healthz"))

    warm = median_ms(lambda: web.get(path))
    tag = web.get(path).headers["etag"]
    unchanged = median_ms(lambda: web.get(path, If_None_Match=tag))
    # Whoever has a session is shown a page that nobody keeps: all of it is made anew.
    cold = median_ms(lambda: web.get(path, Cookie=SESSION), rounds=_COLD_ROUNDS)
    processor = cpu_ms(family(stack[1]), [lambda: web.get(path)] * 50)

    baseline = f"leerer Aufruf {empty:.2f} ms"
    report("Ausgabe, warm", f"{warm:.2f} ms", baseline=f"{baseline}, Verhältnis {warm / empty:.1f}", target="<= 15 ms")
    report("davon Rechenzeit der Webprozesse", f"{processor:.2f} ms", baseline=baseline)
    report("dieselbe unverändert (304)", f"{unchanged:.2f} ms", baseline=baseline)
    report("Ausgabe, kalt", f"{cold:.1f} ms", baseline=f"{baseline}, Verhältnis {cold / empty:.0f}", target="<= 150 ms")


def test_what_crosses_the_line(web: Connection) -> None:
    path = address_of(web)
    text, page = body_of(web, path)
    pictures = re.findall(PICTURE, text)
    others = set(re.findall(r'<(?:link[^>]+rel="(?:stylesheet|preload)"[^>]+href|script[^>]+src)="([^"]+)"', text))

    sizes = {each: len(web.get(each if each.startswith("/") else path + each).body) for each in (*pictures, *others)}

    drawn = sum(sizes[each] for each in pictures)
    total = page + sum(sizes.values())
    report(
        "Ausgabe: alles zusammen, gzip",
        f"{total / 1000:.0f} kB",
        baseline=f"Seite {page / 1000:.0f} kB, Bilder {drawn / 1000:.0f} kB",
        target="<= 400 kB",
    )


@pytest.mark.check("C115")
def test_five_hundred_readers(web: Connection, stack: tuple[str, int]) -> None:
    """Five hundred readers come within thirty seconds, each over connections of their own: a page and two pictures."""
    path = address_of(web)
    text, _size = body_of(web, path)
    pictures = [path + each for each in re.findall(PICTURE, text)][:2]
    taken, errors = list[float](), list[str]()

    def read(place: int) -> None:
        time.sleep(place * SECONDS / READERS)
        parts = urlsplit(stack[0])
        for each in (path, *pictures):
            connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)
            begin = time.perf_counter()
            try:
                connection.request("GET", each, headers={"Accept-Encoding": "gzip"})
                answer = connection.getresponse()
                answer.read()
                if answer.status != 200:
                    errors.append(f"{answer.status} {each}")
            except OSError as error:
                errors.append(str(error))
            taken.append((time.perf_counter() - begin) * 1000)
            connection.close()

    threads = [threading.Thread(target=read, args=(place,)) for place in range(READERS)]
    begin = time.process_time()
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    own = time.process_time() - begin

    slow = statistics.quantiles(taken, n=20)[-1]
    told = f"{len(taken)} Abrufe, Median {statistics.median(taken):.0f} ms, Rechenzeit des Klienten {own:.1f} s"
    report("500 Lesende in 30 s, p95", f"{slow:.0f} ms", baseline=told, target="<= 500 ms")
    report("davon Fehler", str(len(errors)), target="0")
    assert errors == []
