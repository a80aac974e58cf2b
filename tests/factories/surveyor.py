# SPDX-License-Identifier: EUPL-1.2
"""The pages of boundary versions as their people use them, for tests."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from sozialplanung.accounts.models import User
from spatial.models import Changeset, ChangesetLayer
from tests.factories.areas import Ring, city_areas, collection, import_city, square
from tests.factories.desk import client_of, run_jobs
from tests.factories.world import World

Areas = dict[str, tuple[str, Ring]]
HOME = "/musterstadt/gebietsstaende/"
FACTS = {
    "name": "Stand 2024",
    "edition": "stand-2024",
    "valid_from": "01.01.2024",
    "valid_until": "",
    "publisher": "Stadt Musterstadt",
    "licence": "dl-de/by-2-0",
    "attribution": "© Stadt Musterstadt",
    "note": "",
}
LAYER = {"is_taken": "1", "level": "viertel", "key": "code", "name": "name", "parents": "prefix", "parent_column": ""}


def build_ground(world: World) -> World:
    """Store a city with districts and quarters of 2020."""
    import_city(world.city)
    return world


def quarters() -> Areas:
    """Return the four quarters of the city: one renamed, one split in two beside the others."""
    _, areas = city_areas()
    west, east = square(1, 1, width=0.5), square(1, 1, width=0.5)
    middle, end = east[1][0], square(1, 1)[1][0]
    half = [[middle, east[0][1]], [end, east[0][1]], [end, east[2][1]], [middle, east[2][1]], [middle, east[0][1]]]
    changed = {"11": ("Alte Mitte", areas["11"][1]), "23": ("Neu-Köpenick West", west), "24": ("Ost", half)}
    return {**{key: areas[key] for key in ("12", "21")}, **changed}


def boundary_file(areas: Areas | None = None, name: str = "viertel.geojson") -> SimpleUploadedFile:
    """Return a GeoJSON to upload."""
    return SimpleUploadedFile(name, collection(quarters() if areas is None else areas))


def url_of(changeset: Changeset, step: str = "") -> str:
    """Return the address of a step."""
    return f"{HOME}{changeset.uuid}/{step}"


def begun(person: User, files: Sequence[SimpleUploadedFile] | None = None, **fields: str) -> Changeset:
    """Start a boundary version by its page, and let its files be looked into."""
    said = {"name": "Stand 2024", "valid_from": "01.01.2024", **fields, "uploads": files or [boundary_file()]}
    answer = client_of(person).post(f"{HOME}neu/", said)
    assert answer.status_code == 302, answer.content.decode()
    run_jobs()
    return Changeset.objects.latest("pk")


def send(person: User, changeset: Changeset, step: str, fields: Mapping[str, Any] | None = None) -> HttpResponse:
    """Send the form of a step, and do what it puts into the queue."""
    changeset.refresh_from_db()
    answer: Any = client_of(person).post(url_of(changeset, step), {"revision": changeset.revision, **(fields or {})})
    run_jobs()
    changeset.refresh_from_db()
    assert isinstance(answer, HttpResponse)
    return answer


def see(person: User, changeset: Changeset, step: str = "") -> str:
    """Return a page as somebody sees it."""
    answer = client_of(person).get(url_of(changeset, step))
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def checked(
    person: User, files: Sequence[SimpleUploadedFile] | None = None, layer: Mapping[str, Any] | None = None
) -> Changeset:
    """Bring a boundary version up to its check."""
    changeset = begun(person, files)
    assert send(person, changeset, "angaben/", FACTS).status_code == 302
    for one in ChangesetLayer.objects.filter(changeset=changeset):
        answer = send(person, changeset, f"ebenen/{one.number}/", {**LAYER, **(layer or {})})
        assert answer.status_code == 302, answer.content.decode()
    assert send(person, changeset, "pruefung/").status_code == 302
    return changeset


def submitted(city: World, files: Sequence[SimpleUploadedFile] | None = None) -> Changeset:
    """Bring a boundary version of Anna up to its submission."""
    changeset = checked(city.anna, files)
    reason_all(city.anna, changeset)
    answer = send(city.anna, changeset, "einreichen/", {"is_confirmed": "on"})
    assert answer.status_code == 302, answer.content.decode()
    return changeset


def reason_all(person: User, changeset: Changeset) -> None:
    """Give every finding that wants one a reason."""
    while found := changeset.findings.filter(severity="warning", reason="").first():
        send(person, changeset, f"pruefung/{found.number}/begruendung/", {"reason": "So vereinbart am 3. März."})


def decide(person: User, changeset: Changeset, decision: str, text: str = "") -> HttpResponse:
    """Send the decision of somebody."""
    changeset.refresh_from_db()
    said = {"decision": decision, "text": text, "content_hash": changeset.content_hash}
    return send(person, changeset, "freigabe/", said)


def codes_of(changeset: Changeset) -> list[str]:
    """Return the codes of what the check found, without their prefix."""
    return [code.removeprefix("spatial.") for code in changeset.findings.values_list("code", flat=True)]
