# SPDX-License-Identifier: EUPL-1.2
"""Cities of chance with groups that cross, corrections, withdrawals, other boundaries and readers: nothing leaks."""

from typing import Final

import pytest

from tests.conftest import IS_DEEP
from tests.factories.chancecity import build_chance_city, run
from tests.factories.standing import standing
from tests.factories.world import World
from tests.integration.leaks.eavesdropping import found

pytestmark = [pytest.mark.django_db, pytest.mark.check("C076")]
SEEDS: Final = range(1, 8) if IS_DEEP else (1,)
# A whole course takes a minute.
ACTS: Final = None if IS_DEEP else 1

kept_city = standing(build_chance_city)


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_calculates_a_small_count_from_all_that_was_ever_told(city: World, seed: int) -> None:
    course = run(city, seed, acts=ACTS)

    lost = {audience: found(course, audience) for audience in course.minimum}

    assert {audience: each for audience, (each, _) in lost.items() if each} == {}
    # With nothing hidden there would be nothing to find.
    assert sum(hidden for _, hidden in lost.values()) > 0
