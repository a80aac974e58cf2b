# SPDX-License-Identifier: EUPL-1.2
"""Proposes which column is the key and which the name, which level a layer is, and how areas find their parents."""

from collections.abc import Sequence
from typing import Final

from spatial.geometry.hierarchy import NO_PARENT
from spatial.geometry.parentage import propose_by_key
from spatial.models import BoundaryVersion, Level, UnitVersion
from spatial.readers.sketch import ColumnSketch, LayerSketch
from spatial.services.changesets.answers import LayerAnswers, ParentFinding

LONGEST_KEY: Final = 40
MOSTLY: Final = 0.8
_KEY_WORDS: Final = ("schluessel", "schlüssel", "schlues", "key", "code", "nummer", "nr", "id", "ags", "rs")
_NAME_WORDS: Final = ("name", "bezeichnung", "bez", "titel", "title")


def proposed(organisation_id: int, sketch: LayerSketch, file: str) -> LayerAnswers:
    """Return what a layer probably means: to be confirmed or corrected by a person."""
    count = sketch.count
    keys = [column for column in sketch.columns if _can_be_key(column, count)]
    level, known = _level(organisation_id, keys, f"{file} {sketch.name}")
    key = known or _first(keys, _KEY_WORDS)
    names = [column for column in sketch.columns if column is not key and _can_be_name(column, count)]
    name = _first(names, _NAME_WORDS) or key
    is_sure = bool(sketch.fitting) and (bool(sketch.crs) or len(sketch.fitting) == 1)
    crs = sketch.fitting[0] if is_sure else ""
    parent = level.parent if level else None
    rule = _rule(parent, key) if parent and key else "ground"
    return LayerAnswers(
        key=key.name if key else "",
        name=name.name if name else "",
        crs=crs,
        level=level.slug if level else "",
        parents=rule,
    )


def _can_be_key(column: ColumnSketch, count: int) -> bool:
    """Tell whether nearly every area has a value of its own; a key that stands twice is told by the check."""
    return 0 < column.longest <= LONGEST_KEY and column.filled == count and column.distinct >= 0.9 * count


def _can_be_name(column: ColumnSketch, count: int) -> bool:
    has_letters = any(sign.isalpha() for text in column.examples for sign in text)
    return not column.is_number and has_letters and column.distinct >= 0.5 * count


def _first(columns: Sequence[ColumnSketch], words: Sequence[str]) -> ColumnSketch | None:
    """Return the column whose name holds one of the words, those that end with it first; else the first."""
    for fits in (str.endswith, str.__contains__):
        for word in words:
            found = next((column for column in columns if fits(column.name.lower(), word)), None)
            if found is not None:
                return found
    return columns[0] if columns else None


def _level(organisation_id: int, keys: Sequence[ColumnSketch], told: str) -> tuple[Level | None, ColumnSketch | None]:
    """Return the level whose keys stand in a column, else one whose name stands in the name of file or layer."""
    levels = list(Level.objects.filter(organisation_id=organisation_id, parent__isnull=False))
    for column in keys:
        for level in levels:
            if _share_known(level, column) >= MOSTLY:
                return level, column
    text = told.lower()
    named = (level for level in levels if level.name.lower() in text or level.name_plural.lower() in text)
    return next(named, None), None


def _share_known(level: Level, column: ColumnSketch) -> float:
    known = UnitVersion.objects.filter(level=level, key__in=column.sample).values("key").distinct().count()
    return known / len(column.sample) if column.sample else 0.0


def _rule(parent: Level, key: ColumnSketch) -> ParentFinding:
    """Return `prefix` where the keys begin with those of the level above."""
    version = BoundaryVersion.objects.filter(level=parent).order_by("-valid_from").first()
    rows = UnitVersion.objects.filter(memberships__boundary_version=version)
    above = list(dict.fromkeys(rows.values_list("key", flat=True)))
    if len(above) <= 1 or not key.sample:
        return "ground"
    found = int((propose_by_key(key.sample, above).parents != NO_PARENT).sum())
    return "prefix" if found >= MOSTLY * len(key.sample) else "ground"
