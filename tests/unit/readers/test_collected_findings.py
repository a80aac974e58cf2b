# SPDX-License-Identifier: EUPL-1.2
"""A table that is wrong in a million cells is told by its first findings, and by how many more there are."""

import pytest

from tests.unit.readers.test_staging import COLUMNS, staged


@pytest.mark.check("C045")
def test_of_very_many_findings_alike_the_first_are_listed_and_the_others_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("indicators.readers.findings.MOST_ALIKE", 2)

    found = staged("key;kinder;quote\n01;1x;1,5\n02;2x;1,5\n03;3x;x1\n01;4x;2,5\n", COLUMNS)

    assert [(each.code, each.severity, each.row, each.column) for each in found.findings if each.column] == [
        ("number_form", "error", 2, "kinder"),
        ("number_form", "error", 3, "kinder"),
        ("number_form", "error", 4, "quote"),
        ("duplicate", "error", 5, "quote"),
        ("more_alike", "error", None, "kinder"),
    ]
    assert found.findings[-1].params == {"count": 2, "kind": "number_form"}


def test_findings_of_all_kinds_together_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indicators.readers.findings.MOST_FINDINGS", 1)

    found = staged("key;kinder;quote\n01;1x;x\n02;x2;1x5\n", COLUMNS)

    assert [each.code for each in found.findings][:3] == ["number_form", "more_alike", "more_alike"]
    assert {each.code for each in found.findings[1:]} == {"more_alike"}
    assert found.has_errors
