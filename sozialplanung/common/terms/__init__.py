# SPDX-License-Identifier: EUPL-1.2
"""The terms of the glossary, one module per chapter: for the public page, and for documents that use them."""

from typing import Final

from sozialplanung.common.terms import areas, figures, indices, methods, protection, work
from sozialplanung.common.terms.term import Term

ALL: Final[tuple[Term, ...]] = (
    *areas.TERMS,
    *figures.TERMS,
    *protection.TERMS,
    *indices.TERMS,
    *methods.TERMS,
    *work.TERMS,
)
