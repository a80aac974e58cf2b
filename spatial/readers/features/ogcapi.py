# SPDX-License-Identifier: EUPL-1.2
"""Takes a collection from an OGC API Features (part 1: core) as GeoJSON, page by page, whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit, urlunsplit

from sozialplanung.common.names import told_name
from spatial.geometry.crs import LONGITUDE_LATITUDE
from spatial.geometry.problems import quoted
from spatial.readers.geojson import parsed_collection, parsed_json
from spatial.readers.limits import Limits
from spatial.readers.source import Session, SourcePolicy, checked_address
from spatial.readers.texts import BoundaryFileError, refusal
from spatial.readers.wfs import JSON_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from spatial.readers.collected import Collected
    from spatial.readers.source import Answer

ACCEPT: Final = "application/geo+json, application/json;q=0.9"
# What the standard asks for itself; anything else of an address (a key) goes along.
OWN_PARAMETERS: Final = frozenset(
    {"limit", "offset", "startindex", "bbox", "bbox-crs", "crs", "datetime", "filter", "filter-crs", "filter-lang", "f"}
)
COLLECTIONS: Final = "/collections"
MOST_OFFERS: Final = 2_000
MOST_LISTS: Final = 20
LONGEST_NAME: Final = 200
# Longitude first, as GeoJSON has it; with heights or without.
_SYSTEMS: Final = ("/OGC/1.3/CRS84", "/OGC/0/CRS84h")


@dataclass(frozen=True, slots=True)
class Offer:
    """A collection: its name and its title."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Offers:
    """A service: what it calls itself, and its collections in their order."""

    title: str
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class Fetched:
    """Everything of a collection as one GeoJSON, and how many features it holds."""

    content: bytes
    count: int


def look_at_collections(address: str, policy: SourcePolicy) -> Offers:
    """Ask a service which collections of features it has.

    Parameters
    ----------
    address : str
        Landing page of the service, or any page below ``/collections``, with or without a query.
    policy : SourcePolicy
        Allowed hosts and bounds.

    Returns
    -------
    Offers
        At most `MOST_OFFERS` collections that have a name.

    Raises
    ------
    BoundaryFileError
        As `Session.get` does; ``spatial.fetch_no_collections`` for an answer that lists none.
    """
    checked_address(address, policy)
    return _Service(address, Session(policy, accept=ACCEPT)).offers()


def fetch_collection(address: str, name: str, policy: SourcePolicy, into: Collected) -> Fetched:
    """Fetch all features of a collection in longitude and latitude.

    Parameters
    ----------
    address : str
        As for `look_at_collections`.
    name : str
        Name of a collection that the service has.
    policy : SourcePolicy
        Allowed hosts and bounds; they hold for all pages together.
    into : Collected
        Takes the pages.

    Returns
    -------
    Fetched
        One FeatureCollection, perhaps without features.

    Raises
    ------
    BoundaryFileError
        As `look_at_collections` and `Collected.take` do; ``spatial.wfs_layer_unknown``; ``wfs_paging`` for a page that
        leads back to one that was there; ``wfs_incomplete`` where less came than the service counts, or pages without
        end; ``fetch_system`` for any other system than longitude and latitude; what the GeoJSON reader refuses.
    """
    checked_address(address, policy)
    service = _Service(address, Session(policy, into.watch, ACCEPT))
    offers = service.offers()
    if name not in {each.name for each in offers.offers}:
        names = ", ".join(quoted(each.name) for each in offers.offers[:20])
        raise refusal("wfs_layer_unknown", layer=quoted(name), layers=names)
    for page in service.pages(name, into):
        into.take(page, _number(page.get("numberMatched")))
    return Fetched(into.content(LONGITUDE_LATITUDE), len(into.features))


@dataclass(slots=True)
class _Service:
    """One service at its own address: wherever links point, no other server is asked."""

    address: str
    session: Session
    more: dict[str, str] = field(default_factory=dict)

    def offers(self) -> Offers:
        """Return the collections of features."""
        target, found, title = self._at(COLLECTIONS), list[Offer](), ""
        for _ in range(MOST_LISTS):
            told = self._described(target)
            title = title or _text(told.get("title"))
            found += [each for each in map(_offer, told["collections"]) if each is not None]
            following = self._following(told, target)
            if following is None:
                break
            target = following
        if not found:
            raise refusal("wfs_no_layers")
        return Offers(title, tuple(found[:MOST_OFFERS]))

    def pages(self, name: str, into: Collected) -> Iterator[dict[str, Any]]:
        """Yield the pages of a collection: by their links, or by count where the service has none."""
        policy = self.session.policy
        items = f"{COLLECTIONS}/{quote(name, safe='')}/items"
        target, seen = self._at(items, {"limit": str(policy.page_size)}), set[str]()
        for _ in range(policy.max_pages):
            seen.add(target)
            page = self._page(target)
            yield page
            count, total = len(into.features), _number(page.get("numberMatched"))
            following = self._following(page, target)
            if following is None and page["features"] and total is not None and total > count:
                following = self._at(items, {"limit": str(policy.page_size), "offset": str(count)})
            if following is None:
                if total is not None and total != count:
                    raise refusal("wfs_incomplete", count=count, expected=total)
                return
            if following in seen:
                raise refusal("wfs_paging")
            target = following
        raise refusal("wfs_incomplete", count=len(into.features), expected=len(into.features) + 1)

    def _described(self, target: str) -> dict[str, Any]:
        answer = self._json(target)
        try:
            told = parsed_json(answer.content, self._limits)
        except BoundaryFileError as error:
            raise refusal("fetch_no_collections") from error
        if not isinstance(told, dict) or not isinstance(told.get("collections"), list):
            raise refusal("fetch_no_collections")
        return told

    def _page(self, target: str) -> dict[str, Any]:
        answer = self._json(target)
        if answer.system and not answer.system.endswith(_SYSTEMS):
            raise refusal("fetch_system", found=quoted(answer.system))
        page = parsed_collection(answer.content, self._limits)
        told, count = _number(page.get("numberReturned")), len(page["features"])
        if told is not None and told != count:
            raise refusal("wfs_incomplete", count=count, expected=told)
        return page

    def _json(self, target: str) -> Answer:
        """Return an answer that is JSON; a service that sends pages for people instead is asked once more."""
        answer = self.session.get(target)
        if answer.kind == "text/html" and not self.more:
            self.more = {"f": "json"}
            answer = self.session.get(_asked(target, self.more))
        if answer.kind not in JSON_KINDS:
            raise refusal("wfs_kind", found=quoted(answer.kind), allowed="GeoJSON")
        return answer

    @property
    def _limits(self) -> Limits:
        return Limits(max_bytes=self.session.policy.max_bytes)

    def _at(self, path: str, wanted: Mapping[str, str] | None = None) -> str:
        """Return the address of a part of the service, with what its own address carries."""
        parts = urlsplit(self.address)
        home = home_path(parts.path)
        plain = urlunsplit(parts._replace(path=f"{home}{path}", query=urlencode(_own(parts.query))))
        return _asked(plain, {**(wanted or {}), **self.more})

    def _following(self, told: Mapping[str, Any], target: str) -> str | None:
        """Return the address of the next page at our own server; None where there is none."""
        links = told.get("links")
        entries = links if isinstance(links, list) else []
        leading = (each for each in entries if isinstance(each, dict) and each.get("rel") == "next")
        href = next((each["href"] for each in leading if _is_json(each)), None)
        if href is None:
            return None
        own = urlsplit(self.address)
        try:
            found = urlsplit(urljoin(target, href))
            host = found.hostname or ""
        except ValueError as error:
            raise refusal("source_redirect", host=own.hostname or "", target=quoted(href)) from error
        if host.lower() != (own.hostname or "").lower():
            raise refusal("source_redirect", host=own.hostname or "", target=quoted(href))
        # Behind a proxy links often name the inner port or http: what counts is their path and their query.
        here = urlunsplit((own.scheme, own.netloc, found.path, found.query, ""))
        known = {name for name, _value in parse_qsl(found.query, keep_blank_values=True)}
        carried = dict(_own(own.query)) | self.more
        return _asked(here, {name: value for name, value in carried.items() if name not in known})


def home_path(path: str) -> str:
    """Return the path of the landing page.

    Parameters
    ----------
    path : str
        Of the landing page or of any page below its ``/collections``.

    Returns
    -------
    str
        Without a stroke at its end; empty for the root.
    """
    before, found, after = path.partition(COLLECTIONS)
    is_below = bool(found) and (not after or after.startswith("/"))
    return (before if is_below else path).rstrip("/")


def named_in(address: str) -> str:
    """Return the name of the collection that an address leads to.

    Parameters
    ----------
    address : str
        Of a page below ``/collections/``, or any other.

    Returns
    -------
    str
        Empty where it leads to none.
    """
    _before, _found, after = address.partition("?")[0].partition(f"{COLLECTIONS}/")
    return unquote(after.partition("/")[0])


def _own(query: str) -> list[tuple[str, str]]:
    return [
        (name, value) for name, value in parse_qsl(query, keep_blank_values=True) if name.lower() not in OWN_PARAMETERS
    ]


def _asked(address: str, wanted: Mapping[str, str]) -> str:
    parts = urlsplit(address)
    kept = [each for each in parse_qsl(parts.query, keep_blank_values=True) if each[0] not in wanted]
    return urlunsplit(parts._replace(query=urlencode([*kept, *wanted.items()])))


def _offer(told: object) -> Offer | None:
    """Return a collection of features; None for one of something else, or without a name that can be asked for."""
    if not isinstance(told, dict) or told.get("itemType", "feature") != "feature":
        return None
    name = told.get("id")
    if not isinstance(name, str) or not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        return None
    return Offer(name, _text(told.get("title")))


def _text(value: object) -> str:
    return told_name(value)[:LONGEST_NAME] if isinstance(value, str) else ""


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _is_json(link: Mapping[str, Any]) -> bool:
    kind = link.get("type")
    return isinstance(link.get("href"), str) and (not isinstance(kind, str) or "json" in kind.lower())
