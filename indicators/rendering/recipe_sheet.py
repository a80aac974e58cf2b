# SPDX-License-Identifier: EUPL-1.2
"""A recipe of format 2 in words: every step that a planner can change, in German and English."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from indicators.rendering.class_words import ClassWords, class_words, plain_number
from indicators.rendering.profile_numbers import Language, period_words
from indicators.rendering.recipe_terms import recipe_terms
from indicators.stats.composite.frozen import is_moving, node_name
from indicators.stats.composite.nodes import Combine, Domain, Part, Quantiles, ReferenceSet
from indicators.stats.composite.recipe import Recipe
from indicators.stats.composite.running import Fixed, fixed_scales
from indicators.stats.composite.steps import (
    BordaScale,
    Log,
    MinMaxScale,
    NormalScores,
    PercentileScale,
    RankExponential,
    RankScale,
    Scale,
    SdScale,
    TargetScale,
    Transform,
    Unscaled,
    Winsorise,
    ZScale,
)
from sozialplanung.common.periods import parse

Words = tuple[str, str]
_WEIGHT_DECIMALS: Final = 6


@dataclass(frozen=True, slots=True)
class PartWords:
    """One line of the sheet: a part or domain, how deep it lies, its weight, and what becomes of it on its way up."""

    name: str
    depth: int
    weight: str
    steps: tuple[str, ...]
    justification: str = ""


@dataclass(frozen=True, slots=True)
class SheetWords:
    """The recipe as it is told: parts with their steps, rules of the index as a whole, its classes.

    `terms` are those of the glossary that explain its words.
    """

    parts: tuple[PartWords, ...]
    rules: tuple[str, ...]
    classes: tuple[ClassWords, ...] = ()
    terms: tuple[str, ...] = ()

    @property
    def shared_steps(self) -> tuple[str, ...]:
        """What becomes of every component alike; empty where they differ, or where there are domains."""
        steps = {part.steps for part in self.parts[1:]}
        is_flat = all(part.depth == 1 for part in self.parts[1:])
        return steps.pop() if is_flat and len(steps) == 1 else ()

    @property
    def has_equal_weights(self) -> bool:
        """Whether no component counts more than another."""
        return len({part.weight for part in self.parts[1:]}) == 1 and self.parts[-1].depth == 1


def sheet_words(recipe: Recipe, names: Mapping[str, str], language: Language) -> SheetWords:
    """Tell a recipe.

    Parameters
    ----------
    recipe : Recipe
        Any recipe of format 2.
    names : mapping of str to str
        Names of indicators and domains by slug; a slug without a name stands for itself.
    language : str
        `de` or `en`.

    Returns
    -------
    SheetWords
        Nothing that changes the index is left out; what a recipe leaves open is not told.
    """
    teller = _Teller(names, language, fixed_scales(recipe))
    parts, rules = tuple(teller.lines(recipe.index, 0)), tuple(teller.rules(recipe))
    return SheetWords(parts, rules, class_words(recipe, language), recipe_terms(recipe))


class _Teller:
    """Tells the pieces of one recipe in one language."""

    def __init__(self, names: Mapping[str, str], language: Language, fixed: Fixed) -> None:
        self.names, self.language, self.fixed = names, language, fixed

    def say(self, words: Words) -> str:
        return words[0 if self.language == "de" else 1]

    def plain(self, value: float) -> str:
        return plain_number(value, self.language)

    def weight(self, value: float) -> str:
        # Whoever computes the index again needs a weight as it was set.
        return plain_number(value, self.language, _WEIGHT_DECIMALS)

    def lines(self, domain: Domain, depth: int) -> list[PartWords]:
        made = [
            PartWords(
                self.names.get(domain.slug, domain.slug),
                depth,
                self.weight(domain.weight) if depth else "",
                (*self._together(domain), *self._steps(domain, is_index=depth == 0)),
            )
        ]
        for node in domain.parts:
            made += self.lines(node, depth + 1) if isinstance(node, Domain) else [self._part(node, domain, depth + 1)]
        return made

    def _part(self, part: Part, domain: Domain, depth: int) -> PartWords:
        name = self.names.get(part.indicator, part.indicator)
        if part.measure == "change":
            name += self.say((" (veröffentlichte Veränderung)", " (published change)"))
        weight = self.weight(part.weight) if domain.weighting == "given" else ""
        shrunk = self.say(
            ("Anteile weniger Menschen werden zum Anteil ihrer Gruppe gezogen.", "Shares of few people are shrunk.")
        )
        steps = (*((shrunk,) if part.shrink else ()), *self._steps(part, is_index=False))
        return PartWords(name, depth, weight, steps, part.justification)

    def _steps(self, node: Part | Domain, *, is_index: bool) -> tuple[str, ...]:
        told = [self._step(step) for step in node.transforms]
        if not is_index or node.direction < 0:
            more = ("Mehr erhöht den Index.", "More raises the index.")
            less = ("Mehr senkt den Index.", "More lowers the index.")
            told.append(self.say(more if node.direction > 0 else less))
        if not isinstance(node.scale, Unscaled):
            told.append(self._step(node.scale))
        fixed = self.fixed.get(node_name(node))
        if fixed is not None:
            told.append(self._frozen(node.scale, *fixed))
        return tuple(told)

    def _frozen(self, scale: Scale, centre: float, spread: float) -> str:
        low, wide = f"{centre:.5g}", f"{spread:.5g}"
        if self.language == "de":
            low, wide = low.replace(".", ","), wide.replace(".", ",")
        kind = "bounds" if isinstance(scale, MinMaxScale) else "target" if isinstance(scale, TargetScale) else "z"
        words: dict[str, Words] = {
            "z": (f"Festgeschrieben: Mittel {low}, Streuung {wide}.", f"Frozen: mean {low}, spread {wide}."),
            "bounds": (f"Festgeschrieben: Untergrenze {low}, Breite {wide}.", f"Frozen: lower {low}, width {wide}."),
            "target": (f"Festgeschrieben: größter Abstand {wide}.", f"Frozen: largest distance {wide}."),
        }
        return self.say(words[kind])

    def _step(self, step: Transform | Scale) -> str:
        return self.say(_STEPS[type(step)](step, self))

    def _together(self, domain: Domain) -> tuple[str, ...]:
        told = [self.say(_WEIGHTINGS[domain.weighting])] if domain.weighting in _WEIGHTINGS else []
        told.append(self.say(_combined(domain.combine, self)))
        if domain.needed < 1:
            share = self.plain(100 * domain.needed)
            told.append(
                self.say(
                    (
                        f"Ein Gebiet braucht {share} % der Teile; sie werden auf das Gewicht aller hochgerechnet.",
                        f"An area needs {share} % of the parts; what is there is scaled to the weight of all.",
                    )
                )
            )
        return tuple(told)

    def rules(self, recipe: Recipe) -> list[str]:
        told = [self.say(_REFERENCES[recipe.reference])]
        if recipe.reference_set is not None:
            told.append(self.say(_set_words(recipe.reference_set, self)))
        if is_moving(recipe):
            told.append(self.say(_SPARED))
        if recipe.frozen_at:
            told.append(self.say(_frozen_words(period_words(parse(recipe.frozen_at.partition("@")[0]), self.language))))
        if recipe.minimum_inhabitants is not None:
            fewest = self.plain(recipe.minimum_inhabitants)
            told.append(
                self.say(
                    (
                        f"Gebiete mit weniger als {fewest} Einwohnerinnen und Einwohnern werden nicht bewertet.",
                        f"Areas with fewer than {fewest} inhabitants are not rated.",
                    )
                )
            )
        told += [
            self.say((f"Nicht bewertet: {each.key} ({each.reason}).", f"Not rated: {each.key} ({each.reason})."))
            for each in recipe.excluded
        ]
        if recipe.quantiles is not None:
            told.append(self.say(_quantiles(recipe.quantiles)))
        told.append(self.say(_MEANINGS[recipe.higher_means]))
        german, english = _TIES[recipe.ties]
        told.append(self.say((f"Rang 1 hat der größte Bedarf{german}.", f"Rank 1 is the most need{english}.")))
        if recipe.authority:
            told.append(self.say((f"Festgelegt von: {recipe.authority}.", f"Defined by: {recipe.authority}.")))
        return told


def _set_words(chosen: ReferenceSet, teller: _Teller) -> Words:
    if chosen.minimum_inhabitants is not None:
        fewest = teller.plain(chosen.minimum_inhabitants)
        return (
            f"Diese Menge: bewertete Gebiete mit mindestens {fewest} Einwohnerinnen und Einwohnern.",
            f"This set: rated areas with at least {fewest} inhabitants.",
        )
    named = ", ".join(chosen.keys)
    return f"Diese Menge: die Gebiete {named}.", f"This set: the areas {named}."


def _frozen_words(when: str) -> Words:
    german = f"Gemessen sind sie am {when}, aus veröffentlichten Zahlen. Ein Gebiet kann außerhalb der damaligen Spanne"
    english = f"They were measured at {when}, from published figures. An area may lie beyond the range of that period."
    return f"{german} liegen.", english


def _combined(combine: Combine, teller: _Teller) -> Words:
    stated: Words = ("die Summe der Gewichte", "the sum of the weights")
    if combine.divisor is not None and combine.divisor != "weights":
        stated = (teller.plain(combine.divisor), teller.plain(combine.divisor))
    german, english = _COMBINES[combine.kind]
    if combine.divisor is None:
        return f"{german}.", f"{english}."
    if combine.kind == "mazziotta_pareto":
        raising = combine.penalty > 0
        german += ", Unausgewogenheit erhöht den Index" if raising else ", Unausgewogenheit senkt den Index"
        english += ", imbalance raises the index" if raising else ", imbalance lowers the index"
    return f"{german}; Teiler: {stated[0]}.", f"{english}; divisor: {stated[1]}."


_COMBINES: Final[dict[str, Words]] = {
    "sum": ("Gewichtete Summe der Teile", "Weighted sum of the parts"),
    "mean": ("Gewichtetes Mittel der Teile", "Weighted mean of the parts"),
    "geometric": ("Geometrisches Mittel der Teile", "Geometric mean of the parts"),
    "harmonic": ("Harmonisches Mittel der Teile", "Harmonic mean of the parts"),
    "mazziotta_pareto": ("Mittel der Teile nach Mazziotta und Pareto", "Mean of the parts after Mazziotta and Pareto"),
    "median": ("Mittlerer Wert der Teile (Median)", "Middle of the parts (median)"),
}
_WEIGHTINGS: Final[dict[str, Words]] = {
    "equal": ("Alle Teile zählen gleich.", "All parts count alike."),
    "pca": (
        "Gewichte: quadrierte Ladungen der ersten Hauptkomponente.",
        "Weights: squared loadings of the first principal component.",
    ),
    "pca_score": ("Wert der ersten Hauptkomponente.", "Score of the first principal component."),
    "factor": (
        "Gewichte aus einer Faktorenanalyse mit einem Faktor (Maximum Likelihood).",
        "Weights of one factor by maximum likelihood.",
    ),
    "entropy": ("Gewichte nach Entropie.", "Weights by entropy."),
}
_SPARED: Final = (
    "Gemessen wird ohne Gebiete, von denen ein Teil geheim gehalten wird.",
    "Areas of which a part is kept secret are left out when that is measured.",
)
_REFERENCES: Final[dict[str, Words]] = {
    "rated": (
        "Mittel, Streuung und Ränge beziehen sich auf die bewerteten Gebiete.",
        "Means, spreads and ranks are those of the rated areas.",
    ),
    "given": (
        "Mittel, Streuung und Ränge beziehen sich auf eine festgehaltene Menge von Gebieten.",
        "Means, spreads and ranks are those of a frozen set of areas.",
    ),
    "frozen": (
        "Mittel und Streuung sind festgeschrieben: Werte verschiedener Zeitpunkte sind vergleichbar.",
        "Means and spreads are frozen: figures of different periods can be compared.",
    ),
}
_TIES: Final[dict[str, Words]] = {
    "average": ("; gleiche Werte erhalten den mittleren Rang", "; equal values get the average rank"),
    "min": ("; gleiche Werte erhalten den niedrigsten Rang", "; equal values get the lowest rank"),
    "max": ("; gleiche Werte erhalten den höchsten Rang", "; equal values get the highest rank"),
    "dense": ("; Ränge ohne Lücken", "; ranks without gaps"),
}
_MEANINGS: Final[dict[str, Words]] = {
    "more_need": ("Ein hoher Index heißt: großer Bedarf.", "A high index means much need."),
    "less_need": ("Ein hoher Index heißt: geringer Bedarf.", "A high index means little need."),
}


def _quantiles(quantiles: Quantiles) -> Words:
    german = {
        "type_9": "nach Quantilen (Typ 9)",
        "type_7": "nach Quantilen (Typ 7)",
        "rank": "nach Rang, aufgerundet",
        "rank_up": "nach Rang, das Gebiet dazwischen zählt zum größeren Bedarf",
    }
    english = {
        "type_9": "by quantiles (type 9)",
        "type_7": "by quantiles (type 7)",
        "rank": "by rank, rounded up",
        "rank_up": "by rank, an area in between goes with more need",
    }
    return (
        f"{quantiles.count} gleich große Klassen {german[quantiles.rule]}.",
        f"{quantiles.count} classes of equally many areas {english[quantiles.rule]}.",
    )


def _z(step: ZScale, teller: _Teller) -> Words:
    german = "aller Gebiete (n)" if step.ddof == 0 else "der Gebiete als Stichprobe (n − 1)"
    english = "of all areas (n)" if step.ddof == 0 else "of the areas as a sample (n − 1)"
    if (step.mean, step.sd) != (0, 1):
        mean, sd = teller.plain(step.mean), teller.plain(step.sd)
        return (
            f"z-Wert mit der Standardabweichung {german}, auf Mittel {mean} und Streuung {sd} gebracht.",
            f"z-score with the standard deviation {english}, brought to mean {mean} and spread {sd}.",
        )
    return f"z-Wert mit der Standardabweichung {german}.", f"z-score with the standard deviation {english}."


def _minmax(step: MinMaxScale, teller: _Teller) -> Words:
    low, high = teller.plain(step.low), teller.plain(step.high)
    if step.bounds is None:
        return (f"Zwischen den Extremen auf {low} bis {high} gebracht.", f"From {low} to {high} between the extremes.")
    least, most = (teller.plain(bound) for bound in step.bounds)
    return (
        f"Von {least} bis {most} auf {low} bis {high} gebracht.",
        f"From {low} to {high} between {least} and {most}.",
    )


def _exponential(step: RankExponential, teller: _Teller) -> Words:
    c = teller.plain(step.constant)
    share = ("(n − Rang + 1) / n", "(n − rank + 1) / n")
    if step.share == "last_is_zero":
        share = ("(n − Rang) / n", "(n − rank) / n")
    published = (" aus veröffentlichten Rängen", " of published ranks") if step.is_ranked else ("", "")
    ties = ("", "") if step.is_ranked else _TIES[step.ties]
    return (
        f"Rang{published[0]}, exponentiell gespreizt mit der Konstante {c}; R = {share[0]}{ties[0]}.",
        f"Rank{published[1]}, spread exponentially with the constant {c}; R = {share[1]}{ties[1]}.",
    )


def _log(step: Log, teller: _Teller) -> Words:
    if step.offset == 0:
        return "Logarithmus des Werts.", "Logarithm of the value."
    offset = teller.plain(step.offset)
    return f"Logarithmus von Wert + {offset}.", f"Logarithm of value + {offset}."


def _winsorise(step: Winsorise, _teller: _Teller) -> Words:
    return (
        f"Die {step.low} kleinsten und {step.high} größten Werte werden auf den nächsten herangezogen.",
        f"The {step.low} smallest and {step.high} largest values are pulled to the next one.",
    )


def _ranked(german: str, english: str) -> Callable[[Any, _Teller], Words]:
    return lambda step, _teller: (f"{german}{_TIES[step.ties][0]}.", f"{english}{_TIES[step.ties][1]}.")


def _sd(step: SdScale, _teller: _Teller) -> Words:
    by = "n" if step.ddof == 0 else "n − 1"
    return (
        f"Geteilt durch die eigene Standardabweichung ({by}).",
        f"Divided by its own standard deviation ({by}).",
    )


def _target(step: TargetScale, teller: _Teller) -> Words:
    at = teller.plain(step.target)
    return f"Abstand zum Ziel {at}, geteilt durch den größten.", f"Distance to the target {at}, divided by the largest."


_STEPS: Final[dict[type, Callable[[Any, _Teller], Words]]] = {
    Log: _log,
    Winsorise: _winsorise,
    RankExponential: _exponential,
    NormalScores: _ranked("Rang als Wert der Normalverteilung", "Rank as a value of the normal distribution"),
    ZScale: _z,
    SdScale: _sd,
    RankScale: _ranked("Rang", "Rank"),
    PercentileScale: _ranked("Prozentrang von 0 bis 1", "Percentile rank from 0 to 1"),
    BordaScale: _ranked("Zahl der Gebiete darunter (Borda)", "Number of areas below (Borda)"),
    MinMaxScale: _minmax,
    TargetScale: _target,
}
