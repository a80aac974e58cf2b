# SPDX-License-Identifier: EUPL-1.2
"""Every act that is written into the log reads as a sentence there, in German too."""

import ast
import re
from collections.abc import Iterator

from django.utils import translation

from scripts.layout import ROOT
from sozialplanung.audit import presenters

PACKAGES = ("sozialplanung", "spatial", "indicators", "reports")
WRITERS = {"record", "_record", "_record_role", "_recorded", "Act"}
# To take apart every source takes seconds; most of them write nothing.
_WRITES = re.compile(rf"\b({'|'.join(WRITERS)})\(")


def _acts() -> Iterator[str]:
    """Give the codes of all acts that the sources write into the log."""
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            for call in ast.walk(ast.parse(text)) if _WRITES.search(text) else ():
                if isinstance(call, ast.Call) and _name(call.func) in WRITERS:
                    yield from _codes(call)


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _codes(call: ast.Call) -> Iterator[str]:
    said = [*call.args[:1], *(word.value for word in call.keywords if word.arg == "action")]
    for each in (node for expression in said for node in ast.walk(expression)):
        if isinstance(each, ast.Constant) and isinstance(each.value, str) and each.value.count(".") == 1:
            yield each.value


def test_every_act_has_a_sentence_of_its_own_in_german_too() -> None:
    acts = set(_acts())

    assert {"indicators.delivery_submitted", "indicators.rule_proposed", "accounts.role_assigned"} <= acts
    assert len(acts) > 20
    assert acts <= presenters._SENTENCES.keys()
    assert [act for act in acts if _said(act, "de") == _said(act, "en")] == []


def _said(action: str, language: str) -> str:
    with translation.override(language):
        return str(presenters._SENTENCES[action])
