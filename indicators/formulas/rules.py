# SPDX-License-Identifier: EUPL-1.2
"""Validation rules of stewards: two formulas that are compared, area by area."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from typing import Final, Literal, cast

import numpy as np
import numpy.typing as npt

from indicators.formulas.ast import Node, names, text
from indicators.formulas.evaluate import evaluate_over
from indicators.formulas.explain import Language, explain
from indicators.formulas.operands import Evaluated, Operand
from indicators.formulas.parse import LONGEST, parse
from indicators.formulas.reading import Earlier, earlier, layers
from indicators.formulas.texts import FormulaError
from indicators.formulas.units import unit_of

Comparison = Literal["<", "<=", "=", "!=", ">=", ">"]
Severity = Literal["error", "warning", "note"]
Occasion = Literal["delivery", "stock"]
_SIGNS: Final = {"≤": "<=", "≥": ">=", "≠": "!=", "==": "="}
_SIGN: Final = re.compile(r"<=|>=|!=|==|[<>=≤≥≠]")
# Relative to their size, differences below this are rounding noise of doubles.
_NOISE: Final = 1e-9
_WORDS: Final = {
    "de": {
        "<": "%s ist kleiner als %s.",
        "<=": "%s ist höchstens so groß wie %s.",
        "=": "%s ist gleich %s.",
        "!=": "%s ist nicht gleich %s.",
        ">=": "%s ist mindestens so groß wie %s.",
        ">": "%s ist größer als %s.",
        "tolerance": " Abweichungen bis %s sind erlaubt.",
        "error": " Was dagegen verstößt, hält die Lieferung auf.",
        "warning": " Was dagegen verstößt, braucht eine Begründung.",
        "note": " Was dagegen verstößt, wird genannt.",
    },
    "en": {
        "<": "%s is less than %s.",
        "<=": "%s is at most %s.",
        "=": "%s equals %s.",
        "!=": "%s does not equal %s.",
        ">=": "%s is at least %s.",
        ">": "%s is more than %s.",
        "tolerance": " Deviations up to %s are allowed.",
        "error": " What breaks it holds the delivery up.",
        "warning": " What breaks it needs a reason.",
        "note": " What breaks it is told.",
    },
}


class RuleOutcome(IntEnum):
    """What a rule says of an area; without a figure on either side it says nothing."""

    HOLDS = 0
    BROKEN = 1
    NOT_CHECKED = 2


@dataclass(frozen=True, slots=True)
class RuleScope:
    """Where and when a rule is asked: on these levels (all when empty), for periods from `since` to before `until`."""

    levels: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    occasions: tuple[Occasion, ...] = ("delivery", "stock")

    def covers(self, *, level: str, day: date, occasion: Occasion) -> bool:
        """Say whether the rule is asked for a level and a period that starts on this day."""
        is_in_time = (self.since is None or self.since <= day) and (self.until is None or day < self.until)
        return is_in_time and occasion in self.occasions and self.covers_level(level)

    def covers_level(self, level: str) -> bool:
        """Say whether the rule is asked on a level."""
        return not self.levels or level in self.levels


@dataclass(frozen=True, slots=True)
class ValidationRule:
    """Two formulas that are compared; `tolerance` is a deviation that is allowed, in the unit of both sides."""

    left: Node
    comparison: Comparison
    right: Node
    severity: Severity = "warning"
    scope: RuleScope = field(default_factory=RuleScope)
    tolerance: float = 0.0

    def __post_init__(self) -> None:
        """Refuse a rule that no area could be held against."""
        if not (np.isfinite(self.tolerance) and self.tolerance >= 0):
            raise ValueError("A tolerance is a number of 0 or more.")
        if self.comparison not in _WORDS["de"] or self.severity not in ("error", "warning", "note"):
            raise ValueError("A rule has a comparison and a severity.")

    @property
    def names(self) -> tuple[str, ...]:
        """The indicators that the rule reads."""
        return tuple(sorted({*names(self.left), *names(self.right)}))

    @property
    def earlier(self) -> tuple[Earlier, ...]:
        """The figures of earlier periods that the rule reads."""
        return tuple(sorted({*earlier(self.left), *earlier(self.right)}))


@dataclass(frozen=True, slots=True, eq=False)
class RuleResult:
    """What a rule says of n areas, with both sides; `outcomes` holds the integers of `RuleOutcome`."""

    outcomes: npt.NDArray[np.uint8]
    left: Evaluated
    right: Evaluated


def parse_rule(written: str) -> tuple[Node, Comparison, Node]:
    """Read the two sides and the comparison of a rule.

    Parameters
    ----------
    written : str
        For instance ``kinder <= einwohner``; ≤ ≥ ≠ are understood. At most 500 characters.

    Returns
    -------
    left, comparison, right
        ``parse_rule(rule_text(...))`` gives the same. No arrays, hence no NaN.

    Raises
    ------
    FormulaError
        ``formulas.comparison`` without exactly one comparison or without an indicator, else as `parse`; positions
        count in the whole text.

    References
    ----------
    The language is this project's own: docs/methods/formulas.md

    Examples
    --------
    >>> parse_rule("a <= 100")[1]
    '<='
    """
    if len(written) > LONGEST:
        raise FormulaError("too_long", LONGEST + 1, limit=LONGEST)
    found = list(_SIGN.finditer(written))
    if len(found) != 1:
        raise FormulaError("comparison", found[1].start() + 1 if found else len(written) + 1)
    sign = found[0]
    left = parse(written[: sign.start()])
    # Blanks keep the positions of the right side those of the whole text.
    after = written[sign.end() :]
    right = parse(" " * sign.end() + after) if after.strip() else _nothing_behind(sign.end())
    refuse_layers(left)
    refuse_layers(right)
    if not names(left) and not names(right):
        raise FormulaError("comparison", 1)
    return left, cast("Comparison", _SIGNS.get(sign[0], sign[0])), right


def refuse_layers(side: Node) -> None:
    """Refuse a side of a rule that reads a layer: rules are held against deliveries, and no delivery brings places.

    Parameters
    ----------
    side : Node
        One side of a rule.

    Returns
    -------
    None
        No arrays, hence no NaN.

    Raises
    ------
    FormulaError
        ``formulas.layer_in_rule`` with the position of the first layer.

    References
    ----------
    The language is this project's own: docs/methods/formulas.md
    """
    for each in layers(side):
        raise FormulaError("layer_in_rule", each.position, found=each.slug)


def rule_text(left: Node, comparison: Comparison, right: Node) -> str:
    """Write a rule as it is read.

    Parameters
    ----------
    left, right : Node
        Its sides.
    comparison : str
        One of < <= = != >= >.

    Returns
    -------
    str
        No arrays, hence no NaN.

    References
    ----------
    The language is this project's own: docs/methods/formulas.md
    """
    return f"{text(left)} {comparison} {text(right)}"


def check_sides(left: Node, right: Node, units: Mapping[str, str]) -> None:
    """Refuse a rule that compares different units, or that puts them together on one side.

    Parameters
    ----------
    left, right : Node
        Its sides.
    units : mapping of str to str
        The unit of measure of each name as the catalogue writes it; one that is not there is not known.

    Returns
    -------
    None
        No arrays, hence no NaN.

    Raises
    ------
    FormulaError
        ``formulas.units``. A side without a name (a mere limit) is of whatever unit the other side has.

    References
    ----------
    docs/methods/validation-rules.md

    Examples
    --------
    >>> check_sides(Name("kinder"), Number(100.0), {"kinder": "Personen"})
    """
    one, other = unit_of(left, units), unit_of(right, units)
    is_limit = not names(left) or not names(right)
    if not is_limit and one is not None and other is not None and one != other:
        raise FormulaError("units", 1, left=str(one) or "1", right=str(other) or "1")


def check_rule(
    rule: ValidationRule,
    operands: Mapping[str, Operand],
    earlier: Mapping[Earlier, Operand] | None = None,
) -> RuleResult:
    """Hold the figures of areas against a rule.

    Parameters
    ----------
    rule : ValidationRule
        What is expected.
    operands : mapping of str to Operand
        One for each indicator of the rule, all of length n.
    earlier : mapping of Earlier to Operand, optional
        As for `evaluate`.

    Returns
    -------
    RuleResult
        An area that lacks a figure on either side, or has a zero denominator, is not checked: never broken, never
        held. Differences below rounding noise are none.

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
    size = operands[rule.names[0]].value.size
    left, right = (evaluate_over(side, operands, earlier or {}, size=size) for side in (rule.left, rule.right))
    is_known = ~np.isnan(left.value) & ~np.isnan(right.value)
    one, other = np.where(is_known, left.value, 0.0), np.where(is_known, right.value, 0.0)
    slack = rule.tolerance + _NOISE * np.maximum(np.abs(one), np.abs(other))
    is_near = np.abs(one - other) <= slack
    holds = _holds(rule.comparison, one < other, is_near)
    told = np.where(holds, RuleOutcome.HOLDS, RuleOutcome.BROKEN)
    return RuleResult(np.where(is_known, told, RuleOutcome.NOT_CHECKED).astype(np.uint8), left, right)


def explain_rule(rule: ValidationRule, labels: Mapping[str, str], *, language: Language = "de") -> str:
    """Say in sentences what a rule expects and what follows.

    Parameters
    ----------
    rule : ValidationRule
        The rule.
    labels : mapping of str to str
        The names of indicators by slug.
    language : {'de', 'en'}
        German by default.

    Returns
    -------
    str
        No arrays, hence no NaN.

    References
    ----------
    The language is this project's own: docs/methods/formulas.md
    """
    words = _WORDS[language]
    left = explain(rule.left, labels, language=language).removesuffix(".")
    right = explain(rule.right, labels, language=language, is_sentence=False)
    said = words[rule.comparison] % (left, right)
    if rule.tolerance:
        shown = f"{rule.tolerance:.10g}"
        said += words["tolerance"] % (shown.replace(".", ",") if language == "de" else shown)
    return said + words[rule.severity]


def _nothing_behind(at: int) -> Node:
    raise FormulaError("end", at + 1)


def _holds(
    comparison: Comparison, is_less: npt.NDArray[np.bool_], is_near: npt.NDArray[np.bool_]
) -> npt.NDArray[np.bool_]:
    match comparison:
        case "<":
            return is_less & ~is_near
        case "<=":
            return is_less | is_near
        case "=":
            return is_near
        case "!=":
            return ~is_near
        case ">=":
            return ~is_less | is_near
        case _:
            return ~is_less & ~is_near
