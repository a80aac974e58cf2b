# SPDX-License-Identifier: EUPL-1.2
"""Why published figures are taken back."""

from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

# What a job may carry.
LONGEST_REASON: Final = 200


class WithdrawForm(forms.Form):
    """Take figures out of force."""

    reason = forms.CharField(
        label=_("Why they have to go"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stays in the log: at most 200 characters, and no figure that has to stay hidden."),
        error_messages={"required": _("Write why the figures have to go.")},
    )
