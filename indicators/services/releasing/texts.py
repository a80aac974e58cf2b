# SPDX-License-Identifier: EUPL-1.2
"""No indicator is published without the texts that its readers need."""

from indicators.errors import CatalogueError
from indicators.models import IndicatorDefinition


def refuse_empty(definition: IndicatorDefinition) -> None:
    """Raise CatalogueError (``indicators.texts_missing``) when a text that readers need is empty."""
    if definition.missing_texts:
        raise CatalogueError(
            "indicators.texts_missing",
            "The indicator lacks texts that its readers need.",
            texts=", ".join(definition.missing_texts),
            indicator=definition.indicator.slug,
        )
