# SPDX-License-Identifier: EUPL-1.2
"""The byte codec of release slices: round trip, refusals, sizes."""

import gzip
import json
import struct
from dataclasses import replace
from typing import TypedDict, Unpack

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.rendering.slices import (
    ChangeNote,
    CityValue,
    NumberBand,
    SliceContent,
    SliceError,
    SliceKey,
    SliceSummary,
    decode,
    encode,
    read_header,
    read_unit,
    slice_hash,
    to_json,
)
from sozialplanung.common.statuses import ALL_FLAGS, WITH_VALUE, Flag, Status

KEY = SliceKey("berlin", "kinderarmut", "2018-12-31", "planungsraum", "lor-2006-planungsraum", "public")
ORDER = "0f" * 32


def band(*values: float | None, decimals: int = 1) -> NumberBand:
    return NumberBand(np.array([np.nan if value is None else value for value in values]), decimals)


class Changes(TypedDict, total=False):
    """What a case changes in the small slice."""

    status: npt.NDArray[np.uint8]
    flags: npt.NDArray[np.uint8]
    numbers: dict[str, NumberBand]
    codes: dict[str, npt.NDArray[np.int64]]
    city: CityValue
    summary: SliceSummary
    change: ChangeNote
    class_labels: tuple[str, ...]


def small(**changes: Unpack[Changes]) -> SliceContent:
    """Three areas: a value, a suppressed one, a true zero."""
    content = SliceContent(
        key=KEY,
        unit_order_hash=ORDER,
        status=np.array([Status.OK, Status.SUPPRESSED, Status.TRUE_ZERO], dtype=np.uint8),
        flags=np.array([Flag.PROVISIONAL | Flag.LIMITED, 0, 0], dtype=np.uint8),
        numbers={"value": band(32.7, None, 0.0), "change": band(-5.2, None, None)},
        codes={
            "rank": np.array([1, 0, 2]),
            "class": np.array([2, 0, 1]),
            "comparison": np.array([3, 0, 1]),
        },
        city=CityValue(27.8, "delivered"),
        summary=SliceSummary(2, 0.0, 8.2, 16.4, 24.5, 32.7),
        change=ChangeNote("2016-12-31", "published"),
        class_labels=("class_low", "class_high"),
    )
    return replace(content, **changes)


def assert_same(left: SliceContent, right: SliceContent) -> None:
    for name in ("key", "unit_order_hash", "city", "summary", "change", "class_labels"):
        assert getattr(left, name) == getattr(right, name), name
    assert {*left.numbers} == {*right.numbers}
    assert {*left.codes} == {*right.codes}
    for name, numbers in left.numbers.items():
        assert numbers.decimals == right.numbers[name].decimals
        np.testing.assert_array_equal(numbers.values, right.numbers[name].values)
    for name, codes in left.codes.items():
        np.testing.assert_array_equal(codes, right.codes[name])
    np.testing.assert_array_equal(left.status, right.status)
    np.testing.assert_array_equal(left.flags, right.flags)


@st.composite
def contents(draw: st.DrawFn) -> SliceContent:
    size = draw(st.integers(0, 12))
    decimals = draw(st.integers(0, 4))
    status = np.array(draw(st.lists(st.sampled_from(list(Status)), min_size=size, max_size=size)), dtype=np.uint8)
    valued = np.isin(status, [int(code) for code in WITH_VALUE])

    def numbers(scale: int, *, complete: bool = False) -> NumberBand:
        whole = draw(st.lists(st.integers(-(2**31) + 1, 2**31 - 1), min_size=size, max_size=size))
        kept = draw(st.lists(st.booleans(), min_size=size, max_size=size))
        values = np.array(whole, dtype=float) / 10**scale
        if complete:
            values[np.isin(status, (Status.TRUE_ZERO, Status.ROUNDED_ZERO))] = 0.0
        hidden = ~valued if complete else ~valued | ~np.array(kept, dtype=bool)
        return NumberBand(np.where(hidden, np.nan, values), scale)

    def codes(limit: int) -> npt.NDArray[np.int64]:
        drawn = np.array(draw(st.lists(st.integers(0, limit), min_size=size, max_size=size)), dtype=np.int64)
        return np.where(valued, drawn, 0)

    bands = {"value": numbers(decimals, complete=True)}
    if draw(st.booleans()):
        bands |= {"lower": bands["value"], "upper": bands["value"]}
    for name, scale in (("numerator", 0), ("denominator", 1), ("change", decimals)):
        if draw(st.booleans()):
            bands[name] = numbers(scale)
    flags = draw(st.lists(st.integers(0, int(ALL_FLAGS)), min_size=size, max_size=size))
    return SliceContent(
        key=SliceKey(*(draw(st.text(st.characters(codec="utf-8"), max_size=8)) for _ in range(6))),
        unit_order_hash=ORDER,
        status=status,
        flags=np.array(flags, dtype=np.uint8),
        numbers=bands,
        codes={name: codes(top) for name, top in (("rank", 65_535), ("class", 255), ("comparison", 3))},
        city=draw(st.sampled_from([CityValue(), CityValue(12.0, "computed")])),
        change=ChangeNote("2016", "computed") if "change" in bands else ChangeNote(),
    )


@given(contents())
def test_decode_gives_back_what_was_encoded(content: SliceContent) -> None:
    payload = encode(content)

    decoded = decode(payload)

    assert_same(decoded, content)
    assert encode(decoded) == payload


@given(contents())
def test_each_area_can_be_read_alone(content: SliceContent) -> None:
    payload = encode(content)
    header = read_header(payload)

    readings = [read_unit(payload, header, position) for position in range(content.size)]

    assert [reading.status for reading in readings] == list(content.status)
    assert [int(reading.flags) for reading in readings] == list(content.flags)
    for name, numbers in content.numbers.items():
        expected = [None if np.isnan(value) else value for value in numbers.values]
        assert [reading.numbers[name] for reading in readings] == expected
    for name, codes in content.codes.items():
        assert [reading.codes[name] for reading in readings] == codes.tolist()


@given(contents())
def test_json_form_says_the_same_as_the_bytes(content: SliceContent) -> None:
    fields = json.loads(json.dumps(to_json(content), allow_nan=False))

    assert fields["bands"]["status"] == [Status(code).code for code in content.status]
    assert [value is None for value in fields["bands"]["value"]] == [
        Status(code) not in WITH_VALUE for code in content.status
    ]
    assert fields["n"] == content.size
    assert sum(fields["statuses"].values()) == content.size


def test_area_reading_shows_value_and_names() -> None:
    payload = encode(small())

    reading = read_unit(payload, read_header(payload), 0)

    assert reading.value == 32.7
    assert reading.numbers == {"value": 32.7, "change": -5.2}
    assert reading.codes == {"rank": 1, "class": 2, "comparison": 3}
    assert reading.flags.codes == ("limited", "provisional")


def test_json_form_of_three_areas() -> None:
    fields = to_json(small())

    assert fields["bands"]["value"] == [32.7, None, 0.0]
    assert fields["bands"]["change"] == [-5.2, None, None]
    assert fields["bands"]["flags"] == [["limited", "provisional"], [], []]
    assert fields["bands"]["rank"] == [1, 0, 2]
    assert fields["change"] == {"from": "2016-12-31", "kind": "published"}
    assert fields["city"] == {"value": 27.8, "kind": "delivered"}
    assert fields["statuses"] == {"ok": 1, "suppressed": 1, "true_zero": 1}


def test_layout_is_the_one_of_the_decision_record() -> None:
    payload = encode(small())
    (length,) = struct.unpack_from("<I", payload, 4)
    header = json.loads(payload[8 : 8 + length])

    body = read_header(payload).body_start

    assert payload[:4] == b"SPS1"
    assert body % 8 == 0
    assert [entry["name"] for entry in header["bands"]] == [
        "value",
        "change",
        "rank",
        "class",
        "comparison",
        "status",
        "flags",
    ]
    assert all(entry["offset"] % 8 == 0 for entry in header["bands"])
    assert struct.unpack_from("<3i", payload, body) == (327, -(2**31), 0)
    assert header["change"] == {"from": "2016-12-31", "kind": "published"}
    assert len(payload) % 8 == 0


def test_header_can_be_read_from_the_first_bytes() -> None:
    payload = encode(small())
    header = read_header(payload)

    assert read_header(payload[: header.body_start]) == header


def test_same_content_has_the_same_hash_and_another_value_another_one() -> None:
    first, again = slice_hash(encode(small())), slice_hash(encode(small()))
    other = slice_hash(encode(small(numbers={"value": band(32.8, None, 0.0), "change": band(-5.2, None, None)})))

    assert first == again != other
    assert len(first) == 64


REFUSED: dict[str, tuple[str, Changes]] = {
    "no value band": ("value_missing", {"numbers": {}}),
    "unknown number band": (
        "band_unknown",
        {"numbers": {"value": band(1.0, None, 0.0), "mean": band(1, None, 0)}},
    ),
    "unknown code band": ("band_unknown", {"codes": {"decile": np.array([1, 0, 1])}}),
    "too short": ("length", {"flags": np.zeros(2, dtype=np.uint8)}),
    "unknown status": ("status_unknown", {"status": np.array([0, 6, 99], dtype=np.uint8)}),
    "unknown flag": ("flag_unknown", {"flags": np.array([128, 0, 0], dtype=np.uint8)}),
    "rank out of range": ("range", {"codes": {"rank": np.array([70_000, 0, 1])}}),
    "negative class": ("range", {"codes": {"class": np.array([-1, 0, 1])}}),
    "NaN under a valued status": (
        "value_absent",
        {"numbers": {"value": band(None, None, 0.0), "change": band(None, None, None)}},
    ),
    "value under suppressed": (
        "value_hidden",
        {"numbers": {"value": band(1.0, 2.0, 0.0), "change": band(None, None, None)}},
    ),
    "change under suppressed": (
        "value_hidden",
        {"numbers": {"value": band(1.0, None, 0.0), "change": band(None, 1.0, None)}},
    ),
    "rank under suppressed": ("value_hidden", {"codes": {"rank": np.array([1, 2, 3])}}),
    "true zero of 0.1": (
        "zero_expected",
        {"numbers": {"value": band(1.0, None, 0.1), "change": band(None, None, None)}},
    ),
    "unrounded": (
        "unrounded",
        {"numbers": {"value": band(32.74, None, 0.0), "change": band(None, None, None)}},
    ),
    "infinite": (
        "infinite",
        {"numbers": {"value": band(np.inf, None, 0.0), "change": band(None, None, None)}},
    ),
    "too large": (
        "range",
        {"numbers": {"value": band(3e8, None, 0.0), "change": band(None, None, None)}},
    ),
    "too many decimals": (
        "decimals",
        {"numbers": {"value": band(1.0, None, 0.0), "change": band(1.0, None, None, decimals=10)}},
    ),
    "city without kind": ("city", {"city": CityValue(1.0, "none")}),
    "city without value": ("city", {"city": CityValue(None, "computed")}),
    "city unrounded": ("unrounded", {"city": CityValue(27.84, "computed")}),
    "summary with a hole": ("summary", {"summary": SliceSummary(2, 0.0, None, 1.0, 1.0, 1.0)}),
    "summary of nothing": ("summary", {"summary": SliceSummary(0, 0.0, 0.0, 0.0, 0.0, 0.0)}),
    "summary unrounded": ("unrounded", {"summary": SliceSummary(2, 0.0, 8.175, 16.4, 24.5, 32.7)}),
    "change without period": ("change", {"change": ChangeNote(None, "published")}),
    "change band without note": ("change", {"change": ChangeNote()}),
    "class without label": ("class_label", {"class_labels": ("class_low",)}),
}


@pytest.mark.parametrize("case", REFUSED)
def test_contradictions_are_refused(case: str) -> None:
    code, changes = REFUSED[case]

    with pytest.raises(SliceError) as caught:
        encode(small(**changes))

    assert caught.value.code == code
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize(
    ("lower", "upper"),
    [
        pytest.param(band(30.0, None, 0.0), None, id="lower only"),
        pytest.param(band(30.0, None, None), band(35.0, None, 1.0), id="one limit missing"),
        pytest.param(band(33.0, None, 0.0), band(35.0, None, 1.0), id="value below"),
        pytest.param(band(30.0, None, 0.0), band(32.0, None, 1.0), id="value above"),
    ],
)
def test_value_outside_its_interval_is_refused(lower: NumberBand, upper: NumberBand | None) -> None:
    limits = {"lower": lower} if upper is None else {"lower": lower, "upper": upper}

    with pytest.raises(SliceError) as caught:
        encode(small(numbers={"value": band(32.7, None, 0.0), **limits}, change=ChangeNote()))

    assert caught.value.code == "interval"


def test_interval_around_the_value_is_kept() -> None:
    numbers = {
        "value": band(32.7, None, 0.0),
        "lower": band(30.1, None, 0.0),
        "upper": band(35.4, None, 0.3),
    }

    decoded = decode(encode(small(numbers=numbers, change=ChangeNote())))

    np.testing.assert_array_equal(decoded.numbers["upper"].values, [35.4, np.nan, 0.3])


def good() -> bytes:
    return encode(small())


@pytest.mark.parametrize(
    "payload",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"SPS2" + good()[4:], id="other magic"),
        pytest.param(good()[:40], id="cut header"),
        pytest.param(good()[:-8], id="cut body"),
        pytest.param(good().replace(b'"version":1', b'"version":2'), id="other version"),
        pytest.param(good().replace(b'"version":1', b'"virsion":1'), id="no version"),
        pytest.param(b"SPS1" + struct.pack("<I", 2) + b"[]", id="no object"),
        pytest.param(b"SPS1" + struct.pack("<I", 2) + b"\xff\xfe", id="no UTF-8"),
    ],
)
def test_foreign_or_cut_bytes_are_refused(payload: bytes) -> None:
    with pytest.raises(SliceError) as caught:
        decode(payload)

    assert caught.value.code == "format"


@pytest.mark.parametrize("position", [-1, 3])
def test_position_outside_the_unit_order_is_refused(position: int) -> None:
    payload = good()

    with pytest.raises(IndexError):
        read_unit(payload, read_header(payload), position)


def realistic(n: int, rng: np.random.Generator) -> SliceContent:
    """Child poverty of `n` areas with all bands, one in forty suppressed."""
    denominator = np.floor(rng.lognormal(6.8, 0.5, n))
    numerator = rng.binomial(denominator.astype(int), rng.beta(2, 5, n)).astype(float)
    value = np.floor(1000 * numerator / denominator + 0.5) / 10
    half = np.floor(1960 * np.sqrt(value / 100 * (1 - value / 100) / denominator) + 0.5) / 10 + 0.1
    change = np.round(rng.normal(-1.5, 3.0, n), 1)
    status = np.where(rng.random(n) < 1 / 40, Status.SUPPRESSED, Status.OK).astype(np.uint8)
    hidden = status == Status.SUPPRESSED

    def masked(values: npt.NDArray[np.float64], decimals: int) -> NumberBand:
        return NumberBand(np.where(hidden, np.nan, np.round(values, decimals)), decimals)

    numbers = {
        "value": masked(value, 1),
        "lower": masked(value - half, 1),
        "upper": masked(value + half, 1),
        "numerator": masked(numerator, 0),
        "denominator": masked(denominator, 0),
        "change": masked(change, 1),
    }
    rank = np.argsort(np.argsort(-value)) + 1
    codes = {
        "rank": rank,
        "class": np.digitize(value, [10, 20, 35, 50]) + 1,
        "comparison": rng.integers(1, 4, n),
    }
    return SliceContent(
        key=KEY,
        unit_order_hash=ORDER,
        status=status,
        flags=rng.integers(0, 2, n).astype(np.uint8),
        numbers=numbers,
        codes={name: np.where(hidden, 0, code) for name, code in codes.items()},
        city=CityValue(27.8, "delivered"),
        summary=SliceSummary(n, 0.0, 8.2, 16.4, 24.5, 32.7),
        change=ChangeNote("2016-12-31", "published"),
        class_labels=("1", "2", "3", "4", "5"),
    )


def test_542_areas_with_all_bands_take_at_most_10_kilobytes() -> None:
    payload = encode(realistic(542, np.random.default_rng(1)))

    assert len(gzip.compress(payload, 6)) <= 10_000


def test_32844_areas_with_one_decimal_take_at_most_100_kilobytes() -> None:
    rng = np.random.default_rng(2)
    full = realistic(32_844, rng)
    content = replace(full, numbers={"value": full.numbers["value"]}, codes={}, change=ChangeNote())
    uniform = np.round(rng.uniform(0, 100, full.size), 1)
    hardest = replace(
        content,
        numbers={"value": NumberBand(uniform, 1)},
        status=np.zeros(full.size, dtype=np.uint8),
    )

    sizes = [len(gzip.compress(encode(each), 6)) for each in (content, hardest)]

    assert max(sizes) <= 100_000
