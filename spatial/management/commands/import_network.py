# SPDX-License-Identifier: EUPL-1.2
"""Import a street network from a file."""

from argparse import ArgumentParser
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sozialplanung.accounts.models import Organisation
from sozialplanung.common.errors import InvalidInputError
from spatial.geometry.network.profiles import FROM_TO_BOTH, OSM_COLUMNS, OSM_DIRECTIONS, TRUE_FALSE, Columns
from spatial.geometry.problems import SpatialError
from spatial.models import Network
from spatial.services.networks import NetworkPlan, import_network

_DIRECTIONS = {"osm": OSM_DIRECTIONS, "ftb": FROM_TO_BOTH, "tf": TRUE_FALSE}
_PURPOSES = tuple(field.name for field in fields(Columns) if field.name not in {"kinds", "directions"})


class Command(BaseCommand):
    """Store a street network as the newest of its name; the same file changes nothing."""

    help = "Import a street network: GeoJSON, GeoPackage, zipped Shapefile or .osm.pbf; all of it or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name organisation, file, source, and what columns tell."""
        parser.add_argument("organisation", help="slug of the organisation")
        parser.add_argument("file", type=Path)
        for name in ("slug", "name", "source", "licence", "attribution"):
            parser.add_argument(f"--{name}", required=True)
        parser.add_argument("--layer", help="which of several layers of a GeoPackage")
        parser.add_argument("--crs", help="system of coordinates, where the file names none")
        parser.add_argument(
            "--osm-columns", action="store_true", help="the columns are named like OpenStreetMap's tags"
        )
        parser.add_argument("--column", action="append", default=[], metavar="PURPOSE=NAME", help=", ".join(_PURPOSES))
        parser.add_argument("--kind", action="append", default=[], metavar="WORD=KIND", help="what a kind of street is")
        parser.add_argument(
            "--directions", choices=sorted(_DIRECTIONS), default="osm", help="letters of one-way streets"
        )
        parser.add_argument("--elsewhere", action="store_true", help="the network may lie elsewhere")

    def handle(self, *_args: object, **options: Any) -> None:  # noqa: ANN401 - as Django hands them over
        """Import, and tell what was found."""
        organisation = Organisation.objects.filter(slug=options["organisation"]).first()
        if organisation is None:
            raise CommandError(f"There is no organisation “{options['organisation']}”.")
        try:
            content = options["file"].read_bytes()
            done = import_network(organisation=organisation, plan=_plan(options), content=content, by=None)
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}.") from error
        except SpatialError as error:
            told = "\n".join(f"{problem.place} {problem.statement()}".strip() for problem in error.problems)
            raise CommandError(told) from error
        except InvalidInputError as error:
            raise CommandError(str(error)) from error
        if options["verbosity"]:
            self.stdout.write(_told(done.network, is_new=done.is_new))


def _plan(options: dict[str, Any]) -> NetworkPlan:
    said = _pairs(options["column"], _PURPOSES)
    columns = None
    if said or options["osm_columns"]:
        base = OSM_COLUMNS if options["osm_columns"] else Columns()
        kinds = {word.lower(): kind for word, kind in _pairs(options["kind"]).items()}
        columns = replace(base, **said, kinds=kinds, directions=_DIRECTIONS[options["directions"]])
    named = {name: options[name] for name in ("slug", "name", "source", "licence", "attribution", "layer", "crs")}
    return NetworkPlan(**named, columns=columns, may_lie_elsewhere=options["elsewhere"])


def _pairs(texts: list[str], allowed: tuple[str, ...] = ()) -> dict[str, str]:
    pairs = {}
    for text in texts:
        name, sign, value = text.partition("=")
        if not (name and sign and value) or (allowed and name not in allowed):
            raise CommandError(f"“{text}” is not NAME=VALUE{' with one of ' if allowed else ''}{', '.join(allowed)}.")
        pairs[name] = value
    return pairs


def _told(network: Network, *, is_new: bool) -> str:
    found = network.topology
    carried = [mode for mode, told in network.profiles.items() if told["is_carried"]]
    return (
        f"{network.slug} {network.number} ({'new' if is_new else 'was there'}): {network.edge_count} edges, "
        f"{network.node_count} nodes, {network.length_m / 1000:.1f} km, {found['part_count']} parts, "
        f"{found['dead_ends']} dead ends, {found['near_miss_count']} near misses, {found['duplicates']} duplicates, "
        f"{found['dropped']} lines without length; profiles: {', '.join(carried) or 'none'}."
    )
