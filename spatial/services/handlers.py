# SPDX-License-Identifier: EUPL-1.2
"""The jobs of this app, as the worker calls them."""

from sozialplanung.jobs.context import JobContext
from spatial.services.geometry_assets import build_geometry


def build_geometry_job(context: JobContext) -> None:
    """Build outlines and neighbours of the boundary version in the payload; what is there stays."""
    build_geometry(boundary_version_id=int(context.payload["boundary_version_id"]), progress=context.progress)
