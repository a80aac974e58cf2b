# SPDX-License-Identifier: EUPL-1.2
"""Ten thousand addresses against the register of a large city, beside taking the same addresses apart alone."""

import time

import numpy as np
import pytest

from spatial.readers.addresses.finding import Status, find
from spatial.readers.addresses.numbers import HouseNumber, HouseNumbers
from spatial.readers.addresses.parsing import AddressFields, parsed_address
from spatial.readers.addresses.register import Entry, Register
from tests.bench.measuring import report

pytestmark = pytest.mark.bench
STREETS, HOUSES, ADDRESSES, MOST_SECONDS = 9_000, 40, 10_000, 30
SYLLABLES = (
    "ber",
    "gen",
    "hal",
    "kor",
    "lin",
    "mar",
    "nau",
    "ost",
    "ruh",
    "sand",
    "tal",
    "wald",
    "zell",
    "feld",
    "dorf",
)


def _streets(rng: np.random.Generator) -> list[str]:
    made: dict[str, None] = {}
    while len(made) < STREETS:
        made["".join(rng.choice(SYLLABLES, 4)).capitalize() + str(rng.choice(["straße", "weg", "platz", "allee"]))] = (
            None
        )
    return list(made)


def _misspelt(text: str, at: int) -> str:
    return text[:at] + text[at + 1 :]


def test_ten_thousand_addresses_are_found() -> None:
    rng = np.random.default_rng(7)
    streets = _streets(rng)
    entries = [
        Entry(street, HouseNumbers(HouseNumber(n), HouseNumber(n)), float(n), float(at), f"{10_000 + at % 190}")
        for at, street in enumerate(streets)
        for n in range(1, HOUSES + 1)
    ]
    wanted = []
    for number in range(ADDRESSES):
        entry = entries[int(rng.integers(len(entries)))]
        street = _misspelt(entry.street, 3) if number % 10 == 0 else entry.street
        wanted.append(f"{street} {entry.numbers}, {entry.postcode} Stadt")

    begin = time.process_time()
    parsed = [parsed_address(AddressFields(text)) for text in wanted]
    alone = time.process_time() - begin
    begin = time.process_time()
    register = Register(entries)
    answers = [find(register, address) for address in parsed]
    took = time.process_time() - begin

    exact = sum(answer.status == Status.EXACT for answer in answers)
    baseline = f"taking them apart alone {alone:.1f} s, ratio {took / alone:.1f}"
    title = "10,000 addresses found, every tenth misspelt"
    report(title, f"{alone + took:.1f} s", baseline=baseline, target=f"<= {MOST_SECONDS} s")
    assert exact >= 0.85 * ADDRESSES
