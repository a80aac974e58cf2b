# SPDX-License-Identifier: EUPL-1.2
"""Everything a role can allow, in one list."""

from enum import StrEnum


class Permission(StrEnum):
    """One thing a user may do at an organisation; what everyone may read needs none."""

    VIEW_DRAFT_REPORTS = "view_draft_reports"
    VIEW_COUNCIL_RELEASES = "view_council_releases"
    VIEW_INTERNAL_RELEASES = "view_internal_releases"
    VIEW_RAW_FIGURES = "view_raw_figures"
    VIEW_JOBS = "view_jobs"
    VIEW_AUDIT_LOG = "view_audit_log"
    PREPARE_REPORTS = "prepare_reports"
    IMPORT_FIGURES = "import_figures"
    IMPORT_BOUNDARIES = "import_boundaries"
    EDIT_CATALOGUE = "edit_catalogue"
    RUN_CALCULATIONS = "run_calculations"
    BUILD_INDICES = "build_indices"
    APPROVE_IMPORTS = "approve_imports"
    PUBLISH_RELEASES = "publish_releases"
    WITHDRAW_RELEASES = "withdraw_releases"
    MANAGE_USERS = "manage_users"
    MANAGE_ORGANISATIONS = "manage_organisations"
