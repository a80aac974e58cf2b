# SPDX-License-Identifier: EUPL-1.2
"""The form of the decision on who may search the address file."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from spatial.forms.inhabited import WhyForm


class OpeningForm(WhyForm):
    """Why everybody may search an address file, or the house alone again."""

    is_allowed = forms.BooleanField(
        label=_("The licence of the file allows that everybody looks up single addresses in it."),
        error_messages={"required": _("Confirm that the licence allows it: else the file stays for the house.")},
    )
    field_order = ("is_allowed", "reason", "revision")

    def __init__(self, *args: Any, is_open: bool, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Ask for the licence where a file is opened; to close it needs a reason alone."""
        super().__init__(*args, **kwargs)
        if is_open:
            del self.fields["is_allowed"]
