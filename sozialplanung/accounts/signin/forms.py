# SPDX-License-Identifier: EUPL-1.2
"""Forms of the second factor."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sozialplanung.accounts.factors.services import LONGEST_NAME, pass_code, pass_key
from sozialplanung.accounts.models import User
from sozialplanung.accounts.throttling import (
    forget_attempts,
    forget_proofs,
    reserve_attempt,
    reserve_proof,
)
from sozialplanung.audit.services import record

_LONGEST_CODE = 20
_LONGEST_CREDENTIAL = 20_000


class CodeForm(forms.Form):
    """The code of an app that is being set up."""

    code = forms.CharField(
        label=_("Code"),
        help_text=_("The six digits that the app shows at this moment."),
        max_length=_LONGEST_CODE,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": _("Enter the six digits that the app shows.")},
    )


class KeyForm(forms.Form):
    """A security key that is being set up."""

    name = forms.CharField(
        label=_("Name"),
        help_text=_("For instance: key on my key ring, or this computer."),
        required=False,
        max_length=LONGEST_NAME,
    )
    credential = forms.JSONField(widget=forms.HiddenInput)


class ProofForm(forms.Form):
    """A code of an app, a recovery code, or what a security key says; `kind` tells which one was right."""

    code = forms.CharField(
        label=_("Code"),
        help_text=_("The six digits of your app, or one of your recovery codes."),
        required=False,
        max_length=_LONGEST_CODE,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
    credential = forms.JSONField(required=False, widget=forms.HiddenInput)
    error_messages = {
        "missing": _("Enter a code, or use your security key."),
        "wrong": _("This code is not right, or it was used already. Wait for the next one and enter that."),
        "wrong_key": _("This security key does not belong to your account, or its answer came too late. Try again."),
        "throttled": _("There were too many attempts. Wait some minutes and try again, or ask your administrator."),
    }

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Remember whose factor it is."""
        super().__init__(*args, **kwargs)
        self.person, self.kind = person, ""

    def clean(self) -> dict[str, Any]:
        """Count the try, then look whether it is right."""
        cleaned = super().clean() or {}
        code, credential = cleaned.get("code") or "", cleaned.get("credential")
        if not code and not isinstance(credential, dict):
            raise self._error("missing")
        attempt = reserve_proof(self.person)
        if not attempt.is_allowed:
            if attempt.is_to_be_told:
                self._record("accounts.factor_throttled")
            raise self._error("throttled")
        self.kind = pass_key(person=self.person, credential=credential) if credential else self._passed(code)
        if not self.kind:
            self._record("accounts.factor_failed")
            raise self._error("wrong_key" if credential else "wrong")
        forget_proofs(self.person)
        return cleaned

    def _passed(self, code: str) -> str:
        return pass_code(person=self.person, code=code)

    def _record(self, action: str) -> None:
        record(action=action, by=None, organisation=None, subject=self.person)

    def _error(self, code: str) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code)


class ConfirmForm(forms.Form):
    """The password once more, counted like a sign-in."""

    password = forms.CharField(
        label=_("Present password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Enter your password.")},
    )

    def __init__(self, *args: Any, person: User, network: str, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Remember whose password it is, and from where it is tried."""
        super().__init__(*args, **kwargs)
        self.person, self.network = person, network

    def clean_password(self) -> str:
        """Count the try, then compare."""
        password = str(self.cleaned_data["password"])
        if not reserve_attempt(self.person.email, self.network).is_allowed:
            raise ValidationError(_("There were too many attempts to sign in. Wait a minute and try again."))
        if not self.person.check_password(password):
            record(action="accounts.login_failed", by=None, organisation=None, subject=self.person)
            raise ValidationError(_("This is not your present password. Enter it again."))
        forget_attempts(self.person.email, self.network)
        return password
