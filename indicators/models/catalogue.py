# SPDX-License-Identifier: EUPL-1.2
"""The catalogue: topics, series (variable by breakdown), indicators and their dated definitions."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import Func
from django.utils.translation import gettext_lazy as _


class DateRange(Func):
    """SQL ``daterange(from, until, '[)')``; an open end is NULL."""

    function = "daterange"
    output_field = DateRangeField()


class Topic(models.Model):
    """One Thema of one organisation, in a tree; unique by slug there."""

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    slug = models.SlugField(max_length=80)
    name = models.CharField(max_length=120)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "name")
        constraints = (
            models.UniqueConstraint(fields=("organisation", "slug"), name="topic_slug_unique"),
            models.UniqueConstraint(fields=("organisation", "id"), name="topic_tenant_key"),
        )

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class Backing(models.TextChoices):
    """What a variable says of those who stand behind the figures of another one."""

    UNITS = "units", _("number of units")
    LARGEST = "largest", _("largest contribution")
    SECOND = "second", _("second largest contribution")


class Variable(models.Model):
    """One Merkmal: what is counted or measured, before any breakdown.

    ``is_additive`` says that areas may be summed, ``is_flow`` that it counts events of a period: months and quarters
    may be summed to their year. ``backs`` names the variable of whose figures it says who stands behind them
    (``backing``), breakdown by breakdown: rules on few units and dominance are judged by it, nobody is shown it.
    """

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    slug = models.SlugField(max_length=80)
    name = models.CharField(max_length=200)
    unit_of_measure = models.CharField(max_length=40, blank=True)
    is_additive = models.BooleanField(default=False)
    is_flow = models.BooleanField(default=False, help_text="counts events of a period")
    backs = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="backed_by")
    backing = models.CharField(max_length=10, choices=Backing, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("organisation", "slug"), name="variable_slug_unique"),
            models.UniqueConstraint(
                fields=("backs", "backing"), condition=models.Q(backs__isnull=False), name="variable_backing_once"
            ),
            models.CheckConstraint(
                condition=models.Q(backs__isnull=True, backing="")
                | (models.Q(backs__isnull=False, backing__in=Backing.values) & ~models.Q(backs=models.F("id"))),
                name="variable_backs_another",
            ),
            models.UniqueConstraint(fields=("organisation", "id"), name="variable_tenant_key"),
        )

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class BreakdownRole(models.TextChoices):
    """How a group stands to the whole that it belongs to."""

    SUBSET = "subset", _("“of which”: a group by itself, the others are not counted")
    PART = "part", _("a part: with the other parts of its kind it makes up the whole")


class Breakdown(models.Model):
    """One Ausprägung of one dimension (``age: unter 6``); ``gesamt`` of dimension ``total`` means none.

    ``whole`` is the group that it belongs to, nothing for all. A crossing of groups of several dimensions (women under
    6) names them in ``crossed``, by slug; how it adds up is read from them. Disclosure control asks for all three: an
    "of which" leaves a rest that nobody may learn.
    """

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    slug = models.SlugField(max_length=80)
    dimension = models.SlugField(max_length=40)
    name = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField(default=0)
    role = models.CharField(max_length=10, choices=BreakdownRole, default=BreakdownRole.SUBSET)
    whole = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    crossed = ArrayField(models.SlugField(max_length=80), default=list, blank=True)

    class Meta:
        ordering = ("dimension", "position")
        constraints = (
            models.UniqueConstraint(fields=("organisation", "slug"), name="breakdown_slug_unique"),
            models.CheckConstraint(condition=~models.Q(whole=models.F("id")), name="breakdown_not_part_of_itself"),
            models.UniqueConstraint(fields=("organisation", "id"), name="breakdown_tenant_key"),
        )

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class Series(models.Model):
    """One Zeitreihe: a variable with a breakdown. Its id is the integer that observations carry."""

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    variable = models.ForeignKey(Variable, models.PROTECT, related_name="series")
    breakdown = models.ForeignKey(Breakdown, models.PROTECT, related_name="series")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("variable", "breakdown"), name="series_unique"),
            models.UniqueConstraint(fields=("organisation", "id"), name="series_tenant_key"),
        )

    def __str__(self) -> str:
        """Return variable and breakdown."""
        return f"{self.variable} · {self.breakdown}"


class IndicatorKind(models.TextChoices):
    """Where the values of an indicator come from."""

    DELIVERED = "delivered"
    DERIVED = "derived"
    INDEX = "index"


class Direction(models.TextChoices):
    """Which end is better; demographic shares are always neutral."""

    HIGHER_IS_BETTER = "higher_is_better"
    LOWER_IS_BETTER = "lower_is_better"
    NEUTRAL = "neutral"


class Basis(models.TextChoices):
    """What stands behind a value, and so what can be said about its uncertainty and its city value."""

    COUNTS = "counts"
    RATE_DENOMINATOR = "rate_denominator"
    RATE_ONLY = "rate_only"


class Comparability(models.TextChoices):
    """Whether values of two periods can be compared at all."""

    ABSOLUTE = "absolute"
    RELATIVE = "relative"


class Palette(models.TextChoices):
    """Which family of colours an indicator asks for."""

    SEQUENTIAL = "sequential"
    NEUTRAL = "neutral"
    DIVERGING = "diverging"
    STATUS = "status"
    DYNAMICS = "dynamics"


class Indicator(models.Model):
    """One Indikator of one organisation: its identity; the meaning is in its dated definitions."""

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    slug = models.SlugField(max_length=80)
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="indicators")
    kind = models.CharField(max_length=10, choices=IndicatorKind)
    position = models.PositiveSmallIntegerField(default=0)
    is_key_figure = models.BooleanField(default=False)
    is_building_block = models.BooleanField(default=False, help_text="only an input of others, never released")

    class Meta:
        ordering = ("topic__position", "position", "slug")
        constraints = (
            models.UniqueConstraint(fields=("organisation", "slug"), name="indicator_slug_unique"),
            models.UniqueConstraint(fields=("organisation", "id"), name="indicator_tenant_key"),
        )

    def __str__(self) -> str:
        """Return the slug."""
        return self.slug


REQUIRED_TEXTS = ("name", "short_name", "subtitle", "what_it_shows", "how_to_read", "limits")


class IndicatorDefinition(models.Model):
    """What an indicator means for ``[valid_from, valid_until)``; an indicator has one definition at a time.

    ``series`` is read when the indicator is delivered; ``numerator_series`` and ``denominator_series`` when its parts
    are; ``formula`` over slugs of other indicators when it is derived. ``denominator_indicator`` names the count by
    which a rate without parts is weighted and turned into an approximate number. ``is_demographic`` says that it tells
    who lives somewhere: no end of it is better, and as a burden it needs a reason. Whoever wrote a definition
    (``written_by``; nobody for those of the set-up) is not who confirms it, and nothing is published before.
    """

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="definitions")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60)
    subtitle = models.CharField(max_length=300, help_text="what exactly is shown, in one line")
    unit_of_measure = models.CharField(max_length=40, blank=True)
    decimals = models.PositiveSmallIntegerField(default=1)
    direction = models.CharField(max_length=20, choices=Direction, default=Direction.NEUTRAL)
    basis = models.CharField(max_length=20, choices=Basis)
    comparability = models.CharField(max_length=10, choices=Comparability, default=Comparability.ABSOLUTE)
    palette = models.CharField(max_length=12, choices=Palette, default=Palette.SEQUENTIAL)
    is_demographic = models.BooleanField(default=False, help_text="tells who lives somewhere, not how they fare")
    series = models.ForeignKey(Series, models.PROTECT, null=True, blank=True, related_name="+")
    change_series = models.ForeignKey(Series, models.PROTECT, null=True, blank=True, related_name="+")
    change_years = models.PositiveSmallIntegerField(default=0, help_text="span of the published change in years")
    denominator_indicator = models.ForeignKey(Indicator, models.PROTECT, null=True, blank=True, related_name="+")
    formula = models.CharField(max_length=500, blank=True)
    relevance_threshold = models.FloatField(null=True, blank=True, help_text="Fachschwelle, in the indicator's unit")
    minimum_denominator = models.PositiveIntegerField(
        null=True, blank=True, help_text="from how many persons on a change is judged; empty: the usual"
    )
    default_breaks = models.JSONField(default=list, blank=True)
    what_it_shows = models.TextField()
    how_to_read = models.TextField()
    limits = models.TextField()
    numerator_text = models.CharField(max_length=300, blank=True)
    denominator_text = models.CharField(max_length=300, blank=True)
    sentence_noun = models.CharField(max_length=200, blank=True)
    source = models.ForeignKey("indicators.Source", models.PROTECT, related_name="+")
    author = models.CharField(max_length=120, blank=True)
    checker = models.CharField(max_length=120, blank=True)
    next_review = models.DateField(null=True, blank=True)
    written_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("indicator", "valid_from")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(confirmed_by__isnull=True) | ~models.Q(confirmed_by=models.F("written_by")),
                name="definition_four_eyes",
            ),
            models.CheckConstraint(
                condition=models.Q(is_demographic=False) | models.Q(direction=Direction.NEUTRAL),
                name="definition_demographic_is_neutral",
            ),
            models.UniqueConstraint(fields=("organisation", "id"), name="definition_tenant_key"),
            ExclusionConstraint(
                name="definition_no_overlap",
                expressions=[
                    ("indicator", RangeOperators.EQUAL),
                    (
                        DateRange("valid_from", "valid_until", RangeBoundary()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        )

    def __str__(self) -> str:
        """Return the name."""
        return self.name

    @property
    def is_waiting(self) -> bool:
        """Whether its texts still wait for a second person."""
        return self.written_by_id is not None and self.confirmed_by_id is None

    @property
    def missing_texts(self) -> tuple[str, ...]:
        """The texts that readers need and that are empty."""
        return tuple(name for name in REQUIRED_TEXTS if not str(getattr(self, name)).strip())


class Dependency(models.Model):
    """One edge of the derivation graph: ``downstream`` is computed from ``upstream``; no cycles."""

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    downstream = models.ForeignKey(Indicator, models.CASCADE, related_name="upstream_edges")
    upstream = models.ForeignKey(Indicator, models.PROTECT, related_name="downstream_edges")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("downstream", "upstream"), name="dependency_unique"),
            models.CheckConstraint(
                condition=~models.Q(downstream=models.F("upstream")),
                name="dependency_not_on_itself",
            ),
        )

    def __str__(self) -> str:
        """Return the edge."""
        return f"{self.upstream_id} → {self.downstream_id}"
