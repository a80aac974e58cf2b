# SPDX-License-Identifier: EUPL-1.2
"""Forms of taking a version of a layer back: the wish with its reason, the decision on it, its end."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sozialplanung.web.desks import LONGEST_TEXT, YesNoForm


class AskBackForm(forms.Form):
    """Why a version of a layer is wrong."""

    reason = forms.CharField(
        label=_("What is wrong with this version"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Whoever decides reads it, and it stays in the log."),
    )


class CallOffForm(forms.Form):
    """A wish that is called off: the one that was seen."""

    wish = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, wish: int, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Name the wish that waits."""
        super().__init__(*args, **{**kwargs, "initial": {"wish": wish}})
        self._waiting = wish

    def clean_wish(self) -> int:
        """Refuse what was seen before and is decided on since."""
        seen = int(self.cleaned_data["wish"])
        if seen != self._waiting:
            raise forms.ValidationError(_("Something changed in the meantime. Look at the present state."))
        return seen


class BackDecisionForm(CallOffForm, YesNoForm):
    """Whether a version is taken back."""
