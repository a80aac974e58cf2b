# SPDX-License-Identifier: EUPL-1.2
"""For whom a page is read: the organisation as its reader may see it, what the page says of that, and the switch."""

from collections.abc import Iterable, Sequence
from typing import Final
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from indicators.models import Audience
from indicators.selectors.readership import audiences_of
from indicators.selectors.sheets import OrganisationRef
from sozialplanung.accounts.desks import nothing
from sozialplanung.accounts.models import Organisation
from sozialplanung.accounts.rights.explaining import is_told_to_all
from sozialplanung.accounts.selectors import organisation_by_slug
from sozialplanung.common.csvsafe import Cell
from sozialplanung.common.readings import is_narrowed, kind_of

# In the session: somebody who may see more looks at what everybody sees.
AS_PUBLIC: Final = "reads_as_public"
# In the session: the page that somebody came from and that has no public version.
_LEFT: Final = "left_for_public"
_NAMES_OF_FILES: Final = {Audience.COUNCIL: "rat", Audience.INTERNAL: "intern"}
COLUMN: Final = "fassung"


def publisher_of(request: HttpRequest, slug: str) -> Organisation:
    """Return the organisation at the head of an address, read for the narrowest audience that the reader belongs to.

    What follows from it goes through the views of that audience, and nowhere else.
    """
    organisation = organisation_by_slug(slug)
    organisation.readable = audiences_of(request.user, organisation)
    if len(organisation.readable) == 1:
        return organisation
    if request.session.get(AS_PUBLIC):
        # Read by the page that says that there is nothing at an address: it offers the way back.
        request.read_as_public = organisation  # type: ignore[attr-defined]
    else:
        organisation.audience = organisation.readable[0]
    return organisation


@require_POST
def switch_audience(request: HttpRequest, organisation: str) -> HttpResponse:
    """Show somebody who may see more what everybody sees, or again what they may see; then the page they came from.

    A page of what everybody sees nothing of has no public version: the start page stands for it, and leads back.
    """
    publisher = publisher_of(request, organisation)
    if len(publisher.readable) == 1:
        raise nothing()
    is_public = request.POST.get("fassung") == "oeffentlich"
    request.session[AS_PUBLIC] = is_public
    start, target = reverse("indicators:organisation", args=[organisation]), request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    left = request.session.pop(_LEFT, "")
    if not is_ours or (target == start and left and not is_public):
        return HttpResponseRedirect(left if is_ours else start)
    if is_public and not _has_public_version(target, publisher):
        request.session[_LEFT] = target
        messages.info(request, _left_words())
        return HttpResponseRedirect(start)
    return HttpResponseRedirect(target)


def _has_public_version(target: str, publisher: Organisation) -> bool:
    # The workbench says itself what it does not find, and shows something else.
    is_workbench = urlsplit(target).path == reverse("indicators:workbench", args=[publisher.slug])
    return is_workbench or is_told_to_all(target, publisher)


def _left_words() -> str:
    return _(
        "The page you came from has no public version: what it shows is not published. You now see what everybody "
        "sees. “Show all figures that I may see” on this page leads you back there."
    )


def audience_words(audience: str) -> str:
    """Say for whom what was read is; nothing of what everybody sees."""
    words = {
        Audience.COUNCIL.value: _("For the council, not published"),
        Audience.INTERNAL.value: _("Internal, not published"),
    }.get(kind_of(audience), "")
    return _("%(version)s; for some topics alone") % {"version": words} if is_narrowed(audience) else words


def held_words(organisation: OrganisationRef, held: str) -> str:
    """Say for whom figures are that were read for somebody who may see more; nothing of what everybody sees."""
    return audience_words(organisation.audience if held == kind_of(organisation.audience) else held)


def audience_line(organisation: OrganisationRef, held: str = "") -> tuple[tuple[str, str], ...]:
    """Return the line that a file with a preface carries when it was not made for everybody.

    `held` is the audience of what it holds, where that is known; else the file is for whom it was read.
    """
    words = held_words(organisation, held or kind_of(organisation.audience))
    return ((_("Version"), words),) if words else ()


def marked_cells(organisation: OrganisationRef, cells: Iterable[Sequence[Cell]]) -> list[Sequence[Cell]]:
    """Return the rows of a file, each saying that it was not made for everybody; those of the public as they are."""
    rows, words = list(cells), audience_words(organisation.audience)
    if not words:
        return rows
    return [(*row, words if place else COLUMN) for place, row in enumerate(rows)]


def marked_name(organisation: OrganisationRef, name: str, held: str = "") -> str:
    """Return the name of a file; one that was not made for everybody says so, wherever it is kept.

    `held` is the audience of what it holds, where that is known.
    """
    stem, dot, ending = name.rpartition(".")
    mark = _NAMES_OF_FILES.get(Audience(held or kind_of(organisation.audience)), "")
    return f"{stem}_{mark}{dot}{ending}" if mark else name
