# SPDX-License-Identifier: EUPL-1.2
"""Sentences that scripts say; the page carries them as JSON, so that scripts hold no text of their own."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_SENTENCES: dict[str, str | Promise] = {
    "alert.close": _("Close this message"),
    "alert.code": _("Code: {code}"),
    "filter.count": _("{count} of {total} entries shown."),
    "request.failed.title": _("The figures could not be loaded"),
    "request.offline": _("There is no connection. What you see is the state before. Please try again later."),
    "request.failed": _("The server did not answer as expected. Please try again in a moment."),
    "request.unreadable": _("The answer of the server could not be read. Please reload the page."),
}


def script_sentences() -> dict[str, str]:
    """Return the sentences in the reader's language."""
    return {key: str(text) for key, text in _SENTENCES.items()}
