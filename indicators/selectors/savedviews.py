# SPDX-License-Identifier: EUPL-1.2
"""Saved views: whose somebody may open, and what of them is published no more."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl
from uuid import UUID

from django.db.models import Q, QuerySet

from indicators.models import SavedView, Sharing
from indicators.rendering.profile_numbers import Language, period_words
from indicators.rendering.workbench.conditions import Between, read_condition
from indicators.rendering.workbench.reading import Remark, read_state
from indicators.rendering.workbench.state import State
from indicators.selectors import published
from indicators.selectors.conversions import conversions_of
from indicators.selectors.keepsakes import kept_by, removed, there
from indicators.selectors.mapways import PARTS
from indicators.selectors.sheets import ReleaseRef
from indicators.selectors.workbench.settling import unpublished_words
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.common import periods


@dataclass(frozen=True, slots=True)
class ViewRow:
    """One saved view: the indicator and the period that it shows, and in sentences what of it is published no more."""

    row: SavedView
    is_own: bool
    indicator: str
    period: str
    lacking: tuple[str, ...]


def own_view(person: User, organisation: Organisation, uuid: UUID) -> SavedView | None:
    """Return a view that somebody may change; None for one of somebody else, and for one that is not there."""
    return there(kept_by(SavedView, person, organisation)).filter(uuid=uuid).first()


def readable_view(person: User, organisation: Organisation, uuid: UUID) -> SavedView | None:
    """Return a view that somebody of the house may open; None for one that somebody keeps for themselves."""
    return _readable(person, organisation).filter(uuid=uuid).first()


def linked_view(organisation: Organisation, uuid: UUID) -> SavedView | None:
    """Return a view that whoever has its address may open; None for all others."""
    rows = there(SavedView.objects.filter(organisation_id=organisation.pk))
    return rows.filter(uuid=uuid, sharing=Sharing.LINK).first()


def removed_views(person: User, organisation: Organisation) -> QuerySet[SavedView]:
    """Return the own views that can be brought back, those that went last first."""
    return removed(kept_by(SavedView, person, organisation))


def readable_views(person: User, organisation: Organisation, language: Language) -> tuple[ViewRow, ...]:
    """Return the own views and those of the house, by name; what is published is what the reader may see."""
    rows = list(_readable(person, organisation).select_related("owner").order_by("name", "pk"))
    if not rows:
        return ()
    names = {sheet.slug: sheet.definition.name for sheet in published.indicators_of(organisation)}
    releases = (*published.releases_of(organisation), *_carried(organisation, rows, language))
    return tuple(_row(row, names, releases, language, is_own=row.owner_id == person.pk) for row in rows)


def state_of(row: SavedView, language: Language) -> State:
    """Return what a view shows."""
    return read_state(parse_qsl(row.query), language).state


def _readable(person: User, organisation: Organisation) -> QuerySet[SavedView]:
    mine_or_shared = Q(owner_id=person.pk) | Q(sharing__in=(Sharing.HOUSE, Sharing.LINK))
    return there(SavedView.objects.filter(mine_or_shared, organisation_id=organisation.pk))


def _carried(organisation: Organisation, rows: Iterable[SavedView], language: Language) -> Iterator[ReleaseRef]:
    """Return what was carried to the editions on which some view shows all periods."""
    editions = {state_of(row, language).what.umgerechnet for row in rows}
    for edition in sorted(editions - {""}):
        yield from conversions_of(organisation, edition=edition)


def _row(
    row: SavedView, names: Mapping[str, str], releases: Iterable[ReleaseRef], language: Language, *, is_own: bool
) -> ViewRow:
    state = state_of(row, language)
    lacking = tuple(unpublished_words(each) for each in _lacking(state, names, releases))
    period = period_words(periods.parse(state.what.stand), language) if state.what.stand else ""
    return ViewRow(row, is_own, names.get(state.what.indikator, ""), period, lacking)


def _stands_on(ref: ReleaseRef, edition: str) -> bool:
    """Whether a release is one that a view may show: of an edition that all periods stand on, else as delivered."""
    return ref.edition == edition if edition else not ref.is_converted


def _lacking(state: State, names: Mapping[str, str], releases: Iterable[ReleaseRef]) -> Iterator[Remark]:
    """Name what the workbench would not find, in the order in which it leaves things out."""
    asked = state.what
    if asked.indikator and asked.indikator not in names:
        yield Remark("indikator", asked.indikator)
    else:
        found = [ref for ref in releases if ref.indicator == asked.indikator and _stands_on(ref, asked.umgerechnet)]
        if asked.umgerechnet and not found:
            yield Remark("umgerechnet", asked.umgerechnet)
            found = [ref for ref in releases if ref.indicator == asked.indikator and _stands_on(ref, "")]
        for place, part in PARTS.items():
            wanted = getattr(asked, place)
            fitting = [ref for ref in found if part(ref) == wanted] if wanted else found
            if not fitting:
                yield Remark(place, wanted)
            found = fitting or found
    conditions = (read_condition(each) for each in state.filters.filter)
    for place, slug in (
        ("zweiter", state.more.zweiter),
        *(("weitere", slug) for slug in state.more.weitere),
        *(("filter", each.indicator) for each in conditions if isinstance(each, Between)),
    ):
        if slug and slug not in names:
            yield Remark(place, slug)
