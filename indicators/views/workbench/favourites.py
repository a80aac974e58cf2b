# SPDX-License-Identifier: EUPL-1.2
"""The own list of a reader, first where indicators are chosen."""

from collections.abc import Collection
from dataclasses import replace

from django.utils.translation import gettext as _

from indicators.views.workbench.controls import ChoiceGroup, Controls


def favourites_first(controls: Controls, slugs: Collection[str]) -> Controls:
    """Let the indicators of the own list come first in both choices, each in one place only."""
    if not slugs:
        return controls
    return replace(controls, topics=_with_list(controls.topics, slugs), seconds=_with_list(controls.seconds, slugs))


def _with_list(groups: tuple[ChoiceGroup, ...], slugs: Collection[str]) -> tuple[ChoiceGroup, ...]:
    kept = tuple(choice for group in groups for choice in group.choices if choice.value in slugs)
    rest = [
        replace(group, choices=tuple(choice for choice in group.choices if choice.value not in slugs))
        for group in groups
    ]
    # A choice of none has no heading, and stands before all others.
    bare = [group for group in rest if not group.label]
    topics = [group for group in rest if group.label and group.choices]
    return (*bare, *([ChoiceGroup(_("My list"), kept)] if kept else ()), *topics)
