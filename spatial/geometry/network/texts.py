# SPDX-License-Identifier: EUPL-1.2
"""The sentences about street networks, one explanation per stable code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spatial.geometry.problems import Explanation, Problem
from spatial.geometry.problems import gettext_noop as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from spatial.geometry.problems import Parameter

NAME_COLUMN = _("Say which column tells it, or use a network that tells it.")

EXPLANATIONS: Mapping[str, Explanation] = {
    "network_column_needed": Explanation(
        _("No column tells %(columns)s."),
        _("Without it the profile “%(mode)s” is not computed from this network."),
        NAME_COLUMN,
    ),
    "network_column_sparse": Explanation(
        _("Only %(share)s %% of the length of the network tells %(columns)s."),
        _("At least %(limit)s %% must; the profile “%(mode)s” is not computed from this network."),
        NAME_COLUMN,
    ),
    "network_column_wanted": Explanation(
        _("No column tells %(columns)s."),
        _("The profile “%(mode)s” is computed without it."),
        NAME_COLUMN,
    ),
    "network_words_unknown": Explanation(
        _("The column “%(column)s” holds words that are not known here, on %(count)s lines, for example “%(found)s”."),
        _("These lines count as if nothing stood there."),
        _("Say what the words mean."),
    ),
}


def network_problem(code: str, **parameters: Parameter) -> Problem:
    """Return the problem ``spatial.<code>`` with its explanation.

    Parameters
    ----------
    code : str
        A key of `EXPLANATIONS`.
    **parameters : str, int or float
        What its sentences name.

    Returns
    -------
    Problem
        Without a place.
    """
    return Problem(f"spatial.{code}", EXPLANATIONS[code], parameters=parameters)
