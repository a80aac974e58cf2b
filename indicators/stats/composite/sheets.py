# SPDX-License-Identifier: EUPL-1.2
"""What the method sheet of a preset says: purpose, steps, source, limits, and what is not confirmed."""

from dataclasses import dataclass
from typing import Final


def _(text: str) -> str:
    """Mark a text for the catalogue of translations."""
    return text


@dataclass(frozen=True, slots=True)
class MethodSheet:
    """The texts of a method sheet, as English msgids; `unconfirmed` is what no source settles."""

    name: str
    purpose: str
    steps: tuple[str, ...]
    source: str
    limits: tuple[str, ...]
    unconfirmed: tuple[str, ...] = ()


RELATIVE: Final = _(
    "The index is a position among the areas of one city at one time. It has no unit and no trend, and says nothing "
    "about a single person."
)
_Z_SUM: Final = _("Every indicator becomes a z-score with the population standard deviation of the rated areas.")
_FROM_300: Final = _("Areas with fewer than 300 inhabitants are not rated and enter no mean.")
_EXPONENTIAL: Final = _(
    "Every domain is ranked, and ranks are spread exponentially (constant 23), so that much need in one domain is not "
    "made up for by little in another."
)

MSS_STATUS: Final = MethodSheet(
    _("Berlin: Monitoring Soziale Stadtentwicklung, status"),
    _("Shows where the need for support is concentrated."),
    (
        _FROM_300,
        _Z_SUM,
        _("The z-scores are added up, and the sum is divided by its own standard deviation."),
        _("Classes lie at −1, 1 and 1.5; exactly −1, 1 or 1.5 belongs to the class towards the middle."),
    ),
    "Senatsverwaltung für Stadtentwicklung, Bauen und Wohnen Berlin: Monitoring Soziale Stadtentwicklung 2013-2019",
    (RELATIVE, _("The published classes of 2013 to 2019 come out without a difference.")),
)
MSS_DYNAMICS: Final = MethodSheet(
    _("Berlin: Monitoring Soziale Stadtentwicklung, dynamics"),
    _("Shows where an area developed otherwise than the city over two years."),
    (
        _FROM_300,
        _("The same over changes in percentage points within two years."),
        _("The z-scores are added up, and the sum is divided by its own standard deviation."),
        _("Classes lie at −1 and 1; exactly −1 or 1 is stable."),
    ),
    MSS_STATUS.source,
    (RELATIVE, _("Changes of small areas are often chance: show them with their stability only.")),
)
_RISE_UNCONFIRMED: Final = _("The bounds of the classes are taken from Berlin; Hamburg's own are not confirmed.")
_RISE_SOURCE: Final = (
    "Freie und Hansestadt Hamburg: Sozialmonitoring im Rahmenprogramm Integrierte Stadtteilentwicklung"
)
RISE_STATUS: Final = MethodSheet(
    _("Hamburg: RISE Sozialmonitoring, status"),
    _("Finds areas that ask for attention, by seven indicators."),
    (_FROM_300, _Z_SUM, _("The z-scores are added up, and the sum becomes a z-score once more.")),
    _RISE_SOURCE,
    (RELATIVE,),
    (_RISE_UNCONFIRMED,),
)
RISE_DYNAMICS: Final = MethodSheet(
    _("Hamburg: RISE Sozialmonitoring, dynamics"),
    _("Shows where an area developed otherwise than the city over three years."),
    (
        _FROM_300,
        _("The same over changes within three years."),
        _("The z-scores are added up, and the sum becomes a z-score once more."),
    ),
    _RISE_SOURCE,
    (RELATIVE, _("Changes of small areas are often chance: show them with their stability only.")),
    (_RISE_UNCONFIRMED,),
)
IMD_2019: Final = MethodSheet(
    _("England: Index of Multiple Deprivation 2019"),
    _("Ranks areas by seven domains of deprivation."),
    (
        _EXPONENTIAL,
        _("R = (n − rank + 1) / n."),
        _("Weights 22.5, 22.5, 13.5, 13.5, 9.3, 9.3 and 9.3 are divided by 100, not by their sum of 99.9."),
        _("Tenths by rank, the first with the most need."),
    ),
    "MHCLG (2019): English Indices of Deprivation 2019, Technical report",
    (RELATIVE, _("From published ranks 32,736 of 32,844 ranks come out exactly, none is off by more than 2.")),
)
WIMD_2019: Final = MethodSheet(
    _("Wales: Index of Multiple Deprivation 2019"),
    _("Ranks areas by eight domains of deprivation."),
    (
        _EXPONENTIAL,
        _("R = (n − rank + 1) / n."),
        _("Weights 22, 22, 15, 14, 10, 7, 5 and 5, divided by 100."),
        _("Tenths by rank, the first with the most need."),
    ),
    "Welsh Government (2019): Welsh Index of Multiple Deprivation 2019, Technical report",
    (RELATIVE, _("From published ranks all 1,909 ranks come out.")),
)
SIMD_2020: Final = MethodSheet(
    _("Scotland: Index of Multiple Deprivation 2020"),
    _("Ranks areas by seven domains of deprivation."),
    (
        _EXPONENTIAL,
        _("R = (n − rank) / n: the area with the least need gets 0."),
        _("Weights 28, 28, 14, 14, 9, 5 and 2, divided by 100."),
        _("Tenths by rank, the first with the most need."),
    ),
    "Scottish Government (2020): Scottish Index of Multiple Deprivation 2020, Technical notes",
    (RELATIVE, _("From published ranks 6,955 of 6,976 ranks come out exactly, none is off by more than 2.")),
)
GISD_LIKE: Final = MethodSheet(
    _("After the GISD of the Robert Koch-Institut"),
    _("Describes differences in education, employment and income for reports on health."),
    (
        _("Three domains of three indicators each; amounts of money as logarithms."),
        _("Each domain is the first principal component of its indicators, from 0 to 1 between its extremes."),
        _("The domains are added up and spread from 0 to 1 again; fifths by quantiles (type 9)."),
    ),
    "Robert Koch-Institut: German Index of Socioeconomic Deprivation (GISD), Release 2025 v1.0",
    (
        RELATIVE,
        _("A falling index need not mean less deprivation: every year is spread anew."),
        _("No replica: prices, breaks and gaps are not treated, and components come from one year instead of twenty."),
    ),
)
ADDITIVE_Z: Final = MethodSheet(
    _("Additive index of z-scores"),
    _("The plainest index: how far an area lies from the mean, over all indicators alike."),
    (_Z_SUM, _("The index is the mean of the z-scores.")),
    "OECD/JRC (2008): Handbook on Constructing Composite Indicators",
    (RELATIVE, _("Extreme values of one indicator can rule the index.")),
)
EQUAL_RANKS: Final = MethodSheet(
    _("Mean of ranks"),
    _("An index that extreme values cannot rule."),
    (
        _("Every indicator is ranked over the rated areas; equal values share the average rank."),
        _("The index is the mean of the percentile ranks; fifths by rank."),
    ),
    "OECD/JRC (2008): Handbook on Constructing Composite Indicators",
    (RELATIVE, _("Ranks hide how far areas lie apart.")),
)
FIVE_PARTIAL: Final = MethodSheet(
    _("Five partial indices, after Gelsenkirchen's idea"),
    _("Shows five fields of life side by side, and their mean."),
    (
        _Z_SUM,
        _("Every partial index is the mean of its z-scores; the index is the mean of the five."),
    ),
    "Stadt Gelsenkirchen: Partizipationsindex (idea of five fields; its formula is not published)",
    (RELATIVE,),
    (_("Own assumption, no replica: weights, signs and classes of the original are not published."),),
)
