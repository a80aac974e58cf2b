# SPDX-License-Identifier: EUPL-1.2
"""The language of derived indicators: parse, evaluate, explain. No eval, no execution."""

from indicators.formulas.ast import (
    AROUND,
    OF_LAYERS,
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
from indicators.formulas.evaluate import evaluate, evaluate_over
from indicators.formulas.explain import explain, layer_label
from indicators.formulas.layered import beside_layers, follows_layers, reaching, resting_on_layers
from indicators.formulas.linear import Linear, linear, of_one_year
from indicators.formulas.operands import Evaluated, Operand, no_figures, not_comparable
from indicators.formulas.parse import LARGEST, LONGEST, check_layers, check_names, is_over_time, parse
from indicators.formulas.reading import (
    Earlier,
    earlier,
    expanded,
    in_place,
    layers,
    position_of,
    present,
)
from indicators.formulas.rules import (
    RuleOutcome,
    RuleResult,
    RuleScope,
    ValidationRule,
    check_rule,
    check_sides,
    explain_rule,
    parse_rule,
    refuse_layers,
    rule_text,
)
from indicators.formulas.texts import FormulaError
from indicators.formulas.units import Unit, check_unit, unit_from_text, unit_of

__all__ = [
    "AROUND",
    "LARGEST",
    "LONGEST",
    "OF_LAYERS",
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
    "OfLayer",
    "Operand",
    "Operation",
    "RuleOutcome",
    "RuleResult",
    "RuleScope",
    "Unit",
    "ValidationRule",
    "beside_layers",
    "check_layers",
    "check_names",
    "check_rule",
    "check_sides",
    "check_unit",
    "earlier",
    "evaluate",
    "evaluate_over",
    "expanded",
    "explain",
    "explain_rule",
    "follows_layers",
    "in_place",
    "is_over_time",
    "layer_label",
    "layers",
    "linear",
    "names",
    "no_figures",
    "not_comparable",
    "of_one_year",
    "parse",
    "parse_rule",
    "position_of",
    "present",
    "reaching",
    "refuse_layers",
    "resting_on_layers",
    "rule_text",
    "text",
    "unit_from_text",
    "unit_of",
]
