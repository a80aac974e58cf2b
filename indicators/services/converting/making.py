# SPDX-License-Identifier: EUPL-1.2
"""Carries the releases of one indicator to the other boundary versions of their levels."""

import gzip
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt
from django.db import transaction
from django.db.models import QuerySet

from indicators.formulas import is_over_time
from indicators.models import Basis, Comparability, Conversion, Indicator, IndicatorKind, Release, ReleaseState
from indicators.models.disclosure import read_by
from indicators.rendering.converted import Carrying, Form, carried_slice, experience_of, form_of
from indicators.rendering.profile_numbers import is_relative_unit
from indicators.rendering.slices import SliceContent, SliceKey, decode, encode, slice_hash
from indicators.services.converting.ground import Way
from indicators.services.converting.indices import IndexBook, Recomputed
from indicators.stats.conversion.errors import Experience, learn
from indicators.stats.conversion.links import Kind
from sozialplanung.common.statuses import Flag, Status, have_value

Contents = Callable[[Release], SliceContent]
Kinds = npt.NDArray[np.uint8]
# How figures are carried: whoever changes it raises it, and all conversions are made anew.
METHOD: Final = 4
# Two days within a month are of one count: a table names the last day of a year, or the first one of the next.
_ONE_COUNT: Final = 31 / 365.25


class Key(NamedTuple):
    """What a conversion follows from: the same is never made twice."""

    release: int
    target: int
    crosswalk: int
    taught_by: tuple[int, ...]
    method: int


class Wanted(Protocol):
    """A conversion that is to be there: what it follows from, and how it is made (None: it cannot be)."""

    @property
    def release(self) -> Release:
        """What is carried."""

    @property
    def way(self) -> Way:
        """Whither."""

    @property
    def key(self) -> Key:
        """What it follows from."""

    def carried(self, content: Contents) -> SliceContent | None:
        """Carry it."""

    def kinds(self, content: SliceContent) -> Kinds:
        """Say what each figure is worth."""


@dataclass(frozen=True, slots=True)
class _Carried:
    """A release that is to be carried on a way, and the releases that teach how far that may be off."""

    release: Release
    way: Way
    form: Form
    teachers: tuple[tuple[Release, Way], ...]

    @property
    def key(self) -> Key:
        """What the result follows from."""
        return key_of(self.release, self.way, {teacher.pk for teacher, _ in self.teachers})

    def carried(self, content: Contents) -> SliceContent:
        """Carry the slice of the release, with what its teachers teach of errors."""
        return _carried(self, content)

    def kinds(self, _content: SliceContent) -> Kinds:
        """Say what each figure is worth, by how its area was cut."""
        return self.way.links.kinds()


def key_of(release: Release, way: Way, taught_by: Iterable[int]) -> Key:
    """Return what a conversion follows from, by the releases that readers have to see beside its own."""
    return Key(release.pk, way.target.id, way.crosswalk_id, tuple(sorted(set(taught_by))), METHOD)


@transaction.atomic
def convert_indicator(
    *, indicator: Indicator, ways: Sequence[Way], inhabitants: Iterable[str], book: IndexBook
) -> tuple[int, int]:
    """Make the conversions of an indicator that are missing, and drop those that hold no more.

    Returns
    -------
    made, dropped : int
        How many; both 0 where all is as it was.
    """
    # Two jobs at once: the second one finds what the first one made.
    Indicator.objects.select_for_update(no_key=True).get(pk=indicator.pk)
    # One release is looked at for its form, carried, and teaches many: it is decoded once.
    content = cache(_content)
    wanted = {each.key: each for each in _all_wanted(indicator, ways, inhabitants, book, content)}
    there = {
        _key(row): row.pk for row in Conversion.objects.filter(release__indicator=indicator).defer("payload", "gzipped")
    }
    gone = [pk for key, pk in there.items() if key not in wanted]
    Conversion.objects.filter(pk__in=gone).delete()
    made = [_conversion(indicator, each, content) for key, each in wanted.items() if key not in there]
    new = [each for each in made if each is not None]
    Conversion.objects.bulk_create(new)
    return len(new), len(gone)


def _all_wanted(
    indicator: Indicator, ways: Sequence[Way], inhabitants: Iterable[str], book: IndexBook, content: Contents
) -> Sequence[Wanted]:
    if indicator.kind == IndicatorKind.INDEX:
        return _wanted_indices(indicator, ways, book)
    releases = _releases(indicator, content)
    return _wanted(releases, ways, is_people=indicator.slug in set(inhabitants))


def _wanted_indices(indicator: Indicator, ways: Sequence[Way], book: IndexBook) -> list[Wanted]:
    """Return the releases of an index that can be computed anew elsewhere, each by the nearest way that allows it."""
    releases = list(_rows(indicator))
    found: dict[tuple[int, int, str], Wanted] = {}
    for release in releases:
        for way in sorted(_from(ways, release.boundary_version_id), key=_distance):
            place = (release.period_id, way.target.id, release.audience)
            if place in found or _is_delivered(releases, release, way):
                continue
            recomputed = book.recomputed(release, way)
            if recomputed is not None:
                found[place] = _Recomputed(recomputed)
    return list(found.values())


@dataclass(frozen=True, slots=True)
class _Recomputed:
    """An index that is computed anew on the target of a way."""

    index: Recomputed

    @property
    def release(self) -> Release:
        """The release of the index."""
        return self.index.release

    @property
    def way(self) -> Way:
        """Whither."""
        return self.index.way

    @property
    def key(self) -> Key:
        """What it follows from: all that its components rest on."""
        return key_of(self.release, self.way, self.index.resting_on)

    def carried(self, _content: Contents) -> SliceContent | None:
        """Compute it."""
        return self.index.content()

    def kinds(self, content: SliceContent) -> Kinds:
        """Say what each figure is worth: none was delivered for the target."""
        return np.where((content.flags & Flag.ESTIMATED) > 0, Kind.ESTIMATED, Kind.REAGGREGATED).astype(np.uint8)


def _key(row: Conversion) -> Key:
    return Key(row.release_id, row.boundary_version_id, row.crosswalk_id, tuple(row.taught_by), row.method)


def _content(release: Release) -> SliceContent:
    return decode(bytes(release.payload))


def _releases(indicator: Indicator, content: Contents) -> dict[Release, Form | None]:
    """Return the releases in force, with the form in which each can be carried."""
    return {release: _form(release, content) for release in _rows(indicator)}


def _rows(indicator: Indicator) -> QuerySet[Release]:
    rows = Release.objects.filter(indicator=indicator, state=ReleaseState.PUBLISHED)
    return rows.select_related("definition__series__variable", "period", "indicator").defer("gzipped").order_by("pk")


def _wanted(releases: Mapping[Release, Form | None], ways: Sequence[Way], *, is_people: bool) -> list[_Carried]:
    found: dict[tuple[int, int, str], _Carried] = {}
    for release, form in releases.items():
        if form is None:
            continue
        for way in _from(ways, release.boundary_version_id):
            place = (release.period_id, way.target.id, release.audience)
            if _is_delivered(releases, release, way):
                continue
            one = _Carried(release, way, form, tuple(_teachers(releases, release, way, ways, is_people=is_people)))
            known = found.get(place)
            if known is None or _distance(way) < _distance(known.way):
                found[place] = one
    return list(found.values())


def _from(ways: Iterable[Way], version_id: int) -> list[Way]:
    return [way for way in ways if way.source.id == version_id]


def _distance(way: Way) -> int:
    return abs((way.source.valid_from - way.target.valid_from).days)


def _is_delivered(releases: Iterable[Release], release: Release, way: Way) -> bool:
    """Say whether readers of a release see figures that were released for the target itself."""
    seen = set(read_by(release.audience))
    return any(
        other.period_id == release.period_id and other.boundary_version_id == way.target.id and other.audience in seen
        for other in releases
    )


def _form(release: Release, content: Contents) -> Form | None:
    definition = release.definition
    if definition.comparability == Comparability.RELATIVE or is_over_time(definition.formula):
        return None
    is_counted = definition.basis == Basis.COUNTS
    series = definition.series
    is_sum = series is None or series.variable.is_additive
    is_count = is_counted and is_sum and not is_relative_unit(definition.unit_of_measure)
    return form_of(content(release), is_count=is_count, is_rate_only=not is_counted)


def _teachers(
    releases: Iterable[Release], release: Release, way: Way, ways: Iterable[Way], *, is_people: bool
) -> Iterable[tuple[Release, Way]]:
    """Return the releases whose truth is known on both versions, each with the way that would have estimated it."""
    back = next(other for other in ways if (other.source.id, other.target.id) == (way.target.id, way.source.id))
    for other in releases:
        if other.audience != release.audience or other.definition_id != release.definition_id:
            continue
        for known in (way, back):
            is_there = other.boundary_version_id == known.target.id
            # The people who say how areas were cut are no test of it.
            if is_there and not (is_people and known.years_from(other.period.start) < _ONE_COUNT):
                yield other, known


def _carried(each: _Carried, content: Contents) -> SliceContent:
    way, release = each.way, each.release
    experiences = [_experience(content(other), known, each.form, other) for other, known in each.teachers]
    known = learn([one for one in experiences if one is not None], years=way.years_from(release.period.start))
    told, target = content(release), way.target
    key = SliceKey(
        told.key.organisation, told.key.indicator, told.key.period, target.level, target.edition, told.key.audience
    )
    carrying = Carrying(
        form=each.form,
        links=way.links,
        known=known,
        key=key,
        unit_order_hash=target.order_hash,
        unit_of_measure=release.definition.unit_of_measure,
    )
    return carried_slice(told, carrying)


def _conversion(indicator: Indicator, each: Wanted, content: Contents) -> Conversion | None:
    carried = each.carried(content)
    if carried is None:
        return None
    payload = encode(carried)
    return Conversion(
        organisation_id=indicator.organisation_id,
        release=each.release,
        boundary_version_id=each.way.target.id,
        crosswalk_id=each.way.crosswalk_id,
        taught_by=list(each.key.taught_by),
        method=METHOD,
        counts=_counts(carried, each.kinds(carried)),
        payload=payload,
        gzipped=gzip.compress(payload, 9, mtime=0),
        content_hash=slice_hash(payload),
    )


def _experience(content: SliceContent, way: Way, form: Form, release: Release) -> Experience | None:
    return experience_of(content, way.links, form, way.years_from(release.period.start))


def _counts(content: SliceContent, kinds: Kinds) -> Mapping[str, int]:
    """Count the areas by what their figures are worth; those without one are those that were not converted."""
    shown = have_value(content.status)
    counts = {kind.name.lower(): int(((kinds == kind) & shown).sum()) for kind in Kind if kind is not Kind.UNKNOWN}
    return counts | {"not_converted": int((content.status == Status.NOT_COMPARABLE).sum())}
