# SPDX-License-Identifier: EUPL-1.2
"""What is declared or seen to add up: groups, periods, formulas, equal counts, boundary versions."""

from indicators.services.disclosure.origins.breakdowns import Breakdowns
from indicators.services.disclosure.origins.editions import Editions
from indicators.services.disclosure.origins.formulas import Formulas
from indicators.services.disclosure.origins.same import Same
from indicators.services.disclosure.origins.selections import Selections
from indicators.services.disclosure.origins.spans import Spans
from indicators.services.disclosure.relations import ORIGINS


def register() -> None:
    """Let the compiler ask all of them; twice is once."""
    known = {type(origin) for origin in ORIGINS}
    ORIGINS.extend(
        origin() for origin in (Breakdowns, Spans, Formulas, Same, Editions, Selections) if origin not in known
    )
