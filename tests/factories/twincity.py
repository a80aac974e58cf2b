# SPDX-License-Identifier: EUPL-1.2
"""A city of which there are several truths: they differ in figures alone that the public is not shown."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from indicators.models import Audience
from indicators.rendering.recipe_drafts import blank, with_components
from indicators.services import sources
from indicators.services.indexing_workshop import deciding, drafting
from indicators.services.indexing_workshop.drafting import Change, Chosen, Start
from tests.factories.canarycity import PERIODS, REGISTER, define_city, release_table
from tests.factories.desk import run_jobs
from tests.factories.editions import TELLING, begun, handed_in, let_out
from tests.factories.ownareas import OWN_TOLD, with_own_panels
from tests.factories.world import World

BEFORE, NOW = PERIODS
# What the council is shown, and the public is not.
COUNCIL_MINIMUM: Final = 100
# A year in which nothing is hidden: the scales of one index are measured there, those of the other in each year anew.
EARLIER: Final = """11;81.111;20.003;8.001;9.001
12;50.002;9.917;9.002;21.002
21;80.005;19.009;12.003;8.003
22;70.007;8.000;7.904;15.004
"""
TEXTS: Final = {
    "name": "Bedarf",
    "short_name": "Bedarf",
    "subtitle": "Index aus zwei Quoten",
    "topic": "bevoelkerung",
    "source": "register",
    "what_it_shows": "Wo viel Bedarf ist.",
    "how_to_read": "Ein hoher Wert heißt viel Bedarf.",
    "limits": "Am Maßstab von 2020 gemessen.",
}


@dataclass(frozen=True)
class Truth:
    """What the public is not shown: two small counts, and one of them as it was delivered at first.

    The other quarter of each district has what is left of its sum, so that all else is the same. The children are a
    count and a share of their own; the jobless are a share and a part of an index as well. The council reads both.
    """

    children: int = 6917
    jobless: int = 6104
    first_children: int | None = None

    def tables(self) -> list[str]:
        """Return what is delivered, one after the other."""
        delivered = [self] if self.first_children is None else [replace(self, children=self.first_children), self]
        return [each.table() for each in delivered]

    def table(self) -> str:
        """Return the figures of now."""
        children, jobless = (
            f"{number:,}".replace(",", ".") for number in (26_920 - self.children, 18_107 - self.jobless)
        )
        return (
            f"11;81.111;{children};8.001;9.001\n12;50.002;{self.children};9.002;21.002\n"
            f"21;80.005;19.009;{jobless};8.003\n22;70.007;0;{self.jobless};15.004\n"
        )


ONE: Final = Truth()
TWINS: Final[Mapping[str, Truth]] = {
    "a small count and the share of it": Truth(children=6411),
    "a part of a share and of an index": Truth(jobless=5777),
    "a correction that nobody sees": Truth(first_children=6650),
}
# Everything at once: what is told of any of them is told of it.
OTHER: Final = Truth(children=6411, jobless=5777, first_children=6650)


def build_twin_city(world: World) -> World:
    """Store the city with its year before, council and index included; the year of the truth is still to come."""
    define_city(world)
    more = replace(REGISTER, minimum_count=COUNCIL_MINIMUM)
    sources.set_rule(organisation=world.city, spec=more, audience=Audience.COUNCIL)
    release_table(world, BEFORE, EARLIER)
    _index(world, TEXTS, frozen_at=f"{BEFORE}@stand-2020")
    _index(world, TEXTS | {"name": "Lage", "short_name": "Lage", "limits": "In jedem Jahr neu gemessen."})
    return world


def tell(world: World, truth: Truth) -> None:
    """Deliver and release the year of a truth."""
    for table in truth.tables():
        release_table(world, NOW, table)
    let_out(world, handed_in(world, begun(world, with_own_panels(world, TELLING, OWN_TOLD))))


def _index(world: World, texts: Mapping[str, str], frozen_at: str = "") -> None:
    content = with_components(blank("index"), 0, drafting.parts_of(organisation=world.city, chosen=_CHOSEN))
    content |= {"quantiles": None, "cuts": [{"at": 0.0, "equal_goes": "upper"}], "frozen_at": frozen_at}
    content["classes"] = [{"code": str(n), "official": str(n), "label": str(n)} for n in (1, 2)]
    start = Start(texts["name"], "viertel", blank("index"))
    draft = drafting.create_draft(organisation=world.city, start=start, by=world.bert)
    change = Change(texts["name"], content, dict(texts), date(2015, 1, 1))
    draft = drafting.change_draft(draft=draft, change=change, by=world.bert, revision=draft.revision)
    draft = drafting.submit_draft(draft=draft, by=world.bert, revision=draft.revision)
    deciding.approve_draft(draft=draft, content_hash=draft.submitted_hash, by=world.frida)
    run_jobs()


_CHOSEN: Final = [Chosen("arbeitslosigkeit"), Chosen("rentenbezug")]
