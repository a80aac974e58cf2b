# SPDX-License-Identifier: EUPL-1.2
"""A published dashboard whose map, table and course cross a change of boundaries."""

from reports.models import Edition
from reports.rendering.composition import LINE, MAP, TABLE, Composition, Panel, Part
from tests.factories.drawnanew import NEWER, build_drawn_anew
from tests.factories.editions import begun, handed_in, let_out
from tests.factories.world import build_world
from tests.factories.yearlycity import FIRST, SECOND

_CARRIED = f"indikator=anteil&ebene=viertel&stand={FIRST}&umgerechnet={NEWER}"
_OVER_TIME = f"indikator=anteil&ebene=viertel&stand={SECOND}&umgerechnet={NEWER}&gebiet=13"


def build_carried_edition() -> Edition:
    """Store a city of which one quarter was split, and let an edition out that shows its figures of before."""
    city = build_drawn_anew(build_world())
    panels = (
        Panel("panel1", MAP, query=_CARRIED),
        Panel("panel2", TABLE, query=_CARRIED),
        Panel("panel3", LINE, query=_OVER_TIME),
    )
    content = Composition(parts=(Part("part1", "Vor der neuen Gliederung", panels),))
    return let_out(city, handed_in(city, begun(city, content, title="Über die Grenzen")))
