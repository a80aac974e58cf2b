# SPDX-License-Identifier: EUPL-1.2
"""What a recipe has to keep to so that a run can follow it: the first rule broken, with a stable code."""

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from itertools import pairwise
from typing import Final, get_args

from indicators.stats.composite.cuts import ClassCut, IndexClass
from indicators.stats.composite.limits import CONSTANTS, MOST_PULLED, is_too_large
from indicators.stats.composite.nodes import (
    Combine,
    CombineKind,
    Domain,
    Measure,
    NamedExclusion,
    Part,
    QuantileRule,
    Quantiles,
    ReferenceSet,
    Weighting,
)
from indicators.stats.composite.steps import (
    KINDS,
    ORDERING,
    BordaScale,
    Log,
    MinMaxScale,
    NormalScores,
    PercentileScale,
    RankExponential,
    RankScale,
    RankShare,
    Scale,
    SdScale,
    TargetScale,
    Ties,
    Transform,
    Winsorise,
    ZScale,
)

Problem = tuple[str, str] | None
SHORTEST_JUSTIFICATION: Final = 20
_FEWEST_CLASSES: Final = 2
# One area alone has no spread.
FEWEST_IN_REFERENCE: Final = 2
_FEWEST_FOR_A_FACTOR: Final = 3
_MOST_CLASSES: Final = 100
_RANKED = (RankExponential, NormalScores, RankScale, PercentileScale, BordaScale)


def domain_problem(index: Domain) -> Problem:
    """Find the first rule that the tree of a recipe breaks.

    Parameters
    ----------
    index : Domain
        The outermost domain.

    Returns
    -------
    tuple of str or None
        A stable code and an English sentence; None when every rule is kept.
    """
    mistyped = _first(type_problem(each) for each in _everything(index))
    if mistyped is not None:
        return mistyped
    named = [(part.indicator, part.measure) for part in index.leaves()]
    if len(set(named)) < len(named):
        return "component_twice", "An indicator stands in the recipe twice."
    slugs = [domain.slug for domain in index.domains()]
    if len(set(slugs)) < len(slugs):
        return "domain_twice", "Two domains have the same name."
    for domain in index.domains():
        problem = _first(rule(domain) for rule in _DOMAIN_RULES)
        if problem is not None:
            return problem
    return _first(_part_problem(part) for part in index.leaves())


def type_problem(value: object) -> Problem:
    """Find the first field of a part of a recipe that holds something else than it should, as JSON can make it.

    Parameters
    ----------
    value : object
        A dataclass of a recipe.

    Returns
    -------
    tuple of str or None
        `type` or `size` and an English sentence; None where numbers are numbers of a size that a recipe can state, and
        names are names that are not empty.
    """
    for each in fields(value):  # type: ignore[arg-type]  # every part of a recipe is a dataclass
        held = getattr(value, each.name)
        if each.type in _TYPES and (
            not isinstance(held, _TYPES[each.type]) or (isinstance(held, bool) != (each.type is bool))
        ):
            return "type", f"The recipe holds {each.name} in a form that it cannot have."
        if is_too_large(held):
            return "size", f"The number of {each.name} is larger than any that a recipe states."
        if each.name in {"slug", "indicator"} and not held.strip():
            return "type", "An index, a domain and a component need a name."
    return None


def _everything(index: Domain) -> Iterator[object]:
    nodes: tuple[Part | Domain, ...] = (*index.domains(), *index.leaves())
    yield from nodes
    for node in nodes:
        yield from (each for each in (*node.transforms, node.scale) if type(each) in KINDS)
    yield from (domain.combine for domain in index.domains())


_TYPES: Final[dict[object, tuple[type, ...]]] = {float: (int, float), int: (int,), bool: (bool,), str: (str,)}


def _first(problems: Iterable[Problem]) -> Problem:
    return next((problem for problem in problems if problem is not None), None)


def _parts_there(domain: Domain) -> Problem:
    if not domain.parts:
        return "no_components", "An index, and every domain, needs at least one component."
    if not 0 < domain.needed <= 1:
        return "needed", "The share of components that must be there lies above 0 and is at most 1."
    return None


def _combine_problem(domain: Domain) -> Problem:
    combine = domain.combine
    if combine.kind not in get_args(CombineKind):
        return "combine", "This way of putting components together is not known."
    if (combine.kind == "mazziotta_pareto") != (combine.penalty in (-1, 1)):
        return "penalty", "The Mazziotta-Pareto index needs the sign of its penalty; nothing else has one."
    return _divisor_problem(combine)


def _divisor_problem(combine: Combine) -> Problem:
    needs = combine.kind not in {"sum", "median"}
    if needs != (combine.divisor is not None):
        return "divisor", "A mean needs its divisor; a sum and a median have none."
    if combine.divisor is None or combine.divisor == "weights":
        return None
    if not _is_positive(combine.divisor):
        return "divisor", "The divisor is a number above 0, or the sum of the weights."
    return None


def _is_positive(value: object) -> bool:
    return isinstance(value, (int, float)) and math.isfinite(value) and value > 0


def _weight_problem(domain: Domain) -> Problem:
    weights = [part.weight for part in domain.parts]
    if not all(math.isfinite(weight) and weight >= 0 for weight in weights) or sum(weights) <= 0:
        return "weight", "Weights are numbers from 0 up, and not all of them are 0."
    if domain.weighting not in get_args(Weighting):
        return "weighting", "This way of finding weights is not known."
    if any(weight != 1 for weight in weights) and domain.weighting != "given":
        return "weight_unused", "Weights are found by computing, so none can be given beside that."
    if domain.combine.kind == "median" and (domain.weighting not in {"given", "equal"} or len(set(weights)) > 1):
        return "median_weights", "A median knows no weights."
    return None


def _computed_problem(domain: Domain) -> Problem:
    if domain.weighting in {"given", "equal"}:
        return None
    if len(domain.parts) < 2:  # noqa: PLR2004 - two to weigh against each other
        return "weighting", "Weights are found by computing over at least two components."
    if domain.weighting == "factor" and len(domain.parts) < _FEWEST_FOR_A_FACTOR:
        return "weighting", "One factor can be told from two components by no figures: it takes three."
    if domain.needed < 1:
        return "needed", "Weights that are found by computing need all components of an area."
    if domain.weighting == "pca_score" and domain.combine.kind != "sum":
        return "pca_score", "The score of a principal component is a sum."
    return None


def _steps_problem(domain: Domain) -> Problem:
    return _first(_way_problem(way) for way in (domain, *domain.parts))


_DOMAIN_RULES: Final[tuple[Callable[[Domain], Problem], ...]] = (
    _parts_there,
    _combine_problem,
    _weight_problem,
    _computed_problem,
    _steps_problem,
)


def _way_problem(way: Part | Domain) -> Problem:
    if way.direction not in (1, -1):
        return "direction", "The direction of a component is 1 or -1."
    if not all(isinstance(step, Transform) for step in way.transforms) or not isinstance(way.scale, Scale):
        return "step", "A step of the recipe is not known."
    if any(isinstance(step, ORDERING) for step in way.transforms[:-1]):
        return "transform_order", "A transform of ranks is the last of the transforms."
    if way.direction == 1 and any(isinstance(step, RankExponential) and step.is_ranked for step in way.transforms):
        return "published_ranks", "Published ranks count from the most need, so their direction is -1."
    if isinstance(way.scale, TargetScale) and any(isinstance(step, ORDERING) for step in way.transforms):
        return "target_ranked", "A target is stated in the indicator's unit, so ranks cannot come before it."
    return _first(_step_problem(step) for step in (*way.transforms, way.scale))


def _step_problem(step: Transform | Scale) -> Problem:
    if isinstance(step, _RANKED) and step.ties not in get_args(Ties):
        return "ties", "Ties get the average, the lowest or the highest rank, or ranks without gaps."
    if isinstance(step, (ZScale, SdScale)) and step.ddof not in (0, 1):
        return "ddof", "The standard deviation divides by n (ddof 0) or by n - 1 (ddof 1)."
    rule = _STEP_RULES.get(type(step))
    return rule(step) if rule else None


def _log_problem(step: Log) -> Problem:
    return None if math.isfinite(step.offset) else ("offset", "The offset of a logarithm is a number.")


def _winsorise_problem(step: Winsorise) -> Problem:
    if min(step.low, step.high) < 0 or step.low + step.high < 1 or max(step.low, step.high) > MOST_PULLED:
        return "winsorise", "How many values are pulled in is a count from 0 to 10,000, and not 0 at both ends."
    return None


def _exponential_problem(step: RankExponential) -> Problem:
    low, high = CONSTANTS
    if not low <= step.constant <= high:
        return "constant", "The constant of the exponential transform lies between 5 and 1,000."
    if step.share not in get_args(RankShare):
        return "rank_share", "The rule for the share of a rank is not known."
    return None


def _z_problem(step: ZScale) -> Problem:
    if not math.isfinite(step.mean) or not math.isfinite(step.sd) or step.sd <= 0:
        return "scale", "A z-scale needs a mean and a spread above 0."
    return None


def _minmax_problem(step: MinMaxScale) -> Problem:
    ends = [(step.low, step.high), *([step.bounds] if step.bounds is not None else [])]
    if any(not math.isfinite(low) or not math.isfinite(high) or low >= high for low, high in ends):
        return "bounds", "The lower bound lies below the upper one."
    return None


def _target_problem(step: TargetScale) -> Problem:
    return None if math.isfinite(step.target) else ("target", "The target is a number.")


_STEP_RULES: Final[dict[type, Callable[..., Problem]]] = {
    Log: _log_problem,
    Winsorise: _winsorise_problem,
    RankExponential: _exponential_problem,
    ZScale: _z_problem,
    MinMaxScale: _minmax_problem,
    TargetScale: _target_problem,
}


def _part_problem(part: Part) -> Problem:
    if part.measure not in get_args(Measure):
        return "measure", "A component counts by its value or by its change."
    if part.is_demographic and len(part.justification.strip()) < SHORTEST_JUSTIFICATION:
        return "justification", "A demographic share counts as a burden only with a written justification."
    if part.shrink and part.measure != "value":
        return "shrink", "Only values are drawn towards their group, not changes."
    return None


def class_problem(cuts: tuple[ClassCut, ...], quantiles: Quantiles | None, classes: tuple[IndexClass, ...]) -> Problem:
    """Find the first rule that the classes of a recipe break.

    Parameters
    ----------
    cuts : tuple of ClassCut
        Fixed cuts, rising.
    quantiles : Quantiles or None
        Classes of equally many areas instead.
    classes : tuple of IndexClass
        The names of the classes, from the lowest index.

    Returns
    -------
    tuple of str or None
        A stable code and an English sentence; None when every rule is kept.
    """
    if cuts and quantiles:
        return "classes", "Classes are made by cuts or by quantiles, not by both."
    if quantiles and not _is_possible(quantiles):
        return "quantiles", "There are 2 to 100 quantile classes, by a rule that is known."
    expected = quantiles.count if quantiles else len(cuts) + 1 if cuts else 0
    if len(classes) != expected or len({each.code for each in classes}) < expected:
        return "classes", "Every class has a code of its own, and there are as many as cuts or quantiles make."
    return _cut_problem(cuts)


def _is_possible(quantiles: Quantiles) -> bool:
    return _FEWEST_CLASSES <= quantiles.count <= _MOST_CLASSES and quantiles.rule in get_args(QuantileRule)


def _cut_problem(cuts: tuple[ClassCut, ...]) -> Problem:
    mistyped = _first(type_problem(cut) for cut in cuts)
    if mistyped is not None:
        return mistyped
    positions = [cut.at for cut in cuts]
    if not all(math.isfinite(position) for position in positions):
        return "cuts", "Cuts have to be numbers."
    if any(left >= right for left, right in pairwise(positions)):
        return "cuts", "Cuts have to rise."
    if any(cut.equal_goes not in {"lower", "upper"} for cut in cuts):
        return "cuts", "An index exactly at a cut joins the lower or the upper class."
    return None


def exclusion_problem(minimum_inhabitants: float | None, excluded: tuple[NamedExclusion, ...]) -> Problem:
    """Find the first rule that the exclusions of a recipe break.

    Parameters
    ----------
    minimum_inhabitants : float or None
        Fewest inhabitants of a rated area.
    excluded : tuple of NamedExclusion
        Areas that are not rated, each with its reason.

    Returns
    -------
    tuple of str or None
        A stable code and an English sentence; None when every rule is kept.
    """
    if is_too_large(minimum_inhabitants):
        return "size", "The minimum of inhabitants is larger than any that a recipe states."
    if minimum_inhabitants is not None and (not math.isfinite(minimum_inhabitants) or minimum_inhabitants <= 0):
        return "minimum_inhabitants", "The minimum of inhabitants is a number above 0."
    if any(not each.key.strip() or not each.reason.strip() for each in excluded):
        return "exclusion_reason", "An area that is left out by name needs its key and a reason."
    if len({each.key for each in excluded}) < len(excluded):
        return "exclusion_twice", "An area is left out by name twice."
    return None


def reference_problem(chosen: ReferenceSet | None, excluded: tuple[NamedExclusion, ...], *, is_given: bool) -> Problem:
    """Find the first rule that the reference set of a recipe breaks.

    Parameters
    ----------
    chosen : ReferenceSet or None
        The areas that scales are measured from; None for all rated ones, or where a run is handed a set.
    excluded : tuple of NamedExclusion
        Areas that are not rated.
    is_given : bool
        Whether the recipe says that its reference set is given.

    Returns
    -------
    tuple of str or None
        A stable code and an English sentence; None when every rule is kept.
    """
    if chosen is None:
        return None
    if not is_given:
        return "reference_set", "Only a recipe with a given reference set names one."
    if bool(chosen.keys) == (chosen.minimum_inhabitants is not None):
        return "reference_set", "A reference set is made by the names of areas or by a number of inhabitants."
    if {each.key for each in excluded} & set(chosen.keys):
        return "reference_excluded", "An area that is not rated is in no reference set."
    return _keys_problem(chosen.keys) if chosen.keys else _fewest_problem(chosen.minimum_inhabitants)


def _keys_problem(keys: tuple[str, ...]) -> Problem:
    if not all(str(key).strip() for key in keys) or len(set(keys)) < len(keys):
        return "reference_set", "Every area of a reference set is named once."
    return None if len(keys) >= FEWEST_IN_REFERENCE else ("reference_set", "A reference set needs at least two areas.")


def _fewest_problem(fewest: float | None) -> Problem:
    if is_too_large(fewest):
        return "size", "The inhabitants of a reference area are more than any recipe states."
    if _is_positive(fewest) and not isinstance(fewest, bool):
        return None
    return "reference_set", "The inhabitants of a reference area are a number above 0."
