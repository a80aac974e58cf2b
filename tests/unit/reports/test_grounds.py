# SPDX-License-Identifier: EUPL-1.2
"""What a template begins with: rates on a map, numbers of persons side by side."""

from types import SimpleNamespace
from typing import Any

import pytest

from reports.rendering.composition import LINE, MAP, RANKING, TABLE
from reports.selectors.choices import Ground


def sheet(**told: object) -> Any:  # noqa: ANN401 - stands for a sheet with all its fields
    definition = {
        "name": "Kinder",
        "basis": "counts",
        "unit_of_measure": "Personen",
        "denominator_indicator": None,
        "denominator_text": "",
        **told,
    }
    return SimpleNamespace(slug="kinder", definition=SimpleNamespace(**definition))


def ground() -> Ground:
    refs: Any = [
        SimpleNamespace(indicator="kinder", level="stadt", level_position=0, boundary_version_id=1),
        SimpleNamespace(indicator="kinder", level="viertel", level_position=1, boundary_version_id=2),
    ]
    versions: Any = [SimpleNamespace(id=1, unit_count=1), SimpleNamespace(id=2, unit_count=4)]
    return Ground(refs, versions)


def kinds(**told: object) -> list[str]:
    parts = ground().composition([sheet(**told)]).parts
    return [panel.kind for panel in next(part for part in parts if part.title == "Kinder").panels]


def test_number_of_persons_is_not_mapped() -> None:
    assert kinds() == [RANKING, LINE, TABLE]


@pytest.mark.parametrize(
    "told",
    [
        {"unit_of_measure": "%"},
        {"unit_of_measure": "je 1.000", "denominator_text": "alle Kinder"},
        {"unit_of_measure": "je 1.000", "denominator_indicator": "kinder"},
        {"basis": "rate_only", "unit_of_measure": "Index"},
    ],
)
def test_rate_is_mapped(told: dict[str, object]) -> None:
    assert kinds(**told) == [MAP, LINE, TABLE]
