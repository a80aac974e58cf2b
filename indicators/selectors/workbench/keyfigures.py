# SPDX-License-Identifier: EUPL-1.2
"""What the areas of the period shown come to, all of them and the chosen ones: of figures that readers see alone."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from indicators.rendering.sentences import status_words
from indicators.selectors.mapfacts import MapFacts
from indicators.selectors.selection_figures import released_sums
from indicators.selectors.selection_lines import SelectionLine, lines_over, with_released
from indicators.stats.overall import Overall, overall
from sozialplanung.common.statuses import WITH_VALUE, Status
from spatial.selectors import units


@dataclass(frozen=True, slots=True, eq=False)
class KeyFigures:
    """One group of areas: its name, how many there are, their statistics, why some have no figure, their sum.

    So many `guessed` areas show an estimate, which is in none of these.
    """

    name: str
    areas: int
    overall: Overall
    lacking: tuple[tuple[str, int], ...]
    together: SelectionLine
    guessed: int = 0


def key_figures_of(facts: MapFacts, chosen: Sequence[int]) -> tuple[KeyFigures, ...]:
    """Return the key figures of all areas, and of the chosen ones where there are some."""
    size = facts.contents[facts.choice.ref.id].size
    name = _("All %(areas)s") % {"areas": facts.ground.shown.level_name_plural}
    found = [_figures(facts, name, range(size))]
    if chosen:
        found.append(_figures(facts, _("Chosen areas"), chosen))
    return tuple(found)


def _figures(facts: MapFacts, name: str, places: Sequence[int]) -> KeyFigures:
    ref = facts.choice.ref
    content, at = facts.contents[ref.id], list(places)
    counted, guessed = facts.counted(ref).numbers["value"].values, set(facts.guessed_at(ref))
    statuses = (Status(int(code)) for code in content.status[at])
    lacking = Counter(status_words(status, facts.language) for status in statuses if status not in WITH_VALUE)
    rows = units.unit_rows(facts.ground.shown.id)
    lines = lines_over(facts.organisation, (facts.choice.sheet, ref), [at])
    sums = released_sums(facts.organisation, facts.ground.shown.id, [rows[place].key for place in at])
    return KeyFigures(
        name=name,
        areas=len(at),
        overall=overall(counted[at], content.decimals),
        lacking=tuple(sorted(lacking.items())),
        together=with_released(lines, sums)[0],
        guessed=len(guessed.intersection(at)),
    )
