# SPDX-License-Identifier: EUPL-1.2
"""The form of a picture that somebody brings along: the file, and the words without which it is not shown."""

from typing import Any, Final

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from reports.forms.publications import WIDTHS
from reports.rendering import composition as kinds
from reports.rendering.brought import LONGEST_ALTERNATIVE, LONGEST_CREDIT, lack_of
from reports.rendering.composition import LONGEST_TITLE, Panel
from sozialplanung.web.desks import RevisionForm
from sozialplanung.web.uploads import ManyFilesField

# Names of attributes and values that nobody reads.
_ROWS: Final = "rows"
_TYPES: Final = "image/png,image/jpeg,image/webp"
_LACKS: Final = {
    "short": _("Say what is to be seen in at least 15 characters."),
    "long": _("Say it in at most 300 characters; what is longer is a text."),
    "empty": _("Say what is to be seen. A picture that says nothing is left out: decoration is no alternative."),
    "file": _("This is the name of a file. Say what is to be seen."),
}


class PictureForm(RevisionForm):
    """A picture with its words; `picture` names one that was brought already."""

    title = forms.CharField(
        label=_("Heading"),
        help_text=_("Left empty, it stands below the panel before it."),
        required=False,
        max_length=LONGEST_TITLE,
    )
    file = ManyFilesField(
        label=_("Picture"),
        help_text=_(
            "PNG, JPEG or WebP of at most 15 MB. It is written anew: where and by what it was taken is left out."
        ),
        required=False,
        most=1,
        widget=forms.ClearableFileInput(attrs={"accept": _TYPES}),
    )
    picture = forms.CharField(
        required=False, widget=forms.HiddenInput, validators=[RegexValidator(r"\A[0-9a-f]{64}\Z")]
    )
    alternative = forms.CharField(
        label=_("What is to be seen?"),
        help_text=_("For everyone who does not see the picture; it stands in every file, too."),
        max_length=2 * LONGEST_ALTERNATIVE,
        widget=forms.Textarea(attrs={_ROWS: 3}),
    )
    caption = forms.CharField(label=_("Caption"), required=False, max_length=LONGEST_TITLE)
    credit = forms.CharField(
        label=_("Source and licence"),
        help_text=_("Who made it, and under which licence it is shown; such as “Anna Beispiel, CC BY 4.0”."),
        max_length=LONGEST_CREDIT,
    )
    width = forms.ChoiceField(label=_("Width"), choices=WIDTHS, initial=kinds.FULL)

    def clean_alternative(self) -> str:
        """Refuse words that do not say what is to be seen."""
        told = " ".join(str(self.cleaned_data["alternative"]).split())
        if lack := lack_of(told):
            raise forms.ValidationError(_LACKS[lack])
        return told

    def panel(self, name: str, digest: str) -> Panel:
        """Return the panel that was described."""
        said: dict[str, Any] = self.cleaned_data
        return Panel(
            name=name,
            kind=kinds.PICTURE,
            title=said["title"],
            width=said["width"],
            picture=digest,
            alternative=said["alternative"],
            caption=said["caption"],
            credit=said["credit"],
        )


def told_of(panel: Panel) -> dict[str, Any]:
    """Return what the form is filled with for a picture that is there."""
    return {
        "title": panel.title,
        "picture": panel.picture,
        "alternative": panel.alternative,
        "caption": panel.caption,
        "credit": panel.credit,
        "width": panel.width,
    }
