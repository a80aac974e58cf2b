# SPDX-License-Identifier: EUPL-1.2
"""Rows that templates read quickly."""

from dataclasses import dataclass

import pytest

from sozialplanung.common.byname import ByName


@dataclass(frozen=True, slots=True)
class Row(ByName):
    value: str

    @property
    def loud(self) -> str:
        return self.value.upper()


def test_fields_and_properties_are_found_like_keys() -> None:
    row = Row("ja")

    assert (row["value"], row["loud"]) == ("ja", "JA")


def test_what_is_no_field_is_not_found() -> None:
    with pytest.raises(AttributeError):
        Row("ja")["nothing"]


def test_row_stays_without_a_dictionary_of_its_own() -> None:
    assert not hasattr(Row("ja"), "__dict__")
