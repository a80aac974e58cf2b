# SPDX-License-Identifier: EUPL-1.2
"""A city with published, withdrawn, superseded and internal figures, beside a city with nothing."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from indicators.models import Audience, Indicator, Release, ReleaseState
from sozialplanung.accounts.models import Organisation, User
from spatial.models import BoundaryVersion
from tests.factories.areas import import_city
from tests.factories.organisations import organisation
from tests.factories.releases import Figures, indicator, release


@dataclass(frozen=True)
class Published:
    """What the tests of the API look at."""

    city: Organisation
    other: Organisation
    kinderarmut: Indicator
    release: Release
    version: BoundaryVersion


def build_published() -> Published:
    """Store the two cities."""
    city, other = organisation("musterstadt", "Musterstadt"), organisation("nachbarstadt", "Nachbarstadt")
    import_city(city)
    import_city(other)
    by = User.objects.create_user(email="frida@example.org", name="Frida")
    version = BoundaryVersion.objects.get(organisation=city, level__slug="viertel")
    kinderarmut = indicator(city)
    shown = release(kinderarmut, version, Figures((10.5, None, 0.0, 30.2)), by)
    release(kinderarmut, version, Figures((9.5, None, 1.0, 29.9), period="2016-12-31"), by)
    release(kinderarmut, version, Figures((99.1,) * 4, period="2014-12-31", state=ReleaseState.WITHDRAWN), by)
    release(kinderarmut, version, Figures((98.1,) * 4, period="2012-12-31", audience=Audience.COUNCIL), by)
    hidden = indicator(city, "kanarienvogel", topic="verborgen")
    release(hidden, version, Figures((98.7,) * 4, state=ReleaseState.WITHDRAWN), by)
    indicator(city, "nie-veroeffentlicht", topic="verborgen")
    return Published(city, other, kinderarmut, shown, version)


@pytest.fixture(scope="module")
def _cities(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Published]:
    """Store the two cities once for all tests of a module, each of which rolls back to this point."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_published()
        transaction.set_rollback(True)


@pytest.fixture
def published(_cities: Published, db: None) -> Published:
    """Give the two cities."""
    return _cities
