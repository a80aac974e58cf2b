# SPDX-License-Identifier: EUPL-1.2
"""Area keys stay texts, follow declared rules, and are never matched by likeness."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.readers.keys import KeyRule, ags_from_ars, check_ags, check_ars, normalise_key, propose_key


@pytest.mark.check("C042")
@pytest.mark.parametrize(
    ("key", "known", "proposal"),
    [
        ("1011101", {"01011101", "01011102"}, "01011101"),
        ("1011101.0", {"01011101"}, "01011101"),
        ("1011101,0", {"01011101"}, "01011101"),
        ("stgt 03", {"STGT03"}, "STGT03"),
        ("1", {"01", "001"}, ""),
        ("Altstadt", {"Altstadt-Süd"}, ""),
        ("xx9900", {"119900"}, ""),
        ("", {"0101"}, ""),
    ],
)
def test_only_what_a_spreadsheet_does_to_keys_is_proposed_back(key: str, known: set[str], proposal: str) -> None:
    assert propose_key(key, known) == proposal


@pytest.mark.check("C042")
def test_key_is_trimmed_but_its_digits_stay() -> None:
    assert normalise_key(" 01.1\u00a0 ") == "01.1"


@pytest.mark.parametrize(
    ("rule", "delivered", "key"),
    [
        (KeyRule(), "0101", "0101"),
        (KeyRule(width=2, prefix="STGT"), "3", "STGT03"),
        (KeyRule(strip_zeros=True), "009", "9"),
        (KeyRule(strip_zeros=True), "000", "0"),
        (KeyRule(renames=(("000", "koeln"),), strip_zeros=True), " 000", "koeln"),
    ],
)
def test_declared_rule_rewrites_keys(rule: KeyRule, delivered: str, key: str) -> None:
    assert rule.apply(delivered) == key


@pytest.mark.parametrize(
    ("key", "problem"),
    [
        ("05570044", ""),
        ("5570044", "length"),
        ("0557004x", "digits"),
        ("0557004٣", "digits"),
        ("17570044", "land"),
        ("00570044", "land"),
    ],
)
def test_gemeindeschluessel_has_eight_digits_and_a_land(key: str, problem: str) -> None:
    assert check_ags(key) == problem


@pytest.mark.parametrize(
    ("key", "problem"),
    [
        ("145215115430", ""),
        ("010539105105", ""),
        ("051110000000", ""),
        ("010539105106", "association"),
        ("0105391051", "length"),
    ],
)
def test_regionalschluessel_repeats_the_gemeinde_without_an_association(key: str, problem: str) -> None:
    assert check_ars(key) == problem


@pytest.mark.parametrize(("ars", "ags"), [("145215115430", "14521430"), ("010539105105", "01053105")])
def test_regionalschluessel_contains_the_gemeindeschluessel(ars: str, ags: str) -> None:
    assert ags_from_ars(ars) == ags


def test_text_that_is_no_regionalschluessel_is_refused() -> None:
    with pytest.raises(ValueError, match="length"):
        ags_from_ars("05513")


@given(st.text(max_size=12))
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise_key(normalise_key(text)) == normalise_key(text)
