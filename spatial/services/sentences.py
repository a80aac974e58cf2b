# SPDX-License-Identifier: EUPL-1.2
"""What a steward is told for each code of this app, in the reader's language."""

from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sozialplanung.web.messages import Sentence
from spatial.geometry import texts as geometry_texts
from spatial.geometry.network import texts as network_texts
from spatial.geometry.problems import Explanation, Problem
from spatial.readers import texts as reader_texts
from spatial.services.plans import LevelPlan

_CORRECT_BORDERS = _("Correct the borders in your GIS and upload the file again.")

_OWN = {
    "spatial.inhabited_layer": Sentence(
        _("There is no layer “%(slug)s” of places or areas in force."), _("Choose one of those that the page offers.")
    ),
    "spatial.inhabited_nothing": Sentence(
        _("Nothing was decided yet that could be taken back."), _("Load the page again.")
    ),
    "spatial.inhabited_stale": Sentence(
        _("Somebody decided in the meantime."), _("Load the page again, look at what holds now, and decide on that.")
    ),
    "spatial.inhabited_not_approver": Sentence(
        _("Only an approver of this organisation decides where people live."),
        _("Ask a colleague with that role."),
    ),
    "spatial.edition_empty": Sentence(_("The edition has no level."), _("Add the file of at least one level.")),
    "spatial.edition_dates": Sentence(
        _("The edition ends on %(valid_until)s, which is not after its start on %(valid_from)s."),
        _("Enter an end that lies after the start, or leave the end open."),
    ),
    "spatial.edition_differs": Sentence(
        _("The edition “%(edition)s” is there already, and its level “%(level)s” has other content."),
        _("Give changed boundaries a new edition of their own: stored boundaries are never overwritten."),
    ),
    "spatial.edition_overlaps": Sentence(
        _("The level “%(level)s” has the edition “%(other)s” at the same time (from %(since)s until %(until)s)."),
        _("Close that edition first, or correct the dates: one level has one edition on each day."),
    ),
    "spatial.edition_unknown": Sentence(
        _("There is no edition “%(edition)s”."), _("Choose one of these: %(allowed)s.")
    ),
    "spatial.edition_closed": Sentence(
        _("The edition “%(edition)s” ends on %(until)s already, and a later one follows it."),
        _("Only an edition without a successor can get another end."),
    ),
    "spatial.row_overlaps": Sentence(
        _("An area or a key would have two rows at the same time."),
        _("Check the dates of the editions; if somebody imported at the same moment, try again."),
    ),
    "spatial.level_order": Sentence(
        _("The level “%(level)s” stands twice, or before the level above it."),
        _("Name each level once, the coarsest first."),
    ),
    "spatial.level_differs": Sentence(
        _("The level “%(level)s” is there already with another place: %(stored)s instead of %(given)s."),
        _("Use the same hierarchy, position and parent as before, or another level."),
    ),
    "spatial.whole_without_areas": Sentence(
        _("The whole is made from the areas of the next file, but there is none."),
        _("Put the file of the coarsest delivered level right after the whole."),
    ),
    "spatial.repair_changes_area": Sentence(
        _("%(count)s outlines can be read in two ways, which differ by more than 0.1 %% of the area: %(keys)s."),
        _("Repair these areas in your GIS, or load them as they are."),
    ),
    "spatial.parent_missing": Sentence(
        _("%(count)s areas have no parent in the level “%(parent)s”, for example %(keys)s."),
        _("Check whether both files belong to the same edition."),
    ),
    "spatial.coverage_empty": Sentence(_("%(count)s areas have no outline, for example %(keys)s."), _CORRECT_BORDERS),
    "spatial.coverage_duplicate_key": Sentence(
        _("The key %(keys)s stands for two areas."), _("Give each area a key of its own.")
    ),
    "spatial.coverage_gap": Sentence(
        _("Between the areas %(keys)s is a gap of %(area)s m²; at most %(limit)s m² are allowed."), _CORRECT_BORDERS
    ),
    "spatial.coverage_sliver_gap": Sentence(
        _("Between the areas %(keys)s is a narrow gap of %(area)s m²; at most %(limit)s m² are allowed."),
        _CORRECT_BORDERS,
    ),
    "spatial.coverage_overlap": Sentence(
        _("The areas %(keys)s overlap by %(area)s m²; at most %(limit)s m² are allowed."), _CORRECT_BORDERS
    ),
    "spatial.coverage_sliver_overlap": Sentence(
        _("The areas %(keys)s overlap in a narrow strip of %(area)s m²; at most %(limit)s m² are allowed."),
        _CORRECT_BORDERS,
    ),
    "spatial.coverage_everywhere": Sentence(
        _("Too many areas lie on each other: %(keys)s, and at least %(more)s more pairs."),
        _("Check whether the file holds several levels or editions, and upload one of them alone."),
    ),
    "spatial.crosswalk_unknown": Sentence(
        _("Between the boundaries %(name)s nothing is carried over."),
        _("The page “Crosswalks” lists the boundaries between which figures are carried."),
    ),
    "spatial.network_empty": Sentence(
        _("No line of the file has a length."), _("Check the filter of the export and upload the file again.")
    ),
    "spatial.network_unknown": Sentence(
        _("There is no street network “%(network)s”."), _("Choose one of these: %(allowed)s.")
    ),
    "spatial.profile_not_carried": Sentence(
        _("The street network “%(network)s” does not tell enough for the profile “%(mode)s”."),
        _("Choose another profile, or a network whose columns tell more."),
    ),
    "spatial.boundary_version_unknown": Sentence(_("There is no such boundary version."), _("Start the import again.")),
}


def sentences() -> dict[str, Sentence]:
    """Return the sentences of this app, those of its readers and its geometry included."""
    pure = {**geometry_texts.EXPLANATIONS, **network_texts.EXPLANATIONS, **reader_texts.EXPLANATIONS}
    return {**{f"spatial.{code}": _sentence(explanation) for code, explanation in pure.items()}, **_OWN}


def place_of(level: LevelPlan, problem: Problem) -> str:
    """Return where a problem was found, in the reader's language."""
    place = problem.place
    parts = (
        (gettext("level"), level.name),
        (gettext("file"), place.file),
        (gettext("layer"), place.layer),
        (gettext("line"), place.line),
        (gettext("feature"), place.feature),
        (gettext("key"), place.key),
    )
    return ", ".join(f"{label} {value}" for label, value in parts if value is not None)


def _sentence(explanation: Explanation) -> Sentence:
    problem, allowed = _(explanation.problem), _(explanation.allowed)
    message = format_lazy("{} {}", problem, allowed) if explanation.allowed else problem
    return Sentence(message, _(explanation.way_out) if explanation.way_out else "")
