# SPDX-License-Identifier: EUPL-1.2
"""The worked examples of the pages on methods are what the functions compute."""

from pathlib import Path

import numpy as np
import numpy.typing as npt

from indicators.rendering.group_means import group_means
from indicators.rendering.similar_words import ALMOST_ALIKE, VERY_SIMILAR
from indicators.rendering.unequal_figures import DRAWS, SEED
from indicators.stats.agreement import kept_together
from indicators.stats.borders import border_firmness
from indicators.stats.boxes import box_of
from indicators.stats.classes import classify, sided_classes
from indicators.stats.compare import change_of_shares
from indicators.stats.disclosure.attack import intervals
from indicators.stats.disclosure.cells import Cell, Fate, Interval
from indicators.stats.disclosure.protect import Limits, mask_of, protect
from indicators.stats.disclosure.rounding import counts_of_rate, rounded_to
from indicators.stats.disclosure.system import system_of
from indicators.stats.disclosure.tables import flat, summed, table
from indicators.stats.discoveries import adjusted_for_many
from indicators.stats.funnel import Allowance, Place, funnel, places
from indicators.stats.inequality import inequality, theil_parts
from indicators.stats.intervals import wilson
from indicators.stats.means import Means, mean_difference, mean_interval
from indicators.stats.multiple import p_of_rates, p_of_shares
from indicators.stats.neighbourhood import neighbourhood, pairs_from_lists
from indicators.stats.ownclasses import Fences, tukey_fences
from indicators.stats.positions import fifths, shares_below
from indicators.stats.ranktrend import rank_trends
from indicators.stats.rates import count_interval, rate_interval
from indicators.stats.segregation import (
    beyond_chance,
    dissimilarity,
    dissimilarity_by_chance,
    entropy_index,
    exposure,
)
from indicators.stats.similar import similar_areas
from indicators.stats.smoothing import smooth_globally, smooth_locally
from indicators.stats.socialareas import social_areas
from indicators.stats.standardise import as_rates, directly, indirectly
from indicators.stats.striking import MINIMUM_DENOMINATOR, Verdict, against_rest, too_small, verdicts
from indicators.stats.tiers import Tier, rates_with_rest
from indicators.stats.trend import trend_of_shares, trend_of_values
from indicators.stats.typology import typology

PAGES = Path(__file__).resolve().parents[3] / "docs" / "methods"
Floats = npt.NDArray[np.float64]


def row(*values: float) -> Floats:
    return np.array(values, dtype=float)


def assert_says(page: str, *sentences: str) -> None:
    text = (PAGES / f"{page}.md").read_text(encoding="utf-8").replace("**", "").replace("\n", " ")
    assert [sentence for sentence in sentences if sentence not in text] == []


def test_page_on_striking_areas() -> None:
    earlier, later = (row(120, 4000), row(1000, 20_000)), (row(180, 4200), row(1000, 20_000))
    found = against_rest(earlier, later)
    told = [found.change[0], found.rest[0], found.difference[0], found.lower[0], found.upper[0]]
    assert [round(float(each), 1) for each in told] == [6.0, 1.0, 5.0, 1.8, 8.2]
    assert round(float(found.p[0]), 4) == 0.0024
    with_small = against_rest((row(20, 4000), row(100, 20_000)), (row(51, 4200), row(100, 20_000)))
    unsure = too_small(row(100, 20_000), row(100, 20_000), MINIMUM_DENOMINATOR)
    assert round(float(with_small.change[0]), 1) == 31.0
    assert with_small.p[0] < 0.001
    assert verdicts(with_small, threshold=3.0, unsure=unsure)[0] == Verdict.UNSURE
    assert [round(100 * float(limit[0])) for limit in wilson(row(60), row(200))] == [24, 37]
    rise, lower, upper = (float(each[0]) for each in change_of_shares((row(60), row(200)), (row(78), row(200))))
    assert (round(rise), lower < 0 < upper) == (9, True)
    assert_says(
        "striking",
        f"without one it is {MINIMUM_DENOMINATOR} persons",
        "a share of 30 % lies between 24 and 37 % by chance alone, and a rise of nine points is still within it",
        "the area rose by 6.0 points, the rest by 1.0, hence 5.0 points more, from 1.8 to 8.2; p = 0.0024",
        "31 points more, and p below 0.001. It is unsure: there are 100 children only.",
    )


def test_page_on_positions() -> None:
    assert shares_below(row(3, 1, 3, 9)).tolist() == [0.5, 0.125, 0.5, 0.875]
    assert np.bincount(fifths(row(*range(10)))).tolist() == [0, 2, 2, 2, 2, 2]
    assert_says("positions", "shares 0.5, 0.125, 0.5 and 0.875", "two in each fifth")


def test_page_on_boxes() -> None:
    box = box_of(row(1, 2, 3, 4, 5, 6, 7, 50), decimals=2)

    assert box.ends == (1.0, 2.75, 4.5, 6.25, 7.0)
    assert box.outliers == (7,)
    assert_says("boxes", "quartiles 2.75 and 6.25, median 4.5", "whiskers at 1 and 7", "50 lies beyond")


def test_page_on_classes() -> None:
    sided = sided_classes(row(1, 2, 3, 4, 12, 20), middle=10, method="quantiles", half=2, decimals=0)
    assert list(sided.bounds) == [3.0, 10.0, 20.0]
    assert_says("classes", "around 10, two classes on a side, quantiles: bounds 3, 10, 20.")
    values = row(1, 2, 3, 4, 5, 6, 7, 50)
    assert list(np.quantile(values, [0.25, 0.75])) == [2.75, 6.25]
    assert tukey_fences(values, decimals=0) == Fences(high=12.0)
    assert_says("classes", "quartiles 2.75 and 6.25, values from 12 on are unusually high.")


def test_page_on_intervals() -> None:
    low, up = (100 * limit[0] for limit in wilson(row(65), row(100)))
    count_low, count_up = (limit[0] for limit in count_interval(row(65)))
    rate_low, rate_up = (limit[0] for limit in rate_interval(row(5), row(100), base=100))
    mean_low, mean_up = (limit[0] for limit in mean_interval(Means(row(10), row(2), row(16))))

    classes = classify(row(low, up), (50.0, 60.0, 70.0))
    span, words = int(classes[1] - classes[0]) + 1, {2: "two", 3: "three", 4: "four"}

    assert_says(
        "intervals",
        f"65 of 100: {low:.1f} % to {up:.1f} %; with bounds at 50, 60 and 70 this reaches over {words[span]} classes",
        f"65 cases: {count_low:.1f} to {count_up:.1f}.",
        f"per 100: {rate_low:.1f} to {rate_up:.1f}.",
        f"Mean 10 of 16 values with the standard deviation 2: {mean_low:.2f} to {mean_up:.2f}.",
    )


def test_page_on_disclosure() -> None:
    dimensions = [flat("Σ", ["r1", "r2", "r3", "r4"]), flat("Σ", ["c1", "c2", "c3"])]
    counts = np.array([[20, 50, 10], [8, 19, 22], [17, 32, 12], [2, 41, 30]], dtype=float)

    def make(key: str, count: float, places: tuple[int, ...]) -> Cell:
        need = Interval(0, 5) if count == 2 else None
        return Cell(key, count, Fate.MUST if 0 in places else Fate.OPEN, need=need)

    system = system_of(*table(dimensions, summed(dimensions, counts), make))
    pattern, limits = protect(system), Limits()
    alone, found = (intervals(system, mask_of(system, hidden)) for hidden in (pattern.primary, pattern.hidden))
    ends = {key: f"{each.lower:.0f} to {each.upper:.0f}" for key, each in found.items()}
    first, second = (counts_of_rate(3.8, 1, 53)[0], *counts_of_rate(0.2, 1, 1200))
    halves = rounded_to(row(5, 15, 25, 35), 10)

    assert_says(
        "disclosure",
        f"Hidden alone it follows: {alone['r4:c1'].lower:.0f} to {alone['r4:c1'].upper:.0f}.",
        f"hides 2, 12, 17 and 30 and costs {pattern.cost:.0f}; then the 2 may be {ends['r4:c1']}, "
        f"the 12 {ends['r3:c3']}, the 17 {ends['r3:c1']}, the 30 {ends['r4:c3']}.",
        f"3.8 % of 53 persons are {first} persons, 0.2 % of 1,200 are {second} (",
        f"5, 15, 25, 35 must give {', '.join(f'{each:.0f}' for each in halves)}.",
        f"Beyond {limits.figures} figures to decide in one component, and where {limits.work.rounds} rounds or "
        f"{limits.work.nodes:,} nodes are used up",
    )


def test_page_on_typology() -> None:
    matrix = np.array([[4, 30], [5, 31], [6, 29], [20, 12], [21, 11], [12, 50]], dtype=float)
    found = typology(matrix, k=3, seed=1, resamples=5)
    means = group_means(matrix, found.types)
    again = kept_together(np.array([0, 0, 0, 1, 1, 1]), np.array([0, 0, 1, 1, 1, 1]))
    pairs = pairs_from_lists([[1, 3], [0, 2, 4], [1, 5], [0, 4], [1, 3, 5], [2, 4]])
    around, values = neighbourhood(*pairs, np.ones(6, dtype=bool)), np.array([[1], [1.2], [8], [1.1], [7.9], [8.2]])
    regions = social_areas(values, around, k=2)
    borders = border_firmness(values, around, regions, spreads=np.full((6, 1), np.nan), rng=np.random.default_rng(1))
    is_border = regions.regions[borders.first] != regions.regions[borders.second]

    centres = ", ".join(f"({low:.3f}, {up:.3f})".replace("-", "−") for low, up in found.centres)
    assert again.tolist() == [2 / 3, 3 / 4]
    assert (found.nexts[5], found.silhouettes[5]) == (1, 0)
    assert means.traits(0) == ((), (0,))
    assert regions.sizes == (3, 3)
    assert (borders.numbers, borders.left_out, borders.firmness[is_border].tolist()) == (1, 0, [1.0, 1.0, 1.0])
    assert_says(
        "typology",
        f"centres in z {centres}.",
        f"{100 * regions.explained:.2f} % of the differences lie between them.",
        "Three pairs of areas lie on both sides of that border; with one region more,",
        "of the first type 2/3 is found again, of the second 3/4.",
        f"the largest type lies {-means.distances[0, 0]:.2f} standard deviations below the mean of the first indicator",
    )


def test_page_on_comparison() -> None:
    change, low, up = (number[0] for number in change_of_shares((row(150), row(1000)), (row(120), row(1000))))
    rate = rates_with_rest(row(65), row(1000), (465.0, 11_000.0), base=1000, threshold=5)
    mean_low, mean_up, _ = (
        number[0] for number in mean_difference(Means(row(42.5), row(12), row(40)), Means(row(38), row(14), row(900)))
    )

    assert rate.tier.tolist() == [Tier.HIGHER_998]
    assert_says(
        "comparison",
        f"{change:.1f} percentage points, from {low:.1f} to {up:.3f}".replace("-", "−"),
        f"{rate.difference[0]:.1f} more per 1,000, from {rate.lower[0]:.1f} to {rate.upper[0]:.1f}, beyond",
        f"(14): 4.5 more, from {mean_low:.1f} to {mean_up:.1f}.",
    )


def test_page_on_standardisation() -> None:
    x, n, weights = row(2, 20, 30), row(400, 1000, 300), row(30, 50, 20)
    reference = (row(60, 300, 900), row(12_000, 20_000, 9000))

    direct = directly(x[None], n[None], weights, base=1000)
    ratio = indirectly(row(52), n[None], reference)
    rate = as_rates(ratio, reference, base=1000)

    assert_says(
        "standardisation",
        f"crude {1000 * x.sum() / n.sum():.1f}, standardised {direct.value[0]:.1f} per 1,000",
        f"per 1,000, from {direct.lower[0]:.1f} to {direct.upper[0]:.1f}.",
        f"{ratio.expected[0]:.1f} cases are expected where 52 were seen, a ratio of {ratio.value[0]:.3f}",
        f"from {ratio.lower[0]:.3f} to {ratio.upper[0]:.3f}; as a rate {rate.value[0]:.1f} per 1,000.",
    )


def test_page_on_funnels() -> None:
    share = funnel(row(45), row(300), kind="shares", target=0.15)
    rate = funnel(row(5), row(1000), kind="rates", target=0.01)
    x, n = row(40, 62, 55, 30, 75, 48, 90, 35, 66, 58, 44, 52), np.full(12, 500.0)
    choices: tuple[Allowance, ...] = ("none", "multiplicative", "additive")
    plain, times, plus = (funnel(x, n, kind="shares", allowance=choice) for choice in choices)
    outside = [int((places(x / n, each) != Place.INSIDE).sum()) for each in (plain, times, plus)]

    assert outside == [5, 1, 1]
    assert_says(
        "funnel",
        f"300 persons: {100 * share.lower_95[0]:.2f} % to {100 * share.upper_95[0]:.2f} %.",
        f"1,000 persons: {1000 * rate.lower_95[0]:.1f} to {1000 * rate.upper_95[0]:.1f} per 1,000.",
        f"target {100 * plain.target:.2f} %, limits of 95 % {100 * plain.lower_95[0]:.2f} %",
        f"limits of 95 % {100 * plain.lower_95[0]:.2f} % to {100 * plain.upper_95[0]:.2f} %, five areas outside.",
        f"φ = {times.dispersion.phi:.2f}: multiplicative {100 * times.lower_95[0]:.2f} %",
        f"multiplicative {100 * times.lower_95[0]:.2f} % to {100 * times.upper_95[0]:.2f} %",
        f"additive {100 * plus.lower_95[0]:.2f} % to {100 * plus.upper_95[0]:.2f} %, one area outside.",
    )


def test_page_on_many_areas() -> None:
    share = p_of_shares((row(120), row(1000)), (row(150), row(1000)))[0]
    rate = p_of_rates((row(65), row(1000)), (row(40), row(1000)))[0]
    q = [f"{each:.3f}" for each in adjusted_for_many(row(0.001, 0.012, 0.02, 0.04, 0.3))]

    assert_says(
        "multiple-areas",
        f"150 of 1,000: p = {share:.4f}.",
        f"1,000 persons each: p = {rate:.4f}.",
        f"q-values of {', '.join(q[:-1])} and {q[-1]}.",
    )


def test_page_on_trends() -> None:
    years = np.arange(2019.0, 2024.0)
    share = trend_of_shares(row(100, 110, 118, 131, 140)[None], np.full((1, 5), 1000.0), years)
    value = trend_of_values(row(12, 14, 13, 16, 18)[None], row(2, 1, 1, 1, 2)[None], years)
    rank = rank_trends(row(12.1, 12.4, 12.3, 12.9, 13.4, 13.2, 13.9, 14.1)[None], np.arange(8.0))
    chi_squared = (share.slope[0] / ((share.upper[0] - share.slope[0]) / 1.959963984540054)) ** 2

    assert_says(
        "trend",
        f"{100 * share.slope[0]:.2f} percentage points a year, χ² = {chi_squared:.3f}, p = {share.p[0]:.4f}.",
        f"{value.slope[0]:.2f} a year, from {value.lower[0]:.2f} to {value.upper[0]:.2f}, p = {value.p[0]:.3f}.",
        f"S = {rank.s[0]:.0f}, p = {rank.p[0]:.4f}, {rank.slope[0]:.2f} a year, "
        f"from {rank.lower[0]:.2f} to {rank.upper[0]:.2f}.",
    )


def test_rank_test_of_five_periods_names_a_trend_only_without_any_pair_against_it() -> None:
    steady, one_pair = (
        rank_trends(row(*values)[None], np.arange(5.0)).p[0] for values in ((1, 2, 3, 4, 5), (2, 1, 3, 4, 5))
    )

    assert_says("trend", f"(p = {steady:.3f}, with one pair {one_pair:.3f})")


def test_page_on_smoothing() -> None:
    x, n = row(2, 30, 20, 9), row(20, 400, 100, 200)
    everywhere = smooth_globally(x, n)
    around = smooth_locally(x, n, pairs_from_lists([[1], [0, 2], [1, 3], [2]]))
    percent = 100 * everywhere.rate

    assert_says(
        "smoothing",
        f"mean {100 * everywhere.mean[0]:.2f} %.",
        f"raw, weight {everywhere.weight[0]:.3f}, smoothed {percent[0]:.2f} %;",
        f"raw, weight {everywhere.weight[2]:.3f}, smoothed {percent[2]:.2f} %.",
        f"the {100 * around.mean[2]:.2f} % of its surroundings, weight {around.weight[2]:.3f}, "
        f"smoothed {100 * around.rate[2]:.2f} %;",
        f"their common {100 * around.rate[0]:.2f} %.",
    )


def test_page_on_segregation() -> None:
    a, b = row(100, 50, 10, 40), row(20, 30, 60, 90)
    isolation, interaction = exposure(a, b, boundary_version="x")
    entropy = entropy_index(np.column_stack([a, b]), boundary_version="x")
    drawn = dissimilarity_by_chance(a, b, draws=DRAWS, seed=SEED)
    low, high = np.quantile(drawn, [0.025, 0.975])
    beyond = beyond_chance(dissimilarity(a, b, boundary_version="x").value, float(drawn.mean()))

    assert_says(
        "segregation",
        f"isolation {isolation.value:.4f}, interaction {interaction.value:.4f}, H = {entropy.value:.4f}.",
        f"would have D = {drawn.mean():.3f} (95 of 100 draws: {low:.3f} to {high:.3f}); beyond chance {beyond:.3f}",
    )


def test_page_on_inequality() -> None:
    shares, persons, districts = row(10, 12, 15, 18, 45), np.full(5, 100.0), np.array([0, 0, 1, 1, 1])
    found, parts = inequality(shares, persons), theil_parts(shares, districts, persons)
    mean = shares.mean()

    assert_says(
        "segregation",
        f"Gini {found.gini:.3f}, Theil {found.theil:.4f};",
        f"{parts.between:.4f} between and {parts.within:.4f} within.",
        f"lie {2 * found.gini * mean:.1f} percentage points apart on average, the share of all is {mean:.1f} %, and "
        f"{100 * parts.between / found.theil:.0f} % of Theil's measure lies between the two districts.",
    )


def test_page_on_similar_areas() -> None:
    matrix = np.array([[4, 30], [5, 31], [6, 29], [20, 12], [21, 11], [12, 50]], dtype=float)
    found = similar_areas(matrix, 0, count=2)

    assert found.positions.tolist() == [1, 2]
    assert_says(
        "typology",
        f"the second ({found.distances[0]:.3f}) and the third ({found.distances[1]:.3f}).",
        f"below {ALMOST_ALIKE} standard deviations per indicator",
        f'below {VERY_SIMILAR} "very similar"',
    )
