# SPDX-License-Identifier: EUPL-1.2
"""Steps of a way that people go over days: what each is called, where it is found, how far it is."""

from dataclasses import dataclass
from typing import Literal

StepState = Literal["done", "next", "open", "running", "problem", "waiting"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way: its key (address), what it is called, how far it is, and what is to be said of it."""

    key: str
    label: str
    state: StepState
    note: str = ""

    @property
    def is_reachable(self) -> bool:
        """Whether its page can be opened."""
        return self.state != "open"


def next_step(steps: tuple[Step, ...]) -> Step | None:
    """Return the step that is to be done now."""
    return next((step for step in steps if step.state in {"next", "problem", "running"}), None)
