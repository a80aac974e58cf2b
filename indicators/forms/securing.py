# SPDX-License-Identifier: EUPL-1.2
"""The form that says whether a supplier secures the figures of a source before they are delivered."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from indicators.forms.ruling import LONGEST_TEXT
from indicators.services.ruling.securing import HIGHEST, LOWEST, SecuredMark

USUAL: Final = 3


class SecuringForm(forms.Form):
    """Whether a supplier secures the figures, who, and below which count it shows none."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=300, strip=False)
    is_secured = forms.BooleanField(
        label=_("The supplier secures the figures before it delivers them"),
        required=False,
        help_text=_("Its marks (•, *, or what the mapping names) are the pattern of what is hidden."),
    )
    supplier = forms.CharField(
        label=_("Secured by"),
        required=False,
        max_length=200,
        help_text=_("Readers find this name beside the source, in files and in the API."),
    )
    below = forms.IntegerField(
        label=_("It shows no count below"),
        required=False,
        min_value=LOWEST,
        max_value=HIGHEST,
        help_text=_("A delivery with smaller counts above 0 is asked about, since it may not be the secured table."),
        error_messages={
            "invalid": _("Write a whole number in digits."),
            "min_value": _("Write a number from %(limit_value)s on."),
            "max_value": _("Write a number of at most %(limit_value)s."),
        },
    )
    reason = forms.CharField(
        label=_("Reason for the change"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stands in the log. Name the agreement or letter of the supplier."),
        error_messages={"required": _("Say why the mark is changed.")},
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the supplier and its bound where somebody secures the figures."""
        said = super().clean() or {}
        if said.get("is_secured"):
            if not said.get("supplier") and "supplier" not in self.errors:
                self.add_error("supplier", _("Name who secures the figures."))
            if said.get("below") is None and "below" not in self.errors:
                self.add_error("below", _("Say below which count the supplier shows none."))
        return said

    def mark(self) -> SecuredMark:
        """Return what the form says."""
        said = self.cleaned_data
        return SecuredMark(said["supplier"], said["below"]) if said["is_secured"] else SecuredMark()
