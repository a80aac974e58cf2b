# SPDX-License-Identifier: EUPL-1.2
"""Whether the page of spread has anything to say of a slice: a link leads there only where it has."""

from typing import Final

from indicators.rendering.funnel_figures import FunnelReason, why_no_funnel
from indicators.rendering.profile_numbers import is_share
from indicators.rendering.slice_content import SliceContent
from indicators.rendering.slice_trends import TrendForm
from indicators.selectors.kept import Kept
from indicators.selectors.sheets import DefinitionSheet

# One answer for each slice: a few hundred bytes.
_KEPT: Final = Kept[FunnelReason](20_000)


def may_have_spread(definition: DefinitionSheet) -> bool:
    """Say whether a definition allows a funnel at all: a share that is counted, and no position among areas."""
    is_counted = definition.basis == "counts" and definition.comparability != "relative"
    return is_counted and is_share(definition.unit_of_measure)


def has_spread(definition: DefinitionSheet, content_hash: str, content: SliceContent) -> bool:
    """Say whether there is a funnel of a slice."""
    form = TrendForm(definition.unit_of_measure, definition.basis, definition.comparability)
    key = (content_hash, form)
    found = _KEPT.get(key)
    if found is None:
        found = _KEPT.keep(key, why_no_funnel(content, form), 1)
    return found is FunnelReason.OK
