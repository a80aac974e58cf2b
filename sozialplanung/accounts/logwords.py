# SPDX-License-Identifier: EUPL-1.2
"""What details of acts on accounts are called in the log."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sozialplanung.accounts.roles import ROLES
from sozialplanung.accounts.scopes import ScopeKind

DETAILS = {
    "role": _("Role"),
    "organisation": _("Organisation"),
    "scope": _("Narrowed to"),
    "part": _("Part"),
    "source": _("Source"),
    "provider": _("Sign-in service"),
    "code": _("Code"),
    "kind": _("Kind"),
    "count": _("Number"),
    "filter": _("Selection"),
    "von": _("From"),
    "bis": _("Until"),
    "wer": _("Who"),
    "was": _("What"),
    "text": _("Words"),
    "file": _("File"),
    "bytes": _("Size in bytes"),
    "method": _("What was tried"),
    "colour": _("Colour"),
    "logo": _("Logo"),
}
VALUES: dict[str, dict[str, str | Promise]] = {
    "role": {name: role.display_name for name, role in ROLES.items()},
    "source": {"oidc": _("Sign-in service")},
    "scope": {ScopeKind.TOPIC.value: _("Topic")},
    "kind": {
        "totp": _("App for codes"),
        "webauthn": _("Security key or passkey"),
        "recovery_codes": _("Recovery codes"),
    },
    "colour": {"": _("as the house")},
    "logo": {"own": _("one's own"), "none": _("none")},
    "method": {
        "GET": _("opening it"),
        "HEAD": _("opening it"),
        "POST": _("sending a form"),
    },
}
