# SPDX-License-Identifier: EUPL-1.2
"""The sentences of published crosswalk tables, one explanation per stable code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from spatial.geometry.problems import Explanation
from spatial.geometry.problems import gettext_noop as _

if TYPE_CHECKING:
    from collections.abc import Mapping

CORRECT_ROW = _("Correct the row in the file and upload it again, or choose another column.")
LOOK = _("Look at the row, and ask the publisher if it is meant so.")

CROSSWALKS: Final[Mapping[str, Explanation]] = {
    "crosswalk_columns": Explanation(
        _("The table has %(count)s columns; at most %(limit)s are allowed."),
        _("Three columns are needed: the older key, the newer key and the weight."),
        _("Leave only these three columns in the file and upload it again."),
    ),
    "crosswalk_key": Explanation(
        _("Row %(row)s: “%(found)s” is no key of “%(name)s”."),
        _("Each row names one area of the older and one of the newer boundary version by their keys."),
        CORRECT_ROW,
    ),
    "crosswalk_key_zeros": Explanation(
        _("Row %(row)s: “%(found)s” is no key of “%(name)s”; zeros in front are missing: “%(key)s”."),
        _("Keys are texts: a zero in front belongs to them."),
        _("Format the column as text, save the table again and upload it."),
    ),
    "crosswalk_no_number": Explanation(
        _("Row %(row)s: the weight “%(found)s” is no number."),
        _("A weight is a number of at most 15 decimals, without an exponent."),
        CORRECT_ROW,
    ),
    "crosswalk_negative": Explanation(
        _("Row %(row)s: the weight %(found)s is negative."), _("A weight is zero or more."), CORRECT_ROW
    ),
    "crosswalk_pair_twice": Explanation(
        _("Row %(row)s: the pair “%(older)s” → “%(newer)s” stands in row %(first)s already."),
        _("Each pair of areas stands once."),
        _("Remove one of both rows, or add their weights up, and upload the file again."),
    ),
    "crosswalk_area_missing": Explanation(
        _("The area “%(key)s” of “%(name)s” has no row."),
        _("Each area of the older boundary version has at least one row; where nobody lives, with the weight 0."),
        _("Add a row for it and upload the file again."),
    ),
    "crosswalk_sum": Explanation(
        _("Row %(row)s: the shares of the area “%(key)s” add up to %(percent)s %%."),
        _("They add up to 100 %%; up to %(tolerance)s percentage points less or more are taken for rounding."),
        _("Correct the shares, or say that the weights are something else, and check again."),
    ),
    "crosswalk_no_ground": Explanation(
        _("Row %(row)s: the areas “%(older)s” and “%(newer)s” share no ground that matters."),
        _("The table goes before the ground: the row is taken as it stands."),
        LOOK,
    ),
    "crosswalk_ground_unnamed": Explanation(
        _("%(percent)s %% of the ground of “%(older)s” lies in “%(newer)s”, and the table sends nothing there."),
        _("The table goes before the ground: this is taken as it stands."),
        _("Look whether somebody lives there, and ask the publisher if it is meant so."),
    ),
    "crosswalk_newer_empty": Explanation(
        _("To the area “%(key)s” of “%(name)s” the table sends nothing."),
        _("It will have no figure that was carried over."),
        _("Look whether somebody lives there, and ask the publisher if it is meant so."),
    ),
}
