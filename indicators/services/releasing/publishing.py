# SPDX-License-Identifier: EUPL-1.2
"""Compile releases from vintages and put them in force; what may no longer be shown goes out of force."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import numpy.typing as npt
from django.db import transaction
from django.utils import timezone

from indicators.errors import DisclosureBreachError, UnjudgedRuleError
from indicators.models import (
    Audience,
    Basis,
    Comparability,
    IndicatorDefinition,
    IndicatorKind,
    Release,
    ReleaseState,
)
from indicators.models.disclosure import read_by
from indicators.rendering.compiling import CityFigures, Draft, Presentation, told_beside_layers
from indicators.rendering.slices import ChangeNote, SliceKey, decode
from indicators.services.disclosure import patterns
from indicators.services.disclosure.gate import cells_of_breach
from indicators.services.releasing.behind import require_judged
from indicators.services.releasing.compiling import compile_edition
from indicators.services.releasing.context import Subject, Workplace, workplace_of
from indicators.services.releasing.freezing import Frozen, cells_of, current_of
from indicators.services.releasing.indexing import content_of, recipe_on
from indicators.services.releasing.inheriting import inherited_masks
from indicators.services.releasing.masking import Mask
from indicators.services.releasing.places import Place
from indicators.services.releasing.quantities import is_beside_counts
from indicators.services.releasing.rules import Rule, lineage_of, spoken_of
from indicators.services.releasing.scenes import Scene
from indicators.services.releasing.standing import Publication, end_absent, end_release, in_force, put_in_force
from indicators.services.releasing.texts import refuse_empty
from indicators.stats.vintages import RawSlice
from sozialplanung.accounts.models import User
from sozialplanung.common.statuses import Flag, Status, have_value

Statuses = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Edition:
    """All vintages of one indicator and period on one edition of boundaries, by boundary version.

    ``rounding`` is the base of which its counts are told as multiples, 0 for none.
    """

    period_id: int
    chain: tuple[Place, ...]
    frozen: dict[int, Frozen]
    rounding: int = 0


def publish_everywhere(*, subject: Subject, by: User) -> int:
    """Put the slices of an indicator in force for every audience, the widest first; returns how many are new.

    Each is compiled by its own rule, with what wider audiences see as what is known. An audience of which no rule
    speaks and for which nothing is in force is passed over.

    Raises
    ------
    DisclosureBreachError
        ``indicators.disclosure_breach`` for the first period that the gate refused; the others are published.
    UnjudgedRuleError
        The same for a period of which no delivery says who stands behind its figures, where a rule asks.
    """
    count, refused = 0, list[DisclosureBreachError | UnjudgedRuleError]()
    for audience in spoken_of(subject):
        try:
            count += publish_indicator(subject=subject, by=by, audience=audience)
        except (DisclosureBreachError, UnjudgedRuleError) as error:
            refused.append(error)
    if refused:
        raise refused[0]
    return count


def publish_indicator(*, subject: Subject, by: User, audience: Audience = Audience.PUBLIC) -> int:
    """Compile and put in force the slices of an indicator for one audience; returns how many releases are new.

    A building block is never released, nor is anything made from a source whose rule keeps it inside: what is in force
    of them goes out of force, and so does what has no figures any more. A slice that is the same as the one in force
    stays. Periods that the gate refuses keep what is in force; the others are published all the same.

    Raises
    ------
    DisclosureBreachError
        ``indicators.disclosure_breach`` for the first period that the gate refused.
    UnjudgedRuleError
        ``indicators.disclosure_unjudged`` or ``indicators.disclosure_dominance``; what is in force stays.
    """
    work, lineage = workplace_of(subject.indicator.organisation), lineage_of(subject)
    publication = Publication(subject.indicator, audience, by, timezone.now(), lineage.series_ids)
    count, refused = 0, list[DisclosureBreachError | UnjudgedRuleError]()
    for edition in _editions(work, subject):
        rule = lineage.rule_on(work.periods[edition.period_id].start, audience=audience)
        if subject.indicator.is_building_block or rule is None:
            _end_edition(publication, edition)
            continue
        try:
            count += _publish_edition(work, subject, edition, rule, publication)
        except DisclosureBreachError as error:
            _keep_breach(publication, edition, error)
            refused.append(error)
        except UnjudgedRuleError as error:
            refused.append(error)
    end_absent(publication)
    if refused:
        raise refused[0]
    return count


def _keep_breach(publication: Publication, edition: Edition, error: DisclosureBreachError) -> None:
    indicator, version = publication.indicator, edition.chain[0].version
    where = patterns.Place(
        indicator.organisation_id, indicator.pk, edition.period_id, version.edition, publication.audience
    )
    patterns.store_breach(place=where, cells=cells_of_breach(error))


def _editions(work: Workplace, subject: Subject) -> list[Edition]:
    found: dict[tuple[int, str, str], dict[int, Frozen]] = {}
    for cell, frozen in current_of(indicator_id=subject.indicator.pk).items():
        version = work.places[cell.boundary_version_id].version
        key = (cell.period_id, version.edition, version.hierarchy)
        found.setdefault(key, {})[cell.boundary_version_id] = frozen
    ordered = sorted(found.items(), key=lambda item: (work.periods[item[0][0]].start, item[0][1:]))
    return [Edition(key[0], work.chain(work.places[next(iter(group))]), group) for key, group in ordered]


@transaction.atomic
def _publish_edition(work: Workplace, subject: Subject, edition: Edition, rule: Rule, publication: Publication) -> int:
    definition = subject.definition_on(work.periods[edition.period_id].start)
    if definition.is_waiting:
        # What is in force stays until a second person confirmed the new texts.
        return 0
    refuse_empty(definition)
    is_counted = definition.basis == Basis.COUNTS
    if is_counted and not is_beside_counts(definition, [each.raw for each in edition.frozen.values()]):
        edition = replace(edition, rounding=rule.cell.rounding)
    scene = Scene(work, edition.period_id, edition.chain, rule)
    require_judged(scene.spot, subject)
    inherited = inherited_masks(scene, subject, edition.frozen)
    compiled = compile_edition(scene, subject, edition.frozen, inherited)
    hidden = {pk: mask | _tells_nobody(edition.frozen[pk], inherited[pk]) for pk, mask in compiled.hidden.items()}
    earlier = _shown_before(subject, edition, rule.audience)
    seen = partial(_Seen, hidden, audience=rule.audience)
    drafts = [
        (edition.frozen[place.id], _draft(work, subject, edition, place, seen(earlier.get(place.id))))
        for place in edition.chain
        if place.id in edition.frozen
    ]
    return put_in_force(publication, edition.period_id, drafts, compiled.patterns)


def _tells_nobody(frozen: Frozen, inherited: Mask) -> Mask:
    """Say where a figure made of a layer would tell that a hidden count is nobody: there is nothing to divide by."""
    raw = frozen.raw
    told: Mask = inherited & (raw.status == Status.NOT_APPLICABLE) & told_beside_layers(raw)
    return told


@transaction.atomic
def _end_edition(publication: Publication, edition: Edition) -> None:
    found = in_force(
        indicator=publication.indicator, period_id=edition.period_id, audience=publication.audience
    ).filter(boundary_version_id__in=edition.frozen)
    for release in found:
        end_release(release, state=ReleaseState.SUPERSEDED, action="indicators.release_ended", by=publication.by)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What an audience is shown: what is hidden from it at each place, and what it sees of the period before."""

    hidden: Mapping[int, Mask]
    earlier: Statuses | None
    audience: Audience


def _draft(work: Workplace, subject: Subject, edition: Edition, place: Place, seen: _Seen) -> Draft:
    frozen, period = edition.frozen[place.id], work.periods[edition.period_id]
    hidden, earlier, audience = seen.hidden, seen.earlier, seen.audience
    definition = subject.definition_on(period.start)
    version = place.version
    key = SliceKey(
        organisation=work.organisation.slug,
        indicator=subject.indicator.slug,
        period=period.code,
        level=version.level,
        boundary_version=version.edition,
        audience=audience,
    )
    since = work.periods[frozen.change_from_id].code if frozen.change_from_id else None
    return Draft(
        key=key,
        unit_order_hash=version.order_hash,
        raw=_without_change_from_hidden(subject, frozen, earlier),
        hidden=hidden[place.id],
        presentation=replace(
            _presentation(work, subject, definition, (edition.period_id, place.id)), rounding=edition.rounding
        ),
        city=_city(edition, place, hidden, is_delivered=subject.indicator.kind == IndicatorKind.DELIVERED),
        change=ChangeNote(since, "published" if frozen.change_kind == "published" else "computed")
        if since
        else ChangeNote(),
    )


def _shown_before(subject: Subject, edition: Edition, audience: Audience) -> dict[int, Statuses]:
    """Return by boundary version how an audience sees the figures that the changes of an edition count from.

    Where there is no slice of its own it reads that of the next wider one.
    """
    since = {pk: frozen.change_from_id for pk, frozen in edition.frozen.items() if frozen.change_from_id is not None}
    if not since:
        return {}
    rows = Release.objects.filter(
        indicator=subject.indicator,
        period_id__in=set(since.values()),
        boundary_version_id__in=since,
        audience__in=read_by(audience),
        state=ReleaseState.PUBLISHED,
    )
    found = rows.values_list("audience", "period_id", "boundary_version_id", "payload")
    widest_first = sorted(found, key=lambda row: read_by(audience).index(row[0]))
    return {pk: decode(bytes(payload)).status for _, period_id, pk, payload in widest_first if since[pk] == period_id}


def _without_change_from_hidden(subject: Subject, frozen: Frozen, earlier: Statuses | None) -> RawSlice:
    """Drop a change where the earlier figure is not public: the difference would give it back.

    A change stated by the publisher stays where the earlier figure is no secret of ours, only not delivered.
    """
    if frozen.change_from_id is None:
        return frozen.raw
    if earlier is None:
        is_unknown_here = frozen.change_kind == "published" and not _is_known(subject, frozen)
        return frozen.raw if is_unknown_here else replace(frozen.raw, change=np.full(frozen.raw.size, np.nan))
    shown = earlier != Status.SUPPRESSED if frozen.change_kind == "published" else have_value(earlier)
    return replace(frozen.raw, change=np.where(shown, frozen.raw.change, np.nan))


def _is_known(subject: Subject, frozen: Frozen) -> bool:
    cells = cells_of(indicator_id=subject.indicator.pk)
    return (frozen.change_from_id, frozen.cell.boundary_version_id) in cells


def _presentation(
    work: Workplace, subject: Subject, definition: IndicatorDefinition, cell: tuple[int, int]
) -> Presentation:
    labels: tuple[str, ...] = ()
    if subject.indicator.kind == IndicatorKind.INDEX:
        recipe = recipe_on(subject, work, cell)
        if recipe is not None:
            labels = tuple(each.code for each in content_of(recipe).classes)
    return Presentation(
        unit_of_measure=definition.unit_of_measure,
        decimals=definition.decimals,
        basis=definition.basis,
        is_ranked=definition.comparability == Comparability.RELATIVE or definition.unit_of_measure != "",
        relevance_threshold=definition.relevance_threshold,
        class_labels=labels,
    )


def _city(edition: Edition, place: Place, hidden: Mapping[int, Mask], *, is_delivered: bool) -> CityFigures:
    """Return the figures of the whole: delivered, or by the indicator's own denominator; nothing else is shown.

    What a formula or a recipe made is computed, whatever its parts are; so is a sum of delivered areas.
    A whole that is hidden itself is not told by its parts' slices either.
    """
    top = edition.chain[-1]
    whole = edition.frozen.get(top.id)
    if whole is None or top.size != 1 or place.id == top.id or np.isnan(whole.raw.value[0]) or hidden[top.id][0]:
        return CityFigures()
    raw = whole.raw
    kind = "delivered" if is_delivered and not raw.flags[0] & Flag.REAGGREGATED else "computed"
    parts = [None if np.isnan(array[0]) else float(array[0]) for array in (raw.numerator, raw.denominator)]
    return CityFigures(float(raw.value[0]), kind, parts[0], parts[1])
