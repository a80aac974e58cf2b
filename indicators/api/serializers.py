# SPDX-License-Identifier: EUPL-1.2
"""The members of what the API says about indicators: what is not named here does not leave."""

from typing import Any

from rest_framework import serializers

from spatial.api.serializers import AttributionSerializer


class TopicSerializer(serializers.Serializer[Any]):
    """One topic under which something is published."""

    slug = serializers.CharField()
    name = serializers.CharField()
    indicator_count = serializers.IntegerField()


class IndicatorSerializer(serializers.Serializer[Any]):
    """One published indicator with its newest definition."""

    slug = serializers.CharField()
    name = serializers.CharField()
    short_name = serializers.CharField()
    subtitle = serializers.CharField(help_text="what exactly is shown, in one line")
    topic = serializers.CharField()
    kind = serializers.CharField(help_text="delivered, derived or index")
    is_key_figure = serializers.BooleanField()
    unit_of_measure = serializers.CharField(allow_blank=True)
    decimals = serializers.IntegerField(help_text="published decimals")
    direction = serializers.CharField(help_text="higher_is_better, lower_is_better or neutral")
    is_demographic = serializers.BooleanField(help_text="tells who lives somewhere: no end is better")
    basis = serializers.CharField(help_text="counts, rate_denominator or rate_only")
    comparability = serializers.CharField(help_text="absolute, or relative: a position, never a trend")
    attribution = AttributionSerializer()


class DefinitionSerializer(serializers.Serializer[Any]):
    """What an indicator means for a time."""

    valid_from = serializers.DateField()
    valid_until = serializers.DateField(allow_null=True, help_text="exclusive")
    name = serializers.CharField()
    short_name = serializers.CharField()
    subtitle = serializers.CharField()
    unit_of_measure = serializers.CharField(allow_blank=True)
    decimals = serializers.IntegerField()
    direction = serializers.CharField()
    basis = serializers.CharField()
    comparability = serializers.CharField()
    palette = serializers.CharField()
    is_demographic = serializers.BooleanField()
    change_years = serializers.IntegerField(help_text="span of the published change in years, 0 without one")
    formula = serializers.CharField(allow_blank=True)
    denominator_indicator = serializers.CharField(allow_null=True)
    relevance_threshold = serializers.FloatField(allow_null=True)
    minimum_denominator = serializers.IntegerField(
        allow_null=True, help_text="from how many persons on the change of an area is judged; null: the usual number"
    )
    default_breaks = serializers.ListField(child=serializers.FloatField())
    what_it_shows = serializers.CharField()
    how_to_read = serializers.CharField()
    limits = serializers.CharField()
    numerator_text = serializers.CharField(allow_blank=True)
    denominator_text = serializers.CharField(allow_blank=True)
    next_review = serializers.DateField(allow_null=True)
    attribution = AttributionSerializer()


class BreakSerializer(serializers.Serializer[Any]):
    """One break of series between two neighbouring periods."""

    from_period = serializers.CharField()
    to_period = serializers.CharField()
    kind = serializers.CharField(help_text="law, source, method, denominator or boundary")
    comparable = serializers.CharField(help_text="yes, limited or no")
    text = serializers.CharField()
    reference = serializers.CharField(allow_blank=True, help_text="law, or publisher, title and year")
    url = serializers.CharField(allow_blank=True)


class AnnotationSerializer(serializers.Serializer[Any]):
    """One footnote, event, special population or reason of exclusion; without a key it holds for all areas."""

    kind = serializers.CharField(help_text="footnote, event, population or exclusion")
    key = serializers.CharField(allow_null=True)
    period = serializers.CharField(allow_null=True, help_text="code of a period; null: of all")
    text = serializers.CharField()
    population = serializers.CharField(allow_blank=True, help_text="kind of a special population, for instance home")
    valid_from = serializers.DateField(allow_null=True, help_text="day of an event, first day of a population")
    valid_until = serializers.DateField(allow_null=True, help_text="exclusive")
    reference = serializers.CharField(allow_blank=True)
    url = serializers.CharField(allow_blank=True)


class RecipeSerializer(serializers.Serializer[Any]):
    """One version of the recipe of an index."""

    version = serializers.IntegerField()
    valid_from = serializers.DateField(help_text="end of the first period it is used for")
    content = serializers.DictField()


class IndicatorDetailSerializer(serializers.Serializer[Any]):
    """One published indicator with all its definitions, the newest first, and its breaks of series."""

    slug = serializers.CharField()
    topic = serializers.CharField()
    kind = serializers.CharField()
    is_key_figure = serializers.BooleanField()
    definitions = DefinitionSerializer(many=True)
    breaks = BreakSerializer(many=True)
    annotations = AnnotationSerializer(many=True, help_text="those that hold for all areas")
    recipes = RecipeSerializer(many=True)


class ReleaseSerializer(serializers.Serializer[Any]):
    """One release in force: which slice it is, and where its figures are."""

    period = serializers.CharField()
    period_kind = serializers.CharField()
    period_label = serializers.CharField(help_text="Stand, in German")
    period_start = serializers.DateField()
    period_end = serializers.DateField(help_text="exclusive")
    level = serializers.CharField()
    edition = serializers.CharField()
    number = serializers.IntegerField(help_text="counts the releases of this slice")
    content_hash = serializers.CharField()
    published_at = serializers.DateTimeField()
    values_url = serializers.CharField()
    slice_url = serializers.CharField()


class CitySerializer(serializers.Serializer[Any]):
    """The value of the whole, delivered or computed with the indicator's own denominator."""

    value = serializers.FloatField(allow_null=True)
    kind = serializers.CharField(help_text="delivered, computed or none")


class SummarySerializer(serializers.Serializer[Any]):
    """Five numbers over the areas with a value."""

    n = serializers.IntegerField()
    minimum = serializers.FloatField(allow_null=True)
    q1 = serializers.FloatField(allow_null=True)
    median = serializers.FloatField(allow_null=True)
    q3 = serializers.FloatField(allow_null=True)
    maximum = serializers.FloatField(allow_null=True)


class ChangeSerializer(serializers.Serializer[Any]):
    """Since which period the member `change` of the areas counts."""

    since = serializers.CharField(allow_null=True)
    kind = serializers.CharField(help_text="published, computed or none")


class AreaValueSerializer(serializers.Serializer[Any]):
    """What is published of one area; a number is null where none is, and the status says why."""

    key = serializers.CharField()
    name = serializers.CharField()
    status = serializers.CharField(help_text="ok, true_zero, rounded_zero, missing, suppressed, excluded …")
    flags = serializers.ListField(child=serializers.CharField())
    value = serializers.FloatField(allow_null=True)
    lower = serializers.FloatField(allow_null=True)
    upper = serializers.FloatField(allow_null=True)
    numerator = serializers.FloatField(allow_null=True)
    denominator = serializers.FloatField(allow_null=True)
    change = serializers.FloatField(allow_null=True)
    rank = serializers.IntegerField(allow_null=True)
    class_number = serializers.IntegerField(allow_null=True, help_text="of an index with classes, from 1")
    class_label = serializers.CharField(allow_null=True)
    comparison = serializers.CharField(allow_null=True, help_text="lower, similar or higher than the rest of the whole")


class ValuesSerializer(serializers.Serializer[Any]):
    """One released slice."""

    organisation = serializers.CharField()
    indicator = serializers.CharField()
    name = serializers.CharField()
    unit_of_measure = serializers.CharField(allow_blank=True)
    decimals = serializers.IntegerField()
    period = serializers.CharField()
    period_label = serializers.CharField(help_text="Stand, in German")
    level = serializers.CharField()
    edition = serializers.CharField()
    number = serializers.IntegerField()
    published_at = serializers.DateTimeField()
    audience = serializers.CharField(
        required=False, help_text="for whom the slice is, where another than `public` is asked for"
    )
    city = CitySerializer()
    summary = SummarySerializer()
    change = ChangeSerializer()
    values = AreaValueSerializer(many=True)
    annotations = AnnotationSerializer(many=True)
    breaks = BreakSerializer(many=True, help_text="all of the indicator")
    sources = AttributionSerializer(many=True)


class ClassesSerializer(serializers.Serializer[Any]):
    """Classes over published values; each holds its lower bound and what lies up to the next."""

    organisation = serializers.CharField()
    indicator = serializers.CharField()
    level = serializers.CharField()
    edition = serializers.CharField(allow_null=True)
    scope = serializers.CharField(help_text="all or period")
    period = serializers.CharField(allow_null=True)
    method = serializers.CharField(help_text="how the bounds were found; given: stated by the definition")
    bounds = serializers.ListField(child=serializers.FloatField(), help_text="the inner ones, ascending")
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)
    counts = serializers.ListField(child=serializers.IntegerField(), help_text="values in each class")
    n = serializers.IntegerField()
    decimals = serializers.IntegerField()
    below = serializers.IntegerField(allow_null=True, help_text="classes under the centre of a diverging scale")
    is_sampled = serializers.BooleanField()
    sources = AttributionSerializer(many=True)
