# SPDX-License-Identifier: EUPL-1.2
"""Forms on places and ways: what they offer, and what they say of an answer that does not fit."""

import pytest

from spatial.forms.reach import ReachForm


@pytest.mark.parametrize(("unit", "limit"), [("meter", "20000"), ("minuten", "60")])
def test_a_distance_that_is_too_far_is_told_with_the_limit(unit: str, limit: str) -> None:
    form = ReachForm({"grenze": "500000", "einheit": unit}, networks=[])

    (told,) = form.errors["grenze"]
    assert limit in told
