# SPDX-License-Identifier: EUPL-1.2
"""A problem tells what, where, what is allowed and what to do; foreign text in it is harmless."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spatial.geometry import texts as geometry_texts
from spatial.geometry.problems import Explanation, Place, Problem, SpatialError, quoted
from spatial.readers import texts as reader_texts

EXPLANATION = Explanation("%(count)s are wrong.", "At most %(limit)s are allowed.", "Remove %(count)s.")
CATALOGUES = {**geometry_texts.EXPLANATIONS, **reader_texts.EXPLANATIONS, **reader_texts.REMARKS}


def test_the_leading_problem_speaks_for_the_error() -> None:
    leading = Problem("spatial.wrong", EXPLANATION, Place(file="a.shp", feature=3), {"count": 2, "limit": 1})
    error = SpatialError([leading, Problem("spatial.other", EXPLANATION, Place(), {"count": 1, "limit": 0})])

    assert error.code == "spatial.wrong"
    assert str(error) == "2 are wrong. At most 1 are allowed. (file a.shp, feature 3) Remove 2."
    assert error.codes == {"spatial.wrong", "spatial.other"}
    assert error.params["limit"] == 1
    assert len(error.problems) == 2


def test_a_place_names_only_what_is_known() -> None:
    assert str(Place()) == ""
    assert str(Place(feature=1, key="01", file="f", layer="l", line=7)) == "file f, layer l, line 7, feature 1, key 01"


def test_an_empty_sentence_leaves_no_gap() -> None:
    assert Problem("x", Explanation("Wrong.", "", "")).statement() == "Wrong."


def test_foreign_text_is_cut_and_has_no_control_characters() -> None:
    assert quoted("a\r\nSet-Cookie: x\u202e\x00") == "a\ufffd\ufffdSet-Cookie: x\ufffd\ufffd"
    assert quoted("x" * 80) == "x" * 80
    assert quoted("x" * 81) == "x" * 79 + "…"


@given(st.text())
def test_whatever_is_quoted_is_printable_and_short(text: str) -> None:
    told = quoted(text)

    assert told.isprintable()
    assert len(told) <= 80


@pytest.mark.parametrize("code", CATALOGUES)
def test_every_explanation_is_made_of_full_sentences(code: str) -> None:
    explanation = CATALOGUES[code]

    assert explanation.problem.endswith(".")
    assert explanation.way_out.endswith(".")
    assert explanation.allowed == "" or explanation.allowed.endswith(".")
    for text in (explanation.problem, explanation.allowed, explanation.way_out):
        assert re.sub(r"%\(\w+\)s|%%", "", text).count("%") == 0
