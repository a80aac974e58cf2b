# SPDX-License-Identifier: EUPL-1.2
"""What a release slice holds, and the rules that it must keep before it may become bytes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from sozialplanung.common.statuses import ALL_FLAGS, Status, have_value

Floats = npt.NDArray[np.float64]
Bytes = npt.NDArray[np.uint8]
CityKind = Literal["delivered", "computed", "none"]
ChangeKind = Literal["published", "computed", "none"]

NUMBER_BANDS: Final = ("value", "lower", "upper", "numerator", "denominator", "change")
CODE_BANDS: Final = MappingProxyType({"rank": 65_535, "class": 255, "comparison": 3})
SCALED_LIMIT: Final = 2**31 - 1
MAX_DECIMALS: Final = 9
# Two roundings of a double below 2**31 stay under 5e-7: more is an unpublished digit.
_ROUNDING_NOISE: Final = 1e-6
_KNOWN: Final = np.array([int(status) for status in Status], dtype=np.uint8)


class SliceError(ValueError):
    """A slice breaks a rule of the format; `code` is stable, the message says where."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class SliceKey:
    """Which slice it is: one indicator, period, boundary version and audience of one publisher."""

    organisation: str
    indicator: str
    period: str
    level: str
    boundary_version: str
    audience: str


@dataclass(frozen=True, slots=True)
class CityValue:
    """The value of the whole city; `computed` means with the indicator's own denominator."""

    value: float | None = None
    kind: CityKind = "none"


@dataclass(frozen=True, slots=True)
class SliceSummary:
    """Five numbers over the `n` areas with a value, rounded as published; None without any."""

    n: int = 0
    minimum: float | None = None
    q1: float | None = None
    median: float | None = None
    q3: float | None = None
    maximum: float | None = None


@dataclass(frozen=True, slots=True)
class ChangeNote:
    """Since which period the band `change` counts, and whether its publisher states it."""

    since: str | None = None
    kind: ChangeKind = "none"


@dataclass(frozen=True, slots=True)
class NumberBand:
    """Numbers of all areas in the frozen unit order, rounded to `decimals`; NaN: no value."""

    values: Floats
    decimals: int


@dataclass(frozen=True, slots=True, eq=False)
class SliceContent:
    """One release slice before it is encoded, or after it was decoded.

    `status` and `flags` hold one code per area; `numbers` maps names of `NUMBER_BANDS`, `codes`
    names of `CODE_BANDS` (zero: none) to arrays of the same length. A band that the indicator or
    the audience does not allow is absent.
    """

    key: SliceKey
    unit_order_hash: str
    status: Bytes
    flags: Bytes
    numbers: Mapping[str, NumberBand]
    codes: Mapping[str, npt.NDArray[np.int64]] = field(default_factory=lambda: MappingProxyType({}))
    city: CityValue = CityValue()
    summary: SliceSummary = SliceSummary()
    change: ChangeNote = ChangeNote()
    class_labels: tuple[str, ...] = ()
    rounding: int = 0
    """Of which number all counts are told as multiples; 0: they are told as they are."""

    @property
    def size(self) -> int:
        """The number of areas."""
        return int(self.status.size)

    @property
    def decimals(self) -> int:
        """The published decimals of the value."""
        return self.numbers["value"].decimals

    def status_counts(self) -> dict[str, int]:
        """Count the areas of each status that occurs, by name."""
        found, counts = np.unique(self.status, return_counts=True)
        return {Status(int(code)).code: int(count) for code, count in zip(found, counts, strict=True)}


def scaled(value: float, decimals: int) -> int:
    """Return `value` as a whole number of its last published decimal.

    Raises
    ------
    SliceError
        `unrounded` when the value has more digits than are published, `range` when it does not fit.
    """
    return int(scaled_array(np.array([value]), decimals, "number")[0])


def scaled_array(values: Floats, decimals: int, name: str) -> npt.NDArray[np.int64]:
    """Return the finite `values` as whole numbers of their last published decimal, shape (m,)."""
    if not 0 <= decimals <= MAX_DECIMALS:
        raise SliceError("decimals", f"Band {name}: {decimals} decimals, allowed are 0 to {MAX_DECIMALS}.")
    if not np.isfinite(values).all():
        raise SliceError("infinite", f"Band {name} holds a number that is not finite.")
    exact = values * float(10**decimals)
    whole = np.rint(exact)
    if (np.abs(whole) > SCALED_LIMIT).any():
        raise SliceError("range", f"Band {name} holds a number too large for {decimals} decimals.")
    if (np.abs(exact - whole) > _ROUNDING_NOISE).any():
        raise SliceError("unrounded", f"Band {name} holds more digits than the {decimals} that are published.")
    return whole.astype(np.int64)


def check(content: SliceContent) -> None:
    """Refuse a slice in which values, statuses, codes and header contradict each other.

    Raises
    ------
    SliceError
        With a code that names the rule broken.
    """
    for rule in (_names, _lengths, _codes_known, _values_match_statuses, _codes_match_statuses):
        rule(content)
    for rule in (_intervals, _city, _summary, _change, _labels, _rounding):
        rule(content)


def _names(content: SliceContent) -> None:
    if "value" not in content.numbers:
        raise SliceError("value_missing", "A slice needs the band value.")
    unknown = {*content.numbers} - {*NUMBER_BANDS} | {*content.codes} - {*CODE_BANDS}
    if unknown:
        raise SliceError("band_unknown", f"Unknown bands: {', '.join(sorted(unknown))}.")


def _arrays(content: SliceContent) -> Iterator[tuple[str, npt.NDArray[np.generic]]]:
    yield "status", content.status
    yield "flags", content.flags
    yield from ((name, band.values) for name, band in content.numbers.items())
    yield from content.codes.items()


def _lengths(content: SliceContent) -> None:
    for name, array in _arrays(content):
        if array.shape != (content.size,):
            raise SliceError("length", f"Band {name} has the shape {array.shape}, expected ({content.size},).")


def _codes_known(content: SliceContent) -> None:
    if not np.isin(content.status, _KNOWN).all():
        raise SliceError("status_unknown", "A status code is not known.")
    if (content.flags & ~np.uint8(ALL_FLAGS)).any():
        raise SliceError("flag_unknown", "A flag is not known.")
    for name, codes in content.codes.items():
        if codes.size and (codes.min() < 0 or codes.max() > CODE_BANDS[name]):
            raise SliceError("range", f"Band {name} holds codes outside 0 to {CODE_BANDS[name]}.")


def _values_match_statuses(content: SliceContent) -> None:
    valued = have_value(content.status)
    value = content.numbers["value"].values
    _refuse_at(valued & np.isnan(value), "value_absent", "has a status with a value but none is given")
    for name, band in content.numbers.items():
        _refuse_at(
            ~valued & ~np.isnan(band.values),
            "value_hidden",
            f"has no value by its status but a {name}",
        )
    zero = np.isin(content.status, (Status.TRUE_ZERO, Status.ROUNDED_ZERO))
    _refuse_at(zero & (value != 0), "zero_expected", "has a zero status but another value")


def _codes_match_statuses(content: SliceContent) -> None:
    valued = have_value(content.status)
    for name, codes in content.codes.items():
        _refuse_at(~valued & (codes != 0), "value_hidden", f"has no value by its status but a {name}")


def _refuse_at(wrong: npt.NDArray[np.bool_], code: str, what: str) -> None:
    if wrong.any():
        raise SliceError(code, f"Position {int(np.argmax(wrong))} {what}.")


def _intervals(content: SliceContent) -> None:
    numbers = content.numbers
    if ("lower" in numbers) != ("upper" in numbers):
        raise SliceError("interval", "An interval needs both bands, lower and upper.")
    if "lower" not in numbers:
        return
    lower, value, upper = (numbers[name].values for name in ("lower", "value", "upper"))
    _refuse_at(np.isnan(lower) != np.isnan(upper), "interval", "has one limit of its interval only")
    _refuse_at((lower > value) | (value > upper), "interval", "has a value outside its interval")


def _city(content: SliceContent) -> None:
    city = content.city
    if (city.kind == "none") != (city.value is None):
        raise SliceError("city", "A city value needs its kind, and a kind its value.")
    if city.value is not None:
        scaled(city.value, content.decimals)


def _summary(content: SliceContent) -> None:
    summary = content.summary
    five = (summary.minimum, summary.q1, summary.median, summary.q3, summary.maximum)
    if any((number is None) != (summary.n == 0) for number in five):
        raise SliceError("summary", "A summary holds five numbers, or none when no area has a value.")
    for number in five:
        if number is not None:
            scaled(number, content.decimals)


def _change(content: SliceContent) -> None:
    change = content.change
    stated = change.kind != "none"
    if stated != (change.since is not None) or stated != ("change" in content.numbers):
        raise SliceError("change", "A change needs its band, its kind and the period it counts from.")


def _labels(content: SliceContent) -> None:
    classes = content.codes.get("class")
    if classes is not None and content.class_labels and (classes > len(content.class_labels)).any():
        raise SliceError("class_label", "A class has no label.")


def _rounding(content: SliceContent) -> None:
    if content.rounding < 0:
        raise SliceError("rounding", "Counts are multiples of a positive number, or told as they are.")
    if not content.rounding:
        return
    for name in {"numerator", "denominator"} & set(content.numbers):
        counts = content.numbers[name].values
        _refuse_at(np.nan_to_num(counts) % content.rounding != 0, "rounding", f"has a {name} that is no multiple")
