# SPDX-License-Identifier: EUPL-1.2
"""One pair of coordinates that a person types for a row: what is wrong with it is told of these two numbers."""

import pytest
import shapely

from spatial.errors import LayerDraftError
from spatial.services.layers.correcting import placed_point
from spatial.services.layers.texts import SENTENCES

CITY = shapely.box(9.3, 54.7, 9.6, 54.9)


def test_a_pair_that_lies_well_is_taken() -> None:
    assert placed_point((9.43, 54.78, "EPSG:4326"), CITY) == pytest.approx((9.43, 54.78))


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ((54.78, 9.43, "EPSG:4326"), "layer_point_swapped"),
        ((527_000.0, 6_070_000.0, "EPSG:4326"), "layer_point_system"),
        ((9.43, 54.78, "EPSG:25832"), "layer_point_system"),
        ((2.35, 48.85, "EPSG:4326"), "layer_point_outside"),
    ],
)
def test_what_is_wrong_with_a_pair_is_told_of_its_two_numbers(place: tuple[float, float, str], code: str) -> None:
    with pytest.raises(LayerDraftError) as error:
        placed_point(place, CITY)

    assert error.value.code == f"spatial.{code}"
    sentence = SENTENCES[error.value.code]
    assert str(sentence.message) % error.value.params
    assert str(sentence.way_out) % error.value.params
