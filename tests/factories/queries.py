# SPDX-License-Identifier: EUPL-1.2
"""Queries of a page, those of its view apart from those of the frame that stands around every page."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final
from unittest.mock import patch

from django.db import connection
from django.template import Context
from django.template.loader_tags import IncludeNode
from django.test.utils import CaptureQueriesContext
from django.utils.safestring import SafeString

FRAME: Final = "components/header.html"
# Where a transaction begins and ends.
MARKS: Final = {"BEGIN", "COMMIT"}


@dataclass
class PageQueries:
    """How many queries were asked while the header of a page was written, and how many otherwise."""

    view: int = 0
    frame: int = 0
    is_in_frame: bool = False

    def note(self, execute: Callable[..., Any], *statement: Any) -> Any:  # noqa: ANN401 - as Django hands it on
        """Count a statement where it belongs, and execute it."""
        if self.is_in_frame:
            self.frame += 1
        else:
            self.view += 1
        return execute(*statement)


@contextmanager
def page_queries() -> Iterator[PageQueries]:
    """Count the queries of pages: a new entry of the navigation must not change what a view is pinned to."""
    found = PageQueries()
    render = IncludeNode.render

    def noted(node: IncludeNode, context: Context) -> SafeString:
        if node.template.var != FRAME:
            return render(node, context)
        found.is_in_frame = True
        try:
            return render(node, context)
        finally:
            found.is_in_frame = False

    with patch.object(IncludeNode, "render", noted), connection.execute_wrapper(found.note):
        yield found


def questions(captured: CaptureQueriesContext) -> list[str]:
    """Return the questions among what was said to the database."""
    return [query["sql"] for query in captured.captured_queries if query["sql"] not in MARKS]
