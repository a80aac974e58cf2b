# SPDX-License-Identifier: EUPL-1.2
"""The language of derived indicators: parse, evaluate, explain. No eval, no execution."""

from indicators.formulas.ast import Call, Name, Negative, Node, Number, Operation, names, text
from indicators.formulas.evaluate import Evaluated, Operand, evaluate
from indicators.formulas.explain import explain
from indicators.formulas.parse import check_names, parse
from indicators.formulas.texts import FormulaError

__all__ = [
    "Call",
    "Evaluated",
    "FormulaError",
    "Name",
    "Negative",
    "Node",
    "Number",
    "Operand",
    "Operation",
    "check_names",
    "evaluate",
    "explain",
    "names",
    "parse",
    "text",
]
