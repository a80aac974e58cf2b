# SPDX-License-Identifier: EUPL-1.2
"""The language of derived indicators: parse, evaluate, explain. No eval, no execution."""

from indicators.formulas.ast import (
    Call,
    Earlier,
    IfMissing,
    Name,
    Negative,
    Node,
    Number,
    Operation,
    earlier,
    names,
    present,
    text,
)
from indicators.formulas.evaluate import evaluate, evaluate_over
from indicators.formulas.explain import explain
from indicators.formulas.linear import Linear, linear, of_one_year
from indicators.formulas.operands import Evaluated, Operand, no_figures, not_comparable
from indicators.formulas.parse import LARGEST, LONGEST, check_names, is_over_time, parse
from indicators.formulas.rules import (
    RuleOutcome,
    RuleResult,
    RuleScope,
    ValidationRule,
    check_rule,
    check_sides,
    explain_rule,
    parse_rule,
    rule_text,
)
from indicators.formulas.texts import FormulaError
from indicators.formulas.units import Unit, check_unit, unit_from_text, unit_of

__all__ = [
    "LARGEST",
    "LONGEST",
    "Call",
    "Earlier",
    "Evaluated",
    "FormulaError",
    "IfMissing",
    "Linear",
    "Name",
    "Negative",
    "Node",
    "Number",
    "Operand",
    "Operation",
    "RuleOutcome",
    "RuleResult",
    "RuleScope",
    "Unit",
    "ValidationRule",
    "check_names",
    "check_rule",
    "check_sides",
    "check_unit",
    "earlier",
    "evaluate",
    "evaluate_over",
    "explain",
    "explain_rule",
    "is_over_time",
    "linear",
    "names",
    "no_figures",
    "not_comparable",
    "of_one_year",
    "parse",
    "parse_rule",
    "present",
    "rule_text",
    "text",
    "unit_from_text",
    "unit_of",
]
