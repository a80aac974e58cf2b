# SPDX-License-Identifier: EUPL-1.2
"""Evaluate a formula on arrays with statuses: missing stays missing, nothing becomes zero."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Final

import numpy as np
import numpy.typing as npt

from indicators.formulas.ast import Call, Name, Negative, Node, Number, Operation, names
from sozialplanung.common.statuses import WITH_VALUE, Status

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.uint8]
PERCENT: Final = 100.0
# What is said of a result when its parts lack a value for different reasons: the first that occurs.
_SEVERITY: Final = (
    Status.CONFIDENTIAL,
    Status.SUPPRESSED,
    Status.EXCLUDED,
    Status.UNRELIABLE,
    Status.PENDING,
    Status.MISSING,
    Status.UNKNOWN,
    Status.NOT_APPLICABLE,
)


@dataclass(frozen=True, slots=True, eq=False)
class Operand:
    """Values of one indicator over n areas; NaN where the status carries none."""

    value: Floats
    status: Codes
    flags: Codes


@dataclass(frozen=True, slots=True, eq=False)
class Evaluated:
    """A result over n areas; parts are NaN unless the formula is a share or a rate of two parts."""

    value: Floats
    status: Codes
    flags: Codes
    numerator: Floats
    denominator: Floats


def evaluate(node: Node, operands: Mapping[str, Operand]) -> Evaluated:
    """Evaluate a formula.

    Parameters
    ----------
    node : Node
        The tree of the formula.
    operands : mapping of str to Operand
        One for each name of the formula, all of length n.

    Returns
    -------
    Evaluated
        Shape (n,). An area that lacks one part has no value; its status is the gravest of its parts. A zero
        denominator anywhere is ``not_applicable``, and so is a result beyond the range of doubles. A result of 0 is
        ``true_zero``, or ``rounded_zero`` when a part was: then it is not known to be exactly nothing. Flags of the
        parts are joined. ``share`` is in percent.

    Raises
    ------
    KeyError
        When an operand is not given.
    ValueError
        When a formula names no indicator.

    References
    ----------
    docs/methods/formulas.md

    Examples
    --------
    See docs/methods/formulas.md.
    """
    used = [operands[name] for name in names(node)]
    if not used:
        raise ValueError("A formula needs at least one indicator.")
    status = _joined_status(used)
    flags = reduce(np.bitwise_or, [operand.flags for operand in used])
    value = np.broadcast_to(_value(node, operands), status.shape).astype(np.float64)
    valued = np.isin(status, [int(each) for each in WITH_VALUE])
    finite = np.isfinite(value)
    status = np.where(valued & ~finite, Status.NOT_APPLICABLE, status).astype(np.uint8)
    there = valued & finite
    rounded = np.any([operand.status == Status.ROUNDED_ZERO for operand in used], axis=0)
    zero = np.where(rounded, Status.ROUNDED_ZERO, Status.TRUE_ZERO)
    status = np.where(there, np.where(value == 0, zero, Status.OK), status).astype(np.uint8)
    numerator, denominator = _parts(node, operands, there)
    shown_flags = np.where(there, flags, 0).astype(np.uint8)
    # Adding 0.0 turns a negative zero into a plain one.
    return Evaluated(np.where(there, value + 0.0, np.nan), status, shown_flags, numerator, denominator)


def _joined_status(used: list[Operand]) -> Codes:
    result = np.full(used[0].status.shape, Status.OK, dtype=np.uint8)
    for status in reversed(_SEVERITY):
        for operand in used:
            result[operand.status == status] = status
    return result


def _value(node: Node, operands: Mapping[str, Operand]) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):  # told as not applicable by the caller
        match node:
            case Name(slug):
                return operands[slug].value
            case Number(value):
                return np.array([value])
            case Negative(operand):
                return -_value(operand, operands)
            case Operation(operator, left, right):
                return _operation(operator, _value(left, operands), _value(right, operands))
            case _:
                return _call(node.function, [_value(argument, operands) for argument in node.arguments])


def _operation(operator: str, left: Floats, right: Floats) -> Floats:
    match operator:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case _:
            return _divided(left, right)


def _divided(left: Floats, right: Floats) -> Floats:
    # Infinity would become 0 as soon as something is divided by it.
    return left / np.where(np.isfinite(right) & (right != 0), right, np.nan)


def _call(function: str, arguments: list[Floats]) -> Floats:
    match function:
        case "sum":
            return reduce(np.add, arguments)
        case "share":
            return _divided(PERCENT * arguments[0], arguments[1])
        case "per":
            return _divided(arguments[2] * arguments[0], arguments[1])
        case _:
            return arguments[0] - arguments[1]


def _parts(node: Node, operands: Mapping[str, Operand], there: npt.NDArray[np.bool_]) -> tuple[Floats, Floats]:
    if not isinstance(node, Call) or node.function not in ("share", "per"):
        return np.full(there.shape, np.nan), np.full(there.shape, np.nan)
    top, bottom = (np.broadcast_to(_value(each, operands), there.shape) for each in node.arguments[:2])
    return np.where(there, top, np.nan), np.where(there, bottom, np.nan)
