# SPDX-License-Identifier: EUPL-1.2
"""The sentences of what recognition asks, and of the answers that it offers, by code."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from indicators.readers.texts import Explanation


def _(text: str) -> str:
    """Mark a text for the catalogue of translations."""
    return text


QUESTIONS: Final[Mapping[str, Explanation]] = MappingProxyType(
    {
        "key": Explanation(
            _("Which column says which area a row is about?"),
            _("Choose the column of keys if there is one: names change, keys seldom do."),
        ),
        "key_none": Explanation(
            _("No column holds areas of your levels. What are the figures about?"),
            _("If all figures are about the whole municipality, choose it. Else this table cannot be taken over."),
        ),
        "key_by_name": Explanation(
            _("The column “%(column)s” holds names instead of keys. May the areas be found by their names?"),
            _("Compare the list: names that are spelled alike can still be different areas."),
        ),
        "lost_zero": Explanation(
            _("The keys of the column “%(column)s” have lost leading zeros, such as “%(delivered)s”. Restore them?"),
            _("Spreadsheet programs drop zeros in front of a number. “%(delivered)s” would become “%(proposed)s”."),
        ),
        "repair": Explanation(
            _("There is no area “%(delivered)s” (row %(row)s). Is “%(proposal)s” meant?"),
            _("Confirm only what you know. Rows that you do not confirm stay open as an error."),
        ),
        "unknown_row": Explanation(
            _("The row “%(label)s” (row %(row)s) is no area of this level. What is it?"),
            _("A total is used as a check. A row of cases without an area is left out."),
        ),
        "period": Explanation(
            _("Which period are the figures about?"),
            _("A reference date is written as 31.12.2018, a year as 2018, a quarter as 2018-Q3."),
        ),
        "decimal": Explanation(
            _("“%(value)s” can be read in two ways. What does it mean?"),
            _("Look into the source: no other figure of the table decides it."),
        ),
        "dot": Explanation(
            _("The sign “%(mark)s” stands %(count)s times, first in row %(row)s. What does it mean in this source?"),
            _("It means “unknown” for some publishers and “confidential” for others; the source says which."),
        ),
        "mark": Explanation(
            _("The sign “%(mark)s” stands %(count)s times, first in row %(row)s. What does it mean in this source?"),
            _("The source explains its signs, often at the foot of the table."),
        ),
        "column_period": Explanation(
            _("Some columns, such as “%(column)s”, seem to name a period of their own. How is it meant?"),
            _("The period that you state for the table holds for all other columns."),
        ),
        "value_column": Explanation(
            _("Which column holds the figures?"),
            _("In a long table one column holds all figures; the others say what they are about."),
        ),
        "series": Explanation(
            _("Which series does the column “%(column)s” hold?"),
            _("A column that you do not need is named as not taken over."),
        ),
        "series_of_table": Explanation(
            _("Which series do the columns “%(first)s” to “%(last)s” hold?"),
            _("All these columns hold the same series in several periods."),
        ),
        "series_of_category": Explanation(
            _("Which series do the rows “%(category)s” hold?"),
            _("Rows that you do not need are named as not taken over."),
        ),
    }
)

OPTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "key": _("%(column)s: %(matched)s of %(filled)s are areas of %(level)s (%(edition)s)"),
        "area": _("%(name)s (%(key)s)"),
        "yes": _("Yes"),
        "no": _("No"),
        "leave": _("No, leave it open"),
        "total": _("It is the total of all areas"),
        "subtotal": _("It is the total of the areas whose keys begin with %(prefix)s"),
        "subtotal_of": _("It is the total of %(count)s areas: %(first)s to %(last)s"),
        "skip": _("It is no area: leave it out"),
        "period": _("%(code)s"),
        "periods": _("%(count)s periods from %(first)s to %(last)s"),
        "no_period": _("It is no period"),
        "comma": _("%(reading)s (the comma is the decimal sign)"),
        "point": _("%(reading)s (the point is the decimal sign)"),
        "confidential": _("Confidential: there is a figure, but it must not be told"),
        "unknown": _("Unknown: nobody knows the figure"),
        "missing": _("Missing: the figure was not delivered"),
        "true_zero": _("Exactly zero"),
        "not_applicable": _("Makes no sense here"),
        "series": _("%(name)s"),
        "column": _("The column “%(column)s”"),
        "ignore": _("Do not take it over"),
    }
)
