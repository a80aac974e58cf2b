# SPDX-License-Identifier: EUPL-1.2
"""What the page says of the sample data is what their README demands."""

from pathlib import Path

import pytest

from sozialplanung.portal.attributions import REGIONS

README = (Path(__file__).parents[3] / "demo" / "README.md").read_text(encoding="utf-8")


@pytest.mark.check("C033")
def test_every_publisher_and_licence_of_the_readme_is_named() -> None:
    publishers = {item.publisher.removeprefix("© ") for region in REGIONS for item in region.attributions}
    licences = {item.licence.name.removesuffix(" 1.0") for region in REGIONS for item in region.attributions}

    assert all(publisher in README for publisher in publishers), publishers
    assert all(licence in README for licence in licences), licences
    assert len(REGIONS) == README.count("/` |")


def test_every_licence_with_a_version_leads_to_its_text() -> None:
    for region in REGIONS:
        for item in region.attributions:
            has_version = any(sign.isdigit() for sign in item.licence.name)
            assert bool(item.licence.url) == has_version
