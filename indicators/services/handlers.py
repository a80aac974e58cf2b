# SPDX-License-Identifier: EUPL-1.2
"""What the app does in the background; registered when Django is ready."""

from indicators.selectors import parts
from indicators.selectors.approvals import rule_in_force
from indicators.selectors.disclosure import WITHDRAW
from indicators.selectors.scenarios.sitings import SITE
from indicators.selectors.scenarios.ways import WAYS
from indicators.services import figureremarks, proposals, topicnews
from indicators.services.booksheets import book_sheets
from indicators.services.converting.following import CONVERT, convert_releases, follow_releases
from indicators.services.deliveries import telling
from indicators.services.deliveries.deciding import hold_delivery, mark_released
from indicators.services.deliveries.drafting import RECOGNISE, VERIFY
from indicators.services.deliveries.recognising import recognise_delivery
from indicators.services.deliveries.verifying import verify_delivery
from indicators.services.foresight import FORESEE, compute_foresight, keep_foresight
from indicators.services.indexing_workshop import telling as workshop_telling
from indicators.services.releasing.attacking import ATTACK, attack_organisation, keep_attacks
from indicators.services.releasing.following import follow_boundaries, follow_layer, follow_people
from indicators.services.releasing.refreshing import REFRESH, refresh_indicator
from indicators.services.releasing.selecting import AUDIT, audit_selection
from indicators.services.releasing.stabilising import stabilise
from indicators.services.releasing.withdrawing import withdraw_release
from indicators.services.reviewing import APPLY, apply_batch
from indicators.services.ruling import telling as ruling_telling
from indicators.services.ruling.foreseeing import FORESEE as FORESEE_RULE
from indicators.services.ruling.foreseeing import compute_ruling_foresight, keep_ruling_foresight
from indicators.services.ruling.writing import HOLD, hold_rule
from indicators.services.scenarios import telling as scenario_telling
from indicators.services.scenarios.proposing import find_sites
from indicators.services.scenarios.ways import work_out_ways
from indicators.services.validating.stock import RUN, judge_stock, keep_results
from indicators.services.waysclearing import clear_ways
from sozialplanung.accounts.approving import register_opt_in
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.jobs import registry
from sozialplanung.jobs.context import JobContext
from sozialplanung.notifications.registry import (
    register_followed,
    register_kinds,
    register_matters,
    register_reminders,
)
from spatial.services.following import register_boundary_follower, register_layer_follower, register_people_follower
from spatial.services.tables.workbooks import register_book_reader


def apply_delivery(context: JobContext) -> None:
    """Make an approved delivery current, together with the end of the job."""
    with context.finishing():
        batch_id = int(context.payload["batch"])
        hold_delivery(batch_id=batch_id)
        apply_batch(batch_id=batch_id)
        mark_released(batch_id=batch_id)


def recognise(context: JobContext) -> None:
    """Look into the files of a draft; a second attempt finds the same."""
    recognise_delivery(
        delivery_id=int(context.payload["delivery"]),
        revision=int(context.payload["revision"]),
        report=context.progress,
    )


def verify(context: JobContext) -> None:
    """Read and check the figures of a draft; the row of the job stays free to show progress and to take a cancel."""
    by = User.objects.get(pk=context.created_by or 0)
    verify_delivery(
        delivery_id=int(context.payload["delivery"]),
        revision=int(context.payload["revision"]),
        by=by,
        report=context.progress,
    )


def foresee(context: JobContext) -> None:
    """Try out what a batch would change and keep what was found, together with the end of the job."""
    by, batch_id = User.objects.get(pk=context.created_by or 0), int(context.payload["batch"])
    computed = compute_foresight(batch_id=batch_id, by=by, report=context.progress)
    if computed is not None:
        with context.finishing():
            keep_foresight(batch_id=batch_id, **computed._asdict())


def refresh(context: JobContext) -> None:
    """Compute and publish one indicator; every step is idempotent, so that a second attempt changes nothing."""
    by = User.objects.get(pk=context.created_by or 0)
    indicator_id = int(context.payload["indicator"])
    refresh_indicator(indicator_id=indicator_id, by=by, report=context.progress)
    # Readers do not wait for it: the figures are in force already.
    stabilise(indicator_id=indicator_id)


def hold(context: JobContext) -> None:
    """Put a confirmed rule of disclosure in force, together with the end of the job."""
    by = User.objects.get(pk=context.created_by or 0)
    with context.finishing():
        hold_rule(version_id=int(context.payload["version"]), by=by)


def foresee_rule(context: JobContext) -> None:
    """Try out what a rule that waits would hide and keep what was found, together with the end of the job."""
    by, version_id = User.objects.get(pk=context.created_by or 0), int(context.payload["version"])
    computed = compute_ruling_foresight(version_id=version_id, by=by, report=context.progress)
    if computed is not None:
        with context.finishing():
            keep_ruling_foresight(version_id=version_id, computed=computed)


def run_rules(context: JobContext) -> None:
    """Hold the validation rules against all current figures; result and end of the job are one."""
    organisation = Organisation.objects.get(pk=int(context.payload["organisation"]))
    found = judge_stock(organisation=organisation, report=context.progress)
    with context.finishing():
        by = User.objects.filter(pk=context.created_by or 0).first()
        keep_results(organisation=organisation, found=found, by=by)


def audit_releases(context: JobContext) -> None:
    """Attack everything that is in force; how it ended and the end of the job are one."""
    found = attack_organisation(organisation_id=int(context.payload["organisation"]), report=context.progress)
    with context.finishing():
        keep_attacks(found=found)


def audit_sums(context: JobContext) -> None:
    """Attack the sums of a selection; each verdict stays, so that a second attempt goes on."""
    audit_selection(selection_id=int(context.payload["selection"]), report=context.progress)


def convert(context: JobContext) -> None:
    """Bring what readers see on other boundary versions up to date; a second attempt goes on."""
    convert_releases(organisation_id=int(context.payload["organisation"]), report=context.progress)


def scenario_ways(context: JobContext) -> None:
    """Work out the ways that a scenario lacks; a second attempt finds what the first one kept."""
    work_out_ways(scenario_id=int(context.payload["scenario"]), report=context.progress)


def _lets_above_approve(organisation_id: int) -> bool:
    return rule_in_force(organisation_id=organisation_id).parent_approves


def withdraw(context: JobContext) -> None:
    """Take figures back, with everything that would still tell them, together with the end of the job."""
    by, payload = User.objects.get(pk=context.created_by or 0), context.payload
    with context.finishing():
        withdraw_release(
            release_id=int(payload["release"]),
            organisation_id=int(payload["organisation"]),
            by=by,
            reason=str(payload["reason"]),
        )


def register() -> None:
    """Tell the registries what this app can do, and the accounts what an organisation let in."""
    register_opt_in("indicators", _lets_above_approve)
    registry.register(APPLY, apply_delivery)
    registry.register(RECOGNISE, recognise)
    registry.register(VERIFY, verify)
    registry.register(FORESEE, foresee)
    registry.register(REFRESH, refresh)
    registry.register(RUN, run_rules)
    registry.register(ATTACK, audit_releases)
    registry.register(HOLD, hold)
    registry.register(FORESEE_RULE, foresee_rule)
    registry.register(AUDIT, audit_sums)
    registry.register(WITHDRAW, withdraw)
    registry.register(CONVERT, convert, registry.Pace.LATER)
    registry.register(WAYS, scenario_ways)
    registry.register(SITE, find_sites)
    register_kinds(telling.KINDS)
    register_matters("indicators.deliveries", parts.matters_of)
    register_kinds(proposals.KINDS)
    register_kinds(workshop_telling.KINDS)
    register_kinds(ruling_telling.KINDS)
    register_kinds(topicnews.KINDS)
    register_kinds(scenario_telling.KINDS)
    register_kinds(figureremarks.KINDS)
    register_matters("indicators.topics", topicnews.matters_of)
    register_followed("indicators.topics", topicnews.followed_by)
    register_reminders("indicators.waiting", telling.waiting_reminders)
    register_reminders("indicators.rulings", ruling_telling.waiting_reminders)
    register_reminders("indicators.recipes", workshop_telling.waiting_reminders)
    register_reminders("indicators.drafts", telling.draft_reminders)
    register_reminders("indicators.expected", telling.expected_reminders)
    register_layer_follower(follow_layer)
    register_people_follower(follow_people)
    register_boundary_follower(follow_boundaries)
    register_book_reader(book_sheets)
    registry.register_duty("indicators.release_ends", every_seconds=30, perform=telling.tell_how_releases_ended)
    registry.register_duty("indicators.topics", every_seconds=60, perform=topicnews.tell_of_topics)
    registry.register_duty("indicators.conversions", every_seconds=30, perform=follow_releases)
    registry.register_duty("indicators.forget_remarks", every_seconds=3600, perform=figureremarks.forget_remarks)
    registry.register_duty("indicators.clear_ways", every_seconds=24 * 3600, perform=clear_ways)
