# SPDX-License-Identifier: EUPL-1.2
"""What an edition recommended, and what became of it in what is made after it."""

from typing import Final

from reports.rendering.composition import DONE, DROPPED, RECOMMENDATION, Composition, Interpretation, Panel

_SETTLED: Final = frozenset({DONE, DROPPED})


def current(panel: Panel) -> Interpretation | None:
    """Return the recommendation of a panel; one that is told as an earlier edition's is none of its own."""
    own = (each for each in panel.interpretations if each.kind == RECOMMENDATION and not each.edition)
    return next((each for each in own if each.text.strip()), None)


def is_same(one: str, other: str) -> bool:
    """Say whether two texts say the same, however their lines are broken."""
    return one.split() == other.split()


def to_follow(panel: Panel | None) -> Interpretation | None:
    """Return what a panel of the last edition recommended and did not call done or dropped itself."""
    said = current(panel) if panel else None
    return None if said is None or said.outcome in _SETTLED else said


def answer_to(said: Interpretation, panel: Panel) -> Interpretation | None:
    """Return where a panel tells what became of a recommendation; None while it does not."""
    about = (each for each in panel.interpretations if each.kind == RECOMMENDATION and is_same(each.text, said.text))
    return next((each for each in about if each.outcome), None)


def unanswered(before: Composition, now: Composition) -> tuple[Panel, ...]:
    """Return the panels of the last edition that recommended something of which nothing became known since.

    A panel that was taken out is among them: what it recommended is open all the same.
    """
    found = []
    for panel in before.panels():
        said, here = to_follow(panel), now.panel(panel.name)
        if said is not None and (here is None or answer_to(said, here) is None):
            found.append(panel)
    return tuple(found)
