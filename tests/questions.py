# SPDX-License-Identifier: EUPL-1.2
"""What a page asks the database, without the marks at which a transaction begins and ends."""

from django.test.utils import CaptureQueriesContext

MARKS = {"BEGIN", "COMMIT"}


def questions(captured: CaptureQueriesContext) -> list[str]:
    """Return the questions among what was said to the database."""
    return [query["sql"] for query in captured.captured_queries if query["sql"] not in MARKS]
