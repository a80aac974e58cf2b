# SPDX-License-Identifier: EUPL-1.2
"""The members of what the API says about organisations and areas: what is not named here does not leave."""

from typing import Any

from rest_framework import serializers


class AttributionSerializer(serializers.Serializer[Any]):
    """Who has to be named when something is used, under which licence, and of when it is."""

    about = serializers.CharField(help_text="what it is the source of")
    publisher = serializers.CharField()
    licence = serializers.CharField(help_text="code of the licence")
    licence_url = serializers.CharField(allow_blank=True)
    attribution = serializers.CharField(help_text="the words that the licence asks for")
    as_of = serializers.CharField(help_text="Stand")
    secured_by = serializers.CharField(
        allow_blank=True, help_text="the supplier whose marks hide figures; empty: they arrive as they were counted"
    )


class OrganisationSerializer(serializers.Serializer[Any]):
    """One publishing body."""

    slug = serializers.CharField(help_text="head of its addresses")
    name = serializers.CharField()
    kind = serializers.CharField()
    official_key = serializers.CharField(allow_blank=True, help_text="Amtlicher Gemeinde- oder Regionalschlüssel")


class LevelSerializer(serializers.Serializer[Any]):
    """One Raumebene."""

    slug = serializers.CharField()
    name = serializers.CharField()
    name_plural = serializers.CharField()
    hierarchy = serializers.CharField()
    position = serializers.IntegerField(help_text="0 is the whole")
    parent = serializers.CharField(  # type: ignore[assignment] # a member of the answer, not the parent field
        allow_null=True, help_text="the next coarser level of the hierarchy"
    )


class OutlineSerializer(serializers.Serializer[Any]):
    """Where the outlines of one detail are; the address never changes its content."""

    detail = serializers.CharField()
    url = serializers.CharField()
    size = serializers.IntegerField(help_text="bytes, gzipped")


class BoundaryVersionSerializer(serializers.Serializer[Any]):
    """One Gebietsstand of one level."""

    level = serializers.CharField()
    edition = serializers.CharField(help_text="names the versions of several levels delivered together")
    name = serializers.CharField()
    valid_from = serializers.DateField()
    valid_until = serializers.DateField(allow_null=True, help_text="exclusive")
    is_current = serializers.BooleanField()
    unit_count = serializers.IntegerField()
    order_hash = serializers.CharField(help_text="hash of the order of areas, as in slices")
    publisher = serializers.CharField()
    licence = serializers.CharField()
    attribution = serializers.CharField()
    note = serializers.CharField(allow_blank=True)
    outlines = OutlineSerializer(many=True)


class UnitSerializer(serializers.Serializer[Any]):
    """One area in one boundary version."""

    level = serializers.CharField()
    edition = serializers.CharField()
    is_current = serializers.BooleanField()
    position = serializers.IntegerField(help_text="place in the order of areas, as in slices")
    key = serializers.CharField()
    name = serializers.CharField()
    parent = serializers.CharField(  # type: ignore[assignment] # a member of the answer, not the parent field
        allow_null=True, help_text="key of the area above it"
    )
    area_m2 = serializers.FloatField()
    longitude = serializers.FloatField(help_text="of its label")
    latitude = serializers.FloatField(help_text="of its label")
