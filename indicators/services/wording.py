# SPDX-License-Identifier: EUPL-1.2
"""Decide what the classes of an index are called: set words, withdraw them, take the last decision back."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet

from indicators.errors import CatalogueError
from indicators.models import ClassWording, Indicator
from indicators.rendering.class_packs import faults_of
from indicators.selectors.classwording import naming_of
from indicators.services.revising import Act, before_last, keep_decision
from sozialplanung.accounts.models import User
from sozialplanung.common.fairwords import Words


@transaction.atomic
def set_class_words(
    *, indicator: Indicator, words: Sequence[Words], reason: str, by: User, revision: int | None = None
) -> ClassWording:
    """Let readers be told these words, one for each class of the newest recipe, the lowest index first.

    Raises
    ------
    CatalogueError
        When a class has no words, two have the same, or some are not fit for readers.
    StaleRemarkError
        When somebody decided in the meantime.
    """
    naming = naming_of(indicator)
    classes = naming.classes
    is_fit = bool(classes) and len(classes) == len(words)
    if not is_fit or faults_of(words, [each.official for each in classes]):
        raise CatalogueError(
            "indicators.wording_unfit", "Every class has words of its own in both languages, fit for all readers."
        )
    rows = [
        {"code": each.code, "de": own.de, "en": own.en, "higher_means": naming.higher_means}
        for each, own in zip(classes, words, strict=True)
    ]
    return _decide(indicator, rows, Act("indicators.wording_set", by, reason, revision))


@transaction.atomic
def withdraw_class_words(*, indicator: Indicator, reason: str, by: User, revision: int | None = None) -> ClassWording:
    """Let readers be told the words of the recipe again."""
    return _decide(indicator, [], Act("indicators.wording_withdrawn", by, reason, revision))


@transaction.atomic
def undo_class_words(*, indicator: Indicator, reason: str, by: User, revision: int | None = None) -> ClassWording:
    """Take the last decision back: what held before holds again, as a decision of its own.

    Raises
    ------
    CatalogueError
        When nothing was decided yet.
    """
    before = before_last(_decisions(indicator), indicator=indicator, nothing="indicators.wording_nothing")
    act = Act("indicators.wording_undone", by, reason, revision)
    return _decide(indicator, before.words if before else [], act)


def _decisions(indicator: Indicator) -> QuerySet[ClassWording]:
    return ClassWording.objects.filter(indicator=indicator)


def _decide(indicator: Indicator, words: list[dict[str, str]], act: Act) -> ClassWording:
    return keep_decision(
        _decisions(indicator),
        act,
        indicator=indicator,
        fields={"words": words, "reason": act.reason},
        details={"words": [each["de"] for each in words]},
    )
