# SPDX-License-Identifier: EUPL-1.2
"""One search over the areas and indicators of all organisations, and over the glossary."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language

from indicators.selectors.search import search_result
from sozialplanung.accounts.models import Organisation
from sozialplanung.accounts.selectors import listed_organisations, organisation_by_slug
from sozialplanung.portal.addresses import area_address, indicator_address
from sozialplanung.portal.glossary import chapters

_SHORTEST = 2
_MOST_TERMS = 5


@dataclass(frozen=True)
class Hit:
    """One thing found; `path` says where it belongs."""

    title: str
    url: str
    path: str = ""
    text: str = ""


@dataclass(frozen=True)
class Group:
    """What was found in one organisation."""

    name: str
    areas: tuple[Hit, ...]
    indicators: tuple[Hit, ...]

    @property
    def hits(self) -> tuple[Hit, ...]:
        """Areas first: most people look for where they live."""
        return self.areas + self.indicators


@dataclass(frozen=True)
class Found:
    """The answer to one search."""

    text: str
    groups: tuple[Group, ...]
    terms: tuple[Hit, ...]

    def __len__(self) -> int:
        """Count what was found."""
        return sum(len(group.hits) for group in self.groups) + len(self.terms)

    @property
    def is_too_short(self) -> bool:
        """Whether the text is too short to look for."""
        return 0 < len(self.text) < _SHORTEST


def found(text: str, slug: str = "") -> Found:
    """Look for a text, in one organisation or in all that are listed; a slug nobody has is not found."""
    wanted = " ".join(text.split())
    organisations = [organisation_by_slug(slug)] if slug else list(listed_organisations())
    if len(wanted) < _SHORTEST:
        return Found(text=wanted, groups=(), terms=())
    groups = (_group(organisation, wanted) for organisation in organisations)
    return Found(text=wanted, groups=tuple(group for group in groups if group.hits), terms=_terms(wanted))


def _group(organisation: Organisation, text: str) -> Group:
    result = search_result(organisation, text)
    return Group(
        name=organisation.name,
        areas=tuple(
            Hit(
                title=hit.name,
                url=area_address(organisation.slug, edition=hit.edition, level=hit.level, key=hit.key),
                path=_path(organisation.name, hit.parent_name, hit.name),
                text=" · ".join((hit.level_name, hit.key, *(() if hit.is_current else (hit.edition_name,)))),
            )
            for hit in result.areas
        ),
        indicators=tuple(
            Hit(
                title=sheet.definition.name,
                url=indicator_address(organisation.slug, sheet.slug),
                path=f"{organisation.name} › {sheet.topic_name}",
                text=sheet.definition.subtitle,
            )
            for sheet in result.indicators
        ),
    )


def _path(organisation: str, parent: str, name: str) -> str:
    """Say where an area belongs, no name twice: the whole may be called as its organisation is."""
    return " › ".join(part for part in dict.fromkeys((organisation, parent)) if part and part != name)


def _terms(text: str) -> tuple[Hit, ...]:
    found_chapters = chapters(get_language() or "de", text)
    entries = [entry for chapter in found_chapters for entry in chapter.entries]
    page = reverse("portal:glossary")
    hits = (Hit(title=entry.name, url=f"{page}#{entry.anchor}", text=entry.text) for entry in entries)
    return tuple(hits)[:_MOST_TERMS]
