# SPDX-License-Identifier: EUPL-1.2
"""Runs the checks and the tests; every check runs, even after one that failed. pytest has the last word.

python3 -m scripts.checks lint          linters, types, contracts, templates, spelling, migrations, catalogue
python3 -m scripts.checks lint test     these, then the tests of the front end and of the application
python3 -m scripts.checks bench         the measurements
"""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence

from scripts import frontend, services
from scripts.layout import ROOT, VENV
from scripts.programs import tied, with_settings

BIN = VENV / "bin"
TEXTS = ("sozialplanung", "spatial", "indicators", "reports", "scripts", "tests", "templates", "docs", "README.md")


def _tool(name: str, *arguments: str) -> list[str]:
    return [str(BIN / name), *arguments]


def _module(name: str, *arguments: str) -> list[str]:
    return [str(BIN / "python"), "-m", name, *arguments]


def _templates() -> list[str]:
    return [str(path.relative_to(ROOT)) for path in sorted((ROOT / "templates").glob("**/*.html"))]


def _texts() -> list[str]:
    return [name for name in TEXTS if (ROOT / name).exists()]


def _front_tests() -> list[str]:
    return [str(path.relative_to(ROOT)) for path in sorted((ROOT / "tests" / "js").glob("**/*.test.*js"))]


LINTERS: dict[str, Callable[[], list[str]]] = {
    "ruff": lambda: _tool("ruff", "check"),
    "ruff format": lambda: _tool("ruff", "format", "--check"),
    "mypy": lambda: _tool("mypy"),
    "import contracts": lambda: _tool("lint-imports", "--no-cache"),
    "template format": lambda: _templates() and _tool("djade", "--check", "--target-version=5.2", *_templates()),
    "templates": lambda: _templates() and _tool("djlint", "--lint", "--quiet", *_templates()),
    "spelling": lambda: _tool("codespell", *_texts()),
    "migrations": lambda: [str(BIN / "python"), "manage.py", "makemigrations", "--check", "--dry-run"],
    "messages": lambda: _module("scripts.check_messages"),
}
FRONT: dict[str, Callable[[], list[str]]] = {
    "front-end tests": lambda: _front_tests() and [str(frontend.node().program), "--test", *_front_tests()],
}


def run_all(steps: dict[str, Callable[[], list[str]]]) -> list[str]:
    """Run the steps that have something to work on, showing the words of those that fail; name those."""
    return [name for name, command in steps.items() if not _run(name, command())]


def _run(name: str, command: Sequence[str]) -> bool:
    if not command:
        return True
    begin = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    verdict = "failed" if done.returncode else "passed"
    print(f"{name}: {verdict} ({time.monotonic() - begin:.1f} s)", flush=True)
    if done.returncode:
        print(done.stdout, flush=True)
    return done.returncode == 0


@contextlib.contextmanager
def _loading_ahead() -> Iterator[None]:
    """Load the demo set of the tests beside the linters; should that fail, the tests try again and say why."""
    command = tied(_module("tests.demodatabase"), signal_name="KILL")
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL):
        yield


def _test() -> int:
    # No more than processors: browsers, workers and databases of the tests take their share of them too.
    processes = str(min(2, os.cpu_count() or 1))
    # One file stays in one process: what its tests share is made once.
    spread = ["-n", processes, "--dist=loadfile", "--no-loadscope-reorder"]
    is_deep = os.environ.get("SOZIALPLANUNG_DEEP") == "1"
    # Small samples come in the same order each time; full counts in a new one, for order must not matter.
    order = [] if is_deep else ["--randomly-seed=1"]
    coverage = ["--cov", "--cov-report=term"] if is_deep else []
    return subprocess.run(_module("pytest", "-q", *spread, *order, *coverage), cwd=ROOT, check=False).returncode


def _bench() -> int:
    command = _module("pytest", "-q", "-s", "-m", "bench", "-p", "no:randomly")
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def main(arguments: list[str]) -> int:
    """Do what the arguments name, in this order: lint, test, bench."""
    if not arguments or set(arguments) - {"lint", "test", "bench"}:
        print(__doc__)
        return 2
    steps = {**(LINTERS if "lint" in arguments else {}), **(FRONT if "test" in arguments else {})}
    with services.lease():
        settings = with_settings(services.environment(mode="test", as_owner=True))
        os.environ.clear()
        os.environ.update(settings)
        with _loading_ahead() if "test" in arguments else contextlib.nullcontext():
            failed = run_all(steps)
            if failed:
                print(f"Failed: {', '.join(failed)}", flush=True)
            codes = [int(bool(failed)), *(work() for name, work in WORK.items() if name in arguments)]
    return max(codes)


WORK: dict[str, Callable[[], int]] = {"test": _test, "bench": _bench}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
