# SPDX-License-Identifier: EUPL-1.2
"""The form of a look: a logo that is made anew, a colour that can be read."""

import math
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sozialplanung.accounts.looks.colours import is_readable, readable_shade, worst_ground
from sozialplanung.accounts.looks.pictures import (
    LEAST_HEIGHT,
    MOST_BYTES,
    WIDEST,
    LogoError,
    LogoFault,
    LogoPicture,
    read_logo,
)
from sozialplanung.common.shades import written

FAULTS: Final = {
    LogoFault.SVG: gettext_lazy(
        "This is an SVG drawing. Such files can hold programs and addresses of others, so they are not taken. "
        "Save the logo as PNG with a transparent ground, at least 300 pixels high, and upload that."
    ),
    LogoFault.UNKNOWN: gettext_lazy("This is no picture that can be read here. Save the logo as PNG, JPEG or WebP."),
    LogoFault.BROKEN: gettext_lazy("The picture is damaged or not complete. Save it again and upload it anew."),
    LogoFault.STOPPED: gettext_lazy(
        "The picture could not be read here. Save it again as PNG. If that does not help, tell whoever runs this site."
    ),
    LogoFault.MOVING: gettext_lazy("The picture moves. Save one still picture of it and upload that."),
    LogoFault.TOO_LARGE: gettext_lazy("The picture has more than 16 million pixels. Make it smaller: 300 are enough."),
    LogoFault.TOO_SMALL: gettext_lazy(
        "The picture is too small to be printed. It has to be at least %(least)s pixels high; 300 are good."
    ),
    LogoFault.TOO_WIDE: gettext_lazy(
        "The picture is more than %(widest)s times as wide as it is high. Cut it, or take another form of the logo."
    ),
    LogoFault.UNSEEN: gettext_lazy(
        "The logo is white or empty, and it stands on white. Take the form of it that is made for white paper."
    ),
}


class LookForm(forms.Form):
    """A logo and a colour; what is left empty is the house's."""

    logo = forms.FileField(
        label=gettext_lazy("Logo"),
        required=False,
        help_text=gettext_lazy(
            "PNG, JPEG or WebP, up to 2 MB, best 300 pixels high and on a transparent ground. It is made anew, so that "
            "no place, date or name stays in it."
        ),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
        error_messages={"empty": gettext_lazy("The file is empty. Check it and upload it again.")},
    )
    without_logo = forms.BooleanField(label=gettext_lazy("No logo: show the name alone"), required=False)
    accent = forms.CharField(
        label=gettext_lazy("Colour"),
        required=False,
        max_length=20,
        help_text=gettext_lazy("As in your guidelines of design, for example #0b5394. Empty: the blue of the house."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    shade: str = ""

    def clean_logo(self) -> LogoPicture | None:
        """Make the logo anew."""
        file: UploadedFile[Any] | None = self.cleaned_data.get("logo")
        if not file:
            return None
        size = file.size or 0
        if size > MOST_BYTES:
            told = {"size": filesizeformat(size), "limit": filesizeformat(MOST_BYTES)}
            raise forms.ValidationError(
                _("The file has %(size)s; at most %(limit)s are allowed. Make it smaller.") % told
            )
        try:
            return read_logo(file.read())
        except LogoError as error:
            told = {"least": str(LEAST_HEIGHT), "widest": str(WIDEST)}
            raise forms.ValidationError(str(FAULTS[error.fault]) % told) from error

    def clean_accent(self) -> str:
        """Refuse what cannot be read, and say by how much, and which shade can."""
        typed: str = self.cleaned_data["accent"]
        if not typed:
            return ""
        try:
            colour = written(typed)
        except ValueError as error:
            raise forms.ValidationError(_("This is no colour. Write six digits, as in #0b5394.")) from error
        if not is_readable(colour):
            self.shade = readable_shade(colour)
            raise forms.ValidationError(_unreadable(colour, self.shade))
        return colour


def _unreadable(colour: str, shade: str) -> str:
    worst = worst_ground(colour)
    # Rounded down: no contrast that is missed by a hair is told as the one that is needed.
    there = math.floor(worst.contrast * 100) / 100
    return _(
        "%(colour)s has a contrast of %(contrast)s to 1 on this ground: %(ground)s. Text needs %(needed)s to 1; "
        "%(missing)s are missing. The nearest shade of the same hue that can be read everywhere is %(shade)s."
    ) % {
        "colour": colour,
        "contrast": number_format(there, 2),
        "ground": worst.ground,
        "needed": number_format(worst.needed, 1),
        "missing": number_format(worst.needed - there, 2),
        "shade": shade,
    }
