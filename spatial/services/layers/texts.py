# SPDX-License-Identifier: EUPL-1.2
"""What people are told on the way of a layer: refusals, reasons of the geocoder and acts, in the reader's language."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from sozialplanung.common.errors import Problem
from sozialplanung.web.messages import Sentence, sentence_for
from spatial.models import LayerDraftFinding
from spatial.readers.addresses.finding import Reason

SENTENCES: Final = {
    "spatial.layer_closed": Sentence(
        _("This step is not open: the layer is in the state “%(state)s”."), _("Load the page again.")
    ),
    "spatial.layer_stale": Sentence(
        _("The layer was changed in the meantime."),
        _("Load the page, look at the present state and enter your change again."),
    ),
    "spatial.layer_one_file": Sentence(
        _("A layer comes in one file; these are %(count)s."),
        _("Choose one file, or the parts of one Shapefile together."),
    ),
    "spatial.layer_no_service": Sentence(
        _("The file of this layer was uploaded; it came from no service."), _("Upload the new file.")
    ),
    "spatial.layer_incomplete": Sentence(
        _("It is not said yet what the columns of the file mean."), _("Go through the step “Columns”.")
    ),
    "spatial.layer_facts_missing": Sentence(
        _("Publisher, licence and attribution are not all said."), _("Fill them in under “Layer and origin”.")
    ),
    "spatial.layer_unchecked": Sentence(
        _("The rows were not checked as they are now, or the file has something that must be corrected."),
        _("Check them, and correct what is named there."),
    ),
    "spatial.layer_unsettled": Sentence(
        _("%(count)s rows have no place yet, or something that must be corrected."),
        _("Go through the list of rows: correct them, or leave them out with a reason."),
    ),
    "spatial.layer_empty": Sentence(
        _("All rows are left out: nothing would be in force."), _("Take at least one row.")
    ),
    "spatial.layer_waits": Sentence(
        _("Another draft of the layer “%(name)s” waits for approval already."), _("Let that one be decided first.")
    ),
    "spatial.layer_other_kind": Sentence(
        _("The layer “%(name)s” is there already and holds another kind."), _("Give this one another short name.")
    ),
    "spatial.layer_no_candidate": Sentence(_("There is no such candidate."), _("Load the page and choose again.")),
    "spatial.layer_no_point": Sentence(
        _("Only places have one pair of coordinates; this layer holds lines or areas."),
        _("Correct the geometry in the file, or leave the row out with a reason."),
    ),
    "spatial.layer_point_outside": Sentence(
        _("The place (%(east)s, %(north)s) lies outside of the municipality."),
        _("Check the two numbers and the coordinate reference system; east comes first, then north."),
    ),
    "spatial.layer_point_swapped": Sentence(
        _("The place (%(east)s, %(north)s) lies outside, and would lie inside with its two numbers exchanged."),
        _("Exchange the two numbers; east comes first, then north."),
    ),
    "spatial.layer_point_system": Sentence(
        _("The place (%(east)s, %(north)s) lies outside of the municipality in the system %(crs)s."),
        _("Choose the system of the two numbers; they would fit %(candidates)s."),
    ),
    "spatial.layer_no_reason": Sentence(_("The reason is missing."), _("Write why.")),
    "spatial.layer_not_in_force": Sentence(
        _("This version is not in force any more."), _("Look at the present version of the layer.")
    ),
    "spatial.layer_no_earlier": Sentence(
        _("There is no earlier version that could be in force again."),
        _("Bring a correct version of the layer; it takes the place of this one."),
    ),
    "spatial.layer_withdrawal_waits": Sentence(
        _("Somebody asked already to take this version back."), _("Let that be decided first.")
    ),
    "spatial.layer_withdrawal_over": Sentence(
        _("It was decided already whether this version is taken back."), _("Load the page again.")
    ),
    "spatial.layer_four_eyes": Sentence(
        _("You brought or edited this layer; nobody approves their own."),
        _("Ask a colleague with the role of approver."),
    ),
    "spatial.layer_lent_account": Sentence(
        _("Your account or your role was opened or changed by a person who brought this layer, after the start."),
        _("Another approver has to decide on this layer. For later ones you are free."),
    ),
    "spatial.layer_not_approver": Sentence(
        _("Only an approver of this organisation decides on layers."), _("Ask a colleague with that role.")
    ),
    "spatial.addresses_stale": Sentence(
        _("Somebody decided in the meantime, or another address file is in use."),
        _("Load the page again, look at what holds now, and decide on that."),
    ),
    "spatial.addresses_not_approver": Sentence(
        _("Only an approver of this organisation decides on who may search addresses."),
        _("Ask a colleague with that role."),
    ),
    "spatial.layer_not_from_above": Sentence(
        _("This organisation lets only its own approvers decide on layers."),
        _("Its administrator can let the organisation above approve, under “Settings”."),
    ),
}

REASONS: Final = {
    Reason.SEVERAL: _("several addresses may be meant"),
    Reason.SPELLING: _("the street is spelled otherwise"),
    Reason.OTHER_POSTCODE: _("with another postcode"),
    Reason.OTHER_CITY: _("in another town"),
    Reason.PART_OF_RANGE: _("the number is part of several"),
    Reason.OTHER_SUFFIX: _("the number has another letter, or none"),
    Reason.NEAREST_NUMBER: _("the nearest number on the same side"),
    Reason.WITHOUT_NUMBER: _("without house number: the middle of the street"),
    Reason.NUMBER_UNKNOWN: _("the house number is not known"),
    Reason.STREET_UNKNOWN: _("the street is not known"),
    Reason.NO_STREET: _("no street is named"),
}

ACTIONS: Final = {
    "spatial.layer_created": _("%(actor)s started the layer “%(subject)s”."),
    "spatial.layer_file": _("%(actor)s uploaded another file to the layer “%(subject)s”."),
    "spatial.layer_asked": _("%(actor)s asked the server %(host)s for the places of the layer “%(subject)s”."),
    "spatial.layer_fetched": _("The places of the layer “%(subject)s” were fetched from the server %(host)s."),
    "spatial.layer_facts": _("%(actor)s said what the layer “%(subject)s” is and where it comes from."),
    "spatial.layer_columns": _("%(actor)s said what the columns of the layer “%(subject)s” mean."),
    "spatial.layer_row": _("%(actor)s decided on row %(row)s of the layer “%(subject)s”."),
    "spatial.layer_candidates": _("%(actor)s took single candidates for rows of the layer “%(subject)s”."),
    "spatial.layer_stopped": _("%(actor)s stopped a step of the layer “%(subject)s”."),
    "spatial.layer_discarded": _("%(actor)s discarded the layer “%(subject)s”."),
    "spatial.layer_submitted": _("%(actor)s submitted the layer “%(subject)s”."),
    "spatial.layer_withdrawn": _("%(actor)s took the layer “%(subject)s” back."),
    "spatial.layer_asked_back": _("%(actor)s asked back about the layer “%(subject)s”."),
    "spatial.layer_refused": _("%(actor)s refused the layer “%(subject)s”."),
    "spatial.layer_approved": _("%(actor)s approved the layer “%(subject)s”; it is in force."),
    "spatial.layer_withdrawal_asked": _("%(actor)s asked to take version %(version)s of the layer “%(subject)s” back."),
    "spatial.layer_withdrawal_called_off": _(
        "%(actor)s does not ask any more to take version %(version)s of the layer “%(subject)s” back."
    ),
    "spatial.layer_withdrawal_refused": _(
        "%(actor)s refused to take version %(version)s of the layer “%(subject)s” back."
    ),
    "spatial.layer_taken_back": _(
        "%(actor)s took version %(version)s of the layer “%(subject)s” back; the one before is in force again."
    ),
    "spatial.addresses_brought": _("%(actor)s brought the address file “%(subject)s”."),
    "spatial.addresses_in_use": _("The address file “%(subject)s” is in use."),
    "spatial.addresses_opened": _("%(actor)s let everybody search the address file “%(subject)s”."),
    "spatial.addresses_closed": _("%(actor)s let the house alone search the address file “%(subject)s” again."),
}


def finding_sentence(finding: LayerDraftFinding) -> tuple[str, str]:
    """Return what was found and what to do, in the reader's language."""
    place = f"row {finding.row}" if finding.row else ""
    return sentence_for(Problem(finding.code, finding.code, place, "", 400, dict(finding.params)))


def reason_label(reason: str) -> str:
    """Return why a candidate is none for sure, in the reader's language."""
    return str(REASONS[Reason(reason)])
