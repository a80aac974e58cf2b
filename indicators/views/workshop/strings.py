# SPDX-License-Identifier: EUPL-1.2
"""What the script of the workshop says: it holds no sentence of its own."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_SENTENCES: Final[dict[str, str | Promise]] = {
    "workshop.unsaved": _("Changes that are not saved yet."),
    "workshop.moved": _("{count} areas change their class against the start."),
    "workshop.invalid": _("The recipe cannot be computed like this. {problem}"),
    "workshop.stale": _(
        "The recipe was changed in the meantime, perhaps in another window or by somebody else. Please reload the page."
    ),
    "workshop.computed": _("Ranks, intervals and classes are up to date."),
    "workshop.failed": _("The intervals could not be computed anew. Map and ranks are up to date."),
}


def workshop_strings() -> dict[str, str]:
    """Return the sentences in the reader's language."""
    return {key: str(text) for key, text in _SENTENCES.items()}
