# SPDX-License-Identifier: EUPL-1.2
"""Dashboards and editions in every state, with a picture each, for the matrix of rights."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reports.models import Readers
from reports.services.freezing import frozen
from reports.services.preparing import keep_draft
from reports.services.publishing import withdraw_edition
from sozialplanung.notifications.models import Subscriber
from sozialplanung.notifications.services.subscribing import new_token
from tests.factories.editions import CONTENT, EASY, begun, handed_in, let_out, with_picture

if TYPE_CHECKING:
    from tests.factories.matrixcity import MatrixCity


def put_editions(city: MatrixCity) -> None:
    """Publish dashboards, one for everybody, one for the council; hand one in, and take one back."""
    world, pages, content = city.world, "b/<", replace(CONTENT, easy=EASY)
    shown = let_out(world, handed_in(world, with_picture(world, begun(world, content))))
    waiting = handed_in(world, with_picture(world, begun(world, content, title="Wartet")))
    for_council = begun(world, content, title="Für den Rat", readers=Readers.COUNCIL)
    council = let_out(world, handed_in(world, with_picture(world, for_council)))
    gone = let_out(world, handed_in(world, with_picture(world, begun(world, content, title="Zurück"))))
    withdraw_edition(edition=gone, reason="Falsche Quelle.", by=world.frida)
    states = {"": shown, "draft": waiting, "council": council, "withdrawn": gone}
    for state, row in states.items():
        held = row.pictures.get().picture
        picture = {"digest": held.content_hash, "ending": held.kind}
        edition = {"slug": row.publication.slug, "year": row.year, "number": row.number}
        city.put("b/<slug>/<year>-<number>/bild/<digest>", state, **edition, **picture)
        city.put("<organisation>/berichte/werkstatt/ausgaben/<uuid>/bild/<digest>", state, uuid=row.uuid, **picture)
        city.put(pages, state, slug=row.publication.slug, year=row.year, number=row.number, name="panel1bild")
        city.put("embed/b/<", state, slug=row.publication.slug, year=row.year, number=row.number, name="panel1")
        city.put("<organisation>/berichte/werkstatt/ausgaben/<", state, uuid=row.uuid, name="panel1bild")
    reader = Subscriber.objects.create(
        organisation=world.city,
        kind="publication",
        subject=str(shown.publication.uuid),
        email="lena@example.org",
        language="de",
    )
    number, secret = new_token(reader)
    city.put("bescheid/<", "", number=number, secret=secret)
    begun_one = with_picture(world, begun(world, title="In Arbeit"))
    brought = begun_one.pictures.get()
    city.put("<organisation>/berichte/werkstatt/<", "", uuid=begun_one.uuid, name="panel1")
    picture = {"digest": brought.content_hash, "ending": brought.kind}
    keep_draft(begun_one, shown, frozen(begun_one, report=lambda *_told: None))
    for place in ("vorschau", "vorbereitet"):
        address = f"<organisation>/berichte/werkstatt/<uuid>/{place}/bild/"
        city.put(address, "", uuid=begun_one.uuid, name="panel1bild", **picture)
