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
        from sozialplanung.accounts import mails
        from sozialplanung.accounts.keeping import forget_kept_forms
        from sozialplanung.accounts.logwords import DETAILS, VALUES
        from sozialplanung.accounts.looks.services import forget_drafts
        from sozialplanung.accounts.sessions import forget_sessions
        from sozialplanung.accounts.throttling import purge_attempts
        from sozialplanung.audit.presenters import Topic, register_actions, register_topics
        from sozialplanung.audit.wording import register_details
        from sozialplanung.jobs.registry import register, register_duty

        register(mails.SEND, mails.send)
        register_sentences(_SENTENCES)
        register_actions(_ACTIONS)
        register_details(DETAILS, VALUES)
        register_topics(
            Topic("konten", _("People and roles"), ("accounts.",), but=(*_ACCESS, *_OWN)),
            Topic("erscheinungsbild", _("How the organisation looks and what it says"), _OWN),
            Topic("zugriffe", _("Attempts to sign in, refused addresses, exports"), _ACCESS, months=24),
        )
        register_duty("accounts.forget_sessions", every_seconds=3600, perform=forget_sessions)
        register_duty("accounts.purge_attempts", every_seconds=3600, perform=purge_attempts)
        register_duty("accounts.forget_kept_forms", every_seconds=3600, perform=forget_kept_forms)
        register_duty("accounts.forget_look_drafts", every_seconds=3600, perform=forget_drafts)


_OWN = ("accounts.look_", "accounts.words_")
_ACCESS = (
    "accounts.login_",
    "accounts.oidc_",
    "accounts.factor_failed",
    "accounts.factor_throttled",
    "accounts.recovery_code_used",
    "accounts.sessions_ended",
    "accounts.address_",
    "accounts.log_exported",
    "accounts.figures_exported",
)
_SENTENCES = {
    "accounts.slug_reserved": Sentence(
        _("The address part “%(slug)s” belongs to other pages."), _("Choose another one.")
    ),
    "accounts.email_taken": Sentence(
        _("There is a user with this e-mail address already."),
        _("Give that user the role instead, or enter another address."),
    ),
    "accounts.oidc_unavailable": Sentence(
        _("The sign-in service “%(name)s” does not answer at the moment."),
        _("Try again in some minutes. Who has a password here can sign in with it meanwhile."),
    ),
    "accounts.oidc_state": Sentence(
        _("This sign-in was not begun in this browser, or it took longer than ten minutes."),
        _("Begin again on the page for signing in."),
    ),
    "accounts.oidc_answer": Sentence(
        _("The answer of the sign-in service “%(name)s” could not be verified, so nobody was signed in."),
        _("Begin again on the page for signing in. If it happens again, tell those who run this site."),
    ),
    "accounts.oidc_cancelled": Sentence(
        _("You cancelled the sign-in at “%(name)s”."), _("Begin again on the page for signing in.")
    ),
    "accounts.oidc_unverified": Sentence(
        _("The sign-in service “%(name)s” has no verified e-mail address of yours."),
        _("Let your address be verified there, then sign in again."),
    ),
    "accounts.oidc_no_role": Sentence(
        _("Your account at “%(name)s” is in none of the groups that have a role here."),
        _("Ask those who administer the accounts of your organisation to add you to a group."),
    ),
    "accounts.oidc_email_taken": Sentence(
        _("There is an account with your e-mail address here already, and it is not connected with “%(name)s”."),
        _("Sign in with your password, or ask those who administer your organisation."),
    ),
    "accounts.oidc_inactive": Sentence(
        _("Your account here was deactivated."), _("Ask those who administer your organisation.")
    ),
    "accounts.factor_there": Sentence(
        _("There is an app for your account already."), _("Remove it first if you want to set up another one.")
    ),
    "accounts.factor_first": Sentence(_("There is no second factor for your account yet."), _("Set one up first.")),
    "accounts.factor_gone": Sentence(
        _("This second factor is not there any more."), _("Look at the page of your second factor again.")
    ),
    "accounts.factor_own": Sentence(
        _("Nobody removes their own second factor here."), _("Use the page of your second factor, or ask a colleague.")
    ),
    "accounts.factor_needed": Sentence(
        _("What your roles allow needs a second factor, and this is your last one."),
        _("Set up another one first, then remove this one."),
    ),
    "accounts.mail_waits": Sentence(_("The mail server does not answer."), _("The mail is sent later.")),
    "accounts.not_manager": Sentence(
        _("Only an administrator of this organisation manages its people."), _("Ask one of them.")
    ),
    "accounts.own_role": Sentence(
        _("Nobody gives themselves a role."), _("Ask another administrator of this organisation, or of the one above.")
    ),
    "accounts.person_inactive": Sentence(
        _("The account of %(name)s is closed."), _("Open the account again, then give the role.")
    ),
    "accounts.last_manager": Sentence(
        _("After that nobody would manage the people of %(organisation)s any more."),
        _("Make somebody else administrator first."),
    ),
    "accounts.account_elsewhere": Sentence(
        _("%(name)s has roles at other organisations as well, so the account is not yours alone."),
        _("Take the roles of your organisation instead."),
    ),
    "accounts.has_way_in": Sentence(
        _("%(name)s can sign in already."), _("Who forgot a password chooses another one by the page for signing in.")
    ),
    "accounts.look_changed_meanwhile": Sentence(
        _("What you try was changed in another window meanwhile."), _("Look at it again, then take it.")
    ),
    "accounts.look_unreadable": Sentence(
        _("The colour %(given)s cannot be read everywhere."), _("Enter it in the form: it offers the nearest shade.")
    ),
    "accounts.scope_not_offered": Sentence(
        _("The role “%(role)s” cannot be narrowed to that."),
        _("It can be narrowed to: %(allowed)s. Choose one of these, another role, or give it for everything."),
    ),
    "accounts.scope_gone": Sentence(
        _("What the role was to be narrowed to is not there any more."), _("Choose again from the list.")
    ),
    "accounts.role_unknown": Sentence(_("There is no role “%(role)s”."), _("Allowed: %(allowed)s.")),
}
_ACTIONS = {
    "accounts.organisation_created": _("%(actor)s created the organisation %(subject)s."),
    "accounts.user_created": _("%(actor)s created the user %(subject)s."),
    "accounts.user_reactivated": _("%(actor)s opened the account of %(subject)s again."),
    "accounts.user_invited": _("%(actor)s made a link by which %(subject)s chooses a first password."),
    "accounts.user_deactivated": _("%(actor)s deactivated the user %(subject)s."),
    "accounts.password_set": _("%(actor)s set a new password for %(subject)s."),
    "accounts.role_assigned": _("%(actor)s gave %(subject)s the role %(role)s at %(organisation)s."),
    "accounts.role_withdrawn": _("%(actor)s took the role %(role)s at %(organisation)s from %(subject)s."),
    "accounts.role_assigned?part": _(
        "%(actor)s gave %(subject)s the role %(role)s at %(organisation)s, for “%(part)s” alone."
    ),
    "accounts.role_withdrawn?part": _(
        "%(actor)s took the role %(role)s at %(organisation)s, for “%(part)s” alone, from %(subject)s."
    ),
    "accounts.identity_linked": _("%(subject)s signs in with “%(provider)s” from now on."),
    "accounts.oidc_refused": _("“%(provider)s” sent somebody to sign in who was refused."),
    "accounts.sessions_ended": _("%(actor)s ended %(count)s sessions of %(subject)s."),
    "accounts.factor_added": _("%(subject)s set up a second factor."),
    "accounts.factor_removed": _("%(subject)s removed a second factor."),
    "accounts.factors_reset": _("%(actor)s removed the second factor of %(subject)s."),
    "accounts.codes_renewed": _("%(subject)s made new recovery codes."),
    "accounts.recovery_code_used": _("%(subject)s signed in with a recovery code."),
    "accounts.factor_failed": _("Somebody knew the password of %(subject)s, but not the second factor."),
    "accounts.factor_throttled": _("There were too many tries of the second factor of %(subject)s."),
    "accounts.log_exported": _("%(actor)s downloaded %(count)s entries of the log."),
    "accounts.figures_exported": _("%(actor)s downloaded figures that are not released: “%(subject)s”."),
    "accounts.address_refused": _("%(actor)s asked for an address at which there is nothing for them."),
    "accounts.look_taken": _("%(actor)s gave %(subject)s a new look."),
    "accounts.look_reset": _("%(actor)s let %(subject)s look as the house does."),
    "accounts.look_restored": _("%(actor)s gave %(subject)s an earlier look again."),
    "accounts.words_written": _("%(actor)s wrote what %(subject)s says in Leichte Sprache and in sign language."),
    "accounts.words_restored": _(
        "%(actor)s let %(subject)s say in Leichte Sprache and in sign language what it said before."
    ),
    "accounts.login_failed": _("Somebody failed to sign in."),
    "accounts.login_throttled": _("Attempts to sign in were stopped because there were too many."),
}
