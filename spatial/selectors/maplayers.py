# SPDX-License-Identifier: EUPL-1.2
"""Layers as maps offer them: what there is by topic, and which of its versions holds on a day."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from sozialplanung.accounts.selectors import PUBLIC
from spatial.models import LayerVersion
from spatial.selectors.layerfiles import file_hash


@dataclass(frozen=True, slots=True)
class LayerState:
    """One version of a layer: when it holds, how many places it has, whose it is, and what names its file."""

    number: int
    valid_from: date
    valid_until: date | None
    count: int
    capacity_label: str
    publisher: str
    licence: str
    attribution: str
    content_hash: str

    def holds_on(self, day: date) -> bool:
        """Whether it is valid on a day; its end is exclusive."""
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)


@dataclass(frozen=True, slots=True)
class MapLayer:
    """A layer with all its versions in the order in which they were approved; at least one."""

    slug: str
    name: str
    kind: str
    topic: str
    states: tuple[LayerState, ...]

    def at(self, day: date) -> int:
        """Return the place of the version that counts on a day.

        Of those that hold then the one approved last; where none does, the next one to begin, else the last to end.
        """
        holding = [place for place, state in enumerate(self.states) if state.holds_on(day)]
        if holding:
            return holding[-1]
        later = [place for place, state in enumerate(self.states) if state.valid_from > day]
        if later:
            return min(later, key=lambda place: (self.states[place].valid_from, -place))
        return max(range(len(self.states)), key=lambda place: (self.states[place].valid_until or date.max, place))


def map_layers(organisation_id: int) -> tuple[MapLayer, ...]:
    """Return the layers of an organisation by topic and name, without versions that were taken back."""
    rows = LayerVersion.objects.using(PUBLIC).filter(layer__organisation_id=organisation_id, withdrawn_at__isnull=True)
    ordered = rows.select_related("layer").order_by("layer__topic", "layer__name", "layer_id", "number")
    return tuple(_layer(list(versions)) for _, versions in groupby(ordered, key=lambda version: version.layer_id))


def _layer(versions: list[LayerVersion]) -> MapLayer:
    layer = versions[0].layer
    return MapLayer(layer.slug, layer.name, layer.kind, layer.topic, tuple(_state(each) for each in versions))


def _state(version: LayerVersion) -> LayerState:
    return LayerState(
        number=version.number,
        valid_from=version.valid_from,
        valid_until=version.valid_until,
        count=version.feature_count,
        capacity_label=version.capacity_label,
        publisher=version.publisher,
        licence=version.licence,
        attribution=version.attribution,
        content_hash=file_hash(version),
    )
