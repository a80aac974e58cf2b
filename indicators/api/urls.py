# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the read API on indicators and their figures, below /api/v1/."""

from django.urls import path

from indicators.api.classes import ClassesView
from indicators.api.series import SeriesView
from indicators.api.slices import SliceView
from indicators.api.views import IndicatorsView, IndicatorView, ReleasesView, TopicsView, ValuesView

app_name = "indicators-api"

_ONE = "<slug:organisation>/indicators/<slug:indicator>/"

urlpatterns = [
    path(f"{_ONE}values/series", SeriesView.as_view(), name="series"),
    path(f"{_ONE}values/<slug:period>.slice", SliceView.as_view(), name="slice"),
    path(f"{_ONE}values/<slug:period>/", ValuesView.as_view(), name="values"),
    path(f"{_ONE}classes/", ClassesView.as_view(), name="classes"),
    path(f"{_ONE}releases/", ReleasesView.as_view(), name="releases"),
    path(_ONE, IndicatorView.as_view(), name="indicator"),
    path("<slug:organisation>/indicators/", IndicatorsView.as_view(), name="indicators"),
    path("<slug:organisation>/topics/", TopicsView.as_view(), name="topics"),
]
