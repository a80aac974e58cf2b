# SPDX-License-Identifier: EUPL-1.2
"""The topics by which the log of what was done with indicators is read."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from sozialplanung.audit.presenters import Topic

TOPICS: Final = (
    Topic(
        "lieferungen",
        _("Deliveries"),
        ("indicators.delivery_", "indicators.plan_", "indicators.template_", "indicators.profile_", "indicators.rule_"),
    ),
    Topic(
        "veroeffentlichungen",
        _("Publications and withdrawals"),
        ("indicators.published", "indicators.withdrawn", "indicators.release_", "indicators.converted"),
        # Who answers for a published figure is told for as long as the figure is there.
        months=0,
    ),
    Topic(
        "katalog",
        _("Catalogue, breaks and annotations"),
        (
            "indicators.indicator_",
            "indicators.series_",
            "indicators.group_",
            "indicators.flow_",
            "indicators.backing_",
            "indicators.selection_",
            "indicators.view_",
            "indicators.scenario_",
            "indicators.own_area_",
            "indicators.figure_remark_",
            "indicators.topic_",
            "indicators.definition_",
            "indicators.break_",
            "indicators.annotation_",
            "indicators.known_break_",
            "indicators.regional_",
            "indicators.wording_",
        ),
    ),
    Topic("indizes", _("Indices"), ("indicators.index_",)),
    Topic("geheimhaltung", _("Rules of disclosure"), ("indicators.ruling_",)),
    Topic("pruefregeln", _("Validation rules"), ("indicators.check_", "indicators.checks_")),
    Topic(
        "berechnungen",
        _("Computations"),
        ("indicators.computed_again", "indicators.all_computed_again", "indicators.computation_"),
    ),
)
