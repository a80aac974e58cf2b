# SPDX-License-Identifier: EUPL-1.2
"""Pictures as pages show them: without the legend, which the page sets beside them, or as a part of the page itself."""

import re
from typing import Final

from reports.rendering.document import Figure

_LEGEND: Final = re.compile(r'<g id="legend".*?</g>\s*(?=</svg>\s*$)', re.DOTALL)
_ID: Final = re.compile(r"""(\bid="|url\(#|href="#)""")
_HEIGHT: Final = re.compile(r'(?P<before>(?:height="|viewBox="0 0 [\d.]+ ))(?P<height>[\d.]+)"')


def without_legend(figure: Figure) -> str:
    """Return the file of a figure up to where its legend begins; one without keys as it is.

    The height is changed where the file names its own: in its size, its view box and its paper.
    """
    if not figure.keys:
        return figure.svg
    whole, top = f"{figure.height:g}", f"{figure.legend_top:g}"

    def shortened(found: re.Match[str]) -> str:
        height = float(found["height"])
        return f'{found["before"]}{top if f"{height:g}" == whole else found["height"]}"'

    return _HEIGHT.sub(shortened, _LEGEND.sub("", figure.svg), count=3)


def inlined(svg: str, prefix: str) -> str:
    """Return a drawing as it stands in a page: names of its parts are its own, and what is around it announces it."""
    drawing = svg[svg.index("<svg") :]
    return _ID.sub(rf"\g<1>{prefix}-", drawing).replace("<svg", '<svg aria-hidden="true" focusable="false"', 1)
