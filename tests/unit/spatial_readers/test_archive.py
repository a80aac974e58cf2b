# SPDX-License-Identifier: EUPL-1.2
"""A zip file is opened in memory, within bounds, and each defect has its own code."""

from __future__ import annotations

import io
import resource
import stat
import struct
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spatial.geometry.problems import Problem
from spatial.readers import BoundaryFileError, Limits
from spatial.readers.archive import shapefile_members
from tests.fixtures_spatial.files import zipped

LIMITS = Limits()
LAYER = {"areas.shp": b"shp", "areas.shx": b"shx", "areas.dbf": b"dbf", "areas.prj": b"prj"}


def refused(content: bytes, limits: Limits = LIMITS) -> Problem:
    with pytest.raises(BoundaryFileError) as error:
        shapefile_members(content, limits)
    return error.value.problems[0]


def code_of(content: bytes, limits: Limits = LIMITS) -> str:
    return refused(content, limits).code.removeprefix("spatial.")


def with_entry(name: str, content: bytes = b"x", **attributes: int) -> bytes:
    buffer = io.BytesIO(zipped(LAYER))
    with zipfile.ZipFile(buffer, "a") as archive:
        entry = zipfile.ZipInfo(name)
        for attribute, value in attributes.items():
            setattr(entry, attribute, value)
        archive.writestr(entry, content)
    return buffer.getvalue()


def test_the_parts_of_one_layer_are_returned_by_suffix() -> None:
    parts = shapefile_members(
        zipped({**LAYER, "areas.cpg": b"UTF-8", "areas.shp.xml": b"<x/>", "read me.txt": b""}), LIMITS
    )

    assert parts == {".shp": b"shp", ".shx": b"shx", ".dbf": b"dbf", ".prj": b"prj", ".cpg": b"UTF-8"}


@pytest.mark.check("C061")
def test_upper_case_folders_and_shadow_files_are_no_obstacle() -> None:
    members = {f"Daten/{name.upper()}": content for name, content in LAYER.items()}
    shadows = {f"__MACOSX/Daten/._{name}": b"\x00\x05" for name in LAYER}

    parts = shapefile_members(zipped({"Daten/": b"", **members, **shadows, ".areas.shp": b"x"}), LIMITS)

    assert parts[".prj"] == b"prj"


@pytest.mark.check("C061")
def test_parts_whose_names_differ_in_case_belong_together() -> None:
    parts = shapefile_members(zipped({**LAYER, "AREAS.CPG": b"1252"}), LIMITS)

    assert parts[".cpg"] == b"1252"


@pytest.mark.check("C061")
@pytest.mark.check("C070")
@pytest.mark.parametrize(
    "name",
    [
        "../../etc/cron.d/x",
        "a/../../x.shp",
        "/etc/passwd",
        "\\\\server\\share",
        "C:\\x",
        "C:/x",
        "a\\b.shp",
        "a\r\nSet-Cookie: x",
        "a\u202egpj.shp",
        "x" * 300,
    ],
)
def test_names_that_lead_elsewhere_or_hide_something_are_refused(name: str) -> None:
    problem = refused(with_entry(name))

    assert problem.code == "spatial.archive_name"
    assert str(problem.place.file).isprintable()


@pytest.mark.check("C070")
def test_a_name_cut_off_by_nul_is_refused() -> None:
    content = with_entry("a.csv@.exe").replace(b"a.csv@.exe", b"a.csv\x00.exe")

    assert code_of(content) == "archive_name"


@pytest.mark.check("C061")
@pytest.mark.parametrize("mode", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFSOCK])
def test_links_and_devices_are_refused(mode: int) -> None:
    assert code_of(with_entry("areas.cpg", b"/etc/passwd", external_attr=(mode | 0o777) << 16)) == "archive_link"


@pytest.mark.check("C061")
@pytest.mark.parametrize("name", ["inner.zip", "INNER.ZIP", "a/inner.7z", "x.tar.gz", "x.kmz"])
def test_nested_archives_are_refused(name: str) -> None:
    assert code_of(with_entry(name)) == "archive_nested"


@pytest.mark.check("C061")
def test_two_layers_are_refused_with_their_names() -> None:
    problem = refused(with_entry("others.shp"))

    assert problem.code == "spatial.shapefile_several"
    assert problem.parameters["layers"] == "areas.shp, others.shp"


@pytest.mark.check("C061")
@pytest.mark.parametrize("suffix", ["dbf", "shx"])
def test_each_missing_part_has_its_own_code(suffix: str) -> None:
    members = {name: content for name, content in LAYER.items() if not name.endswith(suffix)}

    problem = refused(zipped(members))

    assert problem.code == f"spatial.shapefile_{suffix}_missing"
    assert problem.place.layer == "areas"


@pytest.mark.check("C061")
def test_a_part_of_another_layer_does_not_stand_in() -> None:
    members = {**{name: content for name, content in LAYER.items() if name != "areas.dbf"}, "other.dbf": b"dbf"}

    assert code_of(zipped(members)) == "shapefile_dbf_missing"


@pytest.mark.check("C061")
def test_system_of_another_layer_is_not_taken() -> None:
    members = {**{name: content for name, content in LAYER.items() if name != "areas.prj"}, "other.prj": b"prj"}

    assert ".prj" not in shapefile_members(zipped(members), LIMITS)


@pytest.mark.check("C061")
@pytest.mark.parametrize("members", [{"a.txt": b""}, {"[Content_Types].xml": b""}, {"areas.gpkg": b""}])
def test_zip_files_without_a_shapefile_are_refused(members: dict[str, bytes]) -> None:
    assert code_of(zipped(members)) == "shapefile_none"


@pytest.mark.check("C061")
def test_the_same_name_twice_is_refused_in_any_case() -> None:
    assert code_of(with_entry("AREAS.shp")) == "archive_name_twice"


@pytest.mark.check("C061")
def test_an_encrypted_part_is_refused() -> None:
    content = bytearray(zipped(LAYER))
    content[content.index(b"PK\x01\x02") + 8] |= 1

    assert code_of(bytes(content)) == "archive_encrypted"


@pytest.mark.check("C061")
def test_a_rare_compression_is_refused() -> None:
    assert code_of(zipped(LAYER, zipfile.ZIP_BZIP2)) == "archive_compression"


@pytest.mark.check("C054")
def test_twenty_six_megabytes_of_nothing_are_refused_without_being_unpacked() -> None:
    content = zipped({**LAYER, "areas.dbf": b"\x00" * 26 * 1024 * 1024})
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    problem = refused(content)

    assert len(content) < 62_000
    assert problem.code == "spatial.archive_ratio"
    assert int(problem.parameters["ratio"]) >= 400
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 10 * 1024


@pytest.mark.check("C054")
def test_many_parts_that_are_each_just_harmless_are_refused_together() -> None:
    parts = {f"{place}.txt": b"\x00" * 1_000_000 for place in range(60)}

    assert code_of(zipped({**LAYER, **parts})) == "archive_ratio"


@pytest.mark.check("C054")
def test_an_ordinary_table_full_of_blanks_is_no_bomb() -> None:
    rows = b"".join(f"{place:08}".encode() + b" " * 200 for place in range(20_000))

    assert shapefile_members(zipped({**LAYER, "areas.dbf": rows}), LIMITS)[".dbf"] == rows


@pytest.mark.check("C054")
def test_more_bytes_than_allowed_are_refused_before_unpacking() -> None:
    assert code_of(zipped(LAYER), replace(LIMITS, max_unpacked_bytes=10)) == "archive_size"


@pytest.mark.check("C054")
@pytest.mark.parametrize("count", [101, 1001, 5000])
def test_more_than_a_hundred_entries_are_refused(count: int) -> None:
    problem = refused(zipped({f"{place}": b"" for place in range(count)}))

    assert (problem.code, problem.parameters["count"]) == ("spatial.archive_entries", count)


@pytest.mark.check("C054")
@pytest.mark.parametrize("false_size", [1, 10, 5000])
def test_a_part_with_a_false_size_is_refused(false_size: int) -> None:
    content = bytearray(zipped({**LAYER, "areas.dbf": b"row " * 1000}))
    place = content.index(b"areas.dbf", content.index(b"PK\x01\x02")) - 46
    struct.pack_into("<I", content, place + 24, false_size)

    assert code_of(bytes(content)) in {"archive_broken", "archive_size_false"}


@pytest.mark.parametrize("cut", [5, 30, 100, 300])
def test_a_zip_file_that_is_cut_off_is_refused(cut: int) -> None:
    assert code_of(zipped(LAYER)[:cut]) == "archive_broken"


def test_a_part_whose_bytes_were_changed_is_refused() -> None:
    content = bytearray(zipped(LAYER, zipfile.ZIP_STORED))
    content[content.index(b"areas.shp") + len("areas.shp")] ^= 0xFF

    assert code_of(bytes(content)) == "archive_broken"


@given(st.data())
def test_whatever_byte_is_changed_the_answer_is_typed(data: st.DataObject) -> None:
    content = bytearray(zipped(LAYER))
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))

    try:
        parts = shapefile_members(bytes(content), LIMITS)
    except BoundaryFileError as error:
        code = error.code
    else:
        code = "read" if set(parts) >= {".shp", ".shx", ".dbf"} else ""

    assert code.startswith(("spatial.", "read"))


@pytest.mark.check("C061")
def test_nothing_is_written_to_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    shapefile_members(zipped(LAYER), LIMITS)

    assert list(tmp_path.iterdir()) == []
