# SPDX-License-Identifier: EUPL-1.2
"""Forms of questions about figures: what a reader asks, and what they are answered."""

from django import forms
from django.utils.translation import gettext_lazy as _

from indicators.models.figureremarks import LONGEST_REMARK


class RemarkForm(forms.Form):
    """What a reader asks or points out; the address says about which figure."""

    text = forms.CharField(
        label=_("Your question or hint"),
        help_text=_("At most 2,000 characters. Please write nothing by which persons can be told, yourself included."),
        max_length=LONGEST_REMARK,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class AnswerForm(forms.Form):
    """What a reader is answered."""

    text = forms.CharField(
        label=_("Answer"),
        help_text=_("Readers who have signed in find it among their notifications. It is shown to nobody else."),
        max_length=LONGEST_REMARK,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
