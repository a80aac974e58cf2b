# SPDX-License-Identifier: EUPL-1.2
"""What is handed to an import of boundaries, and what comes back."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from spatial.readers.limits import Limits, Selection

Identity = Literal["new", "by_key"]
ParentRule = Literal["key", "ground"]
GeometryMode = Literal["inline", "enqueue"]


@dataclass(frozen=True, slots=True)
class LevelPlan:
    """What a level is called and where it stands; `parent` is the slug of the next coarser level."""

    slug: str
    name: str
    name_plural: str
    position: int
    parent: str | None = None
    hierarchy: str = "verwaltung"
    key_pattern: str = ""


@dataclass(frozen=True, slots=True)
class LevelFile:
    """The areas of one level as a file.

    `identity` says what a key that was there before means: the same area (`by_key`) or other ground (`new`).
    `parents` says how an area finds its parent: by the beginning of its key, or by the ground alone.
    """

    level: LevelPlan
    content: bytes
    selection: Selection
    identity: Identity = "by_key"
    parents: ParentRule = "key"


@dataclass(frozen=True, slots=True)
class Whole:
    """A level with one area, the whole, made by dissolving the areas of the next file."""

    level: LevelPlan
    key: str
    name: str


@dataclass(frozen=True, slots=True)
class EditionPlan:
    """What the levels of one delivery have in common; `valid_until` is exclusive."""

    edition: str
    name: str
    valid_from: date
    valid_until: date | None
    publisher: str
    licence: str
    attribution: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How an import goes about it.

    Invalid outlines are kept as delivered unless `repair`. A gap or overlap larger than `largest_defect_m2` stops the
    import; smaller ones, borders that do not match and invalid outlines are told in the coverage report. Areas must lie
    where those of an earlier edition lie, unless `may_lie_elsewhere` (after a merger of municipalities, for instance).
    """

    repair: bool = False
    geometry: GeometryMode = "inline"
    largest_defect_m2: float = 1_000_000.0
    may_lie_elsewhere: bool = False
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class ImportedLevel:
    """One boundary version after an import: counts of areas, of enduring areas seen for the first time, of issues."""

    level: str
    boundary_version_id: int
    is_new: bool
    unit_count: int
    new_units: int
    extended_rows: int
    issue_count: int


@dataclass(frozen=True, slots=True)
class ImportedEdition:
    """All boundary versions of an edition, the whole first; nothing was changed when it was there before."""

    edition: str
    levels: tuple[ImportedLevel, ...]
    job_ids: tuple[str, ...] = ()

    @property
    def is_changed(self) -> bool:
        """Whether the import stored anything."""
        return any(level.is_new for level in self.levels)
