# SPDX-License-Identifier: EUPL-1.2
"""The confirmation of the texts and the formula of a computed indicator."""

from django import forms


class ConfirmationForm(forms.Form):
    """Which definition is confirmed, and what of it was seen."""

    definition = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
