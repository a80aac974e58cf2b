# SPDX-License-Identifier: EUPL-1.2
"""The catalogue of sentences: what a reader is told for each stable code, in their language."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sozialplanung.common.errors import Problem
from sozialplanung.web.shown import LONGEST_LIST, LONGEST_WORD, shown

logger = logging.getLogger(__name__)

Text = str | Promise

# Parameters that repeat one word of an address, a form or a file; the others are lists and sentences of ours.
_WORDS: Final = frozenset(
    {"area", "code", "column", "crs", "edition", "found", "given", "indicator", "key", "label"}
) | {"level", "mark", "name", "old", "slug", "unit", "value", "wanted"}


@dataclass(frozen=True)
class Sentence:
    """What is wrong and what to do next; both may name parameters as `%(name)s`."""

    message: Text
    way_out: Text = ""


_SENTENCES: dict[str, Sentence] = {}


def register_sentences(sentences: Mapping[str, Sentence]) -> None:
    """Add the sentences of an app to the catalogue; a code belongs to one app only."""
    twice = {code for code in sentences if _SENTENCES.get(code, sentences[code]) != sentences[code]}
    if twice:
        raise ValueError(f"Codes with two sentences: {', '.join(sorted(twice))}.")
    _SENTENCES.update(sentences)


def has_sentence(code: str) -> bool:
    """Say whether the catalogue knows the code."""
    return code in _SENTENCES


def sentence_for(problem: Problem) -> tuple[str, str]:
    """Return sentence and way out of a problem in the reader's language."""
    sentence = _SENTENCES.get(problem.code)
    if sentence is None:
        return _translated(problem.message), _translated(problem.way_out)
    try:
        params = {name: _presentable(name, value) for name, value in problem.params.items()}
        message = str(sentence.message) % params
        way_out = str(sentence.way_out) % params
    except (KeyError, TypeError, ValueError):
        # The reader still has to learn what is wrong.
        logger.exception("A sentence does not fit its parameters", extra={"code": problem.code})
        return _translated(problem.message), _translated(problem.way_out)
    return message, _translated(problem.way_out) or way_out


def _presentable(name: str, value: object) -> object:
    if not isinstance(value, str):
        return value
    return shown(value, LONGEST_WORD if name in _WORDS else LONGEST_LIST)


def _translated(text: str) -> str:
    # An empty msgid would return the catalogue's header.
    return gettext(text) if text else ""


_PERIOD_FORMS = _("Allowed are for instance 2018-12-31, 2018, 2018-H1, 2018-Q3, 2018-07 and 2018-19.")

register_sentences(
    {
        "period.code": Sentence(_("“%(value)s” is no reporting period."), _PERIOD_FORMS),
        "period.date": Sentence(_("The calendar has no day “%(value)s”."), _PERIOD_FORMS),
        "period.year": Sentence(_("“%(value)s” lies outside the years 1800 to 2199."), _PERIOD_FORMS),
        "period.dates": Sentence(_("The days %(value)s do not make a reporting period."), _PERIOD_FORMS),
        "validity.empty": Sentence(
            _("The validity ends on %(valid_until)s, but starts on %(valid_from)s only."),
            _("Enter an end that lies after the start, or leave the end open."),
        ),
        "instant.skipped": Sentence(
            _("On %(day)s the clocks do not show %(time)s: summer time begins."),
            _("Choose a time before 02:00 or from 03:00."),
        ),
        "instant.twice": Sentence(
            _("On %(day)s the clocks show %(time)s twice: summer time ends."),
            _("Choose a time before 02:00 or from 03:00, so that it is clear what is meant."),
        ),
        "query.unknown": Sentence(
            _("The address holds a parameter that does not exist here: “%(name)s”."),
            _("Remove it. Known here: %(allowed)s."),
        ),
        "query.repeated": Sentence(
            _("The parameter “%(name)s” stands in the address more than once."),
            _("Keep one of them and remove the others."),
        ),
        "query.missing": Sentence(
            _("The parameter “%(name)s” is missing in the address."), _("Add it. Allowed: %(allowed)s.")
        ),
        "query.value": Sentence(
            _("The parameter “%(name)s” has the value “%(value)s”, which is not allowed."),
            _("Allowed: %(allowed)s."),
        ),
        "http.bad_request": Sentence(
            _("The request cannot be read."), _("Go back, load the page again and repeat your input.")
        ),
        "http.forbidden": Sentence(
            _("You may not do this with your present roles."),
            _("Ask the administrator of your organisation for the role that you need."),
        ),
        "http.form_expired": Sentence(
            _("The form was open for too long, or your browser sends no cookies to this site."),
            _("Go back, load the page again and repeat your input."),
        ),
        "http.not_authenticated": Sentence(_("You are not signed in."), _("Sign in and try again.")),
        "http.not_found": Sentence(
            _("There is nothing at this address."),
            _("Check the address, or start from the home page."),
        ),
        "http.method": Sentence(
            _("This address does not take the method of your request."),
            _("Use one of the methods in the header Allow."),
        ),
        "http.not_acceptable": Sentence(
            _("The answer does not exist in the form that you ask for."), _("Ask for application/json.")
        ),
        "http.media_type": Sentence(
            _("The body of the request has a form that is not read here."), _("Send application/json.")
        ),
        "http.upload_too_large": Sentence(
            _("The upload is larger than %(limit)s, which is the most that is allowed."),
            _("Upload the files in parts."),
        ),
        "http.throttled": Sentence(
            _("There were too many requests in a short time."), _("Wait a minute and try again.")
        ),
        "http.unavailable": Sentence(
            _("The database cannot be reached at the moment."),
            _("Nothing of yours was changed. Try again in a minute."),
        ),
        "http.error": Sentence(
            _("Something went wrong on our side."),
            _("Nothing of yours was changed. Try again; if it stays so, tell us the number below."),
        ),
        "input.invalid": Sentence("%(detail)s", _("Correct it and try again.")),
    }
)
