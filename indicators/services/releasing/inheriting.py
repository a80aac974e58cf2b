# SPDX-License-Identifier: EUPL-1.2
"""What a computed figure inherits: where a part of it is hidden, it is hidden too.

A share carries numerator and denominator, which are judged themselves. An index and any other formula carry no parts:
with all parts but one in view, the result would give the last one back. What looks back has parts at earlier periods
as well: a change and the figure of today give that of yesterday. What an index measures in its areas tells of them all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from indicators import formulas
from indicators.formulas import is_over_time
from indicators.models import Basis, Indicator, IndicatorKind, Release, ReleaseState
from indicators.models.patterns import DisclosurePattern
from indicators.services.disclosure.deciding import Decision
from indicators.services.disclosure.origins.same import Same
from indicators.services.disclosure.patterns import Place, codes_of, newest_of
from indicators.services.disclosure.relations import Family
from indicators.services.releasing.behind import behind_of, crowded_out
from indicators.services.releasing.compiling import masks_beside
from indicators.services.releasing.context import Subject, named, subject_of
from indicators.services.releasing.freezing import Frozen
from indicators.services.releasing.indexing import content_of, recipe_on
from indicators.services.releasing.known import surroundings, tellers_of
from indicators.services.releasing.layering import beside_layers, reads_layers
from indicators.services.releasing.masking import Floats, Mask, too_small
from indicators.services.releasing.measuring import with_scales
from indicators.services.releasing.quantities import quantities_of, raw_of
from indicators.services.releasing.reaching import masks_of_reach
from indicators.services.releasing.rules import of_rate
from indicators.services.releasing.scenes import Scene
from indicators.stats.composite.recipe import Recipe
from sozialplanung.common.statuses import Status


@dataclass(frozen=True, slots=True)
class _Part:
    """What a figure is made of: an indicator at the same period or at an earlier one; everywhere, or on some places."""

    subject: Subject
    period_id: int
    place_ids: frozenset[int] | None = None

    def reaches(self, place_id: int) -> bool:
        """Say whether the figures of a boundary version are made of it."""
        return self.place_ids is None or place_id in self.place_ids


def inherited_masks(scene: Scene, subject: Subject, frozen: Mapping[int, Frozen]) -> dict[int, Mask]:
    """Return by boundary version which areas of an indicator are hidden because something is that they are made of.

    ``frozen`` holds its vintages of the scene by boundary version.
    """
    definition = subject.definition_on(scene.day)
    looks_back, of_layers = is_over_time(definition.formula), reads_layers(scene.work, subject, scene.day)
    has_counts = all(_carries_parts(each) for each in frozen.values()) and not of_layers
    is_judged = (has_counts or not looks_back) and not of_layers
    parts = _parts(scene, subject, is_judged=is_judged) if looks_back or not has_counts else []
    masks = {pk: np.zeros(each.raw.size, dtype=bool) for pk, each in frozen.items()}
    if definition.basis == Basis.COUNTS and any(each.raw.pair is not None for each in frozen.values()):
        masks = _masks_of_pairs(scene, subject, frozen)
    if of_layers and _gives_away(scene, subject):
        masks = {pk: ~mask for pk, mask in masks.items()}
    masks = with_scales(scene, subject, frozen, _with_parts(scene, subject, parts, masks))
    if of_layers:
        around = masks_of_reach(scene, subject, frozen)
        masks = {pk: mask | around[pk] for pk, mask in masks.items()}
    if not looks_back:
        return masks
    # Across a break nothing was computed: there is nothing to hide, and the reason is told.
    return {pk: mask & (frozen[pk].raw.status != Status.NOT_COMPARABLE) for pk, mask in masks.items()}


def _gives_away(scene: Scene, subject: Subject) -> bool:
    """Say whether figures made of layers would tell people's counts that are told in multiples, or several mixed."""
    beside = beside_layers(scene.work, subject, scene.day)
    return beside.is_mixed or (beside.told is not None and bool(scene.rule.cell.rounding))


def masks_of_index(scene: Scene, subject: Subject) -> dict[int, Mask]:
    """Return by boundary version of a scene in which areas a part of an index is hidden."""
    masks: dict[int, Mask] = {place.id: np.zeros(place.size, dtype=bool) for place in scene.chain}
    return _with_parts(scene, subject, _parts(scene, subject, is_judged=True), masks)


def _with_parts(scene: Scene, subject: Subject, parts: Sequence[_Part], masks: dict[int, Mask]) -> dict[int, Mask]:
    for part in parts:
        inner = _masks_of_part(scene, part, reader=subject)
        masks = {pk: mask | inner[pk] if pk in inner and part.reaches(pk) else mask for pk, mask in masks.items()}
    return masks


def _masks_of_pairs(scene: Scene, subject: Subject, frozen: Mapping[int, Frozen]) -> dict[int, Mask]:
    """Return what is hidden of the difference of two shares: what of either would be.

    Its interval tells how many people stand behind both, whether or not readers see the shares themselves.
    """
    masks = {pk: np.zeros(each.raw.size, dtype=bool) for pk, each in frozen.items()}
    pairs = {pk: each.raw.pair for pk, each in frozen.items() if each.raw.pair is not None}
    for side in (0, 2):
        shares = {pk: _as_share(frozen[pk], *pair.bands[side : side + 2]) for pk, pair in pairs.items()}
        hidden = masks_beside(scene, subject, shares)
        masks |= {pk: masks[pk] | each for pk, each in hidden.items()}
    return masks


def _as_share(frozen: Frozen, numerator: Floats, denominator: Floats) -> Frozen:
    return replace(frozen, raw=replace(frozen.raw, numerator=numerator, denominator=denominator, pair=None))


def _carries_parts(frozen: Frozen) -> bool:
    return not bool(np.isnan(frozen.raw.denominator).all())


def _masks_of_part(scene: Scene, part: _Part, *, reader: Subject) -> dict[int, Mask]:
    """Return what of a part is hidden at its period; all of an earlier one that was withdrawn.

    Across another definition nothing is read: the rule of the result is at least as strict as that of the part then.
    """
    if part.period_id == scene.period_id:
        return _masks_of(scene, part.subject, reader=reader)
    then = replace(scene, period_id=part.period_id)
    gone = _withdrawn(then, part.subject.indicator)
    return {pk: mask | (pk in gone) for pk, mask in _masks_of(then, part.subject, reader=reader).items()}


def _masks_of(scene: Scene, part: Subject, *, reader: Subject) -> dict[int, Mask]:
    """Return what readers do not see of a part: by its pattern, or as it would be hidden where nobody ever sees it."""
    scene = replace(scene, rule=of_rate(scene.rule, part, scene.day))
    frozen = scene.vintages(part)
    patterns = _patterns(scene, part, frozen)
    beside = {pk: each for pk, each in frozen.items() if pk not in patterns}
    masks = {pk: codes_of(each) != Decision.SHOWN for pk, each in patterns.items()}
    if beside:
        # Together, for sums over levels hide as well.
        masks |= {pk: mask | masks.get(pk, False) for pk, mask in masks_beside(scene, part, frozen).items()}
        for inner in (inherited_masks(scene, part, frozen), _masks_of_alike(scene, part, frozen, reader=reader)):
            masks = {pk: mask | inner[pk] if pk in inner else mask for pk, mask in masks.items()}
        return masks
    definition = part.definition_on(scene.day)
    behind = behind_of(scene.spot, part)
    return {
        pk: mask
        | too_small(scene.rule, definition, frozen[pk])
        | crowded_out(scene.rule.cell, behind, pk, frozen[pk].raw)
        for pk, mask in masks.items()
    }


def _masks_of_alike(scene: Scene, part: Subject, frozen: Mapping[int, Frozen], *, reader: Subject) -> dict[int, Mask]:
    """Return what others than the reader hide of the same count: the same series, or the same number in every area."""
    found = {each.family for each in quantities_of(scene.work, part, scene.period_id, raw_of(frozen)).values()}
    alike = found | {*Same().neighbours(organisation_id=part.indicator.organisation_id, families=frozenset(found))}
    codes, masks = {family.series for family in alike}, dict[int, Mask]()
    for other in tellers_of(scene.work, scene.period_id, codes):
        if other.slug == reader.indicator.slug:
            continue
        then = replace(scene, period_id=other.period_id)
        for pk, pattern in _patterns(then, other.subject, then.vintages(other.subject)).items():
            masks[pk] = masks.get(pk, False) | (codes_of(pattern) != Decision.SHOWN)
    return masks


def _patterns(scene: Scene, part: Subject, frozen: Mapping[int, Frozen]) -> dict[int, DisclosurePattern]:
    """Return the newest patterns of a part that were made of its current figures."""
    indicator = part.indicator
    place = Place(indicator.organisation_id, indicator.pk, scene.period_id, scene.edition, scene.rule.audience)
    found = newest_of(place, frozen.keys())
    return {pk: each for pk, each in found.items() if each.vintage_id == frozen[pk].id}


def _withdrawn(scene: Scene, part: Indicator) -> set[int]:
    """Return the boundary versions on which the figures of a part were taken out of force for readers."""
    rows = Release.objects.filter(indicator=part, period_id=scene.period_id, audience=scene.rule.audience)
    newest = rows.order_by("boundary_version_id", "-number").distinct("boundary_version_id")
    states = newest.values_list("boundary_version_id", "state")
    return {pk for pk, state in states if state == ReleaseState.WITHDRAWN}


def _parts(scene: Scene, subject: Subject, *, is_judged: bool) -> list[_Part]:
    """Return what a figure is made of; nothing where it is judged itself and readers see nothing of any part.

    A figure that looks back and has no counts is no count of anybody and is never judged: it would tell a building
    block that it repeats, or by how many somebody's change left it.
    """
    if subject.indicator.kind == IndicatorKind.DELIVERED:
        return []
    read, followed = _read_by(scene, subject)
    parts = named(subject, tuple(sorted({slug for slug, _ in read})))
    subjects = {slug: subject_of(part) for slug, part in parts.items()}
    are_blocks = all(part.is_building_block for part in parts.values())
    if are_blocks and is_judged and not _is_told_elsewhere(scene, subject, [(subjects[slug], pk) for slug, pk in read]):
        return []
    found = [_Part(subjects[slug], period_id) for slug, period_id in sorted(read)]
    return found + [part for slug in sorted(followed) for part in _counted_from(scene, subjects[slug])]


def _is_told_elsewhere(scene: Scene, subject: Subject, read: Sequence[tuple[Subject, int]]) -> bool:
    """Say whether others tell what some parts count: the same series or numbers, groups of it, or the whole of it."""
    families: set[Family] = set()
    for part, period_id in read:
        raw = raw_of(replace(scene, period_id=period_id).vintages(part))
        families |= {each.family for each in quantities_of(scene.work, part, period_id, raw).values()}
    channels = surroundings(scene.work, scene.rule.audience, families).channels if families else ()
    return bool({*channels} - {subject.indicator.slug})


def _read_by(scene: Scene, subject: Subject) -> tuple[set[tuple[str, int]], set[str]]:
    """Return the indicators and periods that a figure reads, and those of which it reads the change."""
    own = scene.period_id
    if subject.indicator.kind == IndicatorKind.INDEX:
        recipes = _recipes(scene, subject)
        leaves = [part for each in recipes for part in each.index.leaves()]
        # Whether an area has inhabitants enough tells how many there are at least, or at most.
        counting = {(each.counted_by, own) for each in recipes if each.counted_by}
        return {(part.indicator, own) for part in leaves} | counting, {
            part.indicator for part in leaves if part.measure == "change"
        }
    node = formulas.parse(subject.definition_on(scene.day).formula)
    shifted = ((each.slug, scene.work.course.shifted(own, -each.years)) for each in formulas.earlier(node))
    earlier = {(slug, period_id) for slug, period_id in shifted if period_id is not None}
    # The people around are read in many areas: what of them is hidden is asked there.
    return {(slug, own) for slug in formulas.in_place(node)} | earlier, set()


def _counted_from(scene: Scene, part: Subject) -> list[_Part]:
    """Return a part at the periods that its computed changes count from, where they are computed.

    A change that the publisher states is no secret of ours: it says nothing of a figure that we hide.
    """
    found: dict[int, set[int]] = {}
    for place_id, frozen in scene.vintages(part).items():
        if frozen.change_kind == "computed" and frozen.change_from_id is not None:
            found.setdefault(frozen.change_from_id, set()).add(place_id)
    return [_Part(part, period_id, frozenset(places)) for period_id, places in sorted(found.items())]


def _recipes(scene: Scene, subject: Subject) -> list[Recipe]:
    rows = [recipe_on(subject, scene.work, (scene.period_id, place.id)) for place in scene.chain]
    return [content_of(row) for row in rows if row is not None]
