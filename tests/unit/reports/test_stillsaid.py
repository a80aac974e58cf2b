# SPDX-License-Identifier: EUPL-1.2
"""Words of an edition that rest on no release and may tell a figure are named with their place and beginning."""

from reports.rendering.composition import MAP, TEXT, Composition, Interpretation, Panel, Part
from reports.rendering.stillsaid import StillSaid, still_said


def test_words_that_may_tell_a_figure_are_named_in_their_order() -> None:
    content = Composition(
        lead="Jedes vierte Kind lebt in Armut.",
        parts=(
            Part("part1", "Nur 31,2 % bleiben", (Panel("panel1", TEXT, text="Es sind\n\n2045 Kinder, " + "x" * 80),)),
            Part("part2", "Seit 2018", (Panel("panel2", TEXT, interpretations=(Interpretation("need", "¼ fehlt"),)),)),
        ),
    )

    assert still_said("Schon 12 Orte", content) == (
        StillSaid("title", "", "Schon 12 Orte"),
        StillSaid("lead", "lead", "Jedes vierte Kind lebt in Armut."),
        StillSaid("part", "part1", "Nur 31,2 % bleiben"),
        StillSaid("panel", "panel1", f"Es sind 2045 Kinder, {'x' * 39} …"),
        StillSaid("panel", "panel2", "¼ fehlt"),
    )


def test_years_and_what_goes_with_its_figures_are_not_named() -> None:
    shown = Panel("panel1", MAP, title="31,2 %", interpretations=(Interpretation("need", "31 Plätze"),))
    content = Composition(lead="Bericht für das Jahr 2026.", parts=(Part("part1", "Kinder", (shown,)),))

    assert still_said("Sozialbericht 2026", content) == ()
