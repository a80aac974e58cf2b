# SPDX-License-Identifier: EUPL-1.2
"""Small components that stand many times on a page: the same as included, and never one in the place of another."""

import pytest
from django.template import engines
from django.utils.safestring import mark_safe
from django.utils.translation import override

from sozialplanung.web.templatetags.components import component

COMPARISON, TREND = "components/comparison.html", "components/trend.html"


def _written(source: str, **context: object) -> str:
    return engines["django"].from_string(source).render(context)


@pytest.mark.parametrize("kind", ["higher", "similar", "lower", "none"])
def test_component_is_what_include_writes(kind: str) -> None:
    kept = _written(f'{{% load components %}}{{% component "{COMPARISON}" kind=kind %}}', kind=kind)
    included = _written(f'{{% include "{COMPARISON}" with kind=kind only %}}', kind=kind)

    assert kept == included
    assert "badge" in kept


def test_component_sees_nothing_but_what_it_is_given() -> None:
    source = f'{{% load components %}}{{% component "{COMPARISON}" kind="higher" %}}'

    assert "von außen" not in _written(source, judgement="von außen")


def test_component_is_written_in_the_language_of_the_reader() -> None:
    found = {}
    for language in ("de", "en", "de"):
        with override(language):
            found[language] = component(COMPARISON, kind="lower")

    assert "niedriger" in found["de"]
    assert "lower</span>" in found["en"]


def test_text_from_outside_is_escaped_after_the_same_text_of_ours_was_written() -> None:
    text = "<b>steigt</b>"

    ours = component(TREND, kind="rising", words=mark_safe(text), judgement="")  # noqa: S308 - a constant
    theirs = component(TREND, kind="rising", words=text, judgement="")

    assert text in ours
    assert text not in theirs
