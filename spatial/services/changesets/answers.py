# SPDX-License-Identifier: EUPL-1.2
"""What a person says of one layer: which columns count, which level it is, how areas find their parents."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal

ParentFinding = Literal["prefix", "column", "ground"]
TOP: Final = ""


@dataclass(frozen=True, slots=True)
class LayerAnswers:
    """The answers for one layer.

    `level` is the slug of the level; `level_name`, `level_plural` and `level_parent` are said of a new one only.
    `left_out` are keys of rows that are no areas (totals), `repairs` keys of outlines that a person lets be repaired.
    """

    key: str = ""
    name: str = ""
    crs: str = ""
    level: str = ""
    level_name: str = ""
    level_plural: str = ""
    level_parent: str = TOP
    parents: ParentFinding = "ground"
    parent_column: str = ""
    left_out: tuple[str, ...] = ()
    repairs: tuple[str, ...] = ()

    @property
    def is_new_level(self) -> bool:
        """Whether the level is made with this edition."""
        return bool(self.level_name)

    def to_json(self) -> dict[str, Any]:
        """Return what is stored."""
        return asdict(self) | {"left_out": list(self.left_out), "repairs": list(self.repairs)}


def answers_of(stored: Mapping[str, Any]) -> LayerAnswers:
    """Return the answers as they were stored; what is missing was not said."""
    known = {name: stored[name] for name in LayerAnswers.__dataclass_fields__ if name in stored}
    listed = {name: tuple(stored.get(name, ())) for name in ("left_out", "repairs")}
    return LayerAnswers(**{**known, **listed})
