# SPDX-License-Identifier: EUPL-1.2
"""The organisations on the start page: name, a small outline, levels, and what is new."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from django.core.cache import cache

from indicators.rendering.profile_inset import frame_of, path_of
from indicators.selectors.published import at_one_moment, indicators_of, releases_of
from indicators.selectors.sheets import IndicatorSheet, ReleaseRef
from sozialplanung.accounts.models import Organisation
from sozialplanung.accounts.selectors import listed_organisations
from sozialplanung.common.numbers import NBSP
from sozialplanung.common.periods import parse
from sozialplanung.portal.addresses import home_address, map_address
from spatial.selectors.levels import boundary_versions_of
from spatial.selectors.outlines import OutlinesMissingError, outline_hash, outlines
from spatial.selectors.rows import BoundaryVersionRow

# What is withdrawn has to be gone everywhere within a minute.
KEPT_SECONDS: Final = 30
_PICTURE: Final = (260, 150)
_FEWEST_SHAPES, _MOST_SHAPES = 2, 160
_MOST_NEWS: Final = 4


@dataclass(frozen=True)
class Picture:
    """Outlines of the areas of one level, as SVG path data."""

    view_box: str
    paths: tuple[str, ...]


@dataclass(frozen=True)
class News:
    """One figure that was published lately."""

    name: str
    period: str
    url: str
    published_at: datetime


@dataclass(frozen=True)
class Card:
    """One organisation on the start page."""

    slug: str
    name: str
    url: str
    levels: tuple[str, ...]
    picture: Picture | None
    news: tuple[News, ...]
    indicator_count: int


def cards() -> tuple[Card, ...]:
    """Return the listed organisations in the order of their names."""
    return tuple(_kept_card(organisation) for organisation in listed_organisations())


def _kept_card(organisation: Organisation) -> Card:
    key = f"portal.card.{organisation.pk}"
    card = _read(cache.get(key))
    if card is None:
        card = card_of(organisation)
        cache.set(key, _plain(card), KEPT_SECONDS)
    return card


def _plain(card: Card) -> dict[str, Any]:
    news = [asdict(entry) | {"published_at": entry.published_at.isoformat()} for entry in card.news]
    return asdict(card) | {"news": news}


def _read(kept: Any) -> Card | None:  # noqa: ANN401 - what an older version of this program may have kept
    try:
        picture = kept["picture"]
        news = (entry | {"published_at": datetime.fromisoformat(entry["published_at"])} for entry in kept["news"])
        return Card(
            slug=kept["slug"],
            name=kept["name"],
            url=kept["url"],
            levels=tuple(kept["levels"]),
            picture=Picture(picture["view_box"], tuple(picture["paths"])) if picture else None,
            news=tuple(News(**entry) for entry in news),
            indicator_count=kept["indicator_count"],
        )
    except (KeyError, TypeError, ValueError):
        return None


@at_one_moment()
def card_of(organisation: Organisation) -> Card:
    """Return what the start page says of one organisation; released things only."""
    versions = boundary_versions_of(organisation)
    sheets = indicators_of(organisation)
    return Card(
        slug=organisation.slug,
        name=organisation.name,
        url=home_address(organisation.slug),
        levels=_levels(versions),
        picture=picture_of(organisation.slug, versions),
        news=news_of(organisation.slug, sheets, releases_of(organisation)),
        indicator_count=len(sheets),
    )


def _levels(versions: tuple[BoundaryVersionRow, ...]) -> tuple[str, ...]:
    newest: dict[str, BoundaryVersionRow] = {}
    for version in versions:
        newest.setdefault(version.level, version)
    return tuple(f"{row.unit_count}{NBSP}{row.level_name_plural}" for row in newest.values() if row.unit_count > 1)


def picture_of(slug: str, versions: tuple[BoundaryVersionRow, ...]) -> Picture | None:
    """Return the outlines of the coarsest level that has a picture worth the name, None when there is none."""
    for version in versions:
        if _FEWEST_SHAPES <= version.unit_count <= _MOST_SHAPES:
            picture = _drawn(slug, version)
            if picture:
                return picture
    return None


def _drawn(slug: str, version: BoundaryVersionRow) -> Picture | None:
    content_hash = outline_hash(version)
    if content_hash is None:
        return None
    try:
        shapes = outlines(slug, version, content_hash)
        frame = frame_of(shapes, *_PICTURE)
    except (OutlinesMissingError, ValueError):
        # A card without a picture is better than no card.
        return None
    return Picture(view_box=frame.view_box, paths=tuple(path for shape in shapes if (path := path_of(shape, frame))))


def news_of(slug: str, sheets: tuple[IndicatorSheet, ...], releases: tuple[ReleaseRef, ...]) -> tuple[News, ...]:
    """Return the newest period of each indicator, what was published last first."""
    names = {sheet.slug: sheet.definition.name for sheet in sheets}
    newest: dict[str, ReleaseRef] = {}
    for release in sorted(releases, key=lambda ref: (ref.period_start, ref.period_end)):
        if release.indicator in names:
            newest[release.indicator] = release
    latest = sorted(newest.values(), key=lambda ref: (ref.period_end, ref.published_at), reverse=True)
    return tuple(
        News(
            name=names[ref.indicator],
            period=parse(ref.period).label(),
            url=map_address(slug, indicator=ref.indicator),
            published_at=ref.published_at,
        )
        for ref in latest[:_MOST_NEWS]
    )
