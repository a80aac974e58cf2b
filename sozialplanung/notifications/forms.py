# SPDX-License-Identifier: EUPL-1.2
"""What somebody wants to be told, as a form."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from sozialplanung.notifications.models import MailMode
from sozialplanung.notifications.models.preferences import TOPICS


class PreferencesForm(forms.Form):
    """For each topic: shown in the application or not, and how it is mailed."""

    language = forms.ChoiceField(label=_("Language of the mails"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Ask the same two questions for each topic."""
        super().__init__(*args, **kwargs)
        for topic in TOPICS:
            self.fields[f"{topic}_shown"] = forms.BooleanField(label=_("show here"), required=False)
            self.fields[f"{topic}_mail"] = forms.ChoiceField(
                label=_("by e-mail"), choices=MailMode.choices, disabled=not settings.MAIL_IS_ON
            )


class SubscribeForm(forms.Form):
    """The address of somebody who wants to be told of something."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("For example: name@example.org"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "invalid": _("This is no e-mail address. Look whether all of it is there."),
            "required": _("Enter your e-mail address."),
        },
    )
