# SPDX-License-Identifier: EUPL-1.2
"""Another office program: what it makes of a file, and what stands in one."""

import io
import subprocess
import zipfile
from pathlib import Path

from lxml import etree

SECONDS = 240


def converted(folder: Path, content: bytes, kind: str, wanted: str) -> bytes:
    """Return what the program makes of a file; in each folder it has a profile of its own."""
    source, target = folder / f"given.{kind}", folder / wanted
    source.write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--norestore", "--convert-to", wanted, "--outdir", str(target)]
    subprocess.run([*command, str(source)], check=True, capture_output=True, timeout=SECONDS)
    return (target / f"given.{wanted}").read_bytes()


def xml(content: bytes, name: str) -> etree._Element:
    """Return a part of a packed file as a tree."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return etree.fromstring(archive.read(name))
