# SPDX-License-Identifier: EUPL-1.2
"""Decide what the classes of an index are called: set words, withdraw them, take the last decision back."""

from collections.abc import Sequence

from django.db import transaction

from indicators.errors import CatalogueError, StaleRemarkError
from indicators.models import ClassWording, Indicator
from indicators.rendering.class_packs import faults_of
from indicators.selectors.classwording import classes_of, history_of, meaning_of
from sozialplanung.accounts.models import User
from sozialplanung.audit.services import record
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
    classes = classes_of(indicator)
    is_fit = bool(classes) and len(classes) == len(words)
    if not is_fit or faults_of(words, [each.official for each in classes]):
        raise CatalogueError(
            "indicators.wording_unfit", "Every class has words of its own in both languages, fit for all readers."
        )
    meaning = meaning_of(indicator)
    rows = [
        {"code": each.code, "de": own.de, "en": own.en, "higher_means": meaning}
        for each, own in zip(classes, words, strict=True)
    ]
    return _decide(indicator, rows, reason, action="indicators.wording_set", by=by, revision=revision)


@transaction.atomic
def withdraw_class_words(*, indicator: Indicator, reason: str, by: User, revision: int | None = None) -> ClassWording:
    """Let readers be told the words of the recipe again."""
    return _decide(indicator, [], reason, action="indicators.wording_withdrawn", by=by, revision=revision)


@transaction.atomic
def undo_class_words(*, indicator: Indicator, reason: str, by: User, revision: int | None = None) -> ClassWording:
    """Take the last decision back: what held before holds again, as a decision of its own.

    Raises
    ------
    CatalogueError
        When nothing was decided yet.
    """
    Indicator.objects.select_for_update().get(pk=indicator.pk)
    rows = history_of(indicator)
    if not rows:
        raise CatalogueError("indicators.wording_nothing", "Nothing was decided yet.")
    before = rows[1].words if len(rows) > 1 else []
    return _decide(indicator, before, reason, action="indicators.wording_undone", by=by, revision=revision)


def _decide(  # noqa: PLR0913 - who decides what, where, why and on which state
    indicator: Indicator, words: list[dict[str, str]], reason: str, *, action: str, by: User, revision: int | None
) -> ClassWording:
    # Two people at once: the second one waits here, and then reads that somebody was faster.
    Indicator.objects.select_for_update().get(pk=indicator.pk)
    rows = history_of(indicator)
    last = rows[0].revision if rows else 0
    if revision not in {None, last}:
        raise StaleRemarkError("indicators.remark_stale", "This entry was changed in the meantime.")
    row = ClassWording.objects.create(
        organisation_id=indicator.organisation_id,
        indicator=indicator,
        revision=last + 1,
        words=words,
        reason=reason,
        decided_by=by,
    )
    record(
        action=action,
        by=by,
        organisation=indicator.organisation,
        subject=indicator,
        details={"revision": row.revision, "words": [each["de"] for each in words]},
        reason=reason,
    )
    return row
