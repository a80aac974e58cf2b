# SPDX-License-Identifier: EUPL-1.2
"""What a steward is told of a refusal."""

import re

from sozialplanung.common.errors import DomainError
from sozialplanung.web.messages import has_sentence, sentence_for


def assert_told(error: DomainError) -> None:
    """Hold that the catalogue has whole sentences for the error, filled with its parameters."""
    assert has_sentence(error.code), error.code
    for text in sentence_for(error.to_problem()):
        assert text.endswith("."), text
        assert not re.search(r"%\(|None", text), text
