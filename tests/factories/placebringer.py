# SPDX-License-Identifier: EUPL-1.2
"""The pages of layers of places as their people use them, for tests."""

from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from sozialplanung.accounts.models import User
from spatial.models import AddressRegister, LayerDraft, LayerDraftFile, LayerDraftSource, LayerVersion
from spatial.selectors.layerfiles import file_hash
from tests.factories.areas import square
from tests.factories.desk import client_of, run_jobs
from tests.factories.world import World

HOME = "/musterstadt/orte/"
DRAFTS = f"{HOME}entwuerfe/"
FACTS = {
    "name": "Kindertagesstätten",
    "slug": "kitas",
    "kind": "point",
    "topic": "Bildung/Kita",
    "description": "",
    "valid_from": "01.01.2024",
    "valid_until": "",
    "publisher": "Stadt Musterstadt",
    "licence": "dl-de/by-2-0",
    "attribution": "© Stadt Musterstadt",
    "note": "",
}
COLUMNS = {"name": "Name", "key": "Nr", "capacity": "Plätze", "capacity_label": "Plätze", "kept": ["Art"]}
PLACES = {**COLUMNS, "east": "X", "north": "Y", "crs": "EPSG:4326"}
ADDRESSES = {**COLUMNS, "address_text": "Anschrift"}


def spot(column: int, row: int) -> tuple[float, float]:
    """Return a place inside one of the squares that the city is made of."""
    ring = square(column, row)
    return (ring[0][0] + ring[2][0]) / 2, (ring[0][1] + ring[2][1]) / 2


def places_file(*rows: str, name: str = "kitas.csv") -> SimpleUploadedFile:
    """Return a table of places with coordinates; without rows two that lie well."""
    (one, other) = ("{:.6f};{:.6f}".format(*spot(column, 0)) for column in (0, 1))
    told = rows or (f"1;Kita Nord;40;{one};frei", f"2;Kita Süd;;{other};städtisch")
    return SimpleUploadedFile(name, "\n".join(("Nr;Name;Plätze;X;Y;Art", *told)).encode())


def addressed_file(*addresses: str) -> SimpleUploadedFile:
    """Return a table of places with addresses."""
    rows = (f"{number};Kita {number};10;{address};frei" for number, address in enumerate(addresses, start=1))
    return SimpleUploadedFile("adressen.csv", "\n".join(("Nr;Name;Plätze;Anschrift;Art", *rows)).encode())


def bring_addresses(person: User, **fields: str) -> AddressRegister:
    """Bring an address file of one street with the numbers 1, 3, 3a and 9."""
    east, north = spot(0, 0)
    rows = (f"Marktstraße;{number};12345;{east:.6f};{north:.6f}" for number in ("1", "3", "3a", "9"))
    file = SimpleUploadedFile("register.csv", "\n".join(("Straße;Nr;PLZ;X;Y", *rows)).encode())
    said = {
        "upload": file,
        "publisher": "Stadt",
        "licence": "cc0",
        "crs": "EPSG:4326",
        "east": "X",
        "north": "Y",
        "address_street": "Straße",
        "address_number": "Nr",
        "address_postcode": "PLZ",
        **fields,
    }
    answer = client_of(person).post(f"{HOME}adressen/", said)
    assert answer.status_code == 302, answer.content.decode()
    run_jobs()
    return AddressRegister.objects.latest("pk")


def url_of(draft: LayerDraft, step: str = "") -> str:
    """Return the address of a step."""
    return f"{DRAFTS}{draft.uuid}/{step}"


def begun(person: User, file: SimpleUploadedFile | None = None) -> LayerDraft:
    """Start a layer by its page, and let its file be looked into."""
    said = {name: FACTS[name] for name in ("name", "slug", "kind", "valid_from")}
    answer = client_of(person).post(f"{DRAFTS}neu/", {**said, "uploads": [file or places_file()]})
    assert answer.status_code == 302, answer.content.decode()
    run_jobs()
    return LayerDraft.objects.latest("pk")


def send(person: User, draft: LayerDraft, step: str, fields: Mapping[str, Any] | None = None) -> HttpResponse:
    """Send the form of a step, and do what it puts into the queue."""
    draft.refresh_from_db()
    answer: Any = client_of(person).post(url_of(draft, step), {"revision": draft.revision, **(fields or {})})
    run_jobs()
    draft.refresh_from_db()
    assert isinstance(answer, HttpResponse)
    return answer


def see(person: User, draft: LayerDraft, step: str = "") -> str:
    """Return a page as somebody sees it."""
    answer = client_of(person).get(url_of(draft, step))
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def checked(person: User, file: SimpleUploadedFile | None = None, columns: Mapping[str, Any] = PLACES) -> LayerDraft:
    """Bring a layer up to its check."""
    draft = begun(person, file)
    assert send(person, draft, "angaben/", FACTS).status_code == 302
    answer = send(person, draft, "spalten/", columns)
    assert answer.status_code == 302, answer.content.decode()
    return draft


def submitted(city: World, file: SimpleUploadedFile | None = None) -> LayerDraft:
    """Bring a layer of Anna up to its submission."""
    draft = checked(city.anna, file)
    answer = send(city.anna, draft, "einreichen/", {"is_confirmed": "on"})
    assert answer.status_code == 302, answer.content.decode()
    return draft


def decide(person: User, draft: LayerDraft, decision: str, text: str = "") -> HttpResponse:
    """Send the decision of somebody."""
    draft.refresh_from_db()
    said = {"decision": decision, "text": text, "content_hash": draft.content_hash}
    return send(person, draft, "freigabe/", said)


def fetched(city: World) -> None:
    """Put a layer in force as if a service had sent its file."""
    draft = checked(city.anna)
    where = {"kind": "features", "address": "https://gis.example/api", "collection": "kitas"}
    LayerDraftSource.objects.create(draft=draft, **where)
    LayerDraftFile.objects.filter(draft=draft).update(fetched_at=draft.created_at)
    send(city.anna, draft, "einreichen/", {"is_confirmed": "on"})
    decide(city.frida, draft, "approve")


def address_of_kitas() -> dict[str, Any]:
    """Return what the addresses of the layer in force are made of."""
    version = LayerVersion.objects.get(layer__slug="kitas", superseded_at__isnull=True)
    return {"slug": "kitas", "number": version.number, "content_hash": file_hash(version)}
