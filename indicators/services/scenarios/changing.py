# SPDX-License-Identifier: EUPL-1.2
"""Change the sites of a scenario, one change after the other; the last one can be taken back."""

from dataclasses import dataclass
from itertools import count
from typing import Final, cast

from django.contrib.gis.geos import Point as StoredPoint
from django.db import transaction

from indicators.errors import ScenarioChangedError, ScenarioError
from indicators.models import ChangeOfSite, Scenario, ScenarioChange
from indicators.models.scenarios import MOST_PLACES
from indicators.selectors.scenarios.ground import ONE, ScenarioGround, changes_of, ground_of
from indicators.services.keepsakes import locked
from indicators.services.scenarios.bounds import refuse_far
from indicators.services.scenarios.ways import request_ways
from indicators.stats.siting.changing import ChangeKind, Point, SiteChange, SiteChangeError, ledger
from sozialplanung.accounts.models import User
from sozialplanung.common.names import told_name
from spatial.readers.addresses.finding import Status
from spatial.readers.addresses.parsing import AddressFields
from spatial.services.layers.geocoding import geocoder_for

MOST_CHANGES: Final = 100
_SRID: Final = 4326
_LONGEST: Final = {"name": 300, "address": 400}


@dataclass(frozen=True, slots=True)
class Wanted:
    """One change as somebody asks for it; without a key a new site is opened."""

    kind: ChangeOfSite
    key: str = ""
    name: str = ""
    point: Point | None = None
    places: float | None = None
    address: str = ""


@transaction.atomic
def change_site(*, scenario: Scenario, wanted: Wanted, by: User) -> ScenarioChange:
    """Make one change, and let the ways be worked out that it needs.

    Raises
    ------
    ScenarioError
        ``scenario.site_unknown``, ``scenario.site_closed`` or ``scenario.incomplete`` for what cannot be done,
        ``scenario.uncounted`` for other places where the layer counts none, ``scenario.places`` for more than 100,000,
        ``scenario.too_many`` beyond 100 changes, ``scenario.far_away`` for a place far outside the areas.
    """
    row = locked(scenario)
    ground = ground_of(row)
    made = _as_change(ground, wanted)
    _check(ground, made)
    refuse_far(row, made.point)
    number = ground.changes[-1].number + 1 if ground.changes else 1
    stored = ScenarioChange.objects.create(
        scenario=row,
        number=number,
        kind=made.kind,
        site_key=made.key,
        name=made.name[: _LONGEST["name"]],
        address=wanted.address[: _LONGEST["address"]],
        point=None if made.point is None else StoredPoint(*made.point, srid=_SRID),
        places=made.places,
        made_by=by,
    )
    row.save(update_fields=["changed_at"])
    request_ways(scenario=row, by=by)
    return stored


@transaction.atomic
def take_back(*, scenario: Scenario, number: int) -> None:
    """Take the last change back; of two tabs the second one is told.

    Raises
    ------
    ScenarioChangedError
        ``scenario.changed`` when another change is the last one by now.
    """
    row = locked(scenario)
    last = row.changes.order_by("-number").first()
    if last is None or last.number != number:
        raise ScenarioChangedError("scenario.changed", "Another change is the last one by now.")
    last.delete()
    row.save(update_fields=["changed_at"])


def point_of_address(*, scenario: Scenario, text: str) -> Point:
    """Return where an address lies, by the address file of the organisation.

    Raises
    ------
    ScenarioError
        ``scenario.no_addresses`` without such a file, ``scenario.address_unknown`` where it is not found exactly, with
        what lies next to it.
    """
    fields = AddressFields(text=text)
    coder = geocoder_for(scenario.organisation, fields)
    if coder is None:
        raise ScenarioError("scenario.no_addresses", "There is no address file.", place="where")
    found = coder.answer(fields)
    if found.status is Status.EXACT:
        entry = found.candidates[0].entry
        return round(entry.x, 7), round(entry.y, 7)
    near = [str(each.entry) for each in found.candidates] or list(found.nearest)
    code = "scenario.address_near" if near else "scenario.address_unknown"
    raise ScenarioError(code, "The address is not known.", place="where", near="; ".join(near[:3]))


def _as_change(ground: ScenarioGround, wanted: Wanted) -> SiteChange:
    """Return what is asked for as the pure core takes it; what is opened gets a key of its own."""
    is_counted = bool(ground.capacity_label)
    if wanted.kind == ChangeOfSite.ENLARGE and not is_counted:
        raise ScenarioError("scenario.uncounted", "The layer counts no places.", place="kind")
    places = wanted.places
    key, name = wanted.key, wanted.name
    if wanted.kind == ChangeOfSite.ADD:
        known = {each.key for each in ground.ledger.standings}
        key = next(text for number in count(1) if (text := f"+{number}") not in known)
        name = told_name(wanted.name)
        places = places if is_counted else ONE
    return SiteChange(cast("ChangeKind", wanted.kind.value), key, name, wanted.point, places)


def _check(ground: ScenarioGround, made: SiteChange) -> None:
    if len(ground.changes) >= MOST_CHANGES:
        raise ScenarioError("scenario.too_many", "A scenario has room for 100 changes.", most=MOST_CHANGES)
    if made.places is not None and not 0 <= made.places <= MOST_PLACES:
        raise ScenarioError("scenario.places", "Too few or too many places.", place="places")
    if made.kind == "add" and not made.name:
        raise ScenarioError("scenario.nameless", "A site that is opened has a name.", place="name")
    try:
        ledger(ground.sites, (*changes_of(ground.changes), made))
    except SiteChangeError as error:
        code = {"unknown": "site_unknown", "closed": "site_closed"}.get(error.code, error.code)
        raise ScenarioError(f"scenario.{code}", "This change cannot be made.", place="key") from error
