# SPDX-License-Identifier: EUPL-1.2
"""Sentences that scripts say; the page carries them as JSON, so that scripts hold no text of their own."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_SENTENCES: dict[str, str | Promise] = {
    "alert.close": _("Close this message"),
    "alert.code": _("Code: {code}"),
    "clipboard.done": _("The address of this view was copied."),
    "clipboard.failed": _("The browser did not allow copying. Copy the address from the address bar."),
    "filter.count": _("{count} of {total} entries shown."),
    "legend.name": _("Legend"),
    "request.failed.title": _("The figures could not be loaded"),
    "request.offline": _("There is no connection. What you see is the state before. Please try again later."),
    "request.failed": _("The server did not answer as expected. Please try again in a moment."),
    "request.unreadable": _("The answer of the server could not be read. Please reload the page."),
    "sort.ascending": _("Sorted by {column}, ascending."),
    "sort.descending": _("Sorted by {column}, descending."),
    "status.excluded": _("not rated"),
    "status.missing": _("no figure"),
    "status.not_applicable": _("does not apply"),
    "status.suppressed": _("kept secret"),
    "status.unreliable": _("unreliable"),
}


def script_sentences() -> dict[str, str]:
    """Return the sentences in the reader's language."""
    return {key: str(text) for key, text in _SENTENCES.items()}
