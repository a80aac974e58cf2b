# SPDX-License-Identifier: EUPL-1.2
"""Forms about people and their roles."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sozialplanung.accounts.roles import ROLES

LONGEST_REASON = 1000


def _reason(help_text: Any, *, required: bool) -> forms.CharField:  # noqa: ANN401 - a lazy text
    return forms.CharField(
        label=_("Reason"),
        required=required,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=help_text,
        error_messages={"required": _("Write why.")},
    )


class RoleForm(forms.Form):
    """Give a role."""

    role = forms.ChoiceField(
        label=_("Role"), widget=forms.RadioSelect, error_messages={"required": _("Choose a role.")}
    )
    reason = _reason(_("Stands in the log. May be left empty."), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Say of each role what it is for."""
        super().__init__(*args, **kwargs)
        field = self.fields["role"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(key, f"{role.display_name}: {role.description}") for key, role in ROLES.items()]


class NewPersonForm(RoleForm):
    """Name somebody who is to work here."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("If there is an account with this address already, it gets the role."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    name = forms.CharField(label=_("Name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    field_order = ("email", "name", "role", "reason")


class TakeForm(forms.Form):
    """Say why a role is taken or an account closed."""

    reason = _reason(_("Stands in the log."), required=True)
