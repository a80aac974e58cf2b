# SPDX-License-Identifier: EUPL-1.2
"""Computes indices anew on other boundary versions, from what readers of an index know of its components there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from indicators.models import Conversion, Indicator, Release, ReleaseState
from indicators.models.disclosure import read_by
from indicators.rendering.compiling import CityFigures, Draft, Presentation, compile_slice, rounded_values
from indicators.rendering.slice_content import ChangeNote, NumberBand, SliceContent, SliceKey
from indicators.rendering.slices import decode
from indicators.services.converting.ground import Way
from indicators.services.releasing.context import Subject, Workplace, subject_of, workplace_of
from indicators.services.releasing.indexing import content_of, recipe_on
from indicators.services.releasing.places import groups_of
from indicators.stats.composite.recipe import Recipe
from indicators.stats.composite.running import Areas, Counts
from indicators.stats.conversion.indices import CarriedIndex, Component, carried_index
from indicators.stats.vintages import raw_slice
from sozialplanung.accounts.models import Organisation


@dataclass(frozen=True, slots=True)
class Source:
    """A component on the target: its slice, and the releases that it rests on, its own first."""

    resting_on: tuple[int, ...]
    content: SliceContent


@dataclass(frozen=True, slots=True, eq=False)
class Recomputed:
    """An index of which all components are known on the target of a way."""

    book: "IndexBook"
    recipe: Recipe
    release: Release
    way: Way
    sources: Mapping[str, Source]

    @property
    def resting_on(self) -> set[int]:
        """The releases whose readers may read it."""
        return {pk for source in self.sources.values() for pk in source.resting_on}

    def content(self) -> SliceContent | None:
        """Compute it; None where too little is known there for an index."""
        leaves = tuple(self.recipe.index.leaves())
        parts = [_component(self.sources[part.indicator].content) for part in leaves]
        made = carried_index(self.recipe, parts, _areas(self.book, self.recipe, self.way, self.sources))
        return None if made is None else _compiled(made, self.release, self.way)


@dataclass(frozen=True)
class IndexBook:
    """All that indices of an organisation are computed anew from; read once for a job."""

    organisation: Organisation
    _subjects: dict[int, Subject] = field(default_factory=dict)

    @cached_property
    def work(self) -> Workplace:
        """Boundary versions and periods."""
        return workplace_of(self.organisation)

    def recomputed(self, release: Release, way: Way) -> Recomputed | None:
        """Return what an index of a release is computed anew from; None where a component is not known there."""
        recipe = self._recipe(release)
        if recipe is None or any(slug not in self._ids for slug in recipe.needs):
            return None
        found = {slug: self._source(self._ids[slug], release, way) for slug in recipe.needs}
        sources = {slug: source for slug, source in found.items() if source is not None}
        return Recomputed(self, recipe, release, way, sources) if len(sources) == len(found) else None

    @cached_property
    def _ids(self) -> dict[str, int]:
        return dict(Indicator.objects.filter(organisation=self.organisation).values_list("slug", "pk"))

    def _recipe(self, release: Release) -> Recipe | None:
        """Return the recipe of a release of an index, if it can be followed on other boundaries.

        A change is not carried, and keys name areas of one edition.
        """
        subject = self._subjects.setdefault(release.indicator_id, subject_of(release.indicator))
        row = recipe_on(subject, self.work, (release.period_id, release.boundary_version_id))
        if row is None:
            return None
        recipe = content_of(row)
        is_of_values = all(part.measure == "value" for part in recipe.index.leaves())
        return recipe if is_of_values and not recipe.names_areas else None

    def _source(self, indicator_id: int, release: Release, way: Way) -> Source | None:
        """Return a component as it was delivered for the target, else as it was carried by the way."""
        for audience in reversed(read_by(release.audience)):
            rows = Release.objects.filter(
                indicator_id=indicator_id,
                period_id=release.period_id,
                audience=audience,
                state=ReleaseState.PUBLISHED,
            )
            own = rows.filter(boundary_version_id=way.target.id).first()
            if own is not None:
                return Source((own.pk,), decode(bytes(own.payload)))
            carried = Conversion.objects.filter(
                release__in=rows, boundary_version_id=way.target.id, crosswalk_id=way.crosswalk_id
            ).first()
            if carried is not None:
                return Source((carried.release_id, *carried.taught_by), decode(bytes(carried.payload)))
        return None


def _component(content: SliceContent) -> Component:
    nothing = np.full(content.size, np.nan)
    bands = {name: band.values for name, band in content.numbers.items()}
    lower, upper = (bands.get(name, nothing) for name in ("lower", "upper"))
    return Component(bands["value"], content.status, content.flags, lower, upper)


def _areas(book: IndexBook, recipe: Recipe, way: Way, sources: Mapping[str, Source]) -> Areas:
    place = book.work.places[way.target.id]
    shrunk = [part.indicator for part in recipe.index.leaves() if part.shrink]
    people = sources.get(recipe.counted_by)
    return Areas(
        columns=(),
        inhabitants=None if people is None else _component(people.content).value,
        counts={slug: _counts(sources[slug].content) for slug in shrunk},
        groups=groups_of(book.work.chain(place), place) if shrunk else None,
    )


def _counts(content: SliceContent) -> Counts:
    nothing = np.full(content.size, np.nan)
    bands = {name: band.values for name, band in content.numbers.items()}
    return Counts(bands.get("numerator", nothing), bands.get("denominator", nothing))


def _compiled(made: CarriedIndex, release: Release, way: Way) -> SliceContent:
    told, target = decode(bytes(release.payload)), way.target
    key = SliceKey(
        told.key.organisation, told.key.indicator, told.key.period, target.level, target.edition, told.key.audience
    )
    form = Presentation(
        unit_of_measure=release.definition.unit_of_measure,
        decimals=told.decimals,
        basis=release.definition.basis,
        is_ranked="rank" in told.codes,
        relevance_threshold=None,
        class_labels=told.class_labels,
    )
    raw = raw_slice(made.value, made.status, classes=made.classes, flags=made.flags)
    nobody = np.zeros(raw.size, dtype=np.bool_)
    content = compile_slice(Draft(key, target.order_hash, raw, nobody, form, CityFigures(), ChangeNote()))
    return replace(content, numbers={**content.numbers, **_ends(made, told.decimals)}, city=told.city)


def _ends(made: CarriedIndex, decimals: int) -> dict[str, NumberBand]:
    known = ~np.isnan(made.lower) & ~np.isnan(made.upper)
    if not known.any():
        return {}
    ends: Sequence[tuple[str, np.ndarray[tuple[int], np.dtype[np.float64]]]]
    ends = (("lower", made.lower), ("upper", made.upper))
    return {name: NumberBand(rounded_values(np.where(known, end, np.nan), decimals), decimals) for name, end in ends}
