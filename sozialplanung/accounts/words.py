# SPDX-License-Identifier: EUPL-1.2
"""What each permission allows, in words for those who give roles."""

from types import MappingProxyType
from typing import Final

from django.utils.translation import gettext_lazy as _

from sozialplanung.accounts.permissions import Permission

WORDS: Final = MappingProxyType(
    {
        Permission.VIEW_DRAFT_REPORTS: (_("Read draft reports"), _("Reports before they are published.")),
        Permission.VIEW_COUNCIL_RELEASES: (
            _("Read council figures"),
            _("Released figures that are for the council and not for everybody."),
        ),
        Permission.VIEW_INTERNAL_RELEASES: (
            _("Read internal figures"),
            _("Released figures that stay inside the administration."),
        ),
        Permission.VIEW_RAW_FIGURES: (
            _("Read raw figures"),
            _("Figures of deliveries before anything is hidden in them: small counts included."),
        ),
        Permission.VIEW_JOBS: (_("Watch computations"), _("What is being computed, and what failed and why.")),
        Permission.VIEW_AUDIT_LOG: (_("Read the log"), _("Who did what, when and why.")),
        Permission.PREPARE_REPORTS: (_("Prepare reports"), _("Write reports and choose what stands in them.")),
        Permission.IMPORT_FIGURES: (
            _("Bring deliveries"),
            _("Upload, map, check and submit figures; never approve one's own."),
        ),
        Permission.IMPORT_BOUNDARIES: (
            _("Bring boundaries"),
            _("Upload, check and submit boundary versions; never approve one's own."),
        ),
        Permission.EDIT_CATALOGUE: (
            _("Edit the catalogue"),
            _("Define indicators, mark breaks, write annotations, rules and what adds up."),
        ),
        Permission.RUN_CALCULATIONS: (_("Start computations"), _("Compute again what failed, or everything.")),
        Permission.BUILD_INDICES: (_("Build indices"), _("Try recipes in the workshop and hand them in.")),
        Permission.APPROVE_IMPORTS: (
            _("Approve"),
            _("Sign deliveries, boundaries, definitions, indices and rules of somebody else."),
        ),
        Permission.PUBLISH_RELEASES: (_("Publish"), _("Put figures in force for readers.")),
        Permission.WITHDRAW_RELEASES: (_("Withdraw"), _("Take figures out of force.")),
        Permission.MANAGE_USERS: (
            _("Manage people"),
            _("Give and take roles, open and close accounts; never for oneself."),
        ),
        Permission.MANAGE_ORGANISATIONS: (
            _("Manage the organisation"),
            _("Say how many signatures a delivery needs, and whose; give the organisation its logo, colour and words."),
        ),
    }
)
