# SPDX-License-Identifier: EUPL-1.2
"""Mark a source whose supplier secures the figures before they are delivered, and take the mark away."""

from dataclasses import dataclass
from typing import Final

from django.db import transaction

from indicators.errors import StaleRemarkError
from indicators.models import Source
from sozialplanung.accounts.models import User
from sozialplanung.audit.services import record
from sozialplanung.common.errors import InvalidInputError

# Of a count of one nobody else could be hidden: a supplier that lets it through secures nothing.
LOWEST: Final = 2
HIGHEST: Final = 100


@dataclass(frozen=True, slots=True)
class SecuredMark:
    """Who secured the figures, and below which count it shows none; nobody and 0 where they arrive as counted."""

    supplier: str = ""
    below: int = 0

    @property
    def stand(self) -> str:
        """What a form names that was made when the mark said this."""
        return f"{self.below} {self.supplier}"


def mark_of(source: Source) -> SecuredMark:
    """Return what is marked now."""
    return SecuredMark(source.secured_by, source.secured_below)


@transaction.atomic
def mark_secured(*, source: Source, mark: SecuredMark, seen: str, reason: str, by: User) -> None:
    """Say that a supplier secures the figures of a source, or with an empty mark that nobody does any more.

    One person may: the mark shows nothing that a rule hides, and adds a question about small counts to deliveries.
    `seen` is the `stand` of the mark that the form was made on.

    Raises
    ------
    StaleRemarkError
        ``indicators.ruling_stale`` when somebody changed the mark since.
    InvalidInputError
        ``indicators.securing_same`` when nothing would change, ``indicators.securing_bounds`` for a bound out of range.
    """
    current = (
        Source.objects.select_related("organisation").select_for_update(no_key=True, of=("self",)).get(pk=source.pk)
    )
    before = mark_of(current)
    if before.stand != seen:
        raise StaleRemarkError("indicators.ruling_stale", "The mark was changed in the meantime.")
    if before == mark:
        raise InvalidInputError("indicators.securing_same", "The mark says that already.")
    if mark.supplier and not LOWEST <= mark.below <= HIGHEST:
        raise InvalidInputError(
            "indicators.securing_bounds", "The bound is out of range.", place="below", lowest=LOWEST, highest=HIGHEST
        )
    current.secured_by, current.secured_below = mark.supplier, mark.below if mark.supplier else 0
    current.save(update_fields=["secured_by", "secured_below"])
    record(
        action="indicators.ruling_secured" if mark.supplier else "indicators.ruling_unsecured",
        by=by,
        organisation=current.organisation,
        subject=current,
        reason=reason,
        details={
            "supplier": mark.supplier or before.supplier,
            "below": mark.below,
            "supplier_before": before.supplier,
            "below_before": before.below,
        },
    )
