# SPDX-License-Identifier: EUPL-1.2
"""Periods in titles and names: what can be read in two ways, or counts in weeks, is asked for."""

import pytest

from indicators.readers.periodtexts import period_in


@pytest.mark.parametrize(
    "text",
    [
        "Stand 12/31/2022",
        "06/05/2022",
        "Einwohner 1/2/2022",
        "KW 12/2022",
        "KW12/2022",
        "12. KW 2022",
        "Kalenderwoche 05/2022",
        "Woche 7 2022",
        "44926",
        "31.02.2022",
        "31.12.2022 und 31.12.2021",
    ],
)
def test_what_has_two_readings_or_none_is_no_period(text: str) -> None:
    assert period_in(text) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Stand 31.12.2022", "2022-12-31"),
        ("12/2022", "2022-12"),
        ("Schuljahr 22/23", "2022-23"),
        ("Schuljahr 2022/2023", "2022-23"),
        ("I/2022", "2022-Q1"),
        ("Wochenmarkt 2022", "2022"),
        ("Wirkwaren 2022", "2022"),
    ],
)
def test_what_has_one_reading_is_a_period(text: str, code: str) -> None:
    found = period_in(text)

    assert found is not None
    assert found.code == code
