# SPDX-License-Identifier: EUPL-1.2
"""A city whose public, council and administration see by rules of their own, with a delivery that waits."""

from dataclasses import replace
from typing import Final

from indicators.models import Audience, Delivery, Topic
from indicators.services import catalogue, sources
from indicators.services.catalogue import SeriesName
from indicators.services.sources import SourceSpec
from sozialplanung.accounts.scopes import Scope, ScopeKind
from sozialplanung.accounts.services import assign_role, create_user
from tests.factories.desk import csv_file, decide, submitted
from tests.factories.register import build_city
from tests.factories.world import PASSWORD, World, build_world

# Two children are few for everybody, four for the public alone: the council reads them where nothing follows from them.
NOW: Final = "schluessel;einwohner;kinder\n11;1.000;200\n12;500;2\n21;800;4\n22;700;90\n"
NEXT: Final = "schluessel;einwohner;kinder\n11;1.000;210\n12;500;2\n21;800;3\n22;700;4\n"
MINIMA: Final = {Audience.PUBLIC: 5, Audience.COUNCIL: 3, Audience.INTERNAL: 2}


def build_shielded_city() -> Delivery:
    """Store the city with its first figures in force for all three; returns the delivery that waits."""
    world = build_world()
    build_city(world)
    _with_rules(world)
    _with_declarations(world)
    nina = create_user(email="nina@example.org", name="Nina", password=PASSWORD, by=None)
    topic = Topic.objects.get(organisation=world.city, slug="bevoelkerung")
    scope = Scope(ScopeKind.TOPIC, str(topic.pk))
    assign_role(user=nina, organisation=world.city, role="viewer", by=world.gero, scope=scope)
    decide(world.frida, submitted(world, csv_file(NOW)), "approve")
    return submitted(world, csv_file(NEXT, "zweite.csv"))


def _with_rules(world: World) -> None:
    spec = SourceSpec("register", "Melderegister", "Stadt", "© Stadt", ("cc0", "CC0", ""), True, "§ 16 BStatG")
    for audience, minimum in MINIMA.items():
        sources.set_rule(organisation=world.city, spec=replace(spec, minimum_count=minimum), audience=audience)


def _with_declarations(world: World) -> None:
    """Bring groups and a column of those who stand behind figures, for the page of what adds up."""
    for variable, breakdown in (("einwohner", "frauen"), ("einwohner", "maenner"), ("haushalte", "gesamt")):
        catalogue.ensure_series(
            organisation=world.city,
            name=SeriesName(variable, breakdown),
            variable={"name": variable.title(), "is_additive": True},
            breakdown={"name": breakdown.title(), "dimension": "geschlecht", "role": "part"}
            if breakdown != "gesamt"
            else {"name": "gesamt", "dimension": "total"},
        )
