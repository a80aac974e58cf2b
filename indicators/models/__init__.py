# SPDX-License-Identifier: EUPL-1.2
"""Catalogue, deliveries, recipes and releases.

Raw values (``observations``) and decisions about what is hidden (``patterns``) are not re-exported.
"""

from indicators.models import observations as _observations  # registers the tables with Django
from indicators.models import patterns as _patterns  # likewise
from indicators.models.annotations import Annotation, AnnotationKind, PopulationKind
from indicators.models.approvals import ChangeState, RuleChange
from indicators.models.breaks import BreakKind, Comparable, SeriesBreak
from indicators.models.catalogue import (
    Backing,
    Basis,
    Breakdown,
    BreakdownRole,
    Comparability,
    Dependency,
    Direction,
    Indicator,
    IndicatorDefinition,
    IndicatorKind,
    Palette,
    Series,
    Topic,
    Variable,
)
from indicators.models.conversions import Conversion
from indicators.models.deliveries import (
    Delivery,
    DeliveryComment,
    DeliveryEditor,
    DeliveryFile,
    DeliveryReason,
    DeliveryState,
    DeliveryTable,
    MappingProfile,
)
from indicators.models.disclosure import Audience, DisclosureRule, Rounding, narrowest
from indicators.models.expected import DeliveryPlan, PlannedIndicator, RhythmKind
from indicators.models.figureremarks import FigureRemark, FigureRemarkState
from indicators.models.following import Favourite, TopicSubscription
from indicators.models.foresight import ForeseenKind, ForeseenRelease, Foresight
from indicators.models.imports import (
    VOID_STATES,
    ApprovalRule,
    BatchAuthor,
    BatchSlice,
    BatchState,
    Finding,
    ImportBatch,
    ImportFile,
    Signature,
    SignatureKind,
    SliceComparison,
    StagedValue,
)
from indicators.models.indices import IndexRun, IndexStability, Recipe
from indicators.models.ownareas import OwnArea, OwnAreaEdition, OwnAreaKind
from indicators.models.periods import Period, PeriodKind
from indicators.models.provenance import Licence, Source
from indicators.models.regional import RegionalClasses, RegionalPalette
from indicators.models.releases import ChangeKind, Release, ReleaseChange, ReleaseState
from indicators.models.remarks import ChangeAct, KnownBreakRefusal, RemarkChange, RemarkState
from indicators.models.ruling import DisclosureVersion, RulingForesight, VersionState
from indicators.models.savedselections import SavedSelection
from indicators.models.savedviews import SavedView, Sharing
from indicators.models.scenarios import (
    ChangeOfSite,
    Scenario,
    ScenarioChange,
    ScenarioComment,
    ScenarioWays,
    WeightForm,
)
from indicators.models.selections import Selection, SelectionFigure, SumVerdict
from indicators.models.sitings import SitingObjective, SitingRun
from indicators.models.templates import DeliveryTemplate
from indicators.models.validation import RuleResult, RuleResultSlice, RuleState, RuleVersion, ValidationRule
from indicators.models.wording import ClassWording
from indicators.models.workshop import OPEN_STATES, DraftState, RecipeDraft, RecipeDraftEditor

PUBLIC_TABLES = (
    "indicators_topic",
    "indicators_period",
    "indicators_licence",
    "indicators_published_release",
    "indicators_published_selection",
    "indicators_published_indicator",
    "indicators_published_definition",
    "indicators_published_break",
    "indicators_published_annotation",
    "indicators_published_source",
    "indicators_published_recipe",
    "indicators_published_change",
    "indicators_published_stability",
    "indicators_published_regional",
    "indicators_published_withdrawn",
    "indicators_published_conversion",
)
# Figures that were never released, and what tells them: out of reach of pages that need none (grant_roles).
RAW_TABLES = (
    "indicators_deliveryfile",
    "indicators_disclosureaudit",
    "indicators_disclosurepattern",
    "indicators_importfile",
    "indicators_indexrun",
    "indicators_observation",
    "indicators_observationhistory",
    "indicators_ruleresultslice",
    "indicators_stagedvalue",
    "indicators_vintage",
)
APPEND_ONLY_TABLES = (
    "indicators_signature",
    "indicators_observationhistory",
    "indicators_batchslice",
    "indicators_releasechange",
    "indicators_indexstability",
    "indicators_disclosureaudit",
    "indicators_selectionfigure",
    "indicators_regionalclasses",
    "indicators_classwording",
    "indicators_disclosurepattern",
)
# What was published or calculated from stays; only these columns follow the course of things.
UPDATED_COLUMNS = {
    "indicators_release": ("state", "ended_at", "is_taken_along"),
    "indicators_vintage": ("is_current",),
    "indicators_selection": ("job_id", "removed_at"),
    "indicators_remarkchange": ("state", "decided_by_id", "decided_at", "comment", "revision"),
    "indicators_disclosureversion": ("state", "decided_by_id", "decided_at", "comment"),
    "indicators_ruleversion": ("state", "decided_by_id", "decided_at", "comment"),
}

del _observations, _patterns

__all__ = [
    "APPEND_ONLY_TABLES",
    "OPEN_STATES",
    "PUBLIC_TABLES",
    "RAW_TABLES",
    "UPDATED_COLUMNS",
    "VOID_STATES",
    "Annotation",
    "AnnotationKind",
    "ApprovalRule",
    "Audience",
    "Backing",
    "Basis",
    "BatchAuthor",
    "BatchSlice",
    "BatchState",
    "BreakKind",
    "Breakdown",
    "BreakdownRole",
    "ChangeAct",
    "ChangeKind",
    "ChangeOfSite",
    "ChangeState",
    "ClassWording",
    "Comparability",
    "Comparable",
    "Conversion",
    "Delivery",
    "DeliveryComment",
    "DeliveryEditor",
    "DeliveryFile",
    "DeliveryPlan",
    "DeliveryReason",
    "DeliveryState",
    "DeliveryTable",
    "DeliveryTemplate",
    "Dependency",
    "Direction",
    "DisclosureRule",
    "DisclosureVersion",
    "DraftState",
    "Favourite",
    "FigureRemark",
    "FigureRemarkState",
    "Finding",
    "ForeseenKind",
    "ForeseenRelease",
    "Foresight",
    "ImportBatch",
    "ImportFile",
    "IndexRun",
    "IndexStability",
    "Indicator",
    "IndicatorDefinition",
    "IndicatorKind",
    "KnownBreakRefusal",
    "Licence",
    "MappingProfile",
    "OwnArea",
    "OwnAreaEdition",
    "OwnAreaKind",
    "Palette",
    "Period",
    "PeriodKind",
    "PlannedIndicator",
    "PopulationKind",
    "Recipe",
    "RecipeDraft",
    "RecipeDraftEditor",
    "RegionalClasses",
    "RegionalPalette",
    "Release",
    "ReleaseChange",
    "ReleaseState",
    "RemarkChange",
    "RemarkState",
    "RhythmKind",
    "Rounding",
    "RuleChange",
    "RuleResult",
    "RuleResultSlice",
    "RuleState",
    "RuleVersion",
    "RulingForesight",
    "SavedSelection",
    "SavedView",
    "Scenario",
    "ScenarioChange",
    "ScenarioComment",
    "ScenarioWays",
    "Selection",
    "SelectionFigure",
    "Series",
    "SeriesBreak",
    "Sharing",
    "Signature",
    "SignatureKind",
    "SitingObjective",
    "SitingRun",
    "SliceComparison",
    "Source",
    "StagedValue",
    "SumVerdict",
    "Topic",
    "TopicSubscription",
    "ValidationRule",
    "Variable",
    "VersionState",
    "WeightForm",
    "narrowest",
]
