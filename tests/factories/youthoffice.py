# SPDX-License-Identifier: EUPL-1.2
"""A city whose youth office brings and signs its own series, beside another topic of which it may learn nothing."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.core.files.uploadedfile import SimpleUploadedFile

from indicators.models import Delivery, Source, Topic
from indicators.services import catalogue, sources
from indicators.services.catalogue import IndicatorSpec, SeriesName
from indicators.services.sources import SourceSpec
from indicators.services.validating.writing import RuleSpec, write_rule
from sozialplanung.accounts.models import User
from sozialplanung.accounts.scopes import Scope, ScopeKind
from sozialplanung.accounts.services import assign_role, create_user
from tests.factories.desk import SAID, client_of, csv_file, decide, post, run_jobs
from tests.factories.register import build_city, create, definition
from tests.factories.world import World, build_world

# What stands for the other topic wherever it is told: names, a title, figures.
SECRET_WORDS: Final = ("Pflegegeheimnis", "pflegegeheim", "Geheimlieferung", "Geheimquelle", "Geheimregel")
SECRET_FIGURES: Final = ("7654", "7.654")
# What a page says back of its own address, its forms and its tokens.
ECHOED: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[A-Za-z0-9]{64}|nonce-[^']+|nonce=\"[^\"]+\"")
OWN_FILE: Final = "schluessel;hilfen\n11;40\n12;30\n21;50\n22;60\n"
FOREIGN_FILE: Final = "schluessel;pflegegeheim\n11;7654\n12;7655\n21;7656\n22;7657\n"
_SAID: Final = {name: text for name, text in SAID.items() if name != "column_2"}
OWN_SAID: Final = _SAID | {"column_1": "hilfen|value"}
FOREIGN_SAID: Final = _SAID | {"column_1": "pflegegeheim|value"}


@dataclass
class YouthOffice:
    """The city; `jan` brings and `jule` signs for the youth office, `foreign` are deliveries of another topic."""

    world: World
    jan: User
    jule: User
    youth: Topic
    foreign: dict[str, Delivery]


def build_youth_office() -> YouthOffice:
    """Store the city, its people, and deliveries of the other topic: one released, one waiting, one in work."""
    world = build_city(build_world())
    youth = add_youth(world)
    office = YouthOffice(
        world, person(world, "jan", "steward", youth), person(world, "jule", "approver", youth), youth, {}
    )
    _foreign(office)
    return office


def add_youth(world: World) -> Topic:
    """Store the topic of the youth office with one indicator."""
    catalogue.ensure_topic(organisation=world.city, slug="jugend", name="Jugend", position=5)
    add_indicator(world, "hilfen", "Hilfen zur Erziehung", topic="jugend")
    return Topic.objects.get(organisation=world.city, slug="jugend")


def add_indicator(world: World, slug: str, name: str, *, topic: str, source: str = "register") -> None:
    """Store a count that is delivered, with its series."""
    series = SeriesName(slug)
    catalogue.ensure_series(
        organisation=world.city,
        name=series,
        variable={"name": name, "is_additive": True},
        breakdown={"name": "gesamt", "dimension": "alter"},
    )
    create(world, IndicatorSpec(slug, topic, "delivered", definition(name, series=series, source=source)))


def person(world: World, name: str, role: str, *topics: Topic) -> User:
    """Store somebody who holds a role in some topics alone."""
    user = create_user(email=f"{name}@example.org", name=name.title(), password=None, by=None)
    for topic in topics:
        scope = Scope(ScopeKind.TOPIC, str(topic.pk))
        assign_role(user=user, organisation=world.city, role=role, by=None, scope=scope)
    return user


def begun(world: World, by: User, file: str, *, title: str = "Hilfen 2020", source: str = "register") -> Delivery:
    """Start a delivery by its page."""
    fields = {"source": Source.objects.get(organisation=world.city, slug=source).pk, "title": title}
    upload: SimpleUploadedFile = csv_file(file)
    answer: Any = client_of(by).post("/musterstadt/lieferungen/neu/", {**fields, "uploads": [upload]})
    assert answer.status_code == 302, answer.content.decode()
    run_jobs()
    return Delivery.objects.latest("pk")


def checked(world: World, by: User, file: str = OWN_FILE, said: Mapping[str, str] = OWN_SAID, **how: str) -> Delivery:
    """Bring a delivery up to its check."""
    delivery = begun(world, by, file, **how)
    if not delivery.tables.get().mapping:
        assert post(by, delivery, "zuordnung/1/", said).status_code == 302
    assert post(by, delivery, "pruefung/").status_code == 302
    return delivery


def submitted(world: World, by: User, file: str = OWN_FILE, said: Mapping[str, str] = OWN_SAID, **how: str) -> Delivery:
    """Bring a delivery up to its submission."""
    delivery = checked(world, by, file, said, **how)
    assert post(by, delivery, "einreichen/", {"is_confirmed": "on"}).status_code == 302
    return delivery


def write_secret_rule(office: YouthOffice) -> None:
    """Write a rule that reaches over to the other topic and is broken there."""
    write_rule(
        organisation=office.world.city,
        spec=RuleSpec("Geheimregel", "hilfen", ">=", "pflegegeheim", severity="error"),
        by=office.world.anna,
    )


def _foreign(office: YouthOffice) -> None:
    world = office.world
    catalogue.ensure_topic(organisation=world.city, slug="pflege", name="Pflege", position=6)
    spec = SourceSpec("geheimquelle", "Geheimquelle", "Stadt", "© Stadt", ("cc0", "CC0", ""), True, "§ 16 BStatG")
    sources.ensure_source(organisation=world.city, spec=spec)
    sources.set_rule(organisation=world.city, spec=spec)
    add_indicator(world, "pflegegeheim", "Pflegegeheimnis", topic="pflege", source="geheimquelle")
    how = {"title": "Geheimlieferung", "source": "geheimquelle"}
    released = submitted(world, world.anna, FOREIGN_FILE, FOREIGN_SAID, **how)
    assert decide(world.frida, released, "approve").status_code == 302
    office.foreign["released"] = released
    office.foreign["waiting"] = submitted(world, world.anna, FOREIGN_FILE.replace("55", "45"), FOREIGN_SAID, **how)
    office.foreign["draft"] = checked(world, world.anna, FOREIGN_FILE.replace("56", "46"), FOREIGN_SAID, **how)
