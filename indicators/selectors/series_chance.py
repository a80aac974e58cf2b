# SPDX-License-Identifier: EUPL-1.2
"""What chance does to the released series of an indicator, worked out once for all areas and kept by their hashes."""

from collections.abc import Sequence
from typing import Final

from indicators.rendering.funnel_figures import FunnelReason, smoothed_shares, why_no_funnel
from indicators.rendering.profile_chance import SeriesChance
from indicators.rendering.profile_charts import Break, is_crossed
from indicators.rendering.slice_changes import SliceChanges, slice_changes
from indicators.rendering.slice_content import SliceContent
from indicators.rendering.slice_trends import TrendForm, slice_trends
from indicators.selectors.kept import Kept
from indicators.selectors.profile_figures import IndicatorSeries
from indicators.selectors.sheets import DefinitionSheet
from indicators.stats.smoothing import Smoothed
from sozialplanung.common.periods import parse

# About 100 bytes an area for trends, changes and the values beside them: 30 MB at most.
_MOST_AREAS: Final = 300_000
_KEPT: Final = Kept[SeriesChance](_MOST_AREAS)
_SMOOTHED: Final = Kept[Smoothed](_MOST_AREAS)


def chance_of(series: IndicatorSeries, breaks: Sequence[Break]) -> SeriesChance:
    """Return trends and changes of all areas of a series."""
    definition = series.definition
    form = _form(definition)
    carried = tuple(each.ref.content_hash for each in series.carried)
    key = (*(ref.content_hash for ref in series.releases), carried, tuple(breaks), form)
    found = _KEPT.get(key)
    if found is not None:
        return found
    trends, longer = slice_trends(series.contents, breaks, form), series.until_newest()
    beside = slice_trends(longer, breaks, form) if len(longer) > len(series.contents) else None
    made = SeriesChance(trends, _changes(series, breaks, form), beside)
    return _KEPT.keep(key, made, series.contents[-1].size)


def smoothed_of(content_hash: str, content: SliceContent) -> Smoothed:
    """Return the smoothed shares of a slice for which there is a funnel."""
    return _SMOOTHED.get(content_hash) or _SMOOTHED.keep(content_hash, smoothed_shares(content), content.size)


def smoothed_series(series: IndicatorSeries) -> Smoothed | None:
    """Return the smoothed newest shares of a series; None where it holds no cases and persons, or nothing varies."""
    newest, definition = series.contents[-1], series.definition
    form = _form(definition)
    if why_no_funnel(newest, form) is not FunnelReason.OK:
        return None
    return smoothed_of(series.releases[-1].content_hash, newest)


def _form(definition: DefinitionSheet) -> TrendForm:
    return TrendForm(
        definition.unit_of_measure, definition.basis, definition.comparability, looks_back=definition.looks_back
    )


def _changes(series: IndicatorSeries, breaks: Sequence[Break], form: TrendForm) -> SliceChanges | None:
    """Compare the newest figures with those that the release names; a published change speaks for itself."""
    newest = series.contents[-1]
    since = newest.change.since
    if form.basis != "counts" or newest.change.kind != "computed" or since is None:
        return None
    before = next((each for each in series.contents[:-1] if each.key.period == since), None)
    if before is None or is_crossed(breaks, parse(since), parse(newest.key.period)):
        return None
    return slice_changes(newest, before)
