# SPDX-License-Identifier: EUPL-1.2
"""Forms of accounts."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sozialplanung.accounts.throttling import Attempt, account_key, forget_attempts, reserve_attempt
from sozialplanung.audit.services import Subject, record
from sozialplanung.web.clients import network_of


class LoginForm(AuthenticationForm):
    """Sign in with e-mail address and password; the answer never tells whether an account exists."""

    error_messages = {
        "invalid_login": _("E-mail address and password do not belong together. Check both and try again."),
        "inactive": _("E-mail address and password do not belong together. Check both and try again."),
        "throttled": _("There were too many attempts to sign in. Wait a minute and try again."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Name the fields as people do."""
        super().__init__(*args, **kwargs)
        username = self.fields["username"]
        username.label = _("E-mail address")
        username.widget = forms.EmailInput(attrs={"autocomplete": "username", "maxlength": 254})

    def clean(self) -> dict[str, Any]:
        """Count the attempt, then check the password."""
        email = self.cleaned_data.get("username") or ""
        network = network_of(self.request) if self.request else ""
        attempt = reserve_attempt(email, network) if email else Attempt(is_allowed=True)
        if not attempt.is_allowed:
            # One row a minute: the log is not to be flooded either.
            if attempt.is_to_be_told:
                self._record_failure("accounts.login_throttled", email)
            raise ValidationError(self.error_messages["throttled"], code="throttled")
        try:
            cleaned = super().clean()
        except ValidationError:
            self._record_failure("accounts.login_failed", email)
            raise
        if self.user_cache is not None:
            forget_attempts(email, network)
        return cleaned

    @staticmethod
    def _record_failure(action: str, email: str) -> None:
        # What was typed may be a password; the keyed hash still shows attempts that belong together.
        subject = Subject(type="accounts.login", id=account_key(email)[:16])
        record(action=action, by=None, organisation=None, subject=subject)


_PASSWORD_WORDS: dict[str, Any] = {
    "password_incorrect": _("This is not your present password. Enter it again."),
    "password_mismatch": _("The two new passwords differ. Enter the same one twice."),
    "password_too_short": _("The new password is too short. Take at least 12 characters."),
    "password_too_similar": _("The new password resembles your name or your e-mail address. Take another one."),
    "password_too_common": _("Many people use this password. Take one that nobody guesses."),
}


class NewPasswordForm(SetPasswordForm):  # type: ignore[type-arg]  # generic to the type checker alone
    """Choose a password, in our own sentences."""

    error_messages = _PASSWORD_WORDS

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Name the fields and say what a password needs."""
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].label = _("New password")
        self.fields["new_password1"].help_text = _(
            "At least 12 characters, nothing of your name or e-mail address, and no password that many people use. "
            "Four words that do not belong together are easy to remember."
        )
        self.fields["new_password2"].label = _("New password once more")
        self.fields["new_password2"].help_text = ""

    def add_error(self, field: Any, error: Any) -> None:  # noqa: ANN401 - Django's signature
        """Say in our own words what is wrong with a password."""
        if isinstance(error, ValidationError) and not hasattr(error, "error_dict"):
            error = ValidationError([self._own(each) for each in error.error_list])
        super().add_error(field, error)

    def _own(self, error: ValidationError) -> ValidationError:
        words = self.error_messages.get(error.code or "")
        return ValidationError(words, code=error.code) if words else error


class PasswordForm(NewPasswordForm, PasswordChangeForm):
    """Change one's password, with the present one beside it."""

    field_order = ("old_password", "new_password1", "new_password2")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Name the present one, too."""
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = _("Present password")


class ForgottenForm(forms.Form):
    """The address to which a way to a new password is sent."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
        error_messages={
            "required": _("Enter your e-mail address."),
            "invalid": _("This is no e-mail address. Look whether all of it is there."),
        },
    )


class ReasonForm(forms.Form):
    """Why somebody's second factor is removed."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("For instance: telephone lost, identity checked in person. It stands in the log."),
        max_length=500,
        error_messages={"required": _("Write why, and how you made sure who asked you.")},
    )
