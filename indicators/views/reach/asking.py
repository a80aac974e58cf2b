# SPDX-License-Identifier: EUPL-1.2
"""Who may ask what is reached, and what an address asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from indicators.forms.rings import RingsForm
from indicators.rendering.profile_numbers import Language, language_of, number
from indicators.selectors.ringfigures import RingsAnswer, RingsWish, rings_answer, told_indicators
from indicators.views.readership import publisher_of
from sozialplanung.accounts.desks import for_whom, nothing
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.selectors import has_permission
from spatial.geometry.network.profiles import Mode
from spatial.selectors.networks import NetworkRow, networks_of
from spatial.selectors.reachrings import point_layers_of
from spatial.selectors.routing import Asked

START: Final = {"profil": "foot", "grenze": "5, 10, 15", "einheit": "minuten"}
METRES: Final = "meter"


@dataclass(frozen=True, slots=True)
class Place:
    """A person who may ask what is reached at an organisation."""

    organisation: Organisation
    person: User


def _place(person: User, body: Organisation) -> Place | None:
    """Give a place to who reads what is released inside: planners, stewards, approvers."""
    return Place(body, person) if has_permission(person, Permission.VIEW_INTERNAL_RELEASES, body) else None


at_streets = for_whom(_place)


@dataclass(frozen=True, slots=True, eq=False)
class ReachDesk:
    """What an address asks for: by whom, of whom, by which form; `answer` is None where nothing can be answered."""

    publisher: Organisation
    person: User
    networks: tuple[NetworkRow, ...]
    form: RingsForm
    language: Language
    answer: RingsAnswer | None

    @property
    def said(self) -> dict[str, Any]:
        """What the form says."""
        return self.form.cleaned_data

    @property
    def query(self) -> str:
        """The address that says the same, without what nobody asked for."""
        longitude, latitude = self.said["punkt"]
        return query_of(self.said, punkt=f"{latitude:.6f}, {longitude:.6f}")

    def url(self, name: str) -> str:
        """Return the address of a page or file that shows the same."""
        return f"{reverse(name, args=[self.publisher.slug])}?{self.query}"

    def limit(self, limit: int) -> str:
        """Say how far a ring goes."""
        return limit_words(self.said, limit, self.language)


def query_of(said: Mapping[str, Any], **more: str) -> str:
    """Return the query that says what a form says, without what nobody asked for."""
    told = {
        "netz": said["network"].slug,
        **more,
        "profil": said["profil"],
        "grenze": ",".join(map(str, said["grenze"])),
        "einheit": said["einheit"],
        "orte": said.get("orte", ""),
        "indikator": said.get("indikator", ()),
    }
    return urlencode({name: value for name, value in told.items() if value}, doseq=True, safe=",")


def asked_by(said: Mapping[str, Any]) -> Asked:
    """Return on which network a form asks, how one moves there, and in what it counts."""
    return Asked(said["network"], Mode(said["profil"]), is_metres=said["einheit"] == METRES)


def limit_words(said: Mapping[str, Any], limit: int, language: Language) -> str:
    """Say how far one goes, in what a form counts in."""
    told = {"limit": number(limit, 0, language)}
    if said["einheit"] == METRES:
        return _("%(limit)s m") % told
    return ngettext("%(limit)s minute", "%(limit)s minutes", limit) % told


def desk_of(request: HttpRequest, place: Place, *, has_figures: bool = True) -> ReachDesk:
    """Read an address, and answer it as far as it says enough; who needs no figures leaves them out."""
    publisher = publisher_of(request, place.organisation.slug)
    networks = networks_of(publisher)
    layers = {each.layer.slug: each for each in point_layers_of(publisher.pk)}
    form = RingsForm(
        request.GET or None,
        networks=networks,
        layers=[(slug, each.layer.name) for slug, each in layers.items()],
        indicators=[(each.slug, each.definition.short_name) for each in told_indicators(publisher)],
        initial=START,
    )
    answer = None
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        layer = layers.get(said.get("orte", ""))
        told = (layer, said.get("indikator", ()), has_figures)
        answer = rings_answer(publisher, RingsWish(asked_by(said), said["punkt"], said["grenze"], *told))
    return ReachDesk(publisher, place.person, networks, form, language_of(get_language()), answer)


def answered(request: HttpRequest, place: Place, *, has_figures: bool = True) -> tuple[ReachDesk, RingsAnswer]:
    """Read an address that has to have an answer; there is nothing at any other one."""
    desk = desk_of(request, place, has_figures=has_figures)
    if desk.answer is None or desk.answer.is_off:
        raise nothing()
    return desk, desk.answer
