# SPDX-License-Identifier: EUPL-1.2
"""For whom released things are read, as one word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.selectors.narrowing import reading_of
from sozialplanung.common.readings import Layer, is_narrowed, kind_of, layers_of, written

AUDIENCES = st.sampled_from(["internal", "council", "public"])
TOPICS = st.frozensets(st.integers(1, 10**9), min_size=1, max_size=6)
NARROWED = st.lists(st.builds(Layer, AUDIENCES, TOPICS), max_size=3)


@given(NARROWED, AUDIENCES)
def test_a_word_stands_for_the_layers_it_was_written_from(narrowed: list[Layer], whole: str) -> None:
    layers = (*narrowed, Layer(whole))

    assert layers_of(written(layers)) == layers
    assert kind_of(written(layers)) == layers[0].audience
    assert is_narrowed(written(layers)) == bool(narrowed)


def test_what_stands_behind_a_whole_layer_is_not_read() -> None:
    assert written([Layer("internal"), Layer("council", frozenset({3})), Layer("public")]) == "internal"


@pytest.mark.parametrize("layers", [[], [Layer("council", frozenset({3}))], [Layer("council", frozenset())]])
def test_a_reading_says_of_every_topic_for_whom_it_is_read(layers: list[Layer]) -> None:
    with pytest.raises(ValueError, match=r"audience|topics"):
        written(layers)


@pytest.mark.parametrize("word", ["", "council~", "council~3", "council~x+public", "council~3+", "~3+public", "a b"])
def test_a_word_that_is_no_reading_is_read_by_nobody(word: str) -> None:
    with pytest.raises(ValueError, match=r"reading|audience"):
        layers_of(word)


@given(NARROWED, AUDIENCES)
def test_every_topic_is_read_from_the_first_layer_that_has_it(narrowed: list[Layer], whole: str) -> None:
    statement = reading_of("indicator", [(f"{each.audience}_", each.topics) for each in (*narrowed, Layer(whole))])
    parts = statement.split(" UNION ALL ")

    seen: set[int] = set()
    for layer, part in zip(narrowed, parts[:-1], strict=True):
        mine = sorted((layer.topics or frozenset()) - seen)
        assert part.endswith(f"topic_id IN ({', '.join(map(str, mine))})" if mine else "FALSE")
        seen |= layer.topics or frozenset()
    assert "NOT IN" in parts[-1]
