# SPDX-License-Identifier: EUPL-1.2
"""What of one indicator and period is hidden on one edition: compiled against everything that is or was published."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from indicators.models import Audience, Release
from indicators.models.disclosure import reading
from indicators.models.patterns import DisclosurePattern
from indicators.rendering.slices import decode
from indicators.services.disclosure import deciding, patterns
from indicators.services.disclosure.building import Scope
from indicators.services.disclosure.deciding import Beside, Codes, Decided, Decision
from indicators.services.disclosure.gate import alone_in, breach
from indicators.services.disclosure.tellings import Mask, Telling, Tiers
from indicators.services.releasing.behind import behind_of, by_level, crowded_out
from indicators.services.releasing.context import Subject
from indicators.services.releasing.freezing import Frozen
from indicators.services.releasing.known import (
    Surroundings,
    rules_of,
    surroundings,
    tellings_of,
    told_apart,
    waiting_of,
)
from indicators.services.releasing.layering import reads_layers
from indicators.services.releasing.masking import few_inhabitants, too_small
from indicators.services.releasing.quantities import SECRETS, quantities_of, raw_of, tiers_of
from indicators.services.releasing.rules import lineage_of
from indicators.services.releasing.scenes import Scene
from indicators.stats.disclosure.errors import UnprotectableError
from indicators.stats.disclosure.rules import CellRule
from indicators.stats.vintages import RawSlice, raw_slice_from_bytes
from sozialplanung.common.statuses import Status, have_value


@dataclass(frozen=True, slots=True, eq=False)
class Compiled:
    """Which areas are hidden, and the patterns that say why, by boundary version."""

    hidden: Mapping[int, Mask]
    patterns: Mapping[int, DisclosurePattern]


@dataclass(frozen=True, slots=True, eq=False)
class _Edition:
    """What is compiled: an indicator's vintages of a scene by boundary version, and what it inherits."""

    scene: Scene
    subject: Subject
    frozen: Mapping[int, Frozen]
    inherited: Mapping[int, Mask]

    @property
    def place(self) -> patterns.Place:
        indicator = self.subject.indicator
        scene = self.scene
        return patterns.Place(
            indicator.organisation_id, indicator.pk, scene.period_id, scene.edition, scene.rule.audience
        )

    @property
    def rule(self) -> dict[str, object]:
        return patterns.rule_as_json(self.scene.rule.cell, self.scene.rule.minimum_inhabitants)


def compile_edition(
    scene: Scene, subject: Subject, frozen: Mapping[int, Frozen], inherited: Mapping[int, Mask]
) -> Compiled:
    """Decide which figures of an edition are hidden, attack the outcome, and store both.

    What was shown stays known and what was hidden stays hidden while its value and its rule are the same. Where
    nothing changed since the newest pattern, that one stays.

    Raises
    ------
    DisclosureBreachError
        ``indicators.disclosure_breach`` when figures in force leave no way out.
    """
    edition = _Edition(scene, subject, frozen, inherited)
    newest = patterns.newest_of(edition.place, frozen.keys())
    if _is_unchanged(edition, newest):
        return _compiled(edition, newest)
    decided = _decided(edition, _former(edition, newest))
    slices = {scene.level(pk): (pk, each.id) for pk, each in frozen.items()}
    stored = patterns.store(place=edition.place, decided=decided, slices=slices, rule=edition.rule)
    return _compiled(edition, stored)


def masks_beside(scene: Scene, subject: Subject, frozen: Mapping[int, Frozen]) -> dict[int, Mask]:
    """Return what of figures would be hidden that nobody ever sees, by themselves and by the sums over areas."""
    edition = _Edition(scene, subject, frozen, {pk: np.zeros(each.raw.size, dtype=bool) for pk, each in frozen.items()})
    beside = _beside(edition, {pk: np.zeros(each.raw.size, dtype=np.uint8) for pk, each in frozen.items()})
    telling = _telling(edition, beside)
    if telling is None or not any(mask.any() for mask in beside.primary.values()):
        decided = deciding.unattacked(beside)
    else:
        scope = Scope(subject.indicator.organisation_id, scene.rule.audience, _tiers(edition), [telling])
        decided = deciding.decide(scope, telling, beside)
    return {pk: decided.hidden(scene.level(pk)) | _secret(each.raw) for pk, each in frozen.items()}


def _compiled(edition: _Edition, stored: Mapping[int, DisclosurePattern]) -> Compiled:
    hidden = {
        pk: (patterns.codes_of(each) != Decision.SHOWN) | _secret(edition.frozen[pk].raw) for pk, each in stored.items()
    }
    return Compiled(hidden, stored)


def _is_unchanged(edition: _Edition, newest: Mapping[int, DisclosurePattern]) -> bool:
    if newest.keys() != edition.frozen.keys() or len({each.audit_id for each in newest.values()}) != 1:
        return False
    behind = behind_of(edition.scene.spot, edition.subject)
    for pk, pattern in newest.items():
        codes = patterns.codes_of(pattern)
        is_same = pattern.vintage_id == edition.frozen[pk].id and pattern.rule == edition.rule
        valued = _valued(edition.frozen[pk].raw)
        was_inherited, is_hidden = codes == Decision.INHERITED, codes != Decision.SHOWN
        now = edition.inherited[pk] & valued
        # What stands behind a figure may be delivered anew although the figure is the same.
        crowded = crowded_out(edition.scene.rule.cell, behind, pk, edition.frozen[pk].raw) & valued
        if (crowded & ~is_hidden).any():
            return False
        if not is_same or pattern.method != deciding.METHOD or (now & ~is_hidden).any() or (was_inherited & ~now).any():
            return False
    return True


def _former(edition: _Edition, newest: Mapping[int, DisclosurePattern]) -> dict[int, Codes]:
    """Return the decisions that hold on: what is hidden with the same value and by the same rule."""
    missing = edition.frozen.keys() - newest.keys()
    before = _before_patterns(edition, missing) if missing else {}
    vintages = {row.boundary_version_id: row.vintage for row in _with_vintages(newest)}
    found = {}
    for pk, each in edition.frozen.items():
        codes = np.zeros(each.raw.size, dtype=np.uint8)
        if pk in newest and newest[pk].rule == edition.rule:
            codes = patterns.codes_of(newest[pk])
            then = raw_slice_from_bytes(bytes(vintages[pk].payload))
        elif pk in before:
            codes, then = before[pk]
        else:
            found[pk] = codes
            continue
        is_same = _is_same(then, each.raw) & (codes != Decision.INHERITED)
        found[pk] = np.where(is_same, codes, Decision.SHOWN).astype(np.uint8)
    return found


def _with_vintages(newest: Mapping[int, DisclosurePattern]) -> list[DisclosurePattern]:
    pks = [each.pk for each in newest.values()]
    return list(DisclosurePattern.objects.filter(pk__in=pks).select_related("vintage"))


def _before_patterns(edition: _Edition, place_ids: set[int]) -> dict[int, tuple[Codes, RawSlice]]:
    """Return what the newest releases hide that were made before patterns were kept."""
    rows = Release.objects.filter(
        indicator=edition.subject.indicator,
        period_id=edition.scene.period_id,
        audience=edition.scene.rule.audience,
        boundary_version_id__in=place_ids,
    )
    newest = rows.select_related("vintage").order_by("boundary_version_id", "-number").distinct("boundary_version_id")
    found = {}
    for row in newest:
        is_hidden = decode(bytes(row.payload)).status == Status.SUPPRESSED
        codes = np.where(is_hidden, Decision.KEPT, Decision.SHOWN).astype(np.uint8)
        found[row.boundary_version_id] = codes, raw_slice_from_bytes(bytes(row.vintage.payload))
    return found


def _is_same(then: RawSlice, now: RawSlice) -> Mask:
    same = np.ones(now.size, dtype=bool)
    if then.size != now.size:
        return np.zeros(now.size, dtype=bool)
    for name in ("value", "numerator", "denominator"):
        one, other = getattr(then, name), getattr(now, name)
        same &= (one == other) | (np.isnan(one) & np.isnan(other))
    return same


def _valued(raw: RawSlice) -> Mask:
    return have_value(raw.status)


def _secret(raw: RawSlice) -> Mask:
    return np.isin(raw.status, SECRETS)


def _beside(edition: _Edition, former: Mapping[int, Codes]) -> Beside:
    scene = edition.scene
    definition, rule = edition.subject.definition_on(scene.day), scene.rule
    behind = behind_of(scene.spot, edition.subject)
    primary, inherited, kept = {}, {}, {}
    for pk, each in edition.frozen.items():
        level, valued = scene.level(pk), _valued(each.raw)
        small = too_small(rule, definition, each) | crowded_out(rule.cell, behind, pk, each.raw)
        primary[level], inherited[level] = small & valued, edition.inherited[pk] & valued
        kept[level] = np.where(_secret(each.raw), Decision.KEPT, former[pk]).astype(np.uint8)
    return Beside(primary, kept, inherited)


def _tiers(edition: _Edition) -> dict[str, Tiers]:
    return {edition.scene.edition: tiers_of(edition.scene.chain)}


def _telling(edition: _Edition, beside: Beside) -> Telling | None:
    """Return the figures that are about to be told; None where nothing of them adds up."""
    scene, subject = edition.scene, edition.subject
    raw = raw_of(edition.frozen)
    quantities = quantities_of(scene.work, subject, scene.period_id, raw)
    if not quantities:
        return None
    definition = subject.definition_on(scene.day)
    # What is told beside a layer is a count: it is hidden by its own size, not for few inhabitants.
    counted = {} if reads_layers(scene.work, subject, scene.day) else edition.frozen
    few = {scene.level(pk): few_inhabitants(scene.rule, definition, each) for pk, each in counted.items()}
    kept = {level: beside.kept(level) for level in beside.primary}
    behind = by_level(behind_of(scene.spot, subject), {pk: scene.level(pk) for pk in edition.frozen})
    return Telling(subject.indicator.slug, quantities, scene.rule.cell, few=few, kept=kept, behind=behind)


def _decided(edition: _Edition, former: Mapping[int, Codes]) -> Decided:
    """Decide for the audience, then hide what those would learn who read these figures beside others of their own."""
    beside = _beside(edition, former)
    telling = _telling(edition, beside)
    if telling is None:
        return deciding.unattacked(beside)
    alone_in(organisation_id=edition.place.organisation_id)
    own, *others = reading(edition.scene.rule.audience)
    around = surroundings(edition.scene.work, own, telling.families)
    decided = _decided_for(edition, telling, beside, around, {telling.indicator: telling.rule})
    for each in told_apart(edition.scene.work, others):
        around = surroundings(edition.scene.work, each, telling.families)
        if around.has_own_releases():
            kept = {level: decided.hidden(level) for level in beside.primary}
            theirs = replace(_as_judged_for(edition, beside, telling, each), kept=kept)
            more = _decided_for(edition, theirs, beside, around, rules_of(around, {}))
            decided = decided.joined(more)
    return decided


def _as_judged_for(edition: _Edition, beside: Beside, telling: Telling, audience: str) -> Telling:
    """Return the same figures as those judge them who read more: what they may know is no secret before them."""
    scene = edition.scene
    rule = lineage_of(edition.subject).rule_on(scene.day, audience=Audience(audience))
    if rule is None:
        return telling
    judged = _telling(replace(edition, scene=replace(scene, rule=rule)), beside)
    return telling if judged is None else replace(judged, rule=replace(rule.cell, rounding=telling.rule.rounding))


def _decided_for(
    edition: _Edition, telling: Telling, beside: Beside, around: Surroundings, rules: Mapping[str, CellRule]
) -> Decided:
    secret = [mask for each in telling.quantities.values() for mask in each.secret.values()]
    is_sensitive = any(mask.any() for mask in (*beside.primary.values(), *telling.few.values(), *secret))
    # What is left of a whole beside its parts may be small although no figure is.
    is_alone = set(around.channels) <= {telling.indicator}
    if not is_sensitive and is_alone and not around.hides_something():
        return deciding.unattacked(beside, around.channels)
    tiers = {place[1]: tiers_of(stage.chain) for place, stage in around.stages.items()}
    # What waits comes first: its values are those of now.
    told = [*waiting_of(around, telling), *tellings_of(around, rules)]
    scope = Scope(edition.place.organisation_id, around.audience, tiers, [telling, *told])
    try:
        return deciding.decide(scope, telling, beside)
    except UnprotectableError as error:
        raise breach(deciding.named(error)) from error
