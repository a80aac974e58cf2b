# SPDX-License-Identifier: EUPL-1.2
"""Forms of saved views: a name, and who may open it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from indicators.forms.keepsake import NameForm
from indicators.models import Sharing


class SharingForm(forms.Form):
    """Who may open it."""

    sharing = forms.ChoiceField(
        label=_("Who can open it"), choices=Sharing, widget=forms.RadioSelect, initial=Sharing.NOBODY
    )


class SavedViewForm(NameForm, SharingForm):
    """A view that is saved: the address of the workbench is all of it."""

    # More than an address may have: what is too long is told where it is kept.
    query = forms.CharField(max_length=4_000, widget=forms.HiddenInput)
    field_order = ("name", "sharing", "query")
