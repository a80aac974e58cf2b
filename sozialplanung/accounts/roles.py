# SPDX-License-Identifier: EUPL-1.2
"""The roles a user can hold at an organisation, written to be read by an auditor."""

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sozialplanung.accounts.permissions import Permission


class Role:
    """What every role states about itself."""

    key: ClassVar[str]
    display_name: ClassVar[Promise]
    description: ClassVar[Promise]
    permissions: ClassVar[frozenset[Permission]]


class Viewer(Role):
    """A member of the council or a committee."""

    key = "viewer"
    display_name = _("Council member")
    description = _("Reads what is released to the council, and reports before they are published.")
    permissions = frozenset({Permission.VIEW_DRAFT_REPORTS, Permission.VIEW_COUNCIL_RELEASES})


class Planner(Role):
    """Someone who plans social services."""

    key = "planner"
    display_name = _("Planner")
    description = _("Works with internal releases, prepares reports and builds indices.")
    permissions = frozenset(
        {
            Permission.VIEW_DRAFT_REPORTS,
            Permission.VIEW_COUNCIL_RELEASES,
            Permission.VIEW_INTERNAL_RELEASES,
            Permission.PREPARE_REPORTS,
            Permission.BUILD_INDICES,
        }
    )


class Steward(Role):
    """Someone who looks after the figures."""

    key = "steward"
    display_name = _("Data steward")
    description = _("Imports and checks figures and boundaries, but never approves their own imports.")
    permissions = frozenset(
        {
            Permission.VIEW_DRAFT_REPORTS,
            Permission.VIEW_COUNCIL_RELEASES,
            Permission.VIEW_INTERNAL_RELEASES,
            Permission.VIEW_RAW_FIGURES,
            Permission.VIEW_JOBS,
            Permission.IMPORT_FIGURES,
            Permission.IMPORT_BOUNDARIES,
            Permission.EDIT_CATALOGUE,
            Permission.RUN_CALCULATIONS,
            Permission.BUILD_INDICES,
        }
    )


class Approver(Role):
    """The second pair of eyes."""

    key = "approver"
    display_name = _("Approver")
    description = _("Approves what somebody else imported, publishes and withdraws.")
    permissions = frozenset(
        {
            Permission.VIEW_DRAFT_REPORTS,
            Permission.VIEW_COUNCIL_RELEASES,
            Permission.VIEW_INTERNAL_RELEASES,
            Permission.VIEW_RAW_FIGURES,
            Permission.VIEW_JOBS,
            Permission.VIEW_AUDIT_LOG,
            Permission.APPROVE_IMPORTS,
            Permission.PUBLISH_RELEASES,
            Permission.WITHDRAW_RELEASES,
        }
    )


class Admin(Role):
    """Someone who looks after the people."""

    key = "admin"
    display_name = _("Administrator")
    description = _("Manages users and organisations and reads the audit log, but no raw figures.")
    permissions = frozenset(
        {
            Permission.VIEW_JOBS,
            Permission.VIEW_AUDIT_LOG,
            Permission.MANAGE_USERS,
            Permission.MANAGE_ORGANISATIONS,
        }
    )


ROLES: dict[str, type[Role]] = {role.key: role for role in (Viewer, Planner, Steward, Approver, Admin)}
