# SPDX-License-Identifier: EUPL-1.2
"""Losses to secrecy in words, for the pages of approvers."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.utils.translation import pgettext_lazy

# In the order in which tables show them.
DECISION_WORDS: Final = {
    # Among them are areas without a figure: nothing is hidden there.
    "shown": pgettext_lazy("figures", "not hidden"),
    "primary": pgettext_lazy("figures", "too small (primary)"),
    "secondary": pgettext_lazy("figures", "for others (secondary)"),
    "kept": pgettext_lazy("figures", "kept by the source or from before"),
    "inherited": pgettext_lazy("figures", "made of hidden ones"),
}


def losses_in_words(levels: Iterable[tuple[str, Mapping[str, int]]]) -> list[dict[str, Any]]:
    """Return what a table of losses shows: for each level how many figures were decided how, with the words for it."""
    return [
        {"level": level, "told": [(word, counts.get(name, 0)) for name, word in DECISION_WORDS.items()]}
        for level, counts in levels
    ]
