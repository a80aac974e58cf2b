# SPDX-License-Identifier: EUPL-1.2
"""Forms of the decision on the layer that says where people live."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sozialplanung.web.desks import LONGEST_TEXT, RevisionForm


class WhyForm(RevisionForm):
    """Why something is decided."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stands in the log and on this page."),
    )


class InhabitedForm(WhyForm):
    """Which layer says where people live."""

    layer = forms.ChoiceField(label=_("What says where people live"), required=False, widget=forms.RadioSelect)
    field_order = ("layer", "reason", "revision")

    def __init__(self, *args: Any, layers: Sequence[tuple[str, str]], **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Offer the layers in force; none lets all ground count alike."""
        super().__init__(*args, **kwargs)
        field = self.fields["layer"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("nothing: all ground counts alike")), *layers]
