# SPDX-License-Identifier: EUPL-1.2
"""The language of derived indicators: parse, evaluate, explain. No eval, no execution."""

from indicators.formulas.ast import Call, Name, Node, Number, Operation, names, text
from indicators.formulas.evaluate import Evaluated, Operand, evaluate
from indicators.formulas.explain import explain
from indicators.formulas.parse import FormulaError, parse

__all__ = [
    "Call",
    "Evaluated",
    "FormulaError",
    "Name",
    "Node",
    "Number",
    "Operand",
    "Operation",
    "evaluate",
    "explain",
    "names",
    "parse",
    "text",
]
