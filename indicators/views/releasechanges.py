# SPDX-License-Identifier: EUPL-1.2
"""What publications changed: a list, a page and a file for each release, and a feed for subscribers."""

from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from indicators.rendering.profile_numbers import date_words, language_of, period_words
from indicators.rendering.release_changes import COLUMNS
from indicators.selectors import published
from indicators.selectors.profile import NamedOrganisation
from indicators.selectors.publishedchanges import Change, Publication, change_at, publications_of
from indicators.selectors.withdrawn import Gone, Withdrawal, withdrawals_of, withdrawn_at
from indicators.views import releasechangetexts as texts
from indicators.views.profilesentences import IndicatorNotFoundError
from indicators.views.readership import marked_cells, marked_name, publisher_of
from sozialplanung.accounts.selectors import organisation_by_slug
from sozialplanung.common.csvsafe import to_csv
from sozialplanung.common.periods import parse
from sozialplanung.web.attachments import attachment
from sozialplanung.web.query import QueryReader, refuse_unknown
from spatial.selectors import levels, units

PAGE_SIZE: Final = 25
AREAS: Final = 100
MOST_ENTRIES: Final = 50


@require_safe
@published.at_one_moment()
def changes_page(request: HttpRequest, organisation: str) -> HttpResponse:
    """List what came into force and what was withdrawn, the newest first."""
    query = QueryReader(request.GET, allowed=("indikator", "seite"))
    chosen = query.text("indikator", longest=80)
    number = query.integer("seite", minimum=1, maximum=100_000, default=1)
    publisher = publisher_of(request, organisation)
    names = _names(publisher)
    if chosen and chosen not in names:
        raise IndicatorNotFoundError("catalogue.indicator_unknown", "There is no such indicator.", name=chosen)
    rows = Paginator(_happened(publisher, indicator=chosen), PAGE_SIZE)
    shown = rows.get_page(number)
    context = {
        "organisation": publisher,
        "section": "changes",
        "page": shown,
        "pages": list(rows.get_elided_page_range(shown.number)),
        "query": f"indikator={chosen}&" if chosen else "",
        "publications": [_told(publisher, each, names) for each in shown],
        "chosen": names.get(chosen or "", ""),
        "crumbs": [{"label": _("What changed"), "url": ""}],
    }
    return render(request, "indicators/changes/list.html", context)


@require_safe
@published.at_one_moment()
def change_page(request: HttpRequest, organisation: str, **place: str) -> HttpResponse:
    """Show what one release in force changed, area by area."""
    number = QueryReader(request.GET, allowed=("seite",)).integer("seite", minimum=1, maximum=100_000, default=1)
    publisher = publisher_of(request, organisation)
    change = _change(publisher, **place)
    language = language_of(get_language())
    name = _names(publisher).get(change.indicator, change.indicator)
    areas = units.unit_rows(change.boundary_version_id)
    rows = Paginator(change.rows, AREAS)
    shown = rows.get_page(number)
    listed = reverse("indicators:changes", args=[publisher.slug])
    context = {
        "organisation": publisher,
        "section": "changes",
        "change": change,
        "name": name,
        "where": _where(publisher, change),
        "words": texts.kind_words(change.kind) if change.kind != "same" else _("no figure changed"),
        "counts": texts.count_rows(change),
        "page": shown,
        "pages": list(rows.get_elided_page_range(shown.number)),
        "rows": [(areas[row[0]], texts.area_row(row, change.decimals, language)) for row in shown],
        "crumbs": [{"label": _("What changed"), "url": listed}, {"label": name, "url": ""}],
    }
    return render(request, "indicators/changes/release.html", context)


@require_safe
@published.at_one_moment()
def change_csv(request: HttpRequest, organisation: str, **place: str) -> HttpResponse:
    """Send what one release in force changed as CSV."""
    refuse_unknown(request.GET, ())
    publisher = publisher_of(request, organisation)
    change = _change(publisher, **place)
    areas = units.unit_rows(change.boundary_version_id)
    cells = [(areas[row[0]].key, areas[row[0]].name, *texts.file_cells(row, change.decimals)) for row in change.rows]
    name = f"{publisher.slug}_{change.indicator}_{change.period}_{change.level}_aenderungen.csv"
    return attachment(to_csv(marked_cells(publisher, [COLUMNS, *cells])), marked_name(publisher, name))


@require_safe
@published.at_one_moment()
def changes_feed(request: HttpRequest, organisation: str) -> HttpResponse:
    """Give subscribers what came into force and what was withdrawn as Atom, in German."""
    refuse_unknown(request.GET, ())
    publisher = organisation_by_slug(organisation)
    with translation.override("de"):
        feed = _feed(publisher)
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _feed(publisher: NamedOrganisation) -> Atom1Feed:
    # What a client calls this host (its port, too) is not to be trusted: subscribers and caches keep the addresses.
    root, names = settings.PUBLIC_URL, _names(publisher)
    listed = root + reverse("indicators:changes", args=[publisher.slug])
    own = root + reverse("indicators:changes_feed", args=[publisher.slug])
    feed = Atom1Feed(
        title=f"{publisher.name}: {_('What changed')}",
        link=listed,
        description=_("What was published, corrected or withdrawn."),
        language="de",
        author_name=publisher.name,
        feed_url=own,
    )
    for each in _happened(publisher)[:MOST_ENTRIES]:
        told = _told(publisher, each, names)
        of_indicator, place = f"{listed}?indikator={each.indicator}", told["links"][0]["url"]
        feed.add_item(
            title=f"{told['name']}: {told['word']}",
            link=root + place if place else of_indicator,
            unique_id=f"{of_indicator}#{told['at']:%Y%m%dT%H%M%S%f}",
            description=f"{told['sentence']} ({', '.join(link['label'] for link in told['links'])})",
            pubdate=told["at"],
            updateddate=told["at"],
        )
    return feed


def _change(publisher: NamedOrganisation, **place: str) -> Change:
    # A text of which no period is made is not asked for: the database takes no NUL.
    is_text = place["period"].isprintable()
    change = change_at(publisher, **place) if is_text else None
    if change is not None:
        return change
    slug, period = place["indicator"], place["period"]
    if slug not in _names(publisher):
        raise IndicatorNotFoundError("catalogue.indicator_unknown", "There is no such indicator.", name=slug)
    gone = withdrawn_at(publisher, indicator=slug, period=period) if is_text else None
    if gone is None:
        raise IndicatorNotFoundError("changes.unknown", "There is no such release in force.")
    day = date_words(localdate(gone), language_of(get_language()))
    raise IndicatorNotFoundError("changes.withdrawn", "These figures were withdrawn.", at=day)


def last_correction(publisher: NamedOrganisation, indicator: str) -> dict[str, Any] | None:
    """Return the newest correction of an indicator among its releases in force; None where nothing was corrected."""
    found = publications_of(publisher, indicator=indicator)
    corrected = next((each for each in found if any(change.is_correction for change in each.changes)), None)
    if corrected is None:
        return None
    change = next(change for change in corrected.changes if change.is_correction)
    return {
        "published_at": corrected.published_at,
        "sentence": texts.publication_words(corrected),
        "url": change_url(publisher.slug, change),
    }


def _happened(publisher: NamedOrganisation, *, indicator: str | None = None) -> list[Publication | Withdrawal]:
    """Return what came into force and what was withdrawn, the newest first."""
    found: list[Publication | Withdrawal] = [*publications_of(publisher, indicator=indicator)]
    found += withdrawals_of(publisher, indicator=indicator)
    return sorted(found, key=_moment, reverse=True)


def _moment(each: Publication | Withdrawal) -> datetime:
    return each.published_at if isinstance(each, Publication) else each.withdrawn_at


def _told(publisher: NamedOrganisation, each: Publication | Withdrawal, names: dict[str, str]) -> dict[str, Any]:
    """Return one act in words; what was withdrawn leads nowhere."""
    told = {"name": names.get(each.indicator, each.indicator), "at": _moment(each)}
    if isinstance(each, Withdrawal):
        links = [{"label": _where(publisher, gone), "url": ""} for gone in each.gone]
        return told | {
            "word": _("withdrawn"),
            "sentence": texts.withdrawal_words(each),
            "is_correction": True,
            "links": links,
        }
    return told | {
        "word": texts.kind_words(each.kind),
        "sentence": texts.publication_words(each),
        "is_correction": any(change.is_correction for change in each.changes),
        "links": [
            {"label": _where(publisher, change), "url": change_url(publisher.slug, change)} for change in each.changes
        ],
    }


def change_url(slug: str, change: Change) -> str:
    """Return the address of what one release changed."""
    place = (change.indicator, change.period, change.level, change.edition)
    return reverse("indicators:change", args=[slug, *place])


def _where(publisher: NamedOrganisation, change: Change | Gone) -> str:
    version = levels.boundary_version(publisher, change.level, change.edition)
    period = period_words(parse(change.period), language_of(get_language()))
    return f"{period}, {version.level_name}, {version.name}" if version else period


def _names(publisher: NamedOrganisation) -> dict[str, str]:
    return {sheet.slug: sheet.definitions[0].name for sheet in published.indicators_of(publisher)}
