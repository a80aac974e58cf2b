# SPDX-License-Identifier: EUPL-1.2
"""The address of types of areas and of proposed social areas: read strictly; ticked boxes repeat their name."""

import re
from typing import Final

from django.http import QueryDict

from indicators.rendering.groupstate import GroupForm, GroupState
from sozialplanung.web.query import QueryReader, wrong_value

_SLUG: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}", re.ASCII)
# A form cannot send more: whoever does is not choosing.
MOST_SENT: Final = 100
_INDICATOR: Final = "indikator"


def group_state(given: QueryDict, form: GroupForm) -> GroupState:
    """Read the query of a page of groups or of its files; a field that a form left empty counts as not given.

    Raises
    ------
    QueryError, PeriodError
        An unknown or malformed parameter, or one that is repeated and is no indicator.
    """
    rest = given.copy()
    sent = rest.pop(_INDICATOR, []) if _INDICATOR in rest else []
    allowed = (_INDICATOR, "ebene", "gebietsstand", "stand", "verfahren", form.count_name)
    reader = QueryReader(rest, allowed=allowed if form.methods else [name for name in allowed if name != "verfahren"])
    period = reader.period("stand")
    return GroupState(
        form=form,
        indikator=_slugs([str(each) for each in sent]),
        ebene=_slug("ebene", reader.text("ebene") or ""),
        gebietsstand=_slug("gebietsstand", reader.text("gebietsstand") or ""),
        stand=period.code if period else "",
        verfahren=(reader.choice("verfahren", form.methods) or "") if form.methods else "",
        number=reader.integer(form.count_name, minimum=form.fewest, maximum=form.most) or 0,
    )


def _slugs(sent: list[str]) -> tuple[str, ...]:
    if len(sent) > MOST_SENT:
        raise wrong_value(_INDICATOR, ", ".join(sent), f"1–{MOST_SENT}")
    return tuple(dict.fromkeys(_slug(_INDICATOR, text) for text in sent if text))


def _slug(name: str, text: str) -> str:
    if text and not _SLUG.fullmatch(text):
        raise wrong_value(name, text, "A–Z, a–z, 0–9, -, _")
    return text
