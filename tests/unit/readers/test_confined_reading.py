# SPDX-License-Identifier: EUPL-1.2
"""Foreign bytes are read in a child without network, memory or time to waste; whatever it does ends in a code."""

import errno
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

import pytest

from indicators.readers import child, reading
from indicators.readers.findings import DeliveryError
from indicators.readers.limits import DEFAULT_LIMITS
from indicators.readers.reading import read_tables, read_tables_confined
from indicators.readers.tables import Layout
from indicators.readers.wire import WireError, decode_answer, encode_refusal, encode_tables
from scripts.layout import ROOT
from sozialplanung.common.childprocess import NO_MEMORY, NOT_CONFINED, TOO_LARGE
from sozialplanung.common.confinement import NotConfinedError
from tests.unit.readers.workbooks import xlsx

MISBEHAVING = "tests.unit.readers.misbehaving_child"
LIMITS = replace(DEFAULT_LIMITS, memory=1_000_000_000, answer=1_000_000, cpu_seconds=2, wall_seconds=20)
CELLS: list[list[object]] = [["key", "zahl"], ["01", 0.1], [date(2018, 12, 31), True], [None, "ä"]]


@pytest.fixture(autouse=True)
def nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    started: list[subprocess.Popen[bytes]] = []
    start = reading._start

    def note(module: str, folder: Path) -> subprocess.Popen[bytes]:
        started.append(start(module, folder))
        return started[-1]

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(reading, "_start", note)
    yield
    assert list(tmp_path.glob("delivery-*")) == []
    for process in started:
        assert process.returncode is not None
        with pytest.raises(ProcessLookupError):
            os.killpg(process.pid, 0)


def test_the_child_reads_what_this_process_would() -> None:
    content = xlsx(CELLS)

    assert read_tables_confined(content) == read_tables(content)


def test_the_child_knows_the_layout_and_the_limits() -> None:
    text = "key;zahl\n01;ä\n".encode("cp1252")

    (table,) = read_tables_confined(text, layout=Layout(encoding="cp1252", separator=","))

    assert table.rows == (("key;zahl",), ("01;ä",))
    with pytest.raises(DeliveryError) as caught:
        read_tables_confined(text, limits=replace(DEFAULT_LIMITS, rows=1))
    assert (caught.value.code, caught.value.params) == ("readers.too_many_rows", {"limit": 1})
    with pytest.raises(DeliveryError) as caught:
        read_tables_confined(text, limits=replace(DEFAULT_LIMITS, size=3))
    assert caught.value.code == "readers.too_large"


@pytest.mark.check("C071")
@pytest.mark.parametrize(
    ("deed", "code"),
    [
        ("compute", "sandbox_cpu"),
        ("take_memory", "sandbox_memory"),
        ("write_much", "sandbox_output"),
        ("die", "sandbox_failed"),
        ("nothing", "sandbox_failed"),
        ("link", "sandbox_failed"),
        ("lie", "sandbox_failed"),
        ("endless", "sandbox_failed"),
        ("foreign_code", "sandbox_failed"),
        ("call_home", "empty"),
    ],
)
def test_each_way_to_misbehave_ends_in_its_own_error(deed: str, code: str) -> None:
    with pytest.raises(DeliveryError) as caught:
        read_tables_confined(deed.encode(), limits=LIMITS, module=MISBEHAVING)

    assert caught.value.code == f"readers.{code}"


@pytest.mark.check("C071")
def test_a_child_that_waits_for_ever_is_ended() -> None:
    with pytest.raises(DeliveryError) as caught:
        read_tables_confined(b"sleep", limits=replace(LIMITS, wall_seconds=1), module=MISBEHAVING)

    assert caught.value.code == "readers.sandbox_timeout"


@pytest.mark.check("C071")
@pytest.mark.parametrize(("raised", "code"), [(NotConfinedError(), NOT_CONFINED), (MemoryError(), NO_MEMORY)])
def test_the_child_ends_with_its_own_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, raised: Exception, code: int
) -> None:
    def confine(_: object) -> None:
        raise raised

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(child, "confine", confine)
    Path(child.REQUEST).write_text('{"limits": {"memory": 1, "cpu_seconds": 1, "answer": 1}}')

    assert child.main() == code
    ending = {NOT_CONFINED: "not_confined", NO_MEMORY: "memory"}[code]
    assert reading._failure(ending, code, LIMITS).code == f"readers.sandbox_{ending}"  # type: ignore[arg-type]


def test_the_child_writes_what_it_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    assert child.written(child.answer(b"a;b\n1;2\n", {"layout": {}, "limits": {}})) == 0
    assert decode_answer(Path(child.RESULT).read_bytes())[0].rows == (("a", "b"), ("1", "2"))


@pytest.mark.parametrize(("content", "is_refused"), [(b"a;b\n1;2\n", False), (b"", True)])
def test_the_program_answers_with_tables_or_a_refusal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes, is_refused: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(child, "confine", lambda _: ())
    limits = json.dumps({"layout": {}, "limits": asdict(DEFAULT_LIMITS)})
    Path(child.REQUEST).write_text(limits)
    Path(child.PAYLOAD).write_bytes(content)

    assert child.main() == 0
    assert (b"refusal" in Path(child.RESULT).read_bytes()) is is_refused


@pytest.mark.parametrize("number", [errno.EFBIG, errno.ENOSPC])
def test_an_answer_that_is_too_large_has_its_own_code(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    def fail(*_: object) -> None:
        raise OSError(number, "full")

    monkeypatch.setattr(Path, "write_bytes", fail)
    if number == errno.EFBIG:
        assert child.written(b"x") == TOO_LARGE
    else:
        with pytest.raises(OSError, match="full"):
            child.written(b"x")


def test_tables_and_refusals_survive_the_way_back() -> None:
    tables = read_tables(xlsx(CELLS))

    assert decode_answer(encode_tables(tables)) == tables
    with pytest.raises(DeliveryError) as refused:
        read_tables(b"")
    with pytest.raises(DeliveryError) as caught:
        decode_answer(encode_refusal(refused.value))
    assert (caught.value.code, str(caught.value)) == (refused.value.code, str(refused.value))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"numbers":[1,2,3,4]', b'"numbers":[1]'),
        (b'"numbers":[1,2,3,4]', b'"numbers":[1,2,3,"4"]'),
        (b'"format":"xlsx"', b'"format":"exe"'),
        (b'"sheet":"Sheet"', b'"sheet":1'),
        (b'"findings":[]', b'"findings":[["own","note",{}]]'),
        (b'"findings":[]', b'"findings":[["empty","note",{"a":[]}]]'),
        (b"0.1", b"Infinity"),
        (b'"2018-12-31"', b'"x"'),
        (b"true", b'{"a":1}'),
    ],
)
def test_what_the_child_would_not_write_is_not_believed(old: bytes, new: bytes) -> None:
    answer = encode_tables(read_tables(xlsx(CELLS)))
    assert old in answer

    with pytest.raises(WireError):
        decode_answer(answer.replace(old, new))


def test_text_file_is_read_without_loading_what_reads_workbooks() -> None:
    told = """
import sys
from indicators.readers.reading import read_tables
read_tables(b"schluessel;einwohner\\n11;1000\\n")
print(*(name for name in sys.modules if "calamine" in name or name == "indicators.readers.workbook"))
"""
    done = subprocess.run([sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.strip() == ""
