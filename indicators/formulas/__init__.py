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
    text,
)
from indicators.formulas.evaluate import Evaluated, Operand, evaluate, no_figures
from indicators.formulas.explain import explain
from indicators.formulas.parse import LONGEST, check_names, check_one_period, parse
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
from indicators.formulas.units import Unit, unit_from_text, unit_of

__all__ = [
    "LONGEST",
    "Call",
    "Earlier",
    "Evaluated",
    "FormulaError",
    "IfMissing",
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
    "check_one_period",
    "check_rule",
    "check_sides",
    "earlier",
    "evaluate",
    "explain",
    "explain_rule",
    "names",
    "no_figures",
    "parse",
    "parse_rule",
    "rule_text",
    "text",
    "unit_from_text",
    "unit_of",
]
