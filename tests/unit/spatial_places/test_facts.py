# SPDX-License-Identifier: EUPL-1.2
"""What is told of a layer before it comes into force."""

from types import SimpleNamespace
from unittest.mock import Mock
from uuid import UUID

from django.template.loader import render_to_string
from django.utils import translation

from sozialplanung.web.templatetags.formats import licence
from spatial.models import LayerDraft
from spatial.selectors.layerdrafts import counts_in_force


def facts(draft: LayerDraft, **more: object) -> str:
    file = SimpleNamespace(name="kitas.csv", sha256="ab", fetched_at=None)
    context = {"draft": draft, "organisation": SimpleNamespace(slug="musterstadt"), "file": file, **more}
    with translation.override("de"):
        return " ".join(render_to_string("spatial/orte/_facts.html", context).split())


def draft_of(**counts: int) -> LayerDraft:
    draft = LayerDraft(uuid=UUID(int=1), kind="point", publisher="Stadt", licence="cc0", summary={"counts": counts})
    draft._state.fields_cache["created_by"] = Mock()
    return draft


def test_a_licence_is_told_by_its_name() -> None:
    page = facts(draft_of(placed=1), in_force=(1, 0))

    assert "Stadt, Creative Commons CC0 1.0<" in page
    assert licence("own terms") == "own terms"


def test_rows_that_are_left_out_do_not_come_into_force() -> None:
    draft = draft_of(placed=4, corrected=2, left_out=3)

    assert counts_in_force(draft) == (6, 3)
    assert "<dd>6, 3 nicht einbezogen <a" in facts(draft, in_force=counts_in_force(draft))
    assert "<dd>4 <a" in facts(draft, in_force=counts_in_force(draft_of(placed=4)))
