# SPDX-License-Identifier: EUPL-1.2
"""The form of what a publication says in Leichte Sprache, and of its video in sign language."""

from sozialplanung.accounts.ownwords.forms import OwnWordsForm
from sozialplanung.web.desks import RevisionForm


class EasyWordsForm(OwnWordsForm, RevisionForm):
    """As an organisation's own words, on the revision that they were written for."""
