# SPDX-License-Identifier: EUPL-1.2
"""The form of what an organisation says in Leichte Sprache, and of its video in sign language."""

from typing import Any, Final
from urllib.parse import urlsplit

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sozialplanung.accounts.ownwords.texts import LONGEST, easy_lines
from sozialplanung.common.easywords import LONGEST_WORD, MOST_WORDS, Broken, Rule, broken_rules

_LONGEST_ADDRESS: Final = 300
_RULES: Final[dict[Rule, Promise]] = {
    "words": gettext_lazy("The sentence has %(found)s words. At most %(words)s are easy to read: make two of it."),
    "commas": gettext_lazy("The sentence has several commas. Make two sentences of it."),
    "end": gettext_lazy("The line does not end as a sentence does: with a full stop, a colon or a question mark."),
    "sentences": gettext_lazy("Several sentences stand on one line. Give each a line of its own."),
    "long": gettext_lazy("“%(found)s” is long. Part words of more than %(letters)s letters by a hyphen."),
    "hard": gettext_lazy("“%(found)s” says what could be. Say what is."),
    "genitive": gettext_lazy("“%(found)s” stands before a genitive. Write “von” instead."),
    "signs": gettext_lazy("Signs that are hard to read: %(found)s"),
    "shortened": gettext_lazy("“%(found)s” is shortened. Write the whole word."),
}


class OwnWordsForm(forms.Form):
    """A text in Leichte Sprache, who examined it, and the address of a video; all may be left empty."""

    easy_text = forms.CharField(
        label=gettext_lazy("Text in Leichte Sprache"),
        required=False,
        max_length=LONGEST,
        help_text=gettext_lazy(
            "German. One sentence on each line, at most twelve words. A line that begins with # is a heading."
        ),
        widget=forms.Textarea(attrs={"rows": 16, "lang": "de"}),
    )
    easy_checked_by = forms.CharField(
        label=gettext_lazy("Examined by"),
        required=False,
        max_length=160,
        help_text=gettext_lazy(
            "People with learning difficulties read a text before it may be called Leichte Sprache. "
            "Left empty, the page says that they have not read it yet."
        ),
    )
    is_kept = forms.BooleanField(label=gettext_lazy("I read the hints and keep the text as it is"), required=False)
    sign_language_url = forms.CharField(
        label=gettext_lazy("Address of a video in German sign language"),
        required=False,
        max_length=_LONGEST_ADDRESS,
        help_text=gettext_lazy("It begins with https:// and is shown as a link. Nothing of it is loaded before."),
        widget=forms.URLInput(),
    )
    # What in the text is hard to read: the line, and what is wrong with it.
    hints: tuple[tuple[str, str], ...] = ()

    def clean_sign_language_url(self) -> str:
        """Take addresses that are encrypted and name a host and nobody."""
        address: str = self.cleaned_data["sign_language_url"]
        if address and not _is_fit(address):
            raise forms.ValidationError(
                _("Enter a whole address that begins with https://, without a name or password.")
            )
        return address

    def clean(self) -> dict[str, Any]:
        """Ask whoever wrote a text that breaks rules whether it is to stay as it is."""
        cleaned = super().clean() or {}
        found = broken_rules(easy_lines(cleaned.get("easy_text", "")))
        self.hints = tuple((each.line, _told(each)) for each in found)
        if self.hints and not cleaned.get("is_kept"):
            self.add_error(
                "easy_text", _("Some lines are hard to read. Mend them, or say below that the text stays as it is.")
            )
        return cleaned


def _told(broken: Broken) -> str:
    told = {"found": broken.found, "words": str(MOST_WORDS), "letters": str(LONGEST_WORD)}
    return str(_RULES[broken.rule]) % told


def _is_fit(address: str) -> bool:
    try:
        parts = urlsplit(address)
        has_port = parts.port is None or parts.port > 0
    except ValueError:
        return False
    is_plain = not any(sign.isspace() or sign in "\"'<>\\\\`{}" or not sign.isprintable() for sign in address)
    return parts.scheme == "https" and bool(parts.hostname) and "@" not in parts.netloc and is_plain and has_port
