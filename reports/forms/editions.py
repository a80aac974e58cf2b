# SPDX-License-Identifier: EUPL-1.2
"""The forms by which editions are handed in, decided on, and taken back."""

from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.rendering.composition import LONGEST_TEXT
from sozialplanung.web.desks import RevisionForm

_AREAS: Final = "rows"


class SubmitForm(RevisionForm):
    """Hand an edition in; a correction says what was wrong in the one before."""

    correction = forms.CharField(
        label=_("Correction"),
        help_text=_(
            "Only where this edition corrects the one before: what was wrong? Readers see it above everything."
        ),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={_AREAS: 2}),
    )


class DecideForm(forms.Form):
    """Let an edition out, at once or from a moment on, or send it back."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        widget=forms.RadioSelect,
        choices=(("approve", _("publish")), ("refuse", _("send back"))),
        error_messages={"required": _("Choose a decision.")},
    )
    embargo = forms.DateTimeField(
        label=_("Not before"),
        help_text=_("Left empty: at once. Such as 01.12.2026 18:00."),
        required=False,
        input_formats=["%Y-%m-%dT%H:%M", "%d.%m.%Y %H:%M", "%d.%m.%Y"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    comment = forms.CharField(
        label=_("Comment"),
        help_text=_("Needed to send it back."),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={_AREAS: 3}),
    )
    content_hash = forms.CharField(widget=forms.HiddenInput, max_length=64)


class WithdrawForm(forms.Form):
    """Take an edition back."""

    reason = forms.CharField(
        label=_("Why is it taken back?"),
        help_text=_("Readers see this at its address."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={_AREAS: 3}),
    )
