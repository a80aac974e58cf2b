# SPDX-License-Identifier: EUPL-1.2
"""What somebody keeps under a name: their own, and what of it can be brought back."""

from datetime import datetime, timedelta
from typing import Final, TypeVar

from django.db.models import QuerySet
from django.utils import timezone

from indicators.models.keepsake import Keepsake
from sozialplanung.accounts.models import Organisation, User

# So long a removed one can be brought back.
KEPT_DAYS: Final = 30

K = TypeVar("K", bound=Keepsake)


def forgotten_before() -> datetime:
    """Return since when something removed is still there."""
    return timezone.now() - timedelta(days=KEPT_DAYS)


def rows_of(kind: type[K]) -> QuerySet[K]:
    """Return all rows of a kind."""
    rows: QuerySet[K] = kind._default_manager.all()  # noqa: SLF001 - the name that Django documents
    return rows


def kept_by(kind: type[K], person: User, organisation: Organisation) -> QuerySet[K]:
    """Return what somebody keeps at an organisation, removed ones among them."""
    return rows_of(kind).filter(organisation_id=organisation.pk, owner_id=person.pk)


def there(rows: QuerySet[K]) -> QuerySet[K]:
    """Return those that are not removed."""
    return rows.filter(removed_at__isnull=True)


def removed(rows: QuerySet[K]) -> QuerySet[K]:
    """Return those that can be brought back, those that went last first."""
    return rows.filter(removed_at__gt=forgotten_before()).order_by("-removed_at")
