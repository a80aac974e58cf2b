# SPDX-License-Identifier: EUPL-1.2
"""The form that names what somebody keeps."""

from django import forms
from django.utils.translation import gettext_lazy as _

from indicators.models.keepsake import LONGEST_NAME


class NameForm(forms.Form):
    """A name."""

    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME)
