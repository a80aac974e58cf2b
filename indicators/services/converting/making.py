# SPDX-License-Identifier: EUPL-1.2
"""Carries the releases of one indicator to the other boundary versions of their levels."""

import gzip
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

from django.db import transaction

from indicators.formulas import is_over_time
from indicators.models import Basis, Comparability, Conversion, Indicator, Release, ReleaseState
from indicators.models.disclosure import read_by
from indicators.rendering.converted import Carrying, Form, carried_slice, experience_of, form_of
from indicators.rendering.profile_numbers import is_relative_unit
from indicators.rendering.slices import SliceContent, SliceKey, decode, encode, slice_hash
from indicators.services.converting.ground import Way
from indicators.stats.conversion.errors import Experience, learn
from indicators.stats.conversion.links import Kind
from sozialplanung.common.statuses import Status, have_value

Contents = Callable[[Release], SliceContent]
# How figures are carried: whoever changes it raises it, and all conversions are made anew.
METHOD: Final = 3
# Two days within a month are of one count: a table names the last day of a year, or the first one of the next.
_ONE_COUNT: Final = 31 / 365.25


class _Key(NamedTuple):
    release: int
    target: int
    crosswalk: int
    taught_by: tuple[int, ...]
    method: int


@dataclass(frozen=True, slots=True)
class _Carried:
    """A release that is to be carried on a way, and the releases that teach how far that may be off."""

    release: Release
    way: Way
    form: Form
    teachers: tuple[tuple[Release, Way], ...]

    @property
    def key(self) -> _Key:
        """What the result follows from: the same is never made twice."""
        taught_by = tuple(sorted({teacher.pk for teacher, _ in self.teachers}))
        return _Key(self.release.pk, self.way.target.id, self.way.crosswalk_id, taught_by, METHOD)


@transaction.atomic
def convert_indicator(*, indicator: Indicator, ways: Sequence[Way], inhabitants: Iterable[str]) -> tuple[int, int]:
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
    releases = _releases(indicator, content)
    wanted = {each.key: each for each in _wanted(releases, ways, is_people=indicator.slug in set(inhabitants))}
    there = {
        _key(row): row.pk for row in Conversion.objects.filter(release__indicator=indicator).defer("payload", "gzipped")
    }
    gone = [pk for key, pk in there.items() if key not in wanted]
    Conversion.objects.filter(pk__in=gone).delete()
    new = [_conversion(indicator, each, content) for key, each in wanted.items() if key not in there]
    Conversion.objects.bulk_create(new)
    return len(new), len(gone)


def _key(row: Conversion) -> _Key:
    return _Key(row.release_id, row.boundary_version_id, row.crosswalk_id, tuple(row.taught_by), row.method)


def _content(release: Release) -> SliceContent:
    return decode(bytes(release.payload))


def _releases(indicator: Indicator, content: Contents) -> dict[Release, Form | None]:
    """Return the releases in force, with the form in which each can be carried."""
    rows = Release.objects.filter(indicator=indicator, state=ReleaseState.PUBLISHED)
    rows = rows.select_related("definition__series__variable", "period").defer("gzipped").order_by("pk")
    return {release: _form(release, content) for release in rows}


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


def _conversion(indicator: Indicator, each: _Carried, content: Contents) -> Conversion:
    way, release = each.way, each.release
    day = release.period.start
    experiences = [_experience(content(other), known, each.form, other) for other, known in each.teachers]
    known = learn([one for one in experiences if one is not None], years=way.years_from(day))
    told = content(release)
    target = way.target
    carried = carried_slice(
        told,
        Carrying(
            form=each.form,
            links=way.links,
            known=known,
            key=SliceKey(
                told.key.organisation,
                told.key.indicator,
                told.key.period,
                target.level,
                target.edition,
                told.key.audience,
            ),
            unit_order_hash=target.order_hash,
            unit_of_measure=release.definition.unit_of_measure,
        ),
    )
    payload = encode(carried)
    return Conversion(
        organisation_id=indicator.organisation_id,
        release=release,
        boundary_version_id=target.id,
        crosswalk_id=way.crosswalk_id,
        taught_by=list(each.key.taught_by),
        method=METHOD,
        counts=_counts(carried, way),
        payload=payload,
        gzipped=gzip.compress(payload, 9, mtime=0),
        content_hash=slice_hash(payload),
    )


def _experience(content: SliceContent, way: Way, form: Form, release: Release) -> Experience | None:
    return experience_of(content, way.links, form, way.years_from(release.period.start))


def _counts(content: SliceContent, way: Way) -> Mapping[str, int]:
    """Count the areas by what their figures are worth; those without one are those that were not converted."""
    kinds, shown = way.links.kinds(), have_value(content.status)
    counts = {kind.name.lower(): int(((kinds == kind) & shown).sum()) for kind in Kind if kind is not Kind.UNKNOWN}
    return counts | {"not_converted": int((content.status == Status.NOT_COMPARABLE).sum())}
