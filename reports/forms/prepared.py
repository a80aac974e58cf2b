# SPDX-License-Identifier: EUPL-1.2
"""The form by which a prepared draft is handed in."""

from django import forms

from reports.forms.editions import SubmitForm


class PreparedForm(forms.Form):
    """Hand in what was prepared; it names what was looked at."""

    correction = SubmitForm.base_fields["correction"]
    content_hash = forms.CharField(widget=forms.HiddenInput, max_length=64)
