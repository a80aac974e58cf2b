# SPDX-License-Identifier: EUPL-1.2
"""What a computed figure inherits: where a part of it is hidden, it is hidden too.

A share carries numerator and denominator, which are judged themselves. An index and any other formula carry no parts:
with all parts but one in view, the result would give the last one back.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from indicators import formulas
from indicators.models import IndicatorKind
from indicators.services.releasing.context import Subject, Workplace, subject_of
from indicators.services.releasing.deriving import named
from indicators.services.releasing.freezing import Cell, Frozen, current
from indicators.services.releasing.indexing import content_of, recipe_on
from indicators.services.releasing.masking import Mask, hidden_masks
from indicators.services.releasing.places import Place
from indicators.services.releasing.rules import Rule


@dataclass(frozen=True)
class Scene:
    """One period on one edition of boundaries, and the rule of what may be shown there."""

    work: Workplace
    period_id: int
    chain: tuple[Place, ...]
    rule: Rule

    @property
    def day(self) -> date:
        """The first day of the period."""
        return self.work.periods[self.period_id].start

    def vintages(self, part: Subject) -> dict[int, Frozen]:
        """Return the current vintages of an indicator by boundary version."""
        found = {place.id: current(Cell(part.indicator.pk, self.period_id, place.id)) for place in self.chain}
        return {pk: frozen for pk, frozen in found.items() if frozen is not None}


def masks_of(scene: Scene, subject: Subject, frozen: dict[int, Frozen]) -> dict[int, Mask]:
    """Return by boundary version which areas of an indicator are hidden, those of its parts included.

    ``frozen`` holds its vintages of the scene by boundary version.
    """
    definition = subject.definition_on(scene.day)
    masks = hidden_masks(rule=scene.rule, definition=definition, frozen=frozen, chain=scene.chain)
    if all(_carries_parts(each) for each in frozen.values()):
        return masks
    for part in _parts(scene, subject):
        inner = masks_of(scene, part, scene.vintages(part))
        masks = {pk: mask | inner[pk] if pk in inner else mask for pk, mask in masks.items()}
    return masks


def _carries_parts(frozen: Frozen) -> bool:
    return not bool(np.isnan(frozen.raw.denominator).all())


def _parts(scene: Scene, subject: Subject) -> list[Subject]:
    """Return what a figure is made of; nothing where readers see none of the parts."""
    indicator = subject.indicator
    if indicator.kind == IndicatorKind.DERIVED:
        slugs = list(formulas.names(formulas.parse(subject.definition_on(scene.day).formula)))
    elif indicator.kind == IndicatorKind.INDEX:
        slugs = _components(scene, subject)
    else:
        return []
    parts = named(subject, tuple(sorted(set(slugs)))).values()
    if all(part.is_building_block for part in parts):
        return []
    return [subject_of(part) for part in parts]


def _components(scene: Scene, subject: Subject) -> list[str]:
    rows = [recipe_on(subject, scene.work, (scene.period_id, place.id)) for place in scene.chain]
    return [part.indicator for row in rows if row is not None for part in content_of(row).index.leaves()]
