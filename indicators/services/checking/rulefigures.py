# SPDX-License-Identifier: EUPL-1.2
"""The figures that validation rules read: current ones, and those of a batch in front of them."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Final

import numpy as np

from indicators.formulas import Operand, no_figures
from indicators.models import PeriodKind
from indicators.models.observations import Vintage
from indicators.services.checking.grounds import Borders, Ground, Ints, Records, placed
from indicators.services.checking.loading import PERIODS, Loaded, copied, fetched, slices_of
from indicators.stats.vintages import raw_slice_from_bytes
from sozialplanung.accounts.models import Organisation
from spatial.selectors import levels

Pair = tuple[int, int]
_CURRENT: Final = (
    "SELECT o.series_id::int4, o.period_id::int4, o.unit_id::int8, coalesce(o.value, 'NaN')::float8, o.status::int4, "
    "o.flags::int4, coalesce(array_position(%(editions)s::text[], b.boundary_edition::text), 0)::int4 "
    "FROM unnest(%(series)s::int[], %(periods)s::int[]) AS w(series_id, period_id) "
    "JOIN indicators_observation o USING (series_id, period_id) "
    "JOIN indicators_importbatch b ON b.id = o.batch_id WHERE o.organisation_id = %(organisation)s"
)
_FIELDS: Final = {
    "series": "int4",
    "period": "int4",
    "unit": "int8",
    "value": "float8",
    "status": "int4",
    "flags": "int4",
    "edition": "int4",
}


def periods_with_figures(series_ids: Iterable[int]) -> set[Pair]:
    """Return series and period of all current figures of some series."""
    kinds = [str(kind) for kind in PeriodKind]
    return set(fetched(PERIODS, {"series": sorted(set(series_ids)), "kinds": kinds}))


class Figures:
    """What series and indices say of the areas of a boundary version; nothing where the ground was another one."""

    def __init__(self, organisation: Organisation, wanted: Iterable[Pair], *, loaded: Loaded | None = None) -> None:
        self._organisation = organisation
        self._loaded = loaded
        self.versions = loaded.versions if loaded else levels.boundary_versions_of(organisation)
        self._editions = loaded.editions if loaded else sorted({row.edition for row in self.versions})
        self._borders = loaded.borders if loaded else Borders(self.versions, self._editions)
        self._records = self._read(sorted(set(wanted)))
        self._index = slices_of(self._records)

    def operand(self, pair: Pair, ground: Ground) -> Operand:
        """Return the figures of a series and period, those of the batch before those that are current."""
        found = no_figures(ground.unit_ids.size)
        if pair in self._index:
            rows, places = placed(self._records, self._index[pair], ground)
            is_same = self._borders.is_same(rows, places, ground)
            _fill(found, rows[is_same], places[is_same])
            found.flags[places[is_same]] = rows["flags"][is_same]
        if self._loaded is not None and pair in self._loaded.delivered:
            rows, places = placed(self._loaded.staged, self._loaded.delivered[pair], ground)
            is_same = self._borders.is_same(rows, places, ground)
            nothing = no_figures(places.size)
            found.value[places], found.status[places], found.flags[places] = nothing.value, nothing.status, 0
            _fill(found, rows[is_same], places[is_same])
        return found

    def rows(self, pair: Pair, ground: Ground) -> Ints:
        """Return the row of the file in which each area was delivered, 0 where it was not."""
        found = np.zeros(ground.unit_ids.size, dtype=np.int64)
        if self._loaded is not None and pair in self._loaded.delivered:
            rows, places = placed(self._loaded.staged, self._loaded.delivered[pair], ground)
            found[places] = rows["row"]
        return found

    def index(self, indicator_id: int, period_id: int, ground: Ground) -> Operand:
        """Return what an index says at present: it is computed after a release, never delivered."""
        payload = self._indices(indicator_id).get((period_id, ground.version.id))
        if payload is None:
            return no_figures(ground.unit_ids.size)
        raw = raw_slice_from_bytes(payload)
        order = np.array([row.position for row in ground.rows], dtype=np.int64)
        return Operand(raw.value[order], raw.status[order], raw.flags[order])

    def places_of_index(self, indicator_id: int) -> set[Pair]:
        """Return period and boundary version of all that an index says."""
        return set(self._indices(indicator_id))

    def editions_of(self, pair: Pair) -> set[str]:
        """Return the editions on which current figures of a series and period stand."""
        bounds = self._index.get(pair)
        numbers = np.unique(self._records["edition"][slice(*bounds)]).tolist() if bounds else []
        return {self._editions[number - 1] for number in numbers if number}

    def is_there(self, pair: Pair, ground: Ground) -> bool:
        """Say whether any area of a ground has a current figure."""
        return pair in self._index and placed(self._records, self._index[pair], ground)[1].size > 0

    def _read(self, wanted: list[Pair]) -> Records:
        parameters = {
            "series": [series for series, _ in wanted],
            "periods": [period for _, period in wanted],
            "editions": self._editions,
            "organisation": self._organisation.pk,
        }
        return copied(_CURRENT, parameters, _FIELDS)

    def _indices(self, indicator_id: int) -> Mapping[Pair, bytes]:
        known = self._vintages
        if indicator_id not in known:
            rows = Vintage.objects.filter(
                organisation_id=self._organisation.pk, indicator_id=indicator_id, is_current=True
            )
            known[indicator_id] = {
                (period, version): bytes(payload)
                for period, version, payload in rows.values_list("period_id", "boundary_version_id", "payload")
            }
        return known[indicator_id]

    @cached_property
    def _vintages(self) -> dict[int, dict[Pair, bytes]]:
        return {}


def _fill(operand: Operand, rows: Records, places: Ints) -> None:
    operand.value[places] = rows["value"]
    operand.status[places] = rows["status"]
