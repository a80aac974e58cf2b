# SPDX-License-Identifier: EUPL-1.2
"""Forms about people and their roles."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sozialplanung.accounts.models import Organisation
from sozialplanung.accounts.roles import ROLES
from sozialplanung.accounts.scopes import KIND_WORDS, OFFERED, Scope, choices_at, counting, scope_from

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


def _cannot(role: str) -> str:
    kinds = ", ".join(str(KIND_WORDS[kind]) for kind in OFFERED.get(role, ()))
    name = ROLES[role].display_name
    if not kinds:
        return gettext("“%(role)s” cannot be narrowed. Give the role for everything, or choose another one.") % {
            "role": name
        }
    return gettext("“%(role)s” can be narrowed to: %(kinds)s. Choose one of these, or everything.") % {
        "role": name,
        "kinds": kinds,
    }


class RoleForm(forms.Form):
    """Give a role."""

    role = forms.ChoiceField(
        label=_("Role"), widget=forms.RadioSelect, error_messages={"required": _("Choose a role.")}
    )
    scope = forms.ChoiceField(
        label=_("Counts for"),
        required=False,
        help_text=_(
            "A role can be narrowed to a part: then it allows less, and that for this part alone. "
            "Council members and planners read the unpublished figures of one topic."
        ),
        error_messages={"invalid_choice": _("This part is not there any more. Choose again from the list.")},
    )
    reason = _reason(_("Stands in the log. May be left empty."), required=False)

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Say of each role what it is for, and what it can be narrowed to at the organisation."""
        super().__init__(*args, **kwargs)
        parts = [
            (heading, [(scope.value, label) for scope, label in offered])
            for heading, offered in choices_at(organisation.pk)
            if offered
        ]
        choices: dict[str, list[Any]] = {
            "role": [(key, f"{role.display_name}: {role.description}") for key, role in ROLES.items()],
            "scope": [("", _("everything here, and all organisations below")), *parts],
        }
        for name, offered in choices.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = offered

    def clean_scope(self) -> Scope:
        """Return the part that was chosen."""
        return scope_from(self.cleaned_data["scope"])

    def clean(self) -> dict[str, Any]:
        """Refuse a role that cannot be narrowed to what was chosen."""
        cleaned = super().clean() or {}
        role, scope = cleaned.get("role"), cleaned.get("scope")
        if role and scope and not scope.is_whole and not counting(role, scope.kind):
            self.add_error("scope", _cannot(role))
        return cleaned


class NewPersonForm(RoleForm):
    """Name somebody who is to work here."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("If there is an account with this address already, it gets the role."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    name = forms.CharField(label=_("Name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    field_order = ("email", "name", "role", "scope", "reason")


class TakeForm(forms.Form):
    """Say why a role is taken or an account closed."""

    reason = _reason(_("Stands in the log."), required=True)
