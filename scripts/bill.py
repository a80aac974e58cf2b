# SPDX-License-Identifier: EUPL-1.2
"""The bill of materials (CycloneDX) of what the two locks pin, for scanners of operators."""

import base64
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.model.license import DisjunctiveLicense, LicenseExpression
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from scripts.layout import VAR
from scripts.licences import Part

BILL: Final = VAR / "sbom.cdx.json"
_ALGORITHMS: Final = {"sha256": HashAlgorithm.SHA_256, "sha512": HashAlgorithm.SHA_512, "sha384": HashAlgorithm.SHA_384}


def write(parts: Iterable[Part], path: Path = BILL) -> Path:
    """Write the bill; the same locks give the same bill, but for the time in it."""
    components = [_component(part) for part in parts]
    names = "\n".join(sorted(str(component.purl) for component in components))
    bom = Bom(components=components, serial_number=uuid.uuid5(uuid.NAMESPACE_URL, names))
    root = bom.metadata.component = Component(name="sozialplanung", type=ComponentType.APPLICATION)
    bom.register_dependency(root, components)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(JsonV1Dot6(bom).output_as_string(indent=1), encoding="utf-8")
    return path


def _component(part: Part) -> Component:
    group, _, name = part.name.rpartition("/")
    purl = PackageURL(part.ecosystem, group or None, name, part.version)
    return Component(
        name=name,
        group=group or None,
        version=part.version,
        type=ComponentType.LIBRARY,
        purl=purl,
        bom_ref=str(purl),
        # What only builds and tests is no part of what runs.
        scope=ComponentScope.REQUIRED if part.is_shipped else ComponentScope.EXCLUDED,
        hashes=[_hash(each) for each in part.hashes],
        licenses=[_licence(part.licence)] if part.licence else [],
    )


def _hash(said: str) -> HashType:
    """Read `sha256:<hex>` of Python's lock and `sha512-<base64>` of npm's."""
    algorithm, _, content = said.replace("-", ":", 1).partition(":")
    hexadecimal = content if algorithm == "sha256" else base64.b64decode(content).hex()
    return HashType(alg=_ALGORITHMS[algorithm], content=hexadecimal)


def _licence(name: str) -> DisjunctiveLicense | LicenseExpression:
    if " License" in name:
        return DisjunctiveLicense(name=name)
    return LicenseExpression(name) if " " in name else DisjunctiveLicense(id=name)
