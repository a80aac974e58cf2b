# SPDX-License-Identifier: EUPL-1.2
"""Facts for sentences: a share of need, a share of provision, a share of who lives there, and balances around zero."""

from dataclasses import replace

from indicators.rendering.sentences import HIGHER, LOWER, SIMILAR
from reports.rendering.sentences.facts import Change, Direction, FigureFacts, Interval, Measure, Standing, Whole
from reports.rendering.sentences.grammar import AreaName, Grammar
from sozialplanung.common.periods import parse
from sozialplanung.common.statuses import Status

END_OF_2018, END_OF_2016 = parse("2018-12-31"), parse("2016-12-31")
MITTE = AreaName("Mitte", Grammar("typed", "m", "Bezirk"))
SUBURBS = AreaName("Vororte", Grammar("articled", "pl", english="the suburbs"))
KOELN, BERLIN = AreaName("Köln"), AreaName("Berlin")
MOVES = {
    "up": Change(3.5, 1, END_OF_2016, is_published=False, interval=Interval(2.1, 4.9)),
    "down": Change(-3.5, 1, END_OF_2016, is_published=False, interval=Interval(-4.9, -2.1)),
    "none": Change(0.4, 1, END_OF_2016, is_published=False, interval=Interval(-1.0, 1.8)),
}
NEED = FigureFacts(
    Measure(
        "Kinderarmut",
        "%",
        1,
        "Von 100 Kindern unter 15 Jahren leben {n} in armen Familien",
        "lower_is_better",
        threshold=3.0,
    ),
    MITTE,
    END_OF_2018,
    Status.OK,
    value=41.2,
    numerator=12345,
    denominator=29963,
    interval=Interval(40.6, 41.8),
    whole=Whole(BERLIN, 27.8, "computed"),
    comparison=HIGHER,
    standing=Standing(0.9, 12, "Bezirke"),
)
PROVISION = FigureFacts(
    Measure("Kitabesuch", "%", 1, "Von 100 Kindern von 3 bis 5 Jahren besuchen {n} eine Kita", "higher_is_better"),
    KOELN,
    END_OF_2018,
    Status.OK,
    value=93.4,
    numerator=28020,
    denominator=30000,
    interval=Interval(93.1, 93.7),
    whole=Whole(AreaName("Nordrhein-Westfalen"), 93.3),
    comparison=SIMILAR,
    standing=Standing(0.5, 53, "Kreise und kreisfreie Städte"),
)
PEOPLE = FigureFacts(
    Measure("Frauen", "%", 1, "Von 100 Menschen sind {n} Frauen", "lower_is_better", is_demographic=True),
    SUBURBS,
    END_OF_2018,
    Status.OK,
    value=48.0,
    numerator=4800,
    denominator=10000,
    interval=Interval(47.0, 49.0),
    whole=Whole(KOELN, 51.3),
    comparison=LOWER,
    standing=Standing(0.1, 9, "Statistische Bezirke"),
)
FACTS: dict[Direction, FigureFacts] = {"lower_is_better": NEED, "higher_is_better": PROVISION, "neutral": PEOPLE}
BALANCES: dict[Direction, str] = {
    "lower_is_better": "Zuwachs an Räumungsklagen",
    "higher_is_better": "Zuwachs an Kitaplätzen",
    "neutral": "Wanderungssaldo",
}


def figure(status: Status, direction: Direction, move: str) -> FigureFacts:
    """Return a figure with a status, a direction and a change: up, down, or none beyond chance."""
    facts = FACTS[direction]
    if status is Status.OK:
        return replace(facts, change=MOVES[move])
    if not status.has_value:
        return FigureFacts(facts.measure, facts.area, facts.period, status, reason="weniger als 300 Menschen")
    balance = Measure(BALANCES[direction], "je 1.000", 1, direction=direction)
    return FigureFacts(balance, facts.area, facts.period, status, value=0.0, change=MOVES[move])
