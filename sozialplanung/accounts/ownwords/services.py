# SPDX-License-Identifier: EUPL-1.2
"""Write what an organisation says in its own words, and go back to what it said before; each act leaves one event."""

from dataclasses import asdict, dataclass

from django.db import transaction

from sozialplanung.accounts.models import Organisation, OwnWords, User
from sozialplanung.audit.services import record


@dataclass(frozen=True, slots=True)
class Words:
    """A text in Leichte Sprache, who examined it, the address of a video; empty for none."""

    easy_text: str = ""
    easy_checked_by: str = ""
    sign_language_url: str = ""


@transaction.atomic
def write_own_words(*, organisation: Organisation, words: Words, by: User) -> OwnWords:
    """Keep what an organisation says from now on; what it said before stays in its list."""
    row = _written(organisation, words, by)
    record(action="accounts.words_written", by=by, organisation=organisation, subject=organisation)
    return row


@transaction.atomic
def restore_own_words(*, organisation: Organisation, earlier: OwnWords, by: User) -> OwnWords:
    """Say again what an organisation said before."""
    words = Words(earlier.easy_text, earlier.easy_checked_by, earlier.sign_language_url)
    row = _written(organisation, words, by)
    record(action="accounts.words_restored", by=by, organisation=organisation, subject=organisation)
    return row


def _written(organisation: Organisation, words: Words, by: User) -> OwnWords:
    # One after the other: the row of the organisation says what the newest words say.
    Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    row = OwnWords.objects.create(organisation_id=organisation.pk, written_by=by, **asdict(words))
    for name, text in asdict(words).items():
        setattr(organisation, name, text)
    organisation.save(update_fields=[*asdict(words)])
    return row
