# SPDX-License-Identifier: EUPL-1.2
"""What the house prepared for a planner, and what is other in it than in the edition before."""

import gzip
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import connection

from reports.models import PreparedDraft, Publication
from reports.rendering.document import LANGUAGES, Document, Language
from reports.rendering.storing import Pinned, restored
from reports.selectors.gone import without_gone
from sozialplanung.common import periods


@dataclass(frozen=True, slots=True)
class Changed:
    """An indicator at a level whose figures are others than in the edition before: newer, or corrected."""

    name: str
    level: str
    period: str
    is_corrected: bool


@dataclass(frozen=True, slots=True)
class Changes:
    """What is other than in an edition: figures; names of indicators that are not there any more; words or order."""

    figures: tuple[Changed, ...]
    missing: tuple[str, ...]
    has_other_words: bool

    def __bool__(self) -> bool:
        """Whether anything is."""
        return bool(self.figures or self.missing or self.has_other_words)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the indicators, each once."""
        return tuple(dict.fromkeys([*(each.name for each in self.figures), *self.missing]))


def prepared_of(publication: Publication) -> PreparedDraft | None:
    """Return what is prepared; None for nothing."""
    return PreparedDraft.objects.filter(publication=publication).select_related("edition").first()


def documents_of(draft: PreparedDraft) -> Mapping[Language, Pinned]:
    """Return its documents as they were frozen, with the releases behind them."""
    kept = dict(draft.documents.values_list("language", "gzipped"))
    return {language: restored(gzip.decompress(bytes(kept[language]))) for language in LANGUAGES}


def shown_document(draft: PreparedDraft, language: Language) -> Document:
    """Return its document as it may be seen now: what rests on figures that are gone stands nowhere."""
    row = draft.documents.get(language=language)
    pinned = restored(gzip.decompress(bytes(row.gzipped)))
    return without_gone(pinned, gone_among(pinned.releases()))


def gone_among(releases: Collection[int]) -> frozenset[int]:
    """Return those of some releases that nobody is told any more."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM reports_standing_release WHERE id = ANY(%s)", [sorted(releases)])
        return frozenset(releases) - {release for (release,) in cursor.fetchall()}


def changes_of(draft: PreparedDraft) -> Changes:
    """Return what is other in it than in the edition before."""
    releases = frozenset().union(*(each.releases() for each in documents_of(draft).values()))
    has_other_words = (draft.title, draft.composition) != (draft.edition.title, draft.edition.composition)
    return changes_between(
        frozenset(draft.edition.pins.values_list("release_id", flat=True)), releases, has_other_words
    )


def changes_between(before: frozenset[int], now: frozenset[int], has_other_words: bool) -> Changes:  # noqa: FBT001
    """Return what is other behind one document than behind another, by the ids of the releases of both."""
    rows = {row.id: row for row in _releases(before | now)}
    old = {rows[each].cell for each in before - now if each in rows}
    new = [rows[each] for each in now - before if each in rows]
    figures = {Changed(row.name, row.level, periods.parse(row.period).label(), row.cell in old) for row in new}
    there = {rows[each].indicator for each in now if each in rows}
    missing = {rows[each].name for each in before - now if each in rows and rows[each].indicator not in there}
    ordered = sorted(figures, key=lambda each: (each.name, each.level, each.period))
    return Changes(tuple(ordered), tuple(sorted(missing)), has_other_words)


@dataclass(frozen=True, slots=True)
class _Row:
    id: int
    indicator: int
    name: str
    period: str
    level: str

    @property
    def cell(self) -> tuple[int, str, str]:
        """What a release tells figures of."""
        return self.indicator, self.period, self.level


def _releases(ids: Collection[int]) -> tuple[_Row, ...]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.id, r.indicator_id, d.name, p.code, l.name FROM indicators_release r "
            "JOIN indicators_indicatordefinition d ON d.id = r.definition_id "
            "JOIN indicators_period p ON p.id = r.period_id "
            "JOIN spatial_boundaryversion b ON b.id = r.boundary_version_id "
            "JOIN spatial_level l ON l.id = b.level_id WHERE r.id = ANY(%s)",
            [sorted(ids)],
        )
        return tuple(_Row(*row) for row in cursor.fetchall())
