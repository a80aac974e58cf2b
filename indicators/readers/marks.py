# SPDX-License-Identifier: EUPL-1.2
"""Signs that stand in tables instead of a number, or beside it, as statuses and flags."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from indicators.readers.figures import MAX_WHOLE_DIGITS, DecimalSign, NumberProblem, parse_number
from sozialplanung.common.statuses import Flag, Status

DotMeaning = Literal["unknown", "confidential", "missing"]
ZeroMeaning = Literal["true_zero", "rounded_zero"]
BlankMeaning = Literal["missing", "unknown", "confidential", "not_applicable", "excluded"]

# The point stands for "unknown or secret": only the source can say which.
DASHES: Final = frozenset({"-", "–", "—", "\u2212"})
DOTS: Final = frozenset({".", "·", "[g]", "[G]"})
_SIGNS: Final[Mapping[str, Status]] = MappingProxyType(
    {
        **dict.fromkeys(("-", "–", "—", "\u2212", "[0]"), Status.TRUE_ZERO),
        "[k]": Status.ROUNDED_ZERO,
        **dict.fromkeys(("•", "*"), Status.CONFIDENTIAL),
        **dict.fromkeys(("…", "...", "[t]"), Status.PENDING),
        **dict.fromkeys(("/", "[u]"), Status.UNRELIABLE),
        **dict.fromkeys(("x", "X", "✕", "×", "[x]", "[X]"), Status.NOT_APPLICABLE),
        **dict.fromkeys(("k. A.", "k.A.", "k. A", "k.A"), Status.MISSING),
    }
)
_SUFFIXES: Final[Mapping[str, Flag]] = MappingProxyType(
    {
        "p": Flag.PROVISIONAL,
        "r": Flag.REVISED,
        "s": Flag.ESTIMATED,
        "e": Flag.ESTIMATED,
        "u": Flag.LIMITED,
    }
)
_SHORTEST_BRACKETED: Final = 3
# As many digits as a text may have: beyond that a double holds no whole number exactly, and sums overflow.
_LARGEST: Final = 10.0**MAX_WHOLE_DIGITS


@dataclass(frozen=True, slots=True)
class MarkRules:
    """What a source means by its signs where tables differ.

    `dot` None asks for it as soon as a point stands alone. `zero` says whether a printed 0 is
    exactly nothing, or less than half a unit (as in DIN 55301, where a dash is nothing). `own` adds
    signs of the source: pairs of sign and status word.
    """

    dot: DotMeaning | None = None
    zero: ZeroMeaning = "true_zero"
    blank: BlankMeaning = "missing"
    own: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CellReading:
    """A cell as value, status and flags; `value` is NaN unless the status carries one.

    `code` is empty, or names what is wrong; then the status is `missing` and must not be used.
    """

    value: float
    status: Status
    flags: Flag = Flag.NONE
    code: str = ""


DEFAULT_RULES: Final = MarkRules()


def read_cell(text: str | float, sign: DecimalSign, rules: MarkRules = DEFAULT_RULES) -> CellReading:
    """Read one cell of a column of figures.

    Parameters
    ----------
    text : str or float
        The cell without surrounding blanks; a finite number, where the file holds numbers, is taken as
        it is, up to the digits that a text may have.
    sign : {'comma', 'point'}
        The decimal sign of the source.
    rules : MarkRules
        What the source means by point, zero, blank and its own signs.

    Returns
    -------
    CellReading
        A sign for "no value" gives NaN and its status, never 0; a sign for "exactly nothing" gives
        0. `(12)` is a value of limited meaning, `12p` a provisional one.

    References
    ----------
    DIN 55301:1978 and DIN 5008:2020 (signs in tables); LSN Niedersachsen (letters in brackets).

    Examples
    --------
    >>> read_cell("(1.234,5)", "comma").flags
    <Flag.LIMITED: 1>
    """
    if isinstance(text, float):
        if not abs(text) < _LARGEST:
            return CellReading(math.nan, Status.MISSING, code="number_too_long")
        return _known_number(text, Flag.NONE, rules)
    return _read_text(text, sign, rules)


def is_known_mark(text: str) -> bool:
    """Say whether a text is a sign of which the meaning is agreed, or a point, which a source has to explain."""
    return text in _SIGNS or text in DOTS


def _read_text(text: str, sign: DecimalSign, rules: MarkRules) -> CellReading:
    own = dict(rules.own)
    if text in own:
        return _without_number(Status[own[text].upper()])
    if not text:
        return _without_number(Status[rules.blank.upper()])
    if text in DOTS:
        if rules.dot is None:
            return CellReading(math.nan, Status.MISSING, code="mark_undeclared")
        return _without_number(Status[rules.dot.upper()])
    if text in _SIGNS:
        return _without_number(_SIGNS[text])
    return _number(text, sign, rules)


def _without_number(status: Status) -> CellReading:
    return CellReading(0.0 if status.has_value else math.nan, status)


def _number(text: str, sign: DecimalSign, rules: MarkRules) -> CellReading:
    digits, flags = _unwrapped(text)
    number = parse_number(digits, sign)
    if isinstance(number, NumberProblem):
        is_sign = not any(each.isnumeric() for each in text)
        code = "mark_unknown" if is_sign else number.code
        return CellReading(math.nan, Status.MISSING, code=code)
    return _known_number(number, flags, rules)


def _known_number(number: float, flags: Flag, rules: MarkRules) -> CellReading:
    if number == 0:
        return CellReading(0.0, Status[rules.zero.upper()], flags)
    return CellReading(number, Status.OK, flags)


def _unwrapped(text: str) -> tuple[str, Flag]:
    if len(text) >= _SHORTEST_BRACKETED and text[0] == "(" and text[-1] == ")":
        return text[1:-1].strip(), Flag.LIMITED
    if text[-1] in _SUFFIXES and len(text) > 1:
        return text[:-1].rstrip(), _SUFFIXES[text[-1]]
    return text, Flag.NONE
