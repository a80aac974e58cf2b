# SPDX-License-Identifier: EUPL-1.2
"""Own areas beside a document: kept as JSON and read back the same; the address of a panel names one strictly."""

import json
from uuid import UUID

import pytest

from reports.rendering.ownshown import OwnShown, from_list, own_asked, own_query, to_list

UUID_TEXT = "6f1f6c1e-6a4f-4f0e-9a53-0a7f5a1d2b3c"
SHOWN = OwnShown("panel1", UUID_TEXT, "Schulweg", 2, "a" * 64, "0103", (("kinder", "2021-12-31", "stand-2020"),))


def test_what_is_kept_is_read_back_the_same() -> None:
    kept = json.loads(json.dumps(to_list([SHOWN])))

    assert from_list(kept) == (SHOWN,)
    assert from_list([]) == ()


def test_an_address_names_an_own_area_and_its_edition() -> None:
    assert own_asked(own_query(UUID_TEXT, 12)) == (UUID(UUID_TEXT), 12)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "eigenes=1&fassung=1",
        f"eigenes={UUID_TEXT}",
        f"eigenes={UUID_TEXT}&fassung=-1",
        f"eigenes={UUID_TEXT}&fassung=²",
    ],
)
def test_anything_else_names_none(query: str) -> None:
    assert own_asked(query) is None
