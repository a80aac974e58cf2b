# SPDX-License-Identifier: EUPL-1.2
"""The rows of reference periods, shared by all organisations."""

from indicators.models import Period
from sozialplanung.common import periods


def ensure_period(code: str) -> Period:
    """Return the row of a period, created when it is new; PeriodError for a malformed code."""
    value = periods.parse(code)
    row, _ = Period.objects.get_or_create(
        code=value.code, defaults={"kind": value.kind.value, "start": value.start, "end": value.end}
    )
    return row
