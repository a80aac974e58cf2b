# SPDX-License-Identifier: EUPL-1.2
"""The list of what planners know from elsewhere names tests that there are, and every row of it is closed."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "docs/parity.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and not line.startswith("| there ")
]


def test_every_row_names_tests_that_there_are_or_says_why_it_has_none() -> None:
    assert len(ROWS) > 60
    for _there, here, tests in ROWS:
        named = re.findall(r"`(tests/[^`]+)`", tests)
        missing = [name for name in named if not (ROOT / name).is_file()]
        assert missing == [], here
        assert named or "better without" in here, here


def test_nothing_is_open() -> None:
    assert [here for _there, here, _tests in ROWS if "not yet" in here] == []
