# SPDX-License-Identifier: EUPL-1.2
"""A picture without its legend is as high as its drawing, and everything else stays."""

from dataclasses import replace

from reports.rendering.document import FigureKey
from reports.rendering.pictures import without_legend
from tests.factories.documents import figure

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="1000" height="700.5" viewBox="0 0 1000 700.5">'
    '<rect width="1000" height="700.5" fill="#ffffff"/>'
    '<svg x="0" y="0" width="900" height="700.5" viewBox="0 0 90 70"><path d="M0 0"/></svg>\n'
    '<g id="legend" font-size="15"><g><rect/></g><text>bis 10</text></g>\n</svg>\n'
)
FIGURE = replace(
    figure(), svg=SVG, width=1000.0, height=700.5, legend_top=620.0, keys=(FigureKey("#000000", "bis 10"),)
)


def test_legend_goes_and_the_paper_ends_before_it() -> None:
    made = without_legend(FIGURE)

    assert "bis 10" not in made
    assert 'height="620" viewBox="0 0 1000 620"' in made
    assert '<rect width="1000" height="620" fill="#ffffff"/>' in made
    # What is drawn keeps its own measures.
    assert '<svg x="0" y="0" width="900" height="700.5" viewBox="0 0 90 70">' in made
    assert made.rstrip().endswith("</svg>")


def test_picture_without_a_legend_stays_as_it_is() -> None:
    assert without_legend(replace(FIGURE, keys=())) == SVG
