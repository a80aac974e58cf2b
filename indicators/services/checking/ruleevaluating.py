# SPDX-License-Identifier: EUPL-1.2
"""Hold one rule against one period and boundary version, whatever its names stand for."""

from collections.abc import Mapping
from dataclasses import dataclass

from indicators import formulas
from indicators.formulas import Earlier, Operand, RuleResult, no_figures
from indicators.models import RuleVersion
from indicators.selectors.course import Course
from indicators.selectors.rulenames import Breaks, RuleName
from indicators.services.checking.grounds import Ground
from indicators.services.checking.rulefigures import Figures, Pair
from indicators.stats.seriesbreaks import is_crossed


@dataclass(frozen=True, slots=True)
class Rule:
    """A version of a rule together with what it says."""

    version: RuleVersion
    content: formulas.ValidationRule

    @property
    def own_names(self) -> frozenset[str]:
        """The names that are read at the very period of which the rule is asked, not earlier ones alone."""
        return frozenset({*formulas.present(self.content.left), *formulas.present(self.content.right)})


def rule_of(version: RuleVersion) -> Rule:
    """Read what a version says."""
    scope = formulas.RuleScope(
        tuple(version.levels),
        version.since,
        version.until,
        tuple(version.occasions),  # type: ignore[arg-type]  # chosen in a form of these two
    )
    content = formulas.ValidationRule(
        left=formulas.parse(version.left),
        comparison=version.comparison,  # type: ignore[arg-type]  # held by a constraint
        right=formulas.parse(version.right),
        severity=version.severity,  # type: ignore[arg-type]  # held by a constraint
        scope=scope,
        tolerance=version.tolerance,
    )
    return Rule(version, content)


class Reading:
    """What rules of one organisation read, from names down to series and periods."""

    def __init__(self, names: Mapping[str, RuleName], course: Course) -> None:
        self.names = names
        self.course = course

    def leaves(self, rule: Rule, period_id: int) -> set[Pair]:
        """Return the series and periods behind a rule that is asked of a period."""
        found: set[Pair] = set()
        for slug in rule.own_names:
            found |= self.behind(slug, period_id)
        for each in rule.content.earlier:
            before = self.course.shifted(period_id, -each.years)
            found |= self.behind(each.slug, before) if before is not None else set()
        return found

    def years_of(self, rule: Rule) -> tuple[int, ...]:
        """Return how many years back a rule reads figures in the end, through formulas that look back themselves."""
        seen: set[tuple[str, int]] = set()
        found: set[int] = set()
        pending = [(slug, 0) for slug in rule.own_names]
        pending += [(each.slug, each.years) for each in rule.content.earlier]
        while pending:
            slug, years = pending.pop()
            if (slug, years) in seen:
                continue
            seen.add((slug, years))
            trees = self._trees(slug)
            found |= set() if trees else {years}
            for tree in trees:
                pending += [(each, years) for each in formulas.present(tree)]
                pending += [(each.slug, years + each.years) for each in formulas.earlier(tree)]
        return tuple(sorted(found))

    def series_of(self, rule: Rule) -> set[int]:
        """Return all series that a rule ever reads."""
        return {pk for slug in rule.content.names for pk in self._series(slug)}

    def indices_of(self, rule: Rule) -> set[int]:
        """Return the indices that a rule reads."""
        slugs = {each for slug in rule.content.names for each in self._closure(slug)}
        found = (self.names[slug] for slug in slugs)
        return {each.indicator_id for each in found if each.kind == "index" and each.indicator_id is not None}

    def breaks_of(self, slug: str) -> Breaks:
        """Return the breaks of a name and of everything that it is computed from."""
        return tuple(pair for each in self._closure(slug) for pair in self.names[each].breaks)

    def behind(self, slug: str, period_id: int) -> set[Pair]:
        """Return the series and periods behind one name."""
        meaning = self.names[slug].on(self.course.periods[period_id].start) if slug in self.names else None
        if meaning is None:
            return set()
        if meaning.formula is not None:
            return self._behind_formula(meaning.formula, period_id)
        return {(meaning.series_id, period_id)} if meaning.series_id is not None else set()

    def _behind_formula(self, node: formulas.Node, period_id: int) -> set[Pair]:
        found = {pair for each in formulas.present(node) for pair in self.behind(each, period_id)}
        for each in formulas.earlier(node):
            before = self.course.shifted(period_id, -each.years)
            found |= self.behind(each.slug, before) if before is not None else set()
        return found

    def _series(self, slug: str) -> set[int]:
        meanings = [meaning for each in self._closure(slug) for meaning in self.names[each].meanings]
        return {meaning.series_id for meaning in meanings if meaning.series_id is not None}

    def _closure(self, slug: str) -> set[str]:
        found: set[str] = set()
        pending = [slug]
        while pending:
            each = pending.pop()
            if each in found or each not in self.names:
                continue
            found.add(each)
            pending += [name for tree in self._trees(each) for name in formulas.names(tree)]
        return found

    def _trees(self, slug: str) -> list[formulas.Node]:
        meanings = self.names[slug].meanings if slug in self.names else ()
        return [meaning.formula for meaning in meanings if meaning.formula is not None]


class Judge:
    """Holds rules against the figures of one period and ground; what was read once is read once."""

    def __init__(self, reading: Reading, figures: Figures) -> None:
        self._reading = reading
        self._figures = figures
        self._known: dict[tuple[str, int, int], Operand] = {}

    def judge(self, rule: Rule, period_id: int, ground: Ground) -> RuleResult:
        """Say of every area whether the rule holds, is broken, or cannot be asked."""
        operands = {slug: self.operand(slug, period_id, ground) for slug in rule.content.names}
        back = {each: self._earlier(each, period_id, ground) for each in rule.content.earlier}
        return formulas.check_rule(rule.content, operands, back)

    def operand(self, slug: str, period_id: int, ground: Ground) -> Operand:
        """Return the figures of a name; none at all where it stands for nothing there."""
        key = (slug, period_id, ground.version.id)
        if key not in self._known:
            self._known[key] = self._read(slug, period_id, ground)
        return self._known[key]

    def _read(self, slug: str, period_id: int, ground: Ground) -> Operand:
        name = self._reading.names.get(slug)
        if name is None:
            return no_figures(ground.unit_ids.size)
        if name.kind == "index" and name.indicator_id is not None:
            return self._figures.index(name.indicator_id, period_id, ground)
        meaning = name.on(self._reading.course.periods[period_id].start)
        if meaning.series_id is not None:
            return self._figures.operand((meaning.series_id, period_id), ground)
        if meaning.formula is None or formulas.layers(meaning.formula):
            # No delivery brings places: what is made of them is held against no rule.
            return no_figures(ground.unit_ids.size)
        parts = {each: self.operand(each, period_id, ground) for each in formulas.present(meaning.formula)}
        back = {each: self._earlier(each, period_id, ground) for each in formulas.earlier(meaning.formula)}
        made = formulas.evaluate_over(meaning.formula, parts, back, size=ground.unit_ids.size)
        return Operand(made.value, made.status, made.flags)

    def _earlier(self, each: Earlier, period_id: int, ground: Ground) -> Operand:
        """Return the figures so many years before; none across a break over which nothing is compared."""
        course = self._reading.course
        before = course.shifted(period_id, -each.years)
        if before is None:
            return no_figures(ground.unit_ids.size)
        starts = course.periods[before].start, course.periods[period_id].start
        if is_crossed(self._reading.breaks_of(each.slug), *starts):
            return no_figures(ground.unit_ids.size)
        return self.operand(each.slug, before, ground)
