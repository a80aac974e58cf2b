# SPDX-License-Identifier: EUPL-1.2
"""Known breaks of German statistics between what was delivered and the last period before, where none is marked."""

from collections.abc import Iterable, Sequence
from datetime import date

from indicators.models import IndicatorDefinition, KnownBreakRefusal, SeriesBreak
from indicators.readers.knownbreaks import KnownBreak, known_breaks
from indicators.services.checking.loading import Slice
from indicators.services.checking.rules import Outcome, Told, named
from indicators.services.remarks.known import texts_of
from indicators.stats.seriesbreaks import NO, is_crossed, lies_between

Marked = dict[int, list[tuple[date, date]]]


def known_breaks_between(slices: Sequence[Slice], *, organisation_id: int) -> Outcome:
    """Tell each known break once for a series and period, at whatever level it was delivered.

    One that says no needs a reason while nothing is marked: a change would be stated across it. The others inform.
    """
    indicators = _indicators({one.series.id for one in slices})
    texts = texts_of(organisation_id=organisation_id) if indicators else {}
    marked, refused = _marked(indicators), _refused(indicators)
    found: dict[tuple[int, str, str], Told] = {}
    ran = False
    for one in slices:
        if one.before is None:
            continue
        ran = True
        for pk in indicators.get(one.series.id, ()):
            for known in _unmarked(one, known_breaks(), marked.get(pk, ())):
                if known.fits(texts.get(pk, ())) and (pk, known.slug) not in refused:
                    found.setdefault((one.series.id, one.period.code, known.slug), _told(one, known))
    return Outcome(tuple(found.values()), frozenset({"known"} if ran else ()))


def _unmarked(one: Slice, entries: Iterable[KnownBreak], marked: Iterable[tuple[date, date]]) -> Iterable[KnownBreak]:
    if one.before is None:
        return ()
    since, until = one.before[0].as_value, one.period.as_value
    earlier, later = min(since, until), max(since, until)
    if is_crossed(marked, earlier.start, later.start):
        return ()
    return [known for known in entries if lies_between(known.date, earlier.last_day, later.last_day)]


def _told(one: Slice, known: KnownBreak) -> Told:
    since = one.before[0].code if one.before else ""
    params = {**named(one), "since": since, "title": known.title, "scope": known.scope, "day": known.date.isoformat()}
    return Told("checks.known_break", "warning" if known.comparable == NO else "note", one, params=params)


def _indicators(series: set[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    rows = IndicatorDefinition.objects.filter(series_id__in=series, indicator__is_building_block=False)
    for series_id, indicator_id in rows.values_list("series_id", "indicator_id"):
        found.setdefault(series_id or 0, set()).add(indicator_id)
    return found


def _marked(indicators: dict[int, set[int]]) -> Marked:
    found: Marked = {}
    rows = SeriesBreak.objects.filter(indicator_id__in=set().union(*indicators.values()))
    for pk, start, end in rows.values_list("indicator_id", "from_period__start", "to_period__start"):
        found.setdefault(pk, []).append((start, end))
    return found


def _refused(indicators: dict[int, set[int]]) -> set[tuple[int, str]]:
    rows = KnownBreakRefusal.objects.filter(indicator_id__in=set().union(*indicators.values()))
    return set(rows.values_list("indicator_id", "known"))
