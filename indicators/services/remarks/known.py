# SPDX-License-Identifier: EUPL-1.2
"""Known breaks of German statistics beside the indicators that they may concern: proposed, never set."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.db import transaction

from indicators.models import Dependency, Indicator, IndicatorDefinition, KnownBreakRefusal, Period, SeriesBreak
from indicators.readers.knownbreaks import KnownBreak, known_breaks
from indicators.services.releasing.freezing import periods_of
from indicators.stats.seriesbreaks import is_crossed, lies_between
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.audit.services import record
from sozialplanung.common import periods

_TEXTS = (
    "name",
    "short_name",
    "subtitle",
    "numerator_text",
    "denominator_text",
    "what_it_shows",
    "limits",
    "source__title",
    "source__publisher",
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A known break that lies between two neighbouring periods of an indicator which it may concern.

    `is_marked`: a break is in force there; `refusal` is why it does not concern the indicator.
    """

    known: KnownBreak
    indicator_id: int
    slug: str
    name: str
    from_period: periods.Period
    to_period: periods.Period
    is_marked: bool
    refusal: KnownBreakRefusal | None

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to say something about it."""
        return not self.is_marked and self.refusal is None


def proposals_of(*, organisation: Organisation) -> tuple[Proposal, ...]:
    """Return what the catalogue of known breaks proposes for the indicators of an organisation."""
    texts, names = texts_of(organisation_id=organisation.pk), _names(organisation)
    rows = {row.pk: row.as_value for row in Period.objects.all()}
    marked, refused = _marked(organisation), _refused(organisation)
    axes = periods_of(organisation_id=organisation.pk)
    found = []
    for known in known_breaks():
        for pk, (slug, name) in names.items():
            pair = (
                _crossing_pair(known, (rows[period] for period in axes.get(pk, ()))) if known.fits(texts[pk]) else None
            )
            if pair is not None:
                is_marked = is_crossed(marked.get(pk, ()), pair[0].start, pair[1].start)
                found.append(Proposal(known, pk, slug, name, *pair, is_marked, refused.get((pk, known.slug))))
    return tuple(found)


def texts_of(*, organisation_id: int) -> dict[int, tuple[str, ...]]:
    """Return the texts that say what an indicator is, with those of everything it is computed from."""
    own: dict[int, tuple[str, ...]] = {}
    rows = IndicatorDefinition.objects.filter(organisation_id=organisation_id)
    for pk, slug, *texts in rows.values_list("indicator_id", "indicator__slug", *_TEXTS):
        own[pk] = (*own.get(pk, ()), slug, *texts)
    edges: dict[int, list[int]] = {}
    pairs = Dependency.objects.filter(organisation_id=organisation_id).values_list("downstream_id", "upstream_id")
    for down, up in pairs:
        edges.setdefault(down, []).append(up)
    return {pk: tuple(text for each in _with_upstream(pk, edges) for text in own.get(each, ())) for pk in own}


def _with_upstream(start: int, edges: Mapping[int, Iterable[int]]) -> list[int]:
    found, waiting = [start], list(edges.get(start, ()))
    while waiting:
        at = waiting.pop()
        if at not in found:
            found.append(at)
            waiting += edges.get(at, ())
    return found


def _names(organisation: Organisation) -> dict[int, tuple[str, str]]:
    rows = IndicatorDefinition.objects.filter(organisation=organisation, indicator__is_building_block=False)
    rows = rows.order_by("indicator__topic__position", "indicator__position", "valid_from")
    return {pk: (slug, name) for pk, slug, name in rows.values_list("indicator_id", "indicator__slug", "name")}


def _marked(organisation: Organisation) -> dict[int, list[tuple[date, date]]]:
    found: dict[int, list[tuple[date, date]]] = {}
    rows = SeriesBreak.objects.filter(organisation=organisation)
    for pk, start, end in rows.values_list("indicator_id", "from_period__start", "to_period__start"):
        found.setdefault(pk, []).append((start, end))
    return found


def _refused(organisation: Organisation) -> dict[tuple[int, str], KnownBreakRefusal]:
    rows = KnownBreakRefusal.objects.filter(organisation=organisation).select_related("person")
    return {(row.indicator_id, row.known): row for row in rows}


def _crossing_pair(known: KnownBreak, axis: Iterable[periods.Period]) -> tuple[periods.Period, periods.Period] | None:
    """Return the neighbouring periods of one kind between which the break lies, None where it lies outside."""
    by_kind: dict[str, list[periods.Period]] = {}
    for period in axis:
        by_kind.setdefault(period.kind, []).append(period)
    for found in by_kind.values():
        for earlier, later in pairwise(sorted(found)):
            if lies_between(known.date, earlier.last_day, later.last_day):
                return earlier, later
    return None


@transaction.atomic
def refuse_known_break(*, indicator: Indicator, known: KnownBreak, reason: str, by: User) -> None:
    """Write down why a known break does not concern an indicator; it is proposed no more."""
    KnownBreakRefusal.objects.update_or_create(
        indicator=indicator,
        known=known.slug,
        defaults={"organisation": indicator.organisation, "reason": reason, "person": by},
    )
    _tell(indicator, known, action="indicators.known_break_refused", by=by, reason=reason)


@transaction.atomic
def propose_again(*, indicator: Indicator, known: KnownBreak, by: User) -> None:
    """Let a known break be proposed for an indicator again."""
    gone, _ = KnownBreakRefusal.objects.filter(indicator=indicator, known=known.slug).delete()
    if gone:
        _tell(indicator, known, action="indicators.known_break_open", by=by, reason="")


def _tell(indicator: Indicator, known: KnownBreak, *, action: str, by: User, reason: str) -> None:
    details = {"indicator": indicator.slug, "known": known.title, "known_slug": known.slug}
    record(action=action, by=by, organisation=indicator.organisation, subject=indicator, details=details, reason=reason)
