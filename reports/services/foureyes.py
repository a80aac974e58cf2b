# SPDX-License-Identifier: EUPL-1.2
"""Who may let an edition out: somebody who publishes here and neither handed it in nor wrote at it."""

from reports.errors import EditionFourEyesError
from reports.models import Edition
from reports.selectors.desk import authors_of
from sozialplanung.accounts.models import User
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.selectors import has_permission, is_account_of, people_where


def require_second_person(row: Edition, *, by: User) -> None:
    """Raise unless somebody may let an edition out.

    Raises
    ------
    EditionFourEyesError
        ``reports.own_edition`` for whoever handed it in or wrote at it, or uses an account that these opened.
    """
    if is_second_person(row, by=by):
        return
    raise EditionFourEyesError("reports.own_edition", "Another person lets it out.")


def is_second_person(row: Edition, *, by: User) -> bool:
    """Say whether somebody publishes here and neither handed it in nor wrote at it."""
    authors = writers_of(row)
    is_own = by.pk in authors or is_account_of(by, others=sorted(authors), since=row.submitted_at)
    return not is_own and has_permission(by, Permission.PUBLISH_RELEASES, row.organisation)


def second_persons(row: Edition) -> tuple[User, ...]:
    """Return all who may let an edition out."""
    people = people_where(Permission.PUBLISH_RELEASES, row.organisation)
    return tuple(person for person in people if is_second_person(row, by=person))


def writers_of(row: Edition) -> frozenset[int]:
    """Return the ids of who handed an edition in, of all who had written at it then, and who wrote since."""
    return authors_of(row.publication) | frozenset(row.writers) | {row.submitted_by_id}
