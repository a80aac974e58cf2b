# SPDX-License-Identifier: EUPL-1.2
"""The state of the workbench: what its address says, written as short as can be."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import urlencode

from indicators.rendering.mapstate import MapState
from indicators.rendering.workbench.conditions import FILTER
from indicators.rendering.workbench.further import FURTHER, written_further
from indicators.rendering.workbench.parts import NONE_OPEN, Areas, Classes, Filters, More, Panels, Time, What

LONGEST_ADDRESS: Final = 2_000


@dataclass(frozen=True, slots=True)
class State:
    """Everything that an address of the workbench says."""

    what: What = field(default_factory=What)
    classes: Classes = field(default_factory=Classes)
    panels: Panels = field(default_factory=Panels)
    areas: Areas = field(default_factory=Areas)
    time: Time = field(default_factory=Time)
    more: More = field(default_factory=More)
    filters: Filters = field(default_factory=Filters)

    def query(self) -> str:
        """Return the shortest query string that says this, at most `LONGEST_ADDRESS` characters."""
        return urlencode(self.texts(), safe=",;:")

    def texts(self) -> tuple[tuple[str, str], ...]:
        """Return all parameters that say something else than the usual, in their order."""
        return tuple((name, text) for name, text in _texts(self) if text)

    def map_state(self) -> MapState:
        """Return what the map of one indicator is asked for."""
        return MapState(
            indikator=self.what.indikator,
            ebene=self.what.ebene,
            stand=self.what.stand,
            gebietsstand=self.what.gebietsstand,
            umgerechnet=self.what.umgerechnet,
            methode=self.classes.klassen,
            klassen=self.classes.anzahl,
            grenzen=self.classes.zeit,
            schwellen=self.classes.grenzen,
            mitte=self.classes.mitte,
            null=self.classes.null,
            ausreisser=self.classes.ausreisser,
            gebiet=self.areas.gebiet,
            orte=self.panels.orte,
            dienste=self.panels.dienste,
        )

    def without(self, name: str) -> "State":
        """Return the same with one parameter as if it had not been named."""
        return next(
            replace(self, **{part.name: replace(getattr(self, part.name), **{name: getattr(part.type(), name)})})
            for part in PARTS
            if name in part.names
        )


@dataclass(frozen=True, slots=True)
class _Part:
    name: str
    type: Callable[[], Any]
    names: tuple[str, ...]


PARTS: Final = tuple(
    _Part(name, kind, tuple(each.name for each in fields(kind)))
    for name, kind in (
        ("what", What),
        ("classes", Classes),
        ("time", Time),
        ("panels", Panels),
        ("areas", Areas),
        ("more", More),
        ("filters", Filters),
    )
)
PARAMETERS: Final = tuple(name for part in PARTS for name in part.names)


def _texts(state: State) -> list[tuple[str, str]]:
    """Return all parameters with what they say; empty where that is the default."""
    texts: list[tuple[str, str]] = []
    for part in PARTS:
        own, usual = getattr(state, part.name), part.type()
        for name in part.names:
            value = getattr(own, name)
            if name == FILTER:
                texts += [(name, condition) for condition in value]
                continue
            texts.append((name, "" if value == getattr(usual, name) else _WRITERS.get(name, str)(value)))
    return texts


def _written_panels(names: tuple[str, ...]) -> str:
    return ",".join(names) or NONE_OPEN


_WRITERS: Final[Mapping[str, Callable[[Any], str]]] = MappingProxyType(
    {"tafeln": _written_panels, FURTHER: written_further}
)
