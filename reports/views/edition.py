# SPDX-License-Identifier: EUPL-1.2
"""The page of an edition: the same for as long as its figures stand, at one address, for everybody or the council."""

import hashlib
import json
from copy import copy
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from indicators.rendering.profile_numbers import Language, language_of
from indicators.selectors.published import at_one_moment
from indicators.selectors.released import PUBLIC
from reports.errors import EditionNotFoundError
from reports.rendering.document import Document, Figure
from reports.rendering.files.formats import MEDIA_TYPES
from reports.selectors.editionfiles import FileRow, files_of
from reports.selectors.editions import (
    COUNCIL,
    EditionRow,
    Standing,
    document_in,
    editions_at,
    editions_named,
    standing_of,
)
from reports.selectors.gone import without_gone
from reports.views.access import reads_council, waiting_for
from reports.views.blocks import SVG_TYPE, ShownSection, contents_of, picture_of, picture_response, shown
from reports.views.downloads import downloads, embed_code
from reports.views.ownlook import own_look
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.selectors import has_permission, organisation_by_id, organisation_by_slug
from sozialplanung.common.qr import qr_svg
from sozialplanung.web.conditional import REVALIDATE, Representation, conditional_response, pack
from sozialplanung.web.desks import private
from sozialplanung.web.kept import A_DAY, made_once
from sozialplanung.web.version import version

_HTML: Final = "text/html; charset=utf-8"
_STYLE: Final = "css/pages/edition.css"
FILES_PLACE: Final = "dateien"


@dataclass(frozen=True, slots=True)
class Found:
    """An edition at its address: the row, all editions beside it, whose it is, how its figures stand."""

    row: EditionRow
    all: tuple[EditionRow, ...]
    organisation: Organisation
    standing: Standing

    def files(self, language: Language) -> tuple[FileRow, ...]:
        """Return the files that say what it says now; none where it was taken back."""
        return () if self.row.is_withdrawn else files_of(self.row, self.standing, language)

    def document(self, language: Language, *, is_whole: bool = True) -> Document | None:
        """Return what it says of figures that still stand; None where it was taken back.

        Where it is not read as a whole, each part says for itself why something is not shown.
        """
        pinned = document_in(self.row, language)
        return without_gone(pinned, self.standing.gone, is_whole=is_whole) if pinned else None

    @property
    def newest(self) -> EditionRow | None:
        """The newest edition that is out, where it is another one."""
        found = next((row for row in self.all if not row.is_withdrawn), None)
        return found if found and found.id != self.row.id else None

    def asked(self, request: HttpRequest) -> "Asked":
        """Return what a reader asks of it: in which language, of which area; and the files that go with it."""
        language, key = language_of(get_language()), request.GET.get("gebiet", "")
        is_known = bool(key) and not self.row.is_withdrawn and key in self._areas(language)
        return Asked(language, self.files(language), key if is_known else "", lacks_area=bool(key) and not is_known)

    def _areas(self, language: Language) -> frozenset[str]:
        """Return the keys of the areas that have parts of their own: kept beside the page, whatever keys are asked."""

        def make() -> bytes:
            pinned = document_in(self.row, language)
            return json.dumps(sorted(pinned.document.areas()) if pinned else []).encode()

        key = f"reports.areas.{self.row.content_hash}.{language}"
        # Of what is for the council nothing is kept for all.
        kept = make() if self.row.read_for != PUBLIC else made_once(key, make, seconds=A_DAY)
        return frozenset(json.loads(kept))

    def digest(self, asked: "Asked") -> str:
        """Name what the page says: another edition or file, a figure that is gone, another version of this program."""
        told = (
            asked,
            version(),
            settings.MAIL_IS_ON,
            static(_STYLE),
            (self.organisation.name, self.organisation.accent, self.organisation.logo_digest),
            self.standing,
            *((row.content_hash, row.state, row.title, row.path) for row in (self.row, *self.all)),
        )
        return hashlib.sha256(repr(told).encode()).hexdigest()

    def digest_of(self, part: str, asked: "Asked") -> str:
        """Name what one part of the page says."""
        return hashlib.sha256(f"{self.digest(asked)} {part}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Asked:
    """What of an edition is shown: in which language, with which files, of which area alone (empty: of all).

    `lacks_area` where one was asked for that has no part: all such keys are told the same page, which names none.
    """

    language: Language
    files: tuple[FileRow, ...] = ()
    area: str = ""
    lacks_area: bool = False


@require_safe
@at_one_moment()
def editions_page(request: HttpRequest, organisation: str) -> HttpResponseBase:
    """List what an organisation has let out, the latest first."""
    publisher = organisation_by_slug(organisation)
    audience = _audience(request, publisher)
    waiting = waiting_for(request.user, publisher) if isinstance(request.user, User) else ()
    context = {
        "organisation": publisher,
        "section": "reports",
        "rows": editions_at(publisher.pk, audience),
        "waiting": waiting,
        "may_work": _may_work(request, publisher),
        "crumbs": [{"label": _("Dashboards and reports"), "url": ""}],
    }
    answer = render(request, "reports/editions.html", context)
    return private(answer) if audience != PUBLIC or waiting else answer


@require_safe
@at_one_moment()
def newest_edition(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Lead to the newest edition that is out."""
    rows = _named(request, slug)
    newest = next((row for row in rows if not row.is_withdrawn), rows[0])
    return private(HttpResponseRedirect(reverse("reports:edition", args=[slug, newest.year, newest.number])))


@require_safe
@at_one_moment()
def edition_page(request: HttpRequest, slug: str, year: int, number: int) -> HttpResponseBase:
    """Show an edition; to all who have not signed in the very same page, which their browsers may ask for again."""
    found = found_edition(request, slug, (year, number))
    asked = found.asked(request)
    if found.row.read_for != PUBLIC:
        return private(_rendered(request, found, asked))
    # Whoever brings a cookie that signs nobody in is sent the page that is kept, as all others.
    if found.row.is_withdrawn or request.user.is_authenticated:
        return _rendered(request, found, asked)
    digest = found.digest(asked)
    representation = Representation(digest, _HTML, REVALIDATE)

    def make() -> bytes:
        return pack(_rendered(_of_nobody(request, found.row, asked), found, asked).content)

    def packed() -> bytes:
        return made_once(f"reports.edition.{digest}", make, seconds=A_DAY)

    answer = conditional_response(request, representation, packed)
    patch_vary_headers(answer, ["Accept-Language", "Cookie"])
    return answer


def _of_nobody(request: HttpRequest, row: EditionRow, asked: Asked) -> HttpRequest:
    """Return a request as all have it in common: what one reader's address or messages say is told to no other."""
    plain = copy(request)
    plain.path = plain.path_info = reverse("reports:edition", args=[row.slug, row.year, row.number])
    plain.META = {**request.META, "QUERY_STRING": urlencode({"gebiet": asked.area} if asked.area else {})}
    vars(plain).pop("_messages", None)
    return plain


def _rendered(request: HttpRequest, found: Found, asked: Asked) -> HttpResponse:
    document, row = found.document(asked.language, is_whole=not asked.area), found.row
    sections = _shown(found, document, asked) if document else ()
    context = {
        "organisation": found.organisation,
        "section": "reports",
        "row": row,
        "document": document,
        "look": own_look(document, found.organisation),
        "sections": sections,
        "contents": contents_of(sections, is_report=document is not None and document.has_contents),
        "areas": sorted(document.areas().items(), key=lambda each: each[1]) if document else (),
        "area": asked.area,
        "lacks_area": asked.lacks_area,
        "code": mark_safe(qr_svg(document.imprint.address)) if document else "",  # noqa: S308 - drawn by us
        "standing": found.standing,
        "files": downloads(row, asked.files, asked.language),
        "files_place": FILES_PLACE,
        "are_complete": len(asked.files) == len(MEDIA_TYPES),
        "newer": found.newest,
        "takes_subscribers": settings.MAIL_IS_ON and row.read_for == PUBLIC,
        "others": [each for each in found.all if each.id != row.id],
        "crumbs": [
            {"label": _("Dashboards and reports"), "url": reverse("reports:editions", args=[found.organisation.slug])},
            {"label": row.title, "url": ""},
        ],
    }
    return render(request, "reports/edition.html", context, status=410 if row.is_withdrawn else 200)


def _shown(found: Found, document: Document, asked: Asked) -> tuple[ShownSection, ...]:
    """Return the sections; maps and charts of what is for everybody with the code that shows them elsewhere."""
    row, told = found.row, document.of_area(asked.area) if asked.area else document
    if row.read_for != PUBLIC:
        return shown(told)
    drawn = [each for each in told.sections if any(isinstance(block, Figure) for block in each.blocks)]
    return shown(told, {each.name: embed_code(row, each.name, each.title, asked.language) for each in drawn})


@require_safe
@at_one_moment()
def edition_picture(request: HttpRequest, slug: str, year: int, number: int, name: str) -> HttpResponseBase:
    """Send one map or chart of an edition."""
    found, language = found_edition(request, slug, (year, number)), language_of(get_language())
    if found.row.read_for != PUBLIC:
        return private(picture_response(_figure(found, language, name)))
    digest = found.digest_of(name, Asked(language))
    # Whether it is there is known before its validator is looked at.
    packed = made_once(
        f"reports.picture.{digest}",
        lambda: pack(picture_of(_figure(found, language, name)).encode()),
        seconds=A_DAY,
    )
    answer = conditional_response(request, Representation(digest, SVG_TYPE, REVALIDATE), lambda: packed)
    patch_vary_headers(answer, ["Accept-Language", "Cookie"])
    return answer


def _figure(found: Found, language: Language, name: str) -> Figure:
    document = found.document(language)
    figures = document.figures() if document else ()
    figure = next((each for each in figures if each.name == name), None)
    if figure is None:
        raise nothing_there()
    return figure


def _named(request: HttpRequest, slug: str) -> tuple[EditionRow, ...]:
    """Return the editions of a publication that the reader may see."""
    rows = editions_named(slug, PUBLIC)
    if not rows and isinstance(request.user, User):
        rows = editions_named(slug, COUNCIL)
        if rows and not reads_council(request.user, organisation_by_id(rows[0].organisation_id)):
            rows = ()
    if not rows:
        raise nothing_there()
    return rows


def found_edition(request: HttpRequest, slug: str, path: tuple[int, int]) -> Found:
    """Return the edition at an address that the reader may see.

    Raises
    ------
    EditionNotFoundError
        There is none.
    """
    return edition_among(_named(request, slug), path)


def edition_among(rows: tuple[EditionRow, ...], path: tuple[int, int]) -> Found:
    """Return the edition of a year and number among those of its publication.

    Raises
    ------
    EditionNotFoundError
        There is none.
    """
    row = next((each for each in rows if (each.year, each.number) == path), None)
    if row is None:
        raise nothing_there()
    return Found(row, rows, organisation_by_id(row.organisation_id), standing_of(row))


def _audience(request: HttpRequest, organisation: Organisation) -> str:
    is_inside = isinstance(request.user, User) and reads_council(request.user, organisation)
    return COUNCIL if is_inside else PUBLIC


def _may_work(request: HttpRequest, organisation: Organisation) -> bool:
    person = request.user
    return isinstance(person, User) and any(
        has_permission(person, each, organisation) for each in (Permission.PREPARE_REPORTS, Permission.PUBLISH_RELEASES)
    )


def nothing_there() -> EditionNotFoundError:
    """Return what is said of an address at which there is nothing."""
    return EditionNotFoundError("http.not_found", "There is nothing at this address.")
