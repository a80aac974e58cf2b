# SPDX-License-Identifier: EUPL-1.2
"""Who runs the site, and how old the accessibility statement is."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from sozialplanung.portal.imprint import ACCESSIBILITY_EXAMINED, operator

NOBODY = {"name": "", "address": "", "email": "", "phone": "", "data_protection": ""}


@pytest.mark.check("C026")
def test_the_accessibility_statement_is_not_older_than_a_year() -> None:
    age = timezone.localdate() - ACCESSIBILITY_EXAMINED

    assert age <= timedelta(days=365), "Examine the pages again and renew ACCESSIBILITY_EXAMINED."


def test_commas_part_the_lines_of_the_address(settings: Settings) -> None:
    settings.OPERATOR = NOBODY | {"name": "Stadt", "address": "Rathaus, Markt 1,, 12345 Ort ", "email": "a@b.example"}

    found = operator()

    assert found.address == ("Rathaus", "Markt 1", "12345 Ort")
    assert found.is_named


@pytest.mark.parametrize("missing", ["name", "email"])
def test_an_operator_without_name_or_address_is_not_named(settings: Settings, missing: str) -> None:
    settings.OPERATOR = NOBODY | {"name": "Stadt", "email": "a@b.example"} | {missing: ""}

    assert not operator().is_named
