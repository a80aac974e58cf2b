# SPDX-License-Identifier: EUPL-1.2
"""Levels, enduring units and their boundary versions; layers of places; map services of others."""

from spatial.models.boundaries import BoundaryMember, BoundaryVersion, GeometryAsset, UnitVersion
from spatial.models.changesets import (
    Changeset,
    ChangesetComment,
    ChangesetEditor,
    ChangesetFile,
    ChangesetFinding,
    ChangesetLayer,
    ChangesetReason,
    ChangesetSignature,
    ChangesetState,
    StagedUnit,
)
from spatial.models.crosswalks import Crosswalk, CrosswalkBase
from spatial.models.crosswalktables import CrosswalkTable, CrosswalkUpload, TableState, TableWeight
from spatial.models.inhabited import InhabitedGround
from spatial.models.layerdrafts import (
    AddressTold,
    LayerDraft,
    LayerDraftComment,
    LayerDraftCorrection,
    LayerDraftEditor,
    LayerDraftFile,
    LayerDraftFinding,
    LayerDraftRow,
    LayerDraftSignature,
    LayerDraftSource,
    LayerDraftState,
    RowState,
    ServiceKind,
)
from spatial.models.layers import (
    Address,
    AddressRegister,
    Layer,
    LayerFeature,
    LayerKind,
    LayerVersion,
    RegisterState,
)
from spatial.models.layerwithdrawals import LayerWithdrawal, WithdrawalState
from spatial.models.levels import Level
from spatial.models.mapservices import MapService, MapServiceKind, MapServiceRole, MapServiceState
from spatial.models.networks import Network, NetworkEdge, NetworkNode
from spatial.models.streets import AddressDecision, Street, StreetArea
from spatial.models.tiles import TileOutline, TileSet
from spatial.models.units import Unit

PUBLIC_TABLES = (
    "spatial_level",
    "spatial_unit",
    "spatial_unitversion",
    "spatial_boundaryversion",
    "spatial_boundarymember",
    "spatial_geometryasset",
    "spatial_tileset",
    "spatial_tileoutline",
    "spatial_crosswalk",
    "spatial_layer",
    "spatial_layerversion",
    "spatial_layerfeature",
    # Of address files that everybody may search, and of no other.
    "spatial_published_register",
    "spatial_published_street",
    "spatial_published_streetarea",
    "spatial_published_address",
)
APPEND_ONLY_TABLES = (
    "spatial_changesetsignature",
    "spatial_layerdraftsignature",
    "spatial_network",
    "spatial_networknode",
    "spatial_networkedge",
    "spatial_inhabitedground",
    "spatial_addressdecision",
)
# A crosswalk that was converted by stays as it was; a newer one takes its place.
# A published table stays as it was brought; what is decided on it is written beside it.
UPDATED_COLUMNS = {
    "spatial_crosswalk": ("is_current",),
    "spatial_crosswalktable": (
        "state",
        "decided_by_id",
        "decided_at",
        "reason",
        "ended_by_id",
        "ended_at",
        "end_reason",
    ),
}

__all__ = [
    "APPEND_ONLY_TABLES",
    "PUBLIC_TABLES",
    "UPDATED_COLUMNS",
    "Address",
    "AddressDecision",
    "AddressRegister",
    "AddressTold",
    "BoundaryMember",
    "BoundaryVersion",
    "Changeset",
    "ChangesetComment",
    "ChangesetEditor",
    "ChangesetFile",
    "ChangesetFinding",
    "ChangesetLayer",
    "ChangesetReason",
    "ChangesetSignature",
    "ChangesetState",
    "Crosswalk",
    "CrosswalkBase",
    "CrosswalkTable",
    "CrosswalkUpload",
    "GeometryAsset",
    "InhabitedGround",
    "Layer",
    "LayerDraft",
    "LayerDraftComment",
    "LayerDraftCorrection",
    "LayerDraftEditor",
    "LayerDraftFile",
    "LayerDraftFinding",
    "LayerDraftRow",
    "LayerDraftSignature",
    "LayerDraftSource",
    "LayerDraftState",
    "LayerFeature",
    "LayerKind",
    "LayerVersion",
    "LayerWithdrawal",
    "Level",
    "MapService",
    "MapServiceKind",
    "MapServiceRole",
    "MapServiceState",
    "Network",
    "NetworkEdge",
    "NetworkNode",
    "RegisterState",
    "RowState",
    "ServiceKind",
    "StagedUnit",
    "Street",
    "StreetArea",
    "TableState",
    "TableWeight",
    "TileOutline",
    "TileSet",
    "Unit",
    "UnitVersion",
    "WithdrawalState",
]
