# SPDX-License-Identifier: EUPL-1.2
"""Every act that is written into the log reads as a sentence there, in German too."""

import ast
from collections.abc import Iterator

import pytest
from django.utils import translation

from scripts.layout import ROOT
from sozialplanung.audit import presenters

PACKAGES = ("sozialplanung", "spatial", "indicators", "reports")
WRITERS = {"record", "_record", "_record_role", "_recorded"}


def _acts() -> Iterator[str]:
    """Give the codes of all acts that the sources write into the log."""
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(call, ast.Call) and _name(call.func) in WRITERS:
                    yield from _codes(call)


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _codes(call: ast.Call) -> Iterator[str]:
    said = [*call.args[:1], *(word.value for word in call.keywords if word.arg == "action")]
    for each in (node for expression in said for node in ast.walk(expression)):
        if isinstance(each, ast.Constant) and isinstance(each.value, str) and each.value.count(".") == 1:
            yield each.value


ACTS = sorted(set(_acts()))


def test_acts_are_found_in_the_sources() -> None:
    assert {"indicators.delivery_submitted", "indicators.rule_proposed", "accounts.role_assigned"} <= set(ACTS)
    assert len(ACTS) > 20


@pytest.mark.parametrize("action", ACTS)
def test_act_has_a_sentence_of_its_own(action: str) -> None:
    assert action in presenters._SENTENCES
    with translation.override("de"):
        german = str(presenters._SENTENCES[action])
    with translation.override("en"):
        assert german != str(presenters._SENTENCES[action])
