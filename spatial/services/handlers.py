# SPDX-License-Identifier: EUPL-1.2
"""The jobs of this app, as the worker calls them."""

from sozialplanung.jobs import registry
from sozialplanung.jobs.context import JobContext
from sozialplanung.notifications.registry import register_kinds, register_reminders
from spatial.services.boundary_import import BUILD_GEOMETRY
from spatial.services.changesets import telling
from spatial.services.changesets.activating import activate_changeset
from spatial.services.changesets.checking import check_changeset
from spatial.services.changesets.deciding import ACTIVATE
from spatial.services.changesets.drafting import CHECK, LOOK
from spatial.services.changesets.looking import look_changeset
from spatial.services.geometry_assets import build_geometry
from spatial.services.layers import drafting as layer_drafting
from spatial.services.layers import telling as layer_telling
from spatial.services.layers.checking import check_layer
from spatial.services.layers.fetching import FETCH as FETCH_LAYER
from spatial.services.layers.fetching import fetch_file
from spatial.services.layers.looking import look_layer
from spatial.services.layers.registers import READ as READ_ADDRESSES
from spatial.services.layers.registers import end_unread, read_addresses
from spatial.services.layers.streets import LINK as LINK_STREETS
from spatial.services.layers.streets import link_missing, link_streets
from spatial.services.tables import telling as table_telling


def build_geometry_job(context: JobContext) -> None:
    """Build outlines and neighbours of the boundary version in the payload; what is there stays."""
    build_geometry(boundary_version_id=int(context.payload["boundary_version_id"]), progress=context.progress)


def look(context: JobContext) -> None:
    """Look into the files of a draft; a second attempt finds the same."""
    look_changeset(
        changeset_id=int(context.payload["changeset"]),
        revision=int(context.payload["revision"]),
        report=context.progress,
    )


def check(context: JobContext) -> None:
    """Check a draft; the row of the job stays free to show progress and to take a cancel."""
    check_changeset(
        changeset_id=int(context.payload["changeset"]),
        revision=int(context.payload["revision"]),
        report=context.progress,
    )


def activate(context: JobContext) -> None:
    """Make approved boundaries current, together with the end of the job."""
    with context.finishing():
        activate_changeset(changeset_id=int(context.payload["changeset"]))


def look_at_layer(context: JobContext) -> None:
    """Look into the file of a layer; a second attempt finds the same."""
    look_layer(draft_id=int(context.payload["draft"]), revision=int(context.payload["revision"]))


def fetch_layer_file(context: JobContext) -> None:
    """Fetch the file of a layer from a service; the row of the job stays free to show progress and to take a cancel."""
    fetch_file(
        draft_id=int(context.payload["draft"]), revision=int(context.payload["revision"]), report=context.progress
    )


def check_layer_rows(context: JobContext) -> None:
    """Check the rows of a layer; the row of the job stays free to show progress and to take a cancel."""
    check_layer(
        draft_id=int(context.payload["draft"]), revision=int(context.payload["revision"]), report=context.progress
    )


def read_address_file(context: JobContext) -> None:
    """Read an address file; what was read is not read again."""
    read_addresses(register_id=int(context.payload["register"]))


def link_street_areas(context: JobContext) -> None:
    """Make the streets of an address file and link them with areas; what is there stays."""
    link_streets(register_id=int(context.payload["register"]))


def register() -> None:
    """Tell the job registry what this app can do."""
    registry.register(BUILD_GEOMETRY, build_geometry_job)
    registry.register(LOOK, look)
    registry.register(CHECK, check)
    registry.register(ACTIVATE, activate)
    registry.register(layer_drafting.LOOK, look_at_layer)
    registry.register(layer_drafting.CHECK, check_layer_rows)
    registry.register(FETCH_LAYER, fetch_layer_file)
    registry.register(READ_ADDRESSES, read_address_file)
    registry.register(LINK_STREETS, link_street_areas)
    register_kinds(telling.KINDS)
    register_kinds(layer_telling.KINDS)
    register_kinds(table_telling.KINDS)
    register_reminders("spatial.layers_waiting", layer_telling.waiting_reminders)
    register_reminders("spatial.tables_waiting", table_telling.waiting_reminders)
    register_reminders("spatial.waiting", telling.waiting_reminders)
    register_reminders("spatial.drafts", telling.draft_reminders)
    registry.register_duty("spatial.activation_ends", every_seconds=30, perform=telling.tell_how_activations_ended)
    registry.register_duty("spatial.unread_addresses", every_seconds=30, perform=end_unread)
    registry.register_duty("spatial.streets", every_seconds=60, perform=link_missing)
