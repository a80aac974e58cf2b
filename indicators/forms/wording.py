# SPDX-License-Identifier: EUPL-1.2
"""The form of what the classes of an index are called."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from indicators.rendering.class_packs import LONGEST, Fault, Wrong, faults_of
from indicators.rendering.profile_numbers import language_of
from indicators.selectors.classwording import NamedClass
from sozialplanung.common.fairwords import Words
from sozialplanung.common.names import told_name
from sozialplanung.web.desks import LONGEST_TEXT, RevisionForm

_LANGUAGES: Final = ("de", "en")
_FAULTS: Final[dict[Fault, Promise]] = {
    "empty": gettext_lazy("Every class has words, else readers would see a scale with a gap."),
    "long": gettext_lazy("At most %(longest)s letters have room in a legend."),
    "twice": gettext_lazy("Another class has these words already. Readers tell classes apart by their words."),
    "official": gettext_lazy(
        "This is the official name of a class. It stands in the sheet of the method; say here what it means."
    ),
}


class WordingForm(RevisionForm):
    """Words for each class in German and in English, and why."""

    def __init__(self, *arguments: Any, classes: Sequence[NamedClass], **named: Any) -> None:  # noqa: ANN401 - Django's
        """Ask for words of each class."""
        super().__init__(*arguments, **named)
        self.classes = tuple(classes)
        for place, each in enumerate(self.classes):
            for language, label in zip(_LANGUAGES, (_("In German"), _("In English")), strict=True):
                self.fields[f"{language}_{place}"] = forms.CharField(
                    label=_("%(language)s: class %(code)s") % {"language": label, "code": each.code},
                    required=False,
                    # A longer text is answered by a sentence of ours, with what was typed still there.
                    max_length=4 * LONGEST,
                    widget=forms.TextInput(attrs={"lang": language, "size": 40}),
                )
        self.fields["reason"] = forms.CharField(
            label=_("Why these words"),
            max_length=LONGEST_TEXT,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("It stands in the log and in the list below."),
        )

    @property
    def rows(self) -> list[tuple[NamedClass, BoundField, BoundField]]:
        """The classes with their fields, as the page shows them."""
        return [(each, self[f"de_{place}"], self[f"en_{place}"]) for place, each in enumerate(self.classes)]

    def words(self) -> tuple[Words, ...]:
        """Return what was typed, one for each class, without unseen signs."""
        said = self.cleaned_data
        return tuple(
            Words(*(told_name(said.get(f"{language}_{place}", "")) for language in _LANGUAGES))
            for place in range(len(self.classes))
        )

    def clean(self) -> dict[str, Any]:
        """Say beside each field what is wrong with its words."""
        said = super().clean() or {}
        self.cleaned_data = said
        found = faults_of(self.words(), [each.official for each in self.classes])
        # A field that is wrong already is not called empty, too.
        told = [(f"{each.language}_{each.place}", each) for each in found]
        for name, wrong in [(name, each) for name, each in told if name not in self.errors]:
            self.add_error(name, _told(wrong))
        return said


def _told(wrong: Wrong) -> str:
    if wrong.found is None:
        return str(_FAULTS[wrong.fault]) % {"longest": LONGEST}
    language, family = language_of(get_language()), wrong.found.family
    told = f"{family.reason.told(language)} {family.way_out.told(language)}"
    return _("“%(words)s”: %(told)s") % {"words": wrong.found.text, "told": told}


def initial_of(words: Sequence[Words], revision: int) -> dict[str, Any]:
    """Return what the form begins with: words for each class, on a revision."""
    initial: dict[str, Any] = {"revision": revision}
    for place, own in enumerate(words):
        initial |= {f"de_{place}": own.de, f"en_{place}": own.en}
    return initial
