# SPDX-License-Identifier: EUPL-1.2
"""What people are told on the way of a crosswalk table: refusals, findings and acts, in the reader's language."""

from typing import Final

from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from sozialplanung.common.errors import Problem as Told
from sozialplanung.web.messages import Sentence, sentence_for
from spatial.geometry.problems import Problem

SENTENCES: Final = {
    "spatial.table_wrong": Sentence(
        _("The table cannot be handed in: %(count)s findings have to be corrected first."),
        _("Each finding names its row. Correct the file and upload it again, or say what the columns mean."),
    ),
    "spatial.table_waits": Sentence(
        _("Another table for these boundaries waits for approval already."),
        _("Let that one be decided first, or take it back."),
    ),
    "spatial.table_unknown": Sentence(
        _("There is no such table for these boundaries."), _("The page “Tables” lists those that there are.")
    ),
    "spatial.table_closed": Sentence(
        _("This step is not open: the table is in the state “%(state)s”."), _("Load the page again.")
    ),
    "spatial.table_reason": Sentence(_("The reason is missing."), _("Write why: others have to learn it.")),
    "spatial.table_four_eyes": Sentence(
        _("You brought this table; nobody approves their own."), _("Ask a colleague with the role of approver.")
    ),
    "spatial.table_lent_account": Sentence(
        _("Your account or your role was opened or changed by the person who brought this table, after the start."),
        _("Another approver has to decide on this table. For later ones you are free."),
    ),
    "spatial.table_not_approver": Sentence(
        _("Only an approver of this organisation decides on crosswalk tables."),
        _("Ask a colleague with that role."),
    ),
    "spatial.table_not_from_above": Sentence(
        _("This organisation lets only its own approvers decide on crosswalk tables."),
        _("Its administrator can let the organisation above approve, under “Settings”."),
    ),
}

ACTIONS: Final = {
    "spatial.table_brought": _("%(actor)s brought the crosswalk table “%(subject)s”."),
    "spatial.table_in_force": _("%(actor)s put the crosswalk table “%(subject)s” in force."),
    "spatial.table_refused": _("%(actor)s refused the crosswalk table “%(subject)s”."),
    "spatial.table_taken_back": _("%(actor)s took the crosswalk table “%(subject)s” back."),
    "spatial.table_withdrawn": _("%(actor)s withdrew the crosswalk table “%(subject)s”."),
}


def finding_sentence(found: Problem) -> tuple[str, str]:
    """Return what was found in a table and what to do, in the reader's language."""
    told = {name: _presented(value) for name, value in found.parameters.items()}
    return sentence_for(Told(found.code, found.code, str(found.place), "", 400, told))


def _presented(value: str | float) -> str | float:
    if not isinstance(value, float):
        return value
    # As many decimals as it takes to see that something is off.
    return number_format(f"{value:.2f}".rstrip("0").rstrip("."))
