# SPDX-License-Identifier: EUPL-1.2
"""Forms of saved selections: a name, and whether the house may open it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from indicators.forms.keepsake import NameForm


class SavedSelectionForm(NameForm):
    """A selection that is saved: the address of the workbench holds its areas."""

    is_shared = forms.BooleanField(
        label=_("Share with the house"),
        help_text=_("Whoever signs in here can open it. Nobody else can change it."),
        required=False,
    )
    # More than an address may have: what is too long is told where it is kept.
    query = forms.CharField(max_length=4_000, widget=forms.HiddenInput)
