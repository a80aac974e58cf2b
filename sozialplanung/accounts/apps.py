# SPDX-License-Identifier: EUPL-1.2
"""Registers the app `accounts`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from sozialplanung.web.messages import Sentence, register_sentences


class AccountsConfig(AppConfig):
    """Organisations, users and the roles which users hold there."""

    name = "sozialplanung.accounts"
    label = "accounts"
    verbose_name = _("Accounts")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Add sentences, and duties that delete what is old."""
        from sozialplanung.accounts.keeping import forget_kept_forms
        from sozialplanung.accounts.throttling import purge_attempts
        from sozialplanung.audit.presenters import Topic, register_actions, register_topics
        from sozialplanung.jobs.registry import register_duty

        register_sentences(_SENTENCES)
        register_actions(_ACTIONS)
        register_topics(
            Topic("konten", _("People and roles"), ("accounts.",), but=_ACCESS),
            Topic("zugriffe", _("Attempts to sign in, refused addresses, exports"), _ACCESS, months=24),
        )
        register_duty("accounts.purge_attempts", every_seconds=3600, perform=purge_attempts)
        register_duty("accounts.forget_kept_forms", every_seconds=3600, perform=forget_kept_forms)


_ACCESS = ("accounts.login_", "accounts.address_", "accounts.log_exported", "accounts.figures_exported")
_SENTENCES = {
    "accounts.slug_reserved": Sentence(
        _("The address part “%(slug)s” belongs to other pages."), _("Choose another one.")
    ),
    "accounts.email_taken": Sentence(
        _("There is a user with this e-mail address already."),
        _("Give that user the role instead, or enter another address."),
    ),
    "accounts.role_unknown": Sentence(_("There is no role “%(role)s”."), _("Allowed: %(allowed)s.")),
}
_ACTIONS = {
    "accounts.organisation_created": _("%(actor)s created the organisation %(subject)s."),
    "accounts.user_created": _("%(actor)s created the user %(subject)s."),
    "accounts.user_deactivated": _("%(actor)s deactivated the user %(subject)s."),
    "accounts.password_set": _("%(actor)s set a new password for %(subject)s."),
    "accounts.role_assigned": _("%(actor)s gave %(subject)s the role %(role)s at %(organisation)s."),
    "accounts.role_withdrawn": _("%(actor)s took the role %(role)s at %(organisation)s from %(subject)s."),
    "accounts.log_exported": _("%(actor)s downloaded %(count)s entries of the log."),
    "accounts.figures_exported": _("%(actor)s downloaded figures that are not released: “%(subject)s”."),
    "accounts.address_refused": _("%(actor)s asked for an address at which there is nothing for them."),
    "accounts.login_failed": _("Somebody failed to sign in."),
    "accounts.login_throttled": _("Attempts to sign in were stopped because there were too many."),
}
