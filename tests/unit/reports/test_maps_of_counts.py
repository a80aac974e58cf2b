# SPDX-License-Identifier: EUPL-1.2
"""Which figures mislead on a map: numbers of persons or things, and nothing that is of so many others."""

from types import SimpleNamespace
from typing import Any

import pytest

from reports.services.panels.seen import unmappable


def found(*, is_count: bool, **told: object) -> Any:  # noqa: ANN401 - stands for settled facts with all they hold
    """Return figures that a panel shows; `is_count`: they come without a denominator."""
    definition = SimpleNamespace(
        **{
            "name": "Kinder",
            "basis": "counts",
            "unit_of_measure": "Personen",
            "denominator_indicator": None,
            "denominator_text": "",
            **told,
        }
    )
    facts = SimpleNamespace(
        choice=SimpleNamespace(ref=None), is_count=lambda _ref: is_count, definition_of=lambda _ref: definition
    )
    return SimpleNamespace(facts=facts)


def test_number_of_persons_is_named_with_what_to_take_instead() -> None:
    told = unmappable(found(is_count=True))

    assert "Kinder" in told


@pytest.mark.parametrize(
    "told",
    [
        {"denominator_text": "alle Kinder"},
        {"denominator_indicator": "einwohner"},
        {"unit_of_measure": "%"},
        {"basis": "rate_only"},
    ],
)
def test_what_is_of_so_many_others_may_be_mapped(told: dict[str, object]) -> None:
    assert unmappable(found(is_count=True, **told)) == ""


def test_count_that_comes_with_its_denominator_may_be_mapped() -> None:
    assert unmappable(found(is_count=False)) == ""
