# SPDX-License-Identifier: EUPL-1.2
"""Whether a rule of disclosure asks for at least as much as another."""

from typing import Final

from indicators.models import Audience
from indicators.services.disclosure.rules import RuleContent
from indicators.stats.disclosure.rules import strictest

# The widest first: each reads what those before it read.
WIDENESS: Final = (Audience.PUBLIC, Audience.COUNCIL, Audience.INTERNAL)
# How addresses of pages name them.
WORDS: Final = {"oeffentlichkeit": Audience.PUBLIC, "rat": Audience.COUNCIL, "intern": Audience.INTERNAL}
WORD_OF: Final = {audience: word for word, audience in WORDS.items()}


def asks_as_much(one: RuleContent, other: RuleContent) -> bool:
    """Say whether `one` hides at least everything that `other` hides."""
    if not one.is_published:
        return True
    if not other.is_published or one.minimum_inhabitants < other.minimum_inhabitants:
        return False
    return strictest([one.cell, other.cell]) == strictest([one.cell])
