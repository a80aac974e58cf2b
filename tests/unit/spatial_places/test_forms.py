# SPDX-License-Identifier: EUPL-1.2
"""Forms on places and ways: what they offer, and what they say of an answer that does not fit."""

import pytest
from django.utils import translation

from spatial.forms.changesets import LayerChoices
from spatial.forms.reach import ReachForm
from spatial.forms.systems import SYSTEMS


@pytest.mark.parametrize(("unit", "limit"), [("meter", "20000"), ("minuten", "60")])
def test_a_distance_that_is_too_far_is_told_with_the_limit(unit: str, limit: str) -> None:
    form = ReachForm({"grenze": "500000", "einheit": unit}, networks=[])

    (told,) = form.errors["grenze"]
    assert limit in told


def test_systems_are_named_in_the_language_of_the_reader() -> None:
    with translation.override("de"):
        named = {name: str(words) for name, words in SYSTEMS}
        (label, *_) = [words for _, words in LayerChoices((), (), (), ["EPSG:4647"]).systems]

    assert named["EPSG:4326"] == "EPSG:4326 – WGS 84, Länge und Breite in Grad"
    assert "Zonennummer im Rechtswert" in label
    assert not [words for words in named.values() if "zone " in words or "degrees" in words]
