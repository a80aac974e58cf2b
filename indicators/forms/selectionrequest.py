# SPDX-License-Identifier: EUPL-1.2
"""The form by which somebody asks that a selection be released."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SelectionRequestForm(forms.Form):
    """A name, and the address that holds the areas."""

    name = forms.CharField(label=_("Name of the selection"), max_length=120)
    query = forms.CharField(max_length=4_000, widget=forms.HiddenInput)
