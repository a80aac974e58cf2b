# SPDX-License-Identifier: EUPL-1.2
"""The gate: nothing comes into force without an attack that exactly these patterns withstood. Nobody passes beside."""

from collections.abc import Collection, Iterable
from typing import Final

from django.db import connection

from indicators.errors import DisclosureBreachError
from indicators.models.patterns import DisclosurePattern, Verdict
from indicators.services.disclosure.patterns import set_hash

# So many cells are named in a sentence.
_NAMED: Final = 5
# Two releases that were compiled beside one another would not know of each other.
LOCK: Final = 0x5052_4744


def alone_in(*, organisation_id: int) -> None:
    """Let nobody else compile figures of an organisation until this transaction ends; whoever comes later waits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, organisation_id])


def gate(patterns: Collection[DisclosurePattern]) -> None:
    """Let a set of patterns pass that withstood its audit.

    Raises
    ------
    DisclosureBreachError
        ``indicators.disclosure_breach`` when there is no audit of exactly this set, or it did not hold.
    """
    audits = {each.audit_id: each.audit for each in patterns}
    if len(audits) == 1:
        (audit,) = audits.values()
        if audit.verdict == Verdict.HELD and audit.set_hash == set_hash(patterns):
            return
    named = [str(breach["cell"]) for audit in audits.values() for breach in audit.content.get("breaches", ())]
    raise breach(named)


def breach(cells: Iterable[str]) -> DisclosureBreachError:
    """Return the error that names the cells which an attacker narrows too far."""
    named = sorted(set(cells))
    more = f" +{len(named) - _NAMED}" if len(named) > _NAMED else ""
    return DisclosureBreachError(
        "indicators.disclosure_breach",
        "What is published already and what would be published now tell hidden figures together.",
        named=", ".join(named[:_NAMED]) + more or "–",
        way_out="Withdraw the release that shows the figures around them, or leave the new figures out.",
        cells=tuple(named),
    )


def cells_of_breach(error: DisclosureBreachError) -> tuple[str, ...]:
    """Return the keys of the cells that an error names."""
    cells = error.params.get("cells")
    return tuple(map(str, cells)) if isinstance(cells, tuple) else ()
