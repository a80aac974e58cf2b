# SPDX-License-Identifier: EUPL-1.2
"""Addresses of notifications: one's own, wherever they come from, and the links of mails to subscribers."""

from django.urls import path

from sozialplanung.notifications import subscriberviews, views

app_name = "notifications"

urlpatterns = [
    path("konto/mitteilungen/", views.list_page, name="list"),
    path("konto/mitteilungen/gelesen/", views.read_all, name="read_all"),
    path("konto/mitteilungen/einstellungen/", views.preferences_page, name="preferences"),
    path("konto/mitteilungen/<uuid:number>/", views.open_notification, name="open"),
    path("bescheid/<uuid:number>/<slug:secret>/", subscriberviews.confirm_page, name="confirm_subscription"),
    path("bescheid/<uuid:number>/<slug:secret>/abbestellen/", subscriberviews.end_page, name="end_subscription"),
]
