# SPDX-License-Identifier: EUPL-1.2
"""A city in whose workshop an index can be built, and its editor as people use it."""

from dataclasses import replace
from typing import Any

from indicators.models import Indicator, RecipeDraft
from indicators.services.catalogue import IndicatorSpec
from sozialplanung.accounts.models import User
from spatial.models import BoundaryVersion
from tests.factories.desk import client_of
from tests.factories.register import build_city, create, definition
from tests.factories.releases import Figures, release
from tests.factories.world import World

WORKSHOP = "/musterstadt/indexwerkstatt/"
RATES = {
    "arbeitslosigkeit": (4.0, 9.0, 6.0, 12.0),
    "schulden": (3.0, 2.0, 8.0, 7.0),
    "fluktuation": (11.0, 14.0, 9.0, 10.0),
}
TEXTS = {
    "text_name": "Bedarf an Familienzentren",
    "text_short_name": "Familienbedarf",
    "text_subtitle": "Index",
    "text_topic": "bevoelkerung",
    "text_source": "register",
    "text_what_it_shows": "Was.",
    "text_how_to_read": "Wie.",
    "text_limits": "Grenzen.",
    "valid_from": "2015-01-01",
}


def build_workshop_city(world: World) -> World:
    """Store a city with three rates and a demographic share, released for one period."""
    build_city(world)
    add_rates(world)
    publish(world, "anteil", (20.0, 30.0, 10.0, 15.0))
    return world


def add_rates(world: World) -> None:
    """Store three rates with figures of one period."""
    for slug, values in RATES.items():
        rate = definition(slug.title(), formula="share(kinder, einwohner)", unit_of_measure="%", decimals=1)
        create(world, IndicatorSpec(slug, "bevoelkerung", "derived", replace(rate, direction="lower_is_better")))
        publish(world, slug, values)


def publish(world: World, slug: str, values: tuple[float | None, ...], period: str = "2018-12-31") -> None:
    """Release figures of an indicator."""
    version = BoundaryVersion.objects.get(organisation=world.city, level__slug="viertel")
    release(Indicator.objects.get(slug=slug), version, Figures(values, period), world.anna)


def begin(person: User, *, chosen: tuple[str, ...] = ("arbeitslosigkeit", "schulden"), **fields: str) -> RecipeDraft:
    """Begin a recipe from the plainest preset by its page."""
    sent = {"name": "Bedarf", "chosen": list(chosen), "justification": "", **fields}
    answer: Any = client_of(person).post(f"{WORKSHOP}neu/?vorlage=additive_z&ebene=viertel", sent)
    assert answer.status_code == 302, answer.content.decode()
    return RecipeDraft.objects.latest("pk")


def fields_of(page: Any) -> dict[str, Any]:  # noqa: ANN401 - an answer with its context
    """Return what the forms of the editor would send as they are shown."""
    sent = {"stand": page.context.get("stand", "")}
    for form in page.context["editor"].forms:
        for bound in form:
            value = bound.value()
            sent[bound.html_name] = "" if value is None else value
    return sent


def edit(person: User, draft: RecipeDraft, action: str, changes: dict[str, Any], *, step: str = "") -> Any:  # noqa: ANN401 - an answer with its context
    """Send the editor with some fields changed."""
    address = f"{WORKSHOP}{draft.uuid}/"
    client = client_of(person)
    return client.post(f"{address}{step}", fields_of(client.get(address)) | {"action": action} | changes)


def look(person: User, draft: RecipeDraft, step: str = "") -> Any:  # noqa: ANN401 - an answer with its context
    """Open a page of a recipe."""
    answer: Any = client_of(person).get(f"{WORKSHOP}{draft.uuid}/{step}")
    assert answer.status_code == 200
    return answer
