# SPDX-License-Identifier: EUPL-1.2
"""Recipes of known indices that a city can start from, as data."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from indicators.stats.composite import sheets
from indicators.stats.composite.cuts import ClassCut, IndexClass, RecipeError
from indicators.stats.composite.grouping import ClassGrid
from indicators.stats.composite.nodes import Combine, Domain, Measure, Part, QuantileRule, Quantiles
from indicators.stats.composite.recipe import Recipe
from indicators.stats.composite.rules import SHORTEST_JUSTIFICATION
from indicators.stats.composite.sheets import MethodSheet
from indicators.stats.composite.steps import (
    Log,
    MinMaxScale,
    PercentileScale,
    RankExponential,
    RankShare,
    Scale,
    SdScale,
    Transform,
    Unscaled,
    ZScale,
)


def _(text: str) -> str:
    """Mark a text for the catalogue of translations."""
    return text


@dataclass(frozen=True, slots=True)
class Source:
    """An indicator that a city puts into a preset.

    `direction` is +1 when more means more need, −1 when less does. `is_rank` marks published ranks that count from the
    most need.
    """

    indicator: str
    direction: int = 1
    is_rank: bool = False
    is_demographic: bool = False
    justification: str = ""


@dataclass(frozen=True, slots=True)
class Preset:
    """A recipe to start from. `roles` names what each indicator stands for; empty when any number will do.

    `domains` tells how many roles in a row make a domain; `demographic` the places of demographic shares.
    """

    code: str
    sheet: MethodSheet
    roles: tuple[str, ...]
    fewest: int
    build: Callable[[str, tuple[Part, ...]], Recipe]
    authority: str = ""
    demographic: frozenset[int] = frozenset()

    def recipe(self, sources: Sequence[Source], *, slug: str, inhabitants: str = "") -> Recipe:
        """Return the recipe over a city's own indicators; RecipeError when number or justification do not fit.

        `inhabitants` names the indicator that counts the people of a preset with a minimum of them.
        """
        allowed = {len(self.roles)} if self.roles else set(range(self.fewest, len(sources) + 1))
        if len(sources) not in allowed or len(sources) < self.fewest:
            raise RecipeError("components", "The preset needs another number of components.")
        if any(source.is_rank for source in sources) and not isinstance(self.build, _Exponential):
            raise RecipeError("ranks", "Only presets that spread ranks take published ranks.")
        parts = tuple(self._part(place, source) for place, source in enumerate(sources))
        return replace(self.build(slug, parts), authority=self.authority, inhabitants=inhabitants)

    def example(self) -> Recipe:
        """Return the recipe over indicators that stand for any, as a method is told before somebody chose theirs."""
        reason = "x" * SHORTEST_JUSTIFICATION
        count = len(self.roles) or self.fewest
        return self.recipe([Source(f"x{place}", justification=reason) for place in range(count)], slug="x")

    def _part(self, place: int, source: Source) -> Part:
        return Part(
            source.indicator,
            direction=1 if source.direction > 0 and not source.is_rank else -1,
            transforms=(RankExponential(is_ranked=True),) if source.is_rank else (),
            is_demographic=source.is_demographic or place in self.demographic,
            justification=source.justification,
        )


_TENTHS: Final = (
    _("1st tenth (most need)"),
    _("2nd tenth"),
    _("3rd tenth"),
    _("4th tenth"),
    _("5th tenth"),
    _("6th tenth"),
    _("7th tenth"),
    _("8th tenth"),
    _("9th tenth"),
    _("10th tenth (least need)"),
)
FIFTHS_UP: Final = (
    _("1st fifth (least need)"),
    _("2nd fifth"),
    _("3rd fifth"),
    _("4th fifth"),
    _("5th fifth (most need)"),
)
_FIFTHS_DOWN: Final = (
    _("1st fifth (most need)"),
    _("2nd fifth"),
    _("3rd fifth"),
    _("4th fifth"),
    _("5th fifth (least need)"),
)


def numbered_classes(labels: Sequence[str]) -> tuple[IndexClass, ...]:
    """Return classes that are called by their numbers.

    Parameters
    ----------
    labels : sequence of str
        Msgids, the lowest class first.

    Returns
    -------
    tuple of IndexClass
        Counted from 1. No arrays, hence no NaN.

    References
    ----------
    docs/methods/index-recipes.md
    """
    return tuple(IndexClass(str(number), str(number), label) for number, label in enumerate(labels, start=1))


_STATUS_CUTS: Final = (ClassCut(-1.0, "upper"), ClassCut(1.0, "lower"), ClassCut(1.5, "lower"))
_DYNAMICS_CUTS: Final = (ClassCut(-1.0, "upper"), ClassCut(1.0, "lower"))
_STATUS_CLASSES: Final = (
    IndexClass("1", "hoch", _("Low need for support")),
    IndexClass("2", "mittel", _("Medium need for support")),
    IndexClass("3", "niedrig", _("High need for support")),
    IndexClass("4", "sehr niedrig", _("Particularly high need for support")),
)
_DYNAMICS_CLASSES: Final = (
    IndexClass("+", "positiv", _("More favourable than the city")),
    IndexClass("+/-", "stabil", _("Like the city")),
    IndexClass("-", "negativ", _("Less favourable than the city")),
)


@dataclass(frozen=True, slots=True)
class _ZSum:
    """Sum of z-scores, standardised once more, cut: status and dynamics of Berlin and Hamburg."""

    measure: Measure
    scale: Scale

    def __call__(self, slug: str, parts: tuple[Part, ...]) -> Recipe:
        is_status = self.measure == "value"
        measured = tuple(replace(part, measure=self.measure) for part in parts)
        return Recipe(
            slug,
            1,
            Domain(slug, measured, Combine("sum"), scale=self.scale),
            cuts=_STATUS_CUTS if is_status else _DYNAMICS_CUTS,
            classes=_STATUS_CLASSES if is_status else _DYNAMICS_CLASSES,
            minimum_inhabitants=300.0,
        )


@dataclass(frozen=True, slots=True)
class _Exponential:
    """Weighted sum of exponentially spread ranks: the indices of the United Kingdom."""

    weights: tuple[float, ...]
    share: RankShare
    tenths: QuantileRule

    def __call__(self, slug: str, parts: tuple[Part, ...]) -> Recipe:
        ranked = tuple(
            replace(part, weight=weight, transforms=self._spread(part), scale=Unscaled())
            for part, weight in zip(parts, self.weights, strict=True)
        )
        index = Domain(slug, ranked, Combine("mean", 100.0), scale=Unscaled())
        return Recipe(slug, 1, index, quantiles=Quantiles(10, self.tenths), classes=numbered_classes(_TENTHS))

    def _spread(self, part: Part) -> tuple[Transform, ...]:
        return (RankExponential(23.0, self.share, "min", is_ranked=bool(part.transforms)),)


_GISD_DOMAINS: Final = ("education", "employment", "income")
_GISD_LOGS: Final = frozenset({5, 6, 7})


def _gisd(slug: str, parts: tuple[Part, ...]) -> Recipe:
    ready = [
        replace(part, transforms=(Log(),) if place in _GISD_LOGS else (), scale=ZScale(1))
        for place, part in enumerate(parts)
    ]
    domains = tuple(
        Domain(name, tuple(ready[3 * place : 3 * place + 3]), weighting="pca_score", scale=MinMaxScale())
        for place, name in enumerate(_GISD_DOMAINS)
    )
    index = Domain(slug, domains, Combine("sum"), scale=MinMaxScale())
    return Recipe(slug, 1, index, quantiles=Quantiles(5, "type_9"), classes=numbered_classes(FIFTHS_UP))


def _additive(slug: str, parts: tuple[Part, ...]) -> Recipe:
    return Recipe(slug, 1, Domain(slug, parts, Combine("mean", "weights"), scale=Unscaled()))


def _equal_ranks(slug: str, parts: tuple[Part, ...]) -> Recipe:
    ranked = tuple(replace(part, scale=PercentileScale("average")) for part in parts)
    index = Domain(slug, ranked, Combine("mean", "weights"), scale=Unscaled())
    return Recipe(slug, 1, index, quantiles=Quantiles(5, "rank"), classes=numbered_classes(_FIFTHS_DOWN))


_FIELDS: Final = (
    ("economy", 4),
    ("integration", 3),
    ("health", 3),
    ("education", 3),
    ("environment", 3),
)


def _five_partial(slug: str, parts: tuple[Part, ...]) -> Recipe:
    rest, domains = list(parts), []
    for name, count in _FIELDS:
        own, rest = tuple(rest[:count]), rest[count:]
        domains.append(Domain(name, own, Combine("mean", "weights"), scale=Unscaled()))
    index = Domain(slug, tuple(domains), Combine("mean", "weights"), scale=Unscaled())
    return Recipe(slug, 1, index)


_MSS_AUTHORITY: Final = "Senatsverwaltung für Stadtentwicklung, Bauen und Wohnen Berlin"
_RISE_ROLES: Final = (
    _("Children and young people with a migration background"),
    _("Children of single parents"),
    _("Recipients of basic income support"),
    _("Unemployed people"),
    _("Children in basic income support"),
    _("Basic income support in old age"),
    _("School leaving qualifications"),
)
_INCOME, _EMPLOYMENT = _("Income"), _("Employment")
_EDUCATION, _HEALTH, _CRIME = _("Education"), _("Health"), _("Crime")
_HOUSING, _ACCESS, _ENVIRONMENT = _("Housing"), _("Access to services"), _("Living environment")
_GISD_ROLES: Final = (
    _("Employees without a qualification"),
    _("Employees with an academic degree"),
    _("School leavers without a qualification"),
    _("Unemployment"),
    _("Employment rate"),
    _("Gross wages"),
    _("Income tax"),
    _("Household income"),
    _("People in debt"),
)
_FIELD_ROLES: Final = tuple(name for name, count in _FIELDS for _place in range(count))

PRESETS: Final = {
    preset.code: preset
    for preset in (
        Preset("mss_status", sheets.MSS_STATUS, (), 3, _ZSum("value", SdScale()), _MSS_AUTHORITY),
        Preset("mss_dynamics", sheets.MSS_DYNAMICS, (), 3, _ZSum("change", SdScale()), _MSS_AUTHORITY),
        Preset("rise_status", sheets.RISE_STATUS, _RISE_ROLES, 7, _ZSum("value", ZScale()), demographic=frozenset({0})),
        Preset(
            "rise_dynamics", sheets.RISE_DYNAMICS, _RISE_ROLES, 7, _ZSum("change", ZScale()), demographic=frozenset({0})
        ),
        Preset(
            "imd_2019",
            sheets.IMD_2019,
            (_INCOME, _EMPLOYMENT, _EDUCATION, _HEALTH, _CRIME, _ACCESS, _ENVIRONMENT),
            7,
            _Exponential((22.5, 22.5, 13.5, 13.5, 9.3, 9.3, 9.3), "first_is_one", "rank"),
        ),
        Preset(
            "wimd_2019",
            sheets.WIMD_2019,
            (_INCOME, _EMPLOYMENT, _HEALTH, _EDUCATION, _ACCESS, _HOUSING, _CRIME, _ENVIRONMENT),
            8,
            _Exponential((22.0, 22.0, 15.0, 14.0, 10.0, 7.0, 5.0, 5.0), "first_is_one", "rank_up"),
        ),
        Preset(
            "simd_2020",
            sheets.SIMD_2020,
            (_INCOME, _EMPLOYMENT, _HEALTH, _EDUCATION, _ACCESS, _CRIME, _HOUSING),
            7,
            _Exponential((28.0, 28.0, 14.0, 14.0, 9.0, 5.0, 2.0), "last_is_zero", "rank_up"),
        ),
        Preset("gisd_like", sheets.GISD_LIKE, _GISD_ROLES, 9, _gisd),
        Preset("additive_z", sheets.ADDITIVE_Z, (), 2, _additive),
        Preset("equal_ranks", sheets.EQUAL_RANKS, (), 2, _equal_ranks),
        Preset("five_partial", sheets.FIVE_PARTIAL, _FIELD_ROLES, 16, _five_partial),
    )
}

_MSS_ROWS, _MSS_COLUMNS = ("1", "2", "3", "4"), ("+", "+/-", "-")
MSS_GROUPS: Final = ClassGrid(
    "mss-groups",
    _MSS_ROWS,
    _MSS_COLUMNS,
    {(row, column): f"{row}{column}" for row in _MSS_ROWS for column in _MSS_COLUMNS},
)
