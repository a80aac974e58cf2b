# SPDX-License-Identifier: EUPL-1.2
"""What people are told on the way of a boundary version: refusals, findings and acts, in the reader's language."""

from typing import Any, Final

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from sozialplanung.common.errors import Problem
from sozialplanung.common.numbers import format_number
from sozialplanung.web.messages import Sentence, sentence_for
from spatial.geometry.succession import Fate
from spatial.models import ChangesetFinding

_LOOK: Final = _("Look at it on the drawing. If it is right so, give a reason; else correct it in the file.")
_REPLACE: Final = _("Correct it in the file and upload it again.")
_NOTHING: Final = _("Nothing needs to be done.")

SENTENCES: Final = {
    "spatial.changeset_closed": Sentence(
        _("This step is not open: the boundary version is in the state “%(state)s”."), _("Load the page again.")
    ),
    "spatial.changeset_stale": Sentence(
        _("The boundary version was changed in the meantime."),
        _("Load the page, look at the present state and enter your change again."),
    ),
    "spatial.changeset_incomplete": Sentence(
        _("Not everything is said yet: %(missing)s."), _("Go through the step “Levels and columns”.")
    ),
    "spatial.changeset_unchecked": Sentence(
        _("These boundaries were not checked as they are now, or have something that must be corrected."),
        _("Check them, and correct what is named there."),
    ),
    "spatial.changeset_unchanged": Sentence(
        _("0 changes: all areas are as in “%(before)s”."),
        _("A new boundary version is not needed. If you expected changes, check the file."),
    ),
    "spatial.changeset_differs": Sentence(
        _("The boundaries are not those that were signed, or another version was activated before them."),
        _("Take them back, check them again and submit them anew."),
    ),
    "spatial.edition_waits": Sentence(
        _("Another draft of the edition “%(edition)s” waits for approval already."),
        _("Let that one be decided first, or give this edition another short name."),
    ),
    "spatial.edition_has_level": Sentence(
        _("The edition “%(edition)s” has boundaries of the level “%(level)s” already."),
        _("Give changed boundaries a new edition of their own: stored boundaries are never overwritten."),
    ),
    "spatial.edition_other_dates": Sentence(
        _("The edition “%(edition)s” is there already with other dates (from %(since)s until %(until)s)."),
        _("Enter the same dates to add a level to it, or choose another short name."),
    ),
    "spatial.facts_missing": Sentence(
        _("Publisher, licence and attribution are not all said."), _("Fill them in under “Validity and origin”.")
    ),
    "spatial.level_twice": Sentence(
        _("Two layers are the level “%(level)s”."), _("Leave one of them out, or choose another level for it.")
    ),
    "spatial.level_without_place": Sentence(
        _("The level “%(level)s” stands below one that is not there."), _("Choose the level above it anew.")
    ),
    "spatial.level_without_version": Sentence(
        _("The level “%(level)s”, which stands above, has no boundaries at that time."),
        _("Bring its boundaries along in the same draft."),
    ),
    "spatial.level_between": Sentence(
        _("The level “%(level)s” lies in between and cannot stay as it was: areas above it changed (%(keys)s)."),
        _("Take the draft back and bring the boundaries of that level along."),
    ),
    "spatial.four_eyes": Sentence(
        _("You brought or edited these boundaries; nobody approves their own."),
        _("Ask a colleague with the role of approver."),
    ),
    "spatial.lent_account": Sentence(
        _("Your account or your role was opened or changed by a person who brought these boundaries, after the start."),
        _("Another approver has to decide on these boundaries. For later ones you are free."),
    ),
    "spatial.not_approver": Sentence(
        _("Only an approver of this organisation decides on boundaries."), _("Ask a colleague with that role.")
    ),
    "spatial.not_from_above": Sentence(
        _("This organisation lets only its own approvers decide on boundaries."),
        _("Its administrator can let the organisation above approve, under “Settings”."),
    ),
    "spatial.reasons_missing": Sentence(
        _("%(count)s findings still need a reason."), _("Write the reasons in the step “Check”.")
    ),
}

FOUND: Final = {
    "spatial.found_empty": Sentence(_("The area %(keys)s has no outline."), _REPLACE),
    "spatial.found_duplicate_key": Sentence(
        _("The key %(keys)s stands for more than one area."), _("Give each area a key of its own in the file.")
    ),
    "spatial.found_total": Sentence(
        _("The area %(keys)s covers all others: it seems to be a row of totals, not an area."),
        _("Leave the row out below, or correct the file."),
    ),
    "spatial.found_subtotal": Sentence(
        _("The area %(keys)s covers several others: it seems to be a row of subtotals, not an area."),
        _("Leave the row out below, or correct the file."),
    ),
    "spatial.found_left_out": Sentence(_("%(count)s rows are left out as no areas: %(keys)s."), _NOTHING),
    "spatial.found_invalid": Sentence(
        _("The outline of %(keys)s is invalid: %(reason)s."),
        _("Let it be repaired below, or give a reason why it is loaded as it is."),
    ),
    "spatial.found_invalid_ambiguous": Sentence(
        _("The outline of %(keys)s is invalid and can be read in two ways: %(reason)s."),
        _("It cannot be repaired here. Correct it in your GIS, or give a reason why it is loaded as it is."),
    ),
    "spatial.found_repaired": Sentence(
        _("The outline of %(keys)s is repaired; its area changes by %(change)s %%."), _NOTHING
    ),
    "spatial.found_overlap": Sentence(_("The areas %(keys)s overlap by %(area)s m²."), _LOOK),
    "spatial.found_sliver_overlap": Sentence(_("The areas %(keys)s overlap in a narrow strip of %(area)s m²."), _LOOK),
    "spatial.found_gap": Sentence(_("Between the areas %(keys)s is a gap of %(area)s m²."), _LOOK),
    "spatial.found_sliver_gap": Sentence(_("Between the areas %(keys)s is a narrow gap of %(area)s m²."), _LOOK),
    "spatial.found_unmatched_border": Sentence(
        _("The border of %(keys)s does not match that of its neighbours for %(length)s m."), _NOTHING
    ),
    "spatial.found_several_parts": Sentence(
        _("The area %(keys)s has %(parts)s parts; %(area)s m² lie off the largest."), _NOTHING
    ),
    "spatial.found_everywhere": Sentence(
        _("Too many areas lie on each other; at least %(count)s pairs were not looked at."),
        _("Check whether the file holds several levels or editions, and upload one of them alone."),
    ),
    "spatial.found_noise": Sentence(
        _("%(count)s gaps and overlaps are smaller than a square metre, together %(noise)s m²."), _NOTHING
    ),
    "spatial.found_more": Sentence(_("%(count)s smaller findings are not listed one by one."), _NOTHING),
    "spatial.found_no_parent": Sentence(
        _("The area %(keys)s has no parent in the level “%(parent)s”."),
        _("Check whether both levels belong to the same edition, and how parents are found."),
    ),
    "spatial.found_key_unknown": Sentence(
        _("For the area %(keys)s neither key nor column names a parent in “%(parent)s”; it lies in %(by_ground)s."),
        _LOOK,
    ),
    "spatial.found_key_and_ground_disagree": Sentence(
        _("The area %(keys)s belongs to %(by_key)s by its key, but lies mostly in %(by_ground)s."), _LOOK
    ),
    "spatial.found_cuts_border": Sentence(
        _("Only %(share)s %% of the area %(keys)s lie in its parent %(by_ground)s."), _LOOK
    ),
    "spatial.found_reused_keys": Sentence(
        _("%(count)s keys stand for other ground than before: %(keys)s."),
        _("These areas are taken as new: figures of the former areas are not continued."),
    ),
}

# What a drawing tells apart, as its legend names it.
KINDS: Final = {
    "empty": _("no outline"),
    "duplicate_key": _("key twice"),
    "total": _("row of totals"),
    "subtotal": _("row of subtotals"),
    "invalid": _("invalid outline"),
    "invalid_ambiguous": _("invalid outline, ambiguous"),
    "overlap": _("overlap"),
    "sliver_overlap": _("narrow overlap"),
    "gap": _("gap"),
    "sliver_gap": _("narrow gap"),
    "unmatched_border": _("borders that do not match"),
    "several_parts": _("several parts"),
}

FATES: Final = {
    Fate.UNCHANGED: _("unchanged"),
    Fate.RENAMED: _("renamed"),
    Fate.KEY_CHANGED: _("key changed"),
    Fate.BORDER_MOVED: _("border moved"),
    Fate.SPLIT: _("split"),
    Fate.MERGED: _("merged"),
    Fate.NEW: _("new"),
    Fate.GONE: _("gone"),
}

ACTIONS: Final = {
    "spatial.changeset_created": _("%(actor)s started the boundary version “%(subject)s”."),
    "spatial.changeset_files": _("%(actor)s uploaded files to the boundary version “%(subject)s”."),
    "spatial.changeset_facts": _("%(actor)s said validity and origin of the boundary version “%(subject)s”."),
    "spatial.changeset_layer": _("%(actor)s said what a layer of the boundary version “%(subject)s” means."),
    "spatial.changeset_rows": _("%(actor)s decided on rows and outlines of the boundary version “%(subject)s”."),
    "spatial.changeset_reason": _("%(actor)s gave a reason for findings of the boundary version “%(subject)s”."),
    "spatial.changeset_submitted": _("%(actor)s submitted the boundary version “%(subject)s”."),
    "spatial.changeset_withdrawn": _("%(actor)s took the boundary version “%(subject)s” back."),
    "spatial.changeset_asked_back": _("%(actor)s asked back about the boundary version “%(subject)s”."),
    "spatial.changeset_refused": _("%(actor)s refused the boundary version “%(subject)s”."),
    "spatial.changeset_approved": _("%(actor)s approved the boundary version “%(subject)s”."),
    "spatial.changeset_discarded": _("%(actor)s discarded the boundary version “%(subject)s”."),
    "spatial.changeset_stopped": _("%(actor)s stopped a step of the boundary version “%(subject)s”."),
    "spatial.changeset_activated": _("The boundary version “%(subject)s” became current from %(valid_from)s."),
}

# The words of GEOS for what is wrong with an outline.
_REASONS: Final = {
    "Self-intersection": _("it crosses itself"),
    "Ring Self-intersection": _("it touches itself"),
    "Hole lies outside shell": _("a hole lies outside"),
    "Holes are nested": _("holes lie in each other"),
    "Nested shells": _("parts lie in each other"),
    "Interior is disconnected": _("its inside is torn apart"),
    "Too few points in geometry component": _("a ring has too few points"),
    "Duplicate Rings": _("a ring stands twice"),
}
MOST_KEYS: Final = 10


def finding_sentence(finding: ChangesetFinding) -> tuple[str, str]:
    """Return what was found and what to do, in the reader's language."""
    problem = Problem(finding.code, finding.code, "", "", 400, _params(finding))
    return sentence_for(problem)


def kind_of(code: str) -> str:
    """Return the kind of a finding as a drawing knows it."""
    return code.removeprefix("spatial.found_").removesuffix("_ambiguous")


def fate_label(fate: str) -> str:
    """Return what became of an area, in the reader's language."""
    return str(FATES[Fate(fate)])


def _params(finding: ChangesetFinding) -> dict[str, Any]:
    told = dict(finding.params)
    told["keys"] = _listed([str(key) for key in finding.keys])
    told["area"] = format_number(finding.area_m2 or 0.0, 0)
    told["length"] = format_number(finding.length_m or 0.0, 0)
    for name, decimals in (("change", 4), ("share", 1), ("noise_m2", 2)):
        value = told.get(name)
        told[name.removesuffix("_m2")] = "–" if value is None else format_number(float(value), decimals)
    reason = str(told.get("reason", ""))
    told["reason"] = str(_REASONS[reason]) if reason in _REASONS else reason
    return told


def _listed(keys: list[str]) -> str:
    shown = ", ".join(keys[:MOST_KEYS]) or gettext("the outside")
    more = len(keys) - MOST_KEYS
    return (
        shown
        if more <= 0
        else ngettext("%(keys)s and %(more)s more", "%(keys)s and %(more)s more", more) % {"keys": shown, "more": more}
    )
