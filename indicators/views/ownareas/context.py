# SPDX-License-Identifier: EUPL-1.2
"""What the profile of an own area shows, and the rows of its file."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import isnan
from typing import Any, Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from indicators.rendering.profile_numbers import Language, number, period_words, with_unit
from indicators.rendering.workbench import areasets
from indicators.rendering.workbench.ownarea import OWN, read_own
from indicators.rendering.workbench.parts import KEYS, VERSUS
from indicators.selectors.ownfigures import OwnLine, Silence, silence_of
from indicators.selectors.ownground import LevelParts
from indicators.selectors.ownprofile import OwnProfile
from indicators.selectors.profile import NamedOrganisation
from indicators.views.ownareawords import span_of, why_nothing, worth_words
from indicators.views.selectionwords import mark_code
from indicators.views.sourcelines import source_lines
from sozialplanung.common.periods import parse
from spatial.rendering.ownarea_drawing import OwnWords, draw_own_area
from spatial.selectors import units

SQUARE_KILOMETRE: Final = 1_000_000
PERCENT: Final = 100
_HUNDRED: Final = 2
# Less than this of a shape lies outside by drawing.
_TOLD_OUTSIDE: Final = 0.01
Cell = str | int | float | Decimal | date | None
# How an address asks for all periods of an indicator.
COURSE: Final = "verlauf"
HEAD: Final = (
    "indikator",
    "name",
    "einheit",
    "stand",
    "ebene",
    "gebietsstand",
    "gebiete",
    "davon_geschnitten",
    "art",
    "wert",
    "von",
    "bis",
    "zaehler",
    "nenner",
    "gesamt",
    "status_code",
    "begruendung",
    "quelle",
    "lizenz",
    "lizenz_adresse",
    "adresse",
    "abgerufen_am",
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A profile on its page.

    `base` is the address without its choices, `query` what of it says the shape, `own` how „Analyse“ names it (empty:
    it cannot).
    """

    publisher: NamedOrganisation
    profile: OwnProfile
    language: Language
    base: str
    query: str
    period: str
    own: str = ""

    def address(self, *, edition: str, period: str) -> str:
        """Return the address with other choices."""
        told = (self.query, f"gebietsstand={edition}" if edition else "", f"stand={period}" if period else "")
        return f"{self.base}?{'&'.join(filter(None, told))}"


def profile_context(shown: Shown) -> dict[str, Any]:
    """Return everything that the template reads of the figures."""
    profile, language = shown.profile, shown.language
    parts = profile.parts
    told = [line for line in profile.lines if line.has_figure]
    return {
        "profile": profile,
        "area_km2": profile.area_m2 / SQUARE_KILOMETRE,
        "people": people_told(profile, parts),
        "outside": PERCENT * parts.outside if parts.outside > _TOLD_OUTSIDE else None,
        "choices": _choices(shown),
        "rows": [
            figure_row(shown.publisher, line, language) | {"course_url": _course_url(shown, line)}
            for line in profile.lines
        ],
        "counted": len(told),
        "estimated": sum(line.is_estimate for line in told),
        "parts": _parts(shown, parts),
        "parts_level": parts.version,
        "drawing": _drawing(profile, parts),
        "workbench_url": _workbench(shown, parts),
        "beside_url": _beside(shown),
        "sources": source_lines(line.line.definition for line in profile.lines),
        "language": language,
    }


def people_told(profile: OwnProfile, parts: LevelParts) -> float | None:
    """Return how many people live there, to the hundred where areas are cut: nobody knows it better.

    None where nobody knows, and where no figure is estimated: what the table refuses is not told above it.
    """
    if isnan(profile.people) or silence_of(parts, profile.ground) is not Silence.NONE:
        return None
    return profile.people if parts.is_exact else round(profile.people, -_HUNDRED)


def _choices(shown: Shown) -> list[dict[str, Any]]:
    profile = shown.profile
    editions = [
        {
            "label": name,
            "url": shown.address(edition=slug, period=""),
            "is_current": slug == profile.edition,
        }
        for slug, name in profile.editions
    ]
    periods = [("", _("newest figure of each indicator"))]
    periods += [(code, period_words(parse(code), shown.language)) for code in profile.periods]
    stands = [
        {
            "label": label,
            "url": shown.address(edition=profile.edition, period=code),
            "is_current": code == shown.period,
        }
        for code, label in periods
    ]
    lines = ((_("Boundary version"), editions), (_("As of"), stands))
    return [{"label": label, "items": items} for label, items in lines if len(items) > 1]


def figure_row(publisher: NamedOrganisation, line: OwnLine, language: Language) -> dict[str, Any]:
    """Return what a row of figures tells of one indicator, or why it tells nothing."""
    told = line.line
    definition, pooled = told.definition, told.pooled
    decimals, unit = definition.decimals, definition.unit_of_measure
    common = {
        "name": definition.short_name,
        "topic": told.sheet.topic_name,
        "url": reverse("indicators:indicator", args=[publisher.slug, told.sheet.slug]),
        "as_of": period_words(parse(told.ref.period), language),
        "level": line.version.level_name_plural,
        "whole": "" if line.whole is None else with_unit(line.whole, decimals, unit, language),
    }
    if pooled is None:
        return common | {"reason": why_nothing(line, language)}
    counts = [number(count, 0, language) for count in (pooled.numerator, pooled.denominator) if not isnan(count)]
    return common | {
        "value": with_unit(pooled.value, decimals, unit, language),
        "is_estimate": line.is_estimate,
        "worth": worth_words(line, language),
        "span": span_of(line, language),
        "counts": _("%(cases)s of %(persons)s") % dict(zip(("cases", "persons"), counts, strict=True))
        if counts
        else "",
    }


def _parts(shown: Shown, parts: LevelParts) -> list[dict[str, Any]]:
    rows = units.unit_rows(parts.version.id)
    return [
        {
            "name": rows[place].name,
            "url": reverse(
                "indicators:area",
                args=[shown.publisher.slug, parts.version.edition, parts.version.level, rows[place].key],
            ),
            "ground": PERCENT * ground,
            "is_whole": ground == 1,
        }
        for place, ground in zip(parts.places.tolist(), parts.ground.tolist(), strict=True)
    ]


def _workbench(shown: Shown, parts: LevelParts) -> str:
    """Return the workbench with the whole areas chosen; empty where none is whole."""
    places = parts.places[parts.is_whole].tolist()
    if not places:
        return ""
    version = parts.version
    chosen = areasets.written(places, version.order_hash)
    told = {"ebene": version.level, "gebietsstand": version.edition, "auswahl": chosen}
    return f"{reverse('indicators:workbench', args=[shown.publisher.slug])}?{urlencode(told)}"


def _course_url(shown: Shown, line: OwnLine) -> str:
    """Return the page with all periods of an indicator below its figures."""
    here = shown.address(edition=shown.profile.edition, period=shown.period)
    return f"{here}&{COURSE}={line.line.sheet.slug}#own-course"


def _beside(shown: Shown) -> str:
    """Return the workbench with the own area beside the areas of a level; empty where it has no room for it."""
    found = read_own(shown.own) if shown.own else None
    if found is None:
        return ""
    told = {"gebietsstand": shown.profile.edition, "tafeln": f"{KEYS},{VERSUS}", OWN: str(found)}
    return f"{reverse('indicators:workbench', args=[shown.publisher.slug])}?{urlencode(told, safe=':,')}"


def _drawing(profile: OwnProfile, parts: LevelParts) -> str:
    words = OwnWords(
        _("Your area and the areas that it holds"),
        _("The thick line is your area. Areas that lie inside as a whole are filled, those that it cuts are hatched."),
    )
    return draw_own_area(profile.shape, parts.shapes, parts.is_whole, words)


def profile_cells(shown: Shown, address: str, day: date) -> list[tuple[Cell, ...]]:
    """Return the head and one row for each indicator; what cannot be computed is an empty cell."""
    return [HEAD, *(line_cells(line, shown.language, address, day) for line in shown.profile.lines)]


def line_cells(line: OwnLine, language: Language, address: str, day: date) -> tuple[Cell, ...]:
    """Return the cells of one indicator, as `HEAD` names them."""
    told, version = line.line, line.version
    definition, pooled = told.definition, told.pooled
    ends = line.span or (float("nan"), float("nan"))
    values = (pooled.value if pooled else float("nan"), *ends)
    counts = (pooled.numerator, pooled.denominator) if pooled else (float("nan"), float("nan"))
    credit = definition.source
    return (
        told.sheet.slug,
        definition.name,
        definition.unit_of_measure,
        told.ref.period,
        version.level_name,
        version.name,
        line.areas,
        line.cut,
        "" if pooled is None else "estimated" if line.is_estimate else "exact",
        *(_number(value, definition.decimals) for value in values),
        *(_number(count, 0) for count in counts),
        None if line.whole is None else _number(line.whole, definition.decimals),
        line.silence.value or ("estimated" if line.is_estimate else mark_code(told)),
        why_nothing(line, language) or worth_words(line, language),
        credit.credit,
        credit.licence_name,
        credit.licence_url,
        address,
        day,
    )


def _number(value: float, decimals: int) -> Decimal | None:
    return None if isnan(value) else Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals))
