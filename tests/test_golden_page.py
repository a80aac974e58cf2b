# SPDX-License-Identifier: EUPL-1.2
"""The page of golden values names what is there, and every file of golden values has its source beside it."""

import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
GOLDEN = ROOT / "tests" / "golden"
ROW = re.compile(r"^\| (?P<blocks>`.*`) \| [^|]+ \| \[[^]]+\]\((?P<page>[\w-]+\.md)\) \| `(?P<file>[\w/]+\.json)` \|$")


def _rows() -> list[re.Match[str]]:
    text = (ROOT / "docs" / "methods" / "golden-values.md").read_text(encoding="utf-8")
    return [found for line in text.splitlines() if (found := ROW.match(line))]


def test_every_named_block_is_in_its_file_and_every_page_is_there() -> None:
    rows = _rows()
    assert len(rows) >= 20
    for row in rows:
        held = json.loads((GOLDEN / row["file"]).read_text(encoding="utf-8"))
        assert set(re.findall(r"`([^`]+)`", row["blocks"])) <= set(held)
        assert (ROOT / "docs" / "methods" / row["page"]).is_file()


def test_golden_values_have_their_source_beside_them() -> None:
    folders = [each for each in GOLDEN.iterdir() if each.is_dir()]

    assert [each.name for each in folders if not (each / "SOURCE.md").is_file()] == []
