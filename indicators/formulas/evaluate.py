# SPDX-License-Identifier: EUPL-1.2
"""Evaluate a formula on arrays with statuses: missing stays missing, nothing becomes zero."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Final

import numpy as np
import numpy.typing as npt

from indicators.formulas.ast import (
    OVER_TIME,
    Call,
    IfMissing,
    Name,
    Negative,
    Node,
    Number,
    OfLayer,
    Operation,
    names,
    text,
)
from indicators.formulas.operands import Codes, Evaluated, Floats, Operand
from indicators.formulas.reading import Earlier, layers, looks_back, years_of
from indicators.stats.sharepairs import SharePair
from sozialplanung.common.statuses import SEVERITY, Flag, Status, have_value

Mask = npt.NDArray[np.bool_]
PERCENT: Final = 100.0
# Whatever carries a value comes last of all.
_RANK: Final = np.array(
    [SEVERITY.index(each) if each in SEVERITY else len(SEVERITY) for each in Status], dtype=np.uint8
)
# What `if missing` replaces: a figure that is secret, excluded, not defined or behind a break is not missing.
_REPLACED: Final = np.array([Status.MISSING, Status.UNKNOWN, Status.PENDING], dtype=np.uint8)


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """A result on the way: status `ok` or why there is none; `rounded` where a part was a rounded zero."""

    value: Floats
    status: Codes
    flags: Codes
    rounded: Mask

    @property
    def there(self) -> Mask:
        """Where a value is."""
        return np.asarray(self.status == Status.OK, dtype=np.bool_)


def evaluate(
    node: Node, operands: Mapping[str, Operand], earlier: Mapping[Earlier, Operand] | None = None
) -> Evaluated:
    """Evaluate a formula.

    Parameters
    ----------
    node : Node
        The tree of the formula.
    operands : mapping of str to Operand
        One for each name of the formula, and one for each layer that it reads by its words as `text` writes them
        („places(kitas)“), all of length n.
    earlier : mapping of Earlier to Operand, optional
        One for each figure of an earlier period that `indicators.formulas.earlier` names, of the same areas; what is
        not there is given as `no_figures`.

    Returns
    -------
    Evaluated
        Shape (n,). An area that lacks one part has no value; its status is the gravest of its parts. A zero
        denominator anywhere is ``not_applicable``, and so is a result beyond the range of doubles. A result of 0 is
        ``true_zero``, or ``rounded_zero`` when a part was: then it is not known to be exactly nothing. Flags of the
        parts are joined. ``share`` is in percent. ``a if missing b`` gives b where a is missing, unknown or pending,
        flagged as estimated; never where a is secret, excluded or not defined. The difference or change of shares
        of counts keeps the counts of both.

    Raises
    ------
    KeyError
        When an operand is not given.
    ValueError
        When a formula names no indicator and no layer.

    References
    ----------
    docs/methods/formulas.md

    Examples
    --------
    See docs/methods/formulas.md.
    """
    named = [*names(node), *map(text, layers(node))]
    if not named:
        raise ValueError("A formula needs at least one indicator or layer.")
    return evaluate_over(node, operands, earlier or {}, size=operands[named[0]].value.size)


def evaluate_over(
    node: Node, operands: Mapping[str, Operand], earlier: Mapping[Earlier, Operand], *, size: int
) -> Evaluated:
    """Evaluate a formula that may be a mere number, as a side of a rule can be.

    Parameters
    ----------
    node, operands, earlier
        As for `evaluate`.
    size : int
        The number of areas.

    Returns
    -------
    Evaluated
        As `evaluate`, shape (size,).

    Raises
    ------
    KeyError
        When an operand is not given.

    References
    ----------
    docs/methods/formulas.md

    Examples
    --------
    See docs/methods/formulas.md.
    """
    run = _Run(operands, earlier)
    whole = run.part(node, 0)
    value, there = np.broadcast_to(whole.value, (size,)), np.broadcast_to(whole.there, (size,))
    zero = np.where(whole.rounded, Status.ROUNDED_ZERO, Status.TRUE_ZERO)
    status = np.where(there & (value == 0), zero, whole.status).astype(np.uint8)
    numerator, denominator = _parts(node, run, there)
    shown_flags = np.where(there, whole.flags, 0).astype(np.uint8)
    # Adding 0.0 turns a negative zero into a plain one.
    shown = np.where(there, value + 0.0, np.nan)
    return Evaluated(shown, status, shown_flags, numerator, denominator, _pair(node, run, there))


class _Run:
    """One evaluation: what was computed for a node and a number of years back is computed once."""

    def __init__(self, operands: Mapping[str, Operand], earlier: Mapping[Earlier, Operand]) -> None:
        self._operands = operands
        self._earlier = earlier
        self._done: dict[tuple[int, int], _Part] = {}

    def part(self, node: Node, years: int) -> _Part:
        """Return the result of a node, so many years back."""
        key = (id(node), years)
        if key in self._done:
            return self._done[key]
        match node:
            case Name() | OfLayer():
                made = _of_operand(self.operand(text(node), years))
            case Number(value):
                made = _constant(value)
            case Negative(operand):
                made = self._negative(self.part(operand, years))
            case Operation(operator, left, right):
                made = _operation(operator, self.part(left, years), self.part(right, years))
            case IfMissing(left, right):
                made = _filled(self.part(left, years), self.part(right, years))
            case Call(function, arguments) if function in OVER_TIME:
                made = _over_time(function, [self.part(arguments[0], years + back) for back in looks_back(node)])
            case _:
                made = _call(node.function, [self.part(argument, years) for argument in node.arguments])
        self._done[key] = made
        return made

    def operand(self, slug: str, years: int) -> Operand:
        """Return the figures of an indicator, so many years back."""
        return self._earlier[Earlier(slug, years)] if years else self._operands[slug]

    @staticmethod
    def _negative(part: _Part) -> _Part:
        return _Part(-part.value, part.status, part.flags, part.rounded)


def _of_operand(operand: Operand) -> _Part:
    there = have_value(operand.status)
    status = np.where(there, Status.OK, operand.status).astype(np.uint8)
    return _checked(operand.value, status, operand.flags, operand.status == Status.ROUNDED_ZERO)


def _constant(value: float) -> _Part:
    none = np.zeros(1, dtype=np.uint8)
    return _Part(np.array([value]), none, none, np.zeros(1, dtype=np.bool_))


def _checked(value: Floats, status: Codes, flags: Codes, rounded: Mask) -> _Part:
    """Say of a value that is none, though all its parts are there, that it is not applicable."""
    told = np.where((status == Status.OK) & ~np.isfinite(value), Status.NOT_APPLICABLE, status).astype(np.uint8)
    return _Part(np.where(told == Status.OK, value, np.nan), told, flags, rounded)


def _joined(value: Floats, parts: list[_Part]) -> _Part:
    return _checked(
        value,
        reduce(_graver, [part.status for part in parts]),
        reduce(np.bitwise_or, [part.flags for part in parts]),
        reduce(np.logical_or, [part.rounded for part in parts]),
    )


def _graver(left: Codes, right: Codes) -> Codes:
    return np.where(_RANK[left] <= _RANK[right], left, right).astype(np.uint8)


def _operation(operator: str, left: _Part, right: _Part) -> _Part:
    with np.errstate(over="ignore", invalid="ignore"):  # told as not applicable
        match operator:
            case "+":
                value = left.value + right.value
            case "-":
                value = left.value - right.value
            case "*":
                value = left.value * right.value
            case _:
                value = _divided(left.value, right.value)
    return _joined(value, [left, right])


def _divided(left: Floats, right: Floats) -> Floats:
    with np.errstate(over="ignore"):  # told as not applicable
        return left / np.where(right != 0, right, np.nan)


def _call(function: str, arguments: list[_Part]) -> _Part:
    values = [argument.value for argument in arguments]
    with np.errstate(over="ignore", invalid="ignore"):  # told as not applicable
        match function:
            case "sum":
                value = reduce(np.add, values)
            case "share":
                value = _divided(PERCENT * values[0], values[1])
            case "per":
                value = _divided(values[2] * values[0], values[1])
            case _:
                value = values[0] - values[1]
    return _joined(value, arguments)


def _over_time(function: str, parts: list[_Part]) -> _Part:
    if function == "lag":
        return parts[0]
    if function == "change":
        return _operation("-", parts[0], parts[1])
    with np.errstate(over="ignore", invalid="ignore"):  # told as not applicable
        mean = reduce(np.add, [part.value for part in parts]) / len(parts)
    return _joined(mean, parts)


def _filled(part: _Part, instead: _Part) -> _Part:
    is_missing = np.isin(part.status, _REPLACED)
    is_filled = is_missing & instead.there
    status = np.where(is_missing, np.where(is_filled, Status.OK, _graver(part.status, instead.status)), part.status)
    flags = np.where(is_filled, instead.flags | np.uint8(Flag.ESTIMATED), part.flags)
    return _Part(
        np.where(is_filled, instead.value, part.value),
        status.astype(np.uint8),
        flags.astype(np.uint8),
        np.where(is_filled, instead.rounded, part.rounded),
    )


def _parts(node: Node, run: _Run, there: Mask) -> tuple[Floats, Floats]:
    if not isinstance(node, Call) or node.function not in ("share", "per"):
        return np.full(there.shape, np.nan), np.full(there.shape, np.nan)
    top, bottom = (np.broadcast_to(run.part(each, 0).value, there.shape) for each in node.arguments[:2])
    return np.where(there, top, np.nan), np.where(there, bottom, np.nan)


def _pair(node: Node, run: _Run, there: Mask) -> SharePair | None:
    """Return the counts of both shares of which a formula is the difference.

    Two shares of the same persons on the same day have none: who is in the one is not in the other, and an interval
    that takes them as independent would be too narrow.
    """
    match node:
        case Call("change", (inner, _)):
            sides = ((inner, 0), (inner, years_of(node)))
        case Operation("-", left, right) | Call("difference", (left, right)):
            sides = ((left, 0), (right, 0))
        case _:
            return None
    first, second = (_counts(side, years, run) for side, years in sides)
    if first is None or second is None:
        return None
    if first.years == second.years and np.array_equal(first.denominator, second.denominator, equal_nan=True):
        return None
    counts = (first.numerator, first.denominator, second.numerator, second.denominator)
    bands = [np.where(there, np.broadcast_to(band, there.shape), np.nan) for band in counts]
    return None if any(np.isnan(band).all() for band in bands) else SharePair(*bands)


@dataclass(frozen=True, slots=True, eq=False)
class _Counts:
    """Cases and persons of a share, so many years back."""

    numerator: Floats
    denominator: Floats
    years: int


def _counts(node: Node, years: int, run: _Run) -> _Counts | None:
    """Return cases and persons of a share; None where a node is none of counts."""
    match node:
        case Call("share", (top, bottom)):
            return _Counts(run.part(top, years).value, run.part(bottom, years).value, years)
        case Call("lag", (inner, _)):
            return _counts(inner, years + years_of(node), run)
        case Name(slug):
            operand = run.operand(slug, years)
            if operand.numerator is None or operand.denominator is None:
                return None
            return _Counts(operand.numerator, operand.denominator, years)
        case _:
            return None
