# SPDX-License-Identifier: EUPL-1.2
"""What a steward is told for each code of this app, and how its acts read in the log."""

from django.utils.translation import gettext_lazy as _

from indicators.formulas import texts as formula_texts
from indicators.models import Finding
from indicators.readers import texts as reader_texts
from indicators.services import logwords
from indicators.services.checking import texts as checking_texts
from indicators.services.indexing_workshop import texts as workshop_texts
from indicators.services.remarks import texts as remark_texts
from indicators.services.ruling import texts as ruling_texts
from indicators.services.scenarios import texts as scenario_texts
from indicators.services.validating import texts as validating_texts
from sozialplanung.common.errors import Problem
from sozialplanung.web.messages import Sentence, sentence_for

ACTIONS = {
    "indicators.indicator_created": _("%(actor)s created the indicator “%(slug)s”."),
    "indicators.selection_requested": _("%(actor)s asked for the release of the selection “%(subject)s”."),
    "indicators.selection_removed": _("%(actor)s removed the selection “%(subject)s”."),
    "indicators.own_area_shared": _("%(actor)s shared the own area “%(subject)s” with the house."),
    "indicators.own_area_linked": _("%(actor)s lets whoever has its address open the own area “%(subject)s”."),
    "indicators.own_area_unshared": _("%(actor)s shares the own area “%(subject)s” no more."),
    "indicators.own_area_redrawn": _("%(actor)s gave the shared own area “%(subject)s” another shape."),
    "indicators.selection_shared": _("%(actor)s shared the saved selection “%(subject)s” with the house."),
    "indicators.selection_unshared": _("%(actor)s shares the saved selection “%(subject)s” no more."),
    "indicators.view_shared": _("%(actor)s shared the saved view “%(subject)s” with the house."),
    "indicators.view_linked": _("%(actor)s shared the saved view “%(subject)s” with whoever has its address."),
    "indicators.view_unshared": _("%(actor)s shares the saved view “%(subject)s” no more."),
    "indicators.scenario_shared": _("%(actor)s shared the scenario “%(subject)s” with the house."),
    "indicators.scenario_unshared": _("%(actor)s shares the scenario “%(subject)s” no more."),
    "indicators.scenario_comment_removed": _(
        "%(actor)s took away what somebody else said of the scenario “%(subject)s”."
    ),
    "indicators.scenario_comment_restored": _(
        "%(actor)s brought back what somebody else said of the scenario “%(subject)s”."
    ),
    "indicators.figure_remark_answered": _("%(actor)s answered a reader's question about a figure: %(subject)s."),
    "indicators.figure_remark_closed": _("%(actor)s closed a reader's question about a figure: %(subject)s."),
    "indicators.figure_remark_open": _("%(actor)s opened a reader's question about a figure again: %(subject)s."),
    "indicators.group_declared": _("%(actor)s said how the group “%(subject)s” adds up."),
    "indicators.backing_declared": _("%(actor)s said of whose figures “%(subject)s” tells."),
    "indicators.flow_declared": _("%(actor)s said how the periods of “%(subject)s” add up."),
    "indicators.series_defined": _("%(actor)s defined the series “%(subject)s”."),
    "indicators.topic_defined": _("%(actor)s added the topic “%(subject)s”."),
    "indicators.indicator_defined": _("%(actor)s wrote what the indicator “%(subject)s” means from %(valid_from)s on."),
    "indicators.definition_confirmed": _("%(actor)s confirmed the texts of the indicator “%(subject)s”."),
    "indicators.delivery_staged": _("%(actor)s brought in the delivery “%(title)s”."),
    "indicators.delivery_approved": _("%(actor)s approved the delivery “%(subject)s”."),
    "indicators.delivery_created": _("%(actor)s started the delivery “%(subject)s”."),
    "indicators.delivery_files": _("%(actor)s uploaded files to the delivery “%(subject)s”."),
    "indicators.delivery_mapped": _("%(actor)s said what the columns of the delivery “%(subject)s” mean."),
    "indicators.delivery_reason": _("%(actor)s gave a reason for a finding of the delivery “%(subject)s”."),
    "indicators.delivery_submitted": _("%(actor)s submitted the delivery “%(subject)s”."),
    "indicators.delivery_withdrawn": _("%(actor)s took the delivery “%(subject)s” back."),
    "indicators.delivery_asked_back": _("%(actor)s asked back about the delivery “%(subject)s”."),
    "indicators.delivery_answered": _("%(actor)s answered a question about the delivery “%(subject)s”."),
    "indicators.delivery_refused": _("%(actor)s refused the delivery “%(subject)s”."),
    "indicators.delivery_discarded": _("%(actor)s discarded the delivery “%(subject)s”."),
    "indicators.delivery_stopped": _("%(actor)s stopped a step of the delivery “%(subject)s”."),
    "indicators.plan_saved": _("%(actor)s said when “%(source)s” is expected to deliver."),
    "indicators.plan_removed": _("%(actor)s ended the plan of deliveries of “%(source)s”."),
    "indicators.template_made": _("%(actor)s made the delivery template %(code)s for “%(source)s”."),
    "indicators.template_discarded": _("%(actor)s discarded the delivery template %(code)s of “%(source)s”."),
    "indicators.profile_saved": _("%(actor)s saved the mapping “%(subject)s”."),
    "indicators.delivery_applied": _("The delivery “%(subject)s” became current: %(new)s new, %(changed)s changed."),
    "indicators.rule_tightened": _("%(actor)s made the rule of approval of %(subject)s stricter."),
    "indicators.rule_proposed": _("%(actor)s proposed another rule of approval for %(subject)s."),
    "indicators.rule_confirmed": _("%(actor)s confirmed the new rule of approval of %(subject)s."),
    "indicators.rule_refused": _("%(actor)s refused the new rule of approval of %(subject)s."),
    "indicators.rule_withdrawn": _("%(actor)s took the proposed rule of approval of %(subject)s back."),
    "indicators.release_retried": _("%(actor)s started the release of “%(subject)s” again."),
    "indicators.computed_again": _("%(actor)s had what failed computed again."),
    "indicators.all_computed_again": _("%(actor)s had every indicator computed again."),
    "indicators.computation_stopped": _("%(actor)s stopped the computation of an indicator."),
    **logwords.ACTIONS,
    **remark_texts.ACTIONS,
    **workshop_texts.ACTIONS,
    **validating_texts.ACTIONS,
    **ruling_texts.ACTIONS,
}
_OWN = {
    "indicators.upstream_unknown": Sentence(
        _("The indicator “%(indicator)s” is computed from “%(upstream)s”, which does not exist here."),
        _("Create that indicator first, or correct its name."),
    ),
    "indicators.cycle": Sentence(
        _("The indicator “%(indicator)s” would be computed from itself: %(path)s."),
        _("Take out of its formula or recipe what is itself computed from it."),
    ),
    "indicators.slug_taken": Sentence(
        _("There is an indicator called “%(indicator)s” already."),
        _("Choose another name, or add a definition to the existing indicator."),
    ),
    "indicators.definition_incomplete": Sentence(
        _("The indicator “%(indicator)s” does not say which values it has."),
        _("Name a series for a delivered indicator, or a formula for a derived one."),
    ),
    "indicators.demographic_direction": Sentence(
        _("“%(indicator)s” tells who lives somewhere, and is said to have a better end."),
        _("Leave the direction neutral, or take the mark off."),
    ),
    "indicators.denominator_missing": Sentence(
        _("The indicator “%(indicator)s” is a rate with a known denominator, but names none."),
        _("Name the indicator that counts the denominator, or choose the basis “rate only”."),
    ),
    "indicators.delivery_twice": Sentence(
        _("The delivery “%(title)s” was taken before: same files, same mapping."),
        _("Nothing has to be done. For corrected figures, upload the corrected file."),
    ),
    "indicators.plan_stale": Sentence(
        _("The plan of deliveries was changed by somebody else in the meantime."),
        _("Load the page, look at what is there now, and enter your change again."),
    ),
    "indicators.plan_indicators": Sentence(
        _("Not every chosen indicator is delivered by “%(source)s”."), _("Choose indicators of this source.")
    ),
    "indicators.plan_responsible": Sentence(
        _("%(person)s does not bring figures in here."), _("Choose somebody with the role of a data steward.")
    ),
    "indicators.template_series": Sentence(
        _("The source does not deliver the series “%(series)s”."), _("Choose series of this source.")
    ),
    "indicators.template_empty": Sentence(
        _("A template needs at least one series and one period."), _("Choose what the supplier is to deliver.")
    ),
    "indicators.template_large": Sentence(
        _("The template would have %(columns)s columns for %(periods)s periods; allowed are %(limit)s and %(most)s."),
        _("Choose fewer, or the long form with one row for each figure."),
    ),
    "rhythm.step": Sentence(
        _("The first period “%(value)s” is longer than the rhythm, or does not fit into it."),
        _("Name a period of the rhythm, for instance 2024-Q1 for every quarter, or the reference date 2024-03-31."),
    ),
    "rhythm.last": Sentence(
        _("The last period “%(value)s” lies before the first one, or is of another kind."),
        _("Name a later period written like the first one, or leave it empty."),
    ),
    "rhythm.due": Sentence(
        _("It is not said when a period falls due."), _("Name either a number of days or a day of the year.")
    ),
    "rhythm.days": Sentence(_("%(value)s days are not allowed."), _("Name a number from 0 to 1100.")),
    "rhythm.day": Sentence(_("“%(value)s” is a day of no year."), _("Name a day that there is, for instance 31.3.")),
    "indicators.edition_unknown": Sentence(
        _("There are no areas of the level “%(level)s” in the boundary version “%(edition)s”."),
        _("Import the boundaries first, or choose another boundary version."),
    ),
    "indicators.series_unknown": Sentence(
        _("The mapping names the series “%(series)s”, which does not exist."),
        _("Create the series in the catalogue, or choose another one in the mapping."),
    ),
    "indicators.four_eyes": Sentence(
        _("A delivery is approved by somebody else than the person who brought it."),
        _("Ask a colleague with the role of approver."),
    ),
    "indicators.delivery_over": Sentence(_("This delivery was decided already.")),
    "indicators.four_eyes_texts": Sentence(
        _("You wrote texts of an indicator that would be published with this. Somebody else has to confirm them."),
        _("Ask a colleague with the role of approver."),
    ),
    "indicators.definition_stale": Sentence(
        _("These texts were changed or confirmed since you opened the page."),
        _("Read them as they are now, and confirm them then."),
    ),
    "indicators.texts_missing": Sentence(
        _("The indicator “%(indicator)s” is not published: texts that its readers need are empty (%(texts)s)."),
        _("Write them under “Indicators”, “Change”, and let a second person confirm them."),
    ),
    "indicators.group_whole": Sentence(
        _("A group belongs to another group that is there, never to itself or to one of its own parts."),
        _("Choose another group, or “all”."),
    ),
    "indicators.group_crossing": Sentence(
        _("A crossing is made of two or more plain groups of different kinds."),
        _("Choose one group of each kind, for instance one by sex and one by age."),
    ),
    "indicators.flow_unsaid": Sentence(
        _("It was not said whether the variable counts events."), _("Use the button beside its name.")
    ),
    "indicators.definition_date": Sentence(
        _("A new definition begins after the one before (%(day)s)."), _("Choose a later day.")
    ),
    "indicators.delivery_has_errors": Sentence(
        _("This delivery has %(errors)s findings that must be corrected first."),
        _("Correct the file and upload it again."),
    ),
    "indicators.delivery_differs": Sentence(
        _("The values are not those that were signed. Nothing became current."),
        _("Withdraw the delivery and let it be checked again."),
    ),
    "indicators.overtaken": Sentence(
        _("Later deliveries changed or confirmed these figures: %(later)s."),
        _("Take the later deliveries back first, the latest one before the others."),
    ),
    "indicators.not_taken_back": Sentence(
        _(
            "Only a delivery that is in force, and that nobody asked to take back yet, can be taken back. This one: "
            "%(state)s."
        ),
        _("Look at the delivery and at the request that concerns it."),
    ),
    "indicators.nothing_to_answer": Sentence(
        _("There is no open question to you about this request."),
        _("Load the page again: the question may be answered, or the request decided."),
    ),
    "indicators.nothing_to_retry": Sentence(
        _("No step of this release failed, or it still runs."), _("Load the page of the delivery again.")
    ),
    "indicators.nothing_failed": Sentence(
        _("The newest computation of every indicator succeeded, or still waits."), _("Load the page again.")
    ),
    "indicators.signatures_wanted": Sentence(
        _("This organisation wants a second signature for confidentiality."),
        _("Submit the delivery and let both sign it on its page."),
    ),
    "indicators.delivery_stale": Sentence(
        _("The delivery was changed in the meantime, perhaps in another window or by somebody else."),
        _("Look at the present state, then enter your change again."),
    ),
    "indicators.delivery_closed": Sentence(
        _("The delivery cannot be changed any more: %(state)s."),
        _("Start a new delivery for corrected figures."),
    ),
    "indicators.delivery_incomplete": Sentence(
        _("Not everything is said yet: %(missing)s."),
        _("Go through the steps that are still open."),
    ),
    "indicators.delivery_unchanged": Sentence(
        _("0 changes: the figures of this delivery were taken over already with “%(title)s”."),
        _("Nothing has to be done. For corrected figures, upload the corrected file."),
    ),
    "indicators.delivery_elsewhere": Sentence(
        _("The same files with the same mapping are in the delivery “%(title)s”, which is not decided yet."),
        _("Go on with that delivery and discard this one."),
    ),
    "indicators.mixed_editions": Sentence(
        _("The tables of this delivery speak of more than one boundary version: %(editions)s."),
        _("Make a delivery of its own for each boundary version."),
    ),
    "indicators.reasons_missing": Sentence(
        _("%(count)s warnings still need a written reason."),
        _("Give the reasons in the step “Check”, or correct the file."),
    ),
    "indicators.no_changes": Sentence(
        _("0 changes: all figures of this delivery are current already."),
        _("Nothing has to be submitted. Discard the delivery, or upload a corrected file."),
    ),
    "indicators.profile_unreadable": Sentence(
        _("The file holds no mapping of this platform."), _("Choose a file that was downloaded from this list.")
    ),
    "indicators.too_many_kinds": Sentence(
        _("The chosen columns hold more than %(limit)s kinds of rows."),
        _("Choose the columns that say which series a row belongs to, not those of single cases."),
    ),
    "indicators.sheet_absent": Sentence(
        _("The file has no sheet “%(sheet)s”."), _("Choose another sheet in the mapping.")
    ),
    "indicators.foresight_busy": Sentence(
        _("The effect could not be computed: figures are being released or edited at this moment."),
        _("Let it be computed again in a moment. Nothing was changed."),
    ),
    "indicators.not_approver": Sentence(
        _("Only an approver of this organisation decides on deliveries."),
        _("Ask the administrator of your organisation for the role that you need."),
    ),
    "indicators.lent_account": Sentence(
        _("Your account or your role was opened or changed by a person who brought this delivery, after it was begun."),
        _("Another approver has to sign this delivery. For later ones you are free."),
    ),
    "indicators.lent_account_texts": Sentence(
        _("Your account or your role was opened or changed by who wrote these texts, after they were begun."),
        _("Another approver has to confirm them. For later ones you are free."),
    ),
    "indicators.not_named": Sentence(
        _("For the signatures of this delivery other people were named."),
        _("Who they are stands on the page of the delivery."),
    ),
    "indicators.not_from_above": Sentence(
        _("This organisation lets only its own approvers sign."),
        _("Its administrator can let the organisation above approve, under “Settings”."),
    ),
    "indicators.not_admin": Sentence(
        _("Only administrators of this organisation change who approves; approvers may confirm a change."),
        _("Ask the administrator of your organisation."),
    ),
    "indicators.rule_stale": Sentence(
        _("The rule was changed in the meantime, or a change of it waits for a second person."),
        _("Load the page again and look at the present state."),
    ),
    "indicators.rule_same": Sentence(
        _("The rule is like that already."), _("Change something, or leave the page: nothing has to be saved.")
    ),
    "indicators.signer_unknown": Sentence(
        _("These people do not approve here: %(names)s."),
        _("Choose approvers of this organisation; those of the organisation above only if it may sign."),
    ),
    "indicators.rule_four_eyes": Sentence(
        _("A laxer rule is confirmed by somebody else than the person who proposed it."),
        _("Ask an approver or another administrator."),
    ),
    "indicators.preset_unknown": Sentence(
        _("There is no rule of disclosure called “%(preset)s”."), _("Name one of %(presets)s.")
    ),
    "indicators.disclosure_breach": Sentence(
        _("What is published already and what would be published now would together tell hidden figures: %(named)s."),
        _(
            "Withdraw the release that shows the figures around them, or leave the new figures out. Nobody can approve "
            "over this."
        ),
    ),
    "indicators.backing_unknown": Sentence(
        _("A variable tells who stands behind another one that is there and tells of none itself."),
        _("Choose another variable, or none."),
    ),
    "indicators.backing_twice": Sentence(
        _("Another variable tells the same of “%(variable)s” already."),
        _("Let that one tell of none first, or choose what else this one tells."),
    ),
    "indicators.disclosure_unjudged": Sentence(
        _(
            "A rule of disclosure asks who stands behind the figures of “%(indicator)s” (%(period)s), and no delivery "
            "says it. Missing: %(columns)s. Nothing of it is published."
        ),
        _("Deliver these columns and say under “What adds up” of which figures they tell, or let the rule be changed."),
    ),
    "indicators.disclosure_dominance": Sentence(
        _(
            "A rule of disclosure speaks of the %(n)s largest contributors. Judged are the %(most)s largest. Nothing "
            "of the source is published."
        ),
        _("Let the rule be changed: one or two contributors, or an estimate of another contribution (p percent)."),
    ),
    "indicators.audit_missing": Sentence(
        _("Nobody knows yet whether hidden figures stay hidden: the audit of this delivery is not done."),
        _("Let the effect be computed under “What readers will see changed”, then decide."),
    ),
    "indicators.disclosure_unprotectable": Sentence(
        _("Some figures can be narrowed down whatever else is hidden."),
        _("Let a figure that has to be shown be hidden, or withdraw an earlier release that shows it."),
    ),
    "indicators.disclosure_inconsistent": Sentence(
        _("The figures contradict one another, so that nobody can say what they tell."),
        _("Look for the sum in the delivery that does not hold, and correct it."),
    ),
    "indicators.siting_too_large": Sentence(
        _("%(pairs)s ways between areas and sites would have to be weighed; %(limit)s are allowed."),
        _("Choose fewer candidates, a coarser level or a shorter way."),
    ),
    "indicators.not_released": Sentence(_("There is no release to be seen.")),
}


def finding_sentence(finding: Finding) -> tuple[str, str]:
    """Return what a finding says and what to do, in the reader's language."""
    if finding.code in checking_texts.SENTENCES:
        sentence, params = checking_texts.SENTENCES[finding.code], checking_texts.told(finding.params)
        return str(sentence.message) % params, str(sentence.way_out) % params
    problem = Problem(
        code=f"readers.{finding.code}",
        message=finding.message,
        place="",
        way_out="",
        status=409,
        params=checking_texts.sums_told(finding.params) if finding.code == "total_differs" else finding.params,
    )
    return sentence_for(problem)


def sentences() -> dict[str, Sentence]:
    """Return the sentences of services, readers and formulas by code."""
    readers = {
        f"readers.{code}": Sentence(_(each.sentence), _(each.way_out))
        for code, each in reader_texts.EXPLANATIONS.items()
    }
    formulas = {
        f"formulas.{code}": Sentence(_(text), _(formula_texts.WAYS.get(code, formula_texts.WAY_OUT)))
        for code, text in formula_texts.SENTENCES.items()
    }
    own = {**_OWN, **remark_texts.SENTENCES, **validating_texts.SENTENCES, **workshop_texts.SENTENCES}
    own |= ruling_texts.SENTENCES | scenario_texts.SENTENCES
    return {**own, **readers, **formulas}
