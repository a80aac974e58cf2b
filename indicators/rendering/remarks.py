# SPDX-License-Identifier: EUPL-1.2
"""What annotations and breaks say to readers, in words, and of which period."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final, Protocol, TypeVar

from indicators.rendering.profile_numbers import Language, date_words, period_words
from indicators.rendering.slices import ChangeNote, SliceContent
from indicators.stats.seriesbreaks import is_crossed
from sozialplanung.common.periods import Period, parse

EXCLUSION: Final = "exclusion"
EVENT: Final = "event"
POPULATION: Final = "population"
NO: Final = "no"
_POPULATIONS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "home": ("Pflege- oder Wohnheim", "nursing or residential home"),
        "prison": ("Justizvollzugsanstalt", "prison"),
        "student_hall": ("Studierendenwohnheim", "student hall"),
        "refuge": ("Unterkunft für Geflüchtete", "accommodation of refugees"),
        "shelter": ("Unterkunft für wohnungslose Menschen", "accommodation of homeless people"),
        "hospital": ("Krankenhaus oder Klinik", "hospital or clinic"),
        "barracks": ("Kaserne", "barracks"),
    }
)
_COMPARABLE: Final = MappingProxyType(
    {
        "de": {"no": "nicht vergleichbar", "limited": "eingeschränkt vergleichbar", "yes": "vergleichbar"},
        "en": {"no": "not comparable", "limited": "comparable to a limited extent", "yes": "comparable"},
    }
)


class NoteLike(Protocol):
    """An annotation, whoever read it."""

    @property
    def kind(self) -> str:
        """Footnote, event, population or exclusion."""

    @property
    def period(self) -> str | None:
        """Code of the period that it speaks of."""

    @property
    def text(self) -> str:
        """What it says."""

    @property
    def population(self) -> str:
        """The kind of a special population."""

    @property
    def valid_from(self) -> date | None:
        """Day of an event, first day of a population."""

    @property
    def valid_until(self) -> date | None:
        """First day after a population."""

    @property
    def reference(self) -> str:
        """Who says so."""


class BreakLike(Protocol):
    """A break of a series, whoever read it."""

    @property
    def from_period(self) -> str:
        """Code of the last period before."""

    @property
    def to_period(self) -> str:
        """Code of the first period after."""

    @property
    def from_start(self) -> date:
        """Start of the last period before."""

    @property
    def to_start(self) -> date:
        """Start of the first period after."""

    @property
    def comparable(self) -> str:
        """Yes, limited or no."""

    @property
    def text(self) -> str:
        """Why."""

    @property
    def reference(self) -> str:
        """Where it is written."""


AnyBreak = TypeVar("AnyBreak", bound=BreakLike)


@dataclass(frozen=True, slots=True)
class BreakWords:
    """One break in words, for a file: between what, how far comparable, why, where it is written."""

    between: str
    comparable: str
    text: str
    reference: str


def concerns(note: NoteLike, period: Period, before: Period | None = None) -> bool:
    """Say whether an annotation belongs to the figures of a period.

    Parameters
    ----------
    note
        The annotation.
    period, before
        The period of the figures and the one before it in the same series, if there is one.

    Returns
    -------
    bool
        One that names a period belongs to this one alone. A population belongs to every period in which it lived
        there, an event to the first period that shows it, footnotes without a period to all.
    """
    if note.period is not None:
        return note.period == period.code
    if note.kind == EVENT and note.valid_from is not None:
        began = before.last_day if before else period.start - timedelta(days=1)
        return began < note.valid_from <= period.last_day
    starts = note.valid_from is None or note.valid_from < period.end
    return starts and (note.valid_until is None or note.valid_until > period.start)


def note_words(note: NoteLike, language: Language) -> str:
    """Write an annotation with what it is, when it was and who says so; a footnote is its text."""
    source = {"de": "Quelle", "en": "source"}[language]
    said = f"{note.text} ({source}: {note.reference})" if note.reference else note.text
    if note.kind == EVENT:
        return f"{_event_head(note, language)}: {said}"
    if note.kind == POPULATION:
        head = {"de": "Besondere Bevölkerung", "en": "Special population"}[language]
        told = [each for each in (_population(note, language), _span(note, language)) if each]
        return f"{head} ({', '.join(told)}): {said}" if told else f"{head}: {said}"
    return said


def _event_head(note: NoteLike, language: Language) -> str:
    head = {"de": "Ereignis", "en": "Event"}[language]
    if note.valid_from is not None:
        return f"{head} {date_words(note.valid_from, language)}"
    return f"{head} {period_words(parse(note.period), language)}" if note.period else head


def _population(note: NoteLike, language: Language) -> str:
    german, english = _POPULATIONS.get(note.population, ("", ""))
    return german if language == "de" else english


def _span(note: NoteLike, language: Language) -> str:
    since = date_words(note.valid_from, language) if note.valid_from else ""
    until = date_words(note.valid_until - timedelta(days=1), language) if note.valid_until else ""
    if since and until:
        return f"{since} bis {until}" if language == "de" else f"{since} to {until}"
    if since:
        return f"seit {since}" if language == "de" else f"since {since}"
    if until:
        return f"bis {until}" if language == "de" else f"until {until}"
    return ""


def comparable_words(comparable: str, language: Language) -> str:
    """Say how far figures on both sides of a break may be compared."""
    return _COMPARABLE[language].get(comparable, comparable)


def break_words(note: BreakLike, language: Language) -> BreakWords:
    """Write a break for a file."""
    since, until = (period_words(parse(code), language) for code in (note.from_period, note.to_period))
    between = f"zwischen {since} und {until}" if language == "de" else f"between {since} and {until}"
    return BreakWords(between, comparable_words(note.comparable, language), note.text, note.reference)


def crossing(notes: Iterable[AnyBreak], earlier: Period, later: Period) -> list[AnyBreak]:
    """Return the breaks between two periods that limit or forbid comparison, the strictest first."""
    found = [
        note
        for note in notes
        if note.comparable != "yes" and is_crossed([(note.from_start, note.to_start)], earlier.start, later.start)
    ]
    return sorted(found, key=lambda note: note.comparable != NO)


def without_broken_change(content: SliceContent, notes: Sequence[BreakLike]) -> SliceContent:
    """Take a computed change out of a slice when a break that says no lies in between.

    The next release holds none; until it is made, nothing that was computed before is told.
    """
    if content.change.kind != "computed" or content.change.since is None:
        return content
    found = crossing(notes, parse(content.change.since), parse(content.key.period))
    if not any(note.comparable == NO for note in found):
        return content
    numbers = {name: band for name, band in content.numbers.items() if name != "change"}
    return replace(content, numbers=MappingProxyType(numbers), change=ChangeNote())
