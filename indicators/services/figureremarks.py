# SPDX-License-Identifier: EUPL-1.2
"""Take what readers ask about a figure, and answer it; the log tells who answered, and no word of either."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from indicators.errors import FigureRemarkError
from indicators.models import Audience, FigureRemark, FigureRemarkState, Indicator, Period
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.selectors import people_where
from sozialplanung.accounts.throttling import is_within_hour
from sozialplanung.audit.services import record
from sozialplanung.notifications.registry import About, Kind
from sozialplanung.notifications.services.telling import settle, tell

WRITTEN: Final = "indicators.figure_remark_written"
_ANSWERED: Final = _("%(organisation)s: Your question about a figure was answered.")
KINDS: Final = {
    WRITTEN: Kind(
        "reminders",
        _("%(organisation)s: A reader has a question about a figure."),
        frozenset({Permission.EDIT_CATALOGUE}),
    ),
    # By whom the figure was for: who may not read it any more is told nothing of the answer.
    "indicators.figure_remark_public": Kind("deliveries", _ANSWERED, frozenset()),
    "indicators.figure_remark_council": Kind(
        "deliveries", _ANSWERED, frozenset({Permission.VIEW_COUNCIL_RELEASES, Permission.VIEW_INTERNAL_RELEASES})
    ),
    "indicators.figure_remark_internal": Kind("deliveries", _ANSWERED, frozenset({Permission.VIEW_INTERNAL_RELEASES})),
}
_ACTS: Final = {
    FigureRemarkState.OPEN: "indicators.figure_remark_open",
    FigureRemarkState.ANSWERED: "indicators.figure_remark_answered",
    FigureRemarkState.CLOSED: "indicators.figure_remark_closed",
}
MOST_AN_HOUR: Final = 10
MOST_AN_HOUR_OF_ALL: Final = 200
# So long after its last change a question is kept.
KEPT_DAYS: Final = 730


@dataclass(frozen=True, slots=True)
class MeantFigure:
    """Which figure somebody means: of an indicator, at a period or all, of an area (boundaries and unit) or all."""

    indicator_id: int
    audience: Audience
    period: str = ""
    boundary_version_id: int | None = None
    unit_id: int | None = None


def is_remark_due(*, organisation: Organisation, whose: str) -> bool:
    """Count a question before it is taken, and say whether it may be: floods reach nobody's desk.

    `whose` is the person, or the network of a stranger; it is kept as a keyed hash for a day.
    """
    purpose = "indicators.figure_remark"
    is_due = is_within_hour(purpose, f"{organisation.pk} {whose}", most=MOST_AN_HOUR)
    return is_due and is_within_hour(purpose, f"{organisation.pk}", most=MOST_AN_HOUR_OF_ALL)


@transaction.atomic
def write_remark(*, organisation: Organisation, figure: MeantFigure, text: str, by: User | None) -> FigureRemark:
    """Take what a reader asks, and tell those who keep the catalogue; strangers stay unknown.

    Raises
    ------
    FigureRemarkError
        ``figure_remark.empty`` without a word.
    """
    row = FigureRemark.objects.create(
        organisation=organisation,
        indicator=Indicator.objects.get(pk=figure.indicator_id),
        period=Period.objects.get(code=figure.period) if figure.period else None,
        boundary_version_id=figure.boundary_version_id,
        unit_id=figure.unit_id,
        audience=figure.audience,
        text=_said(text),
        author=by,
    )
    about = About(
        organisation=organisation,
        subject=row.indicator.slug,
        path=reverse("indicators:figure_remark", args=[organisation.slug, row.uuid]),
        matter=_matter(row),
        key=f"{WRITTEN}:{row.uuid}",
    )
    tell(kind=WRITTEN, recipients=people_where(Permission.EDIT_CATALOGUE, organisation), about=about, by=by)
    return row


@transaction.atomic
def answer_remark(*, remark: FigureRemark, text: str, by: User) -> FigureRemark:
    """Answer a question; its author finds the answer among their notifications, once for each.

    Raises
    ------
    FigureRemarkError
        ``figure_remark.empty`` without a word.
    """
    row = _locked(remark)
    row.answer = _said(text)
    _handle(row, FigureRemarkState.ANSWERED, by)
    if row.author is not None:
        about = About(
            organisation=row.organisation,
            subject=row.indicator.slug,
            path=reverse("indicators:own_remark", args=[row.organisation.slug, row.uuid]),
            matter=f"topic:{row.audience}:{row.indicator.topic_id}",
            key=f"indicators.figure_remark_answered:{row.uuid}:{row.changed_at.isoformat()}",
        )
        tell(kind=f"indicators.figure_remark_{row.audience}", recipients=[row.author], about=about, by=by)
    return row


@transaction.atomic
def close_remark(*, remark: FigureRemark, by: User) -> FigureRemark:
    """Put a question away; an answer that was given stays."""
    return _handle(_locked(remark), FigureRemarkState.CLOSED, by)


@transaction.atomic
def reopen_remark(*, remark: FigureRemark, by: User) -> FigureRemark:
    """Bring a question back among the open ones."""
    return _handle(_locked(remark), FigureRemarkState.OPEN, by)


def forget_remarks() -> int:
    """Delete questions that nobody touched for long; returns how many."""
    before = timezone.now() - timedelta(days=KEPT_DAYS)
    deleted, _by_model = FigureRemark.objects.filter(changed_at__lt=before).delete()
    return deleted


def _handle(row: FigureRemark, state: FigureRemarkState, by: User) -> FigureRemark:
    row.state, row.handled_by = state, by
    row.save(update_fields=["state", "answer", "handled_by", "changed_at"])
    if state != FigureRemarkState.OPEN:
        settle(matter=_matter(row), kinds=(WRITTEN,))
    record(action=_ACTS[state], by=by, organisation=row.organisation, subject=row)
    return row


def _locked(remark: FigureRemark) -> FigureRemark:
    rows = FigureRemark.objects.select_for_update(of=("self",)).select_related("organisation", "indicator", "author")
    return rows.get(pk=remark.pk)


def _said(text: str) -> str:
    text = text.strip()
    if not text:
        raise FigureRemarkError("figure_remark.empty", "There is no text.", place="text")
    return text


def _matter(row: FigureRemark) -> str:
    return f"figure_remark:{row.uuid}"
