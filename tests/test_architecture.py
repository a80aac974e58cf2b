# SPDX-License-Identifier: EUPL-1.2
"""The rules of the architecture hold, and each of them catches what it forbids."""

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models.fields.related import RelatedField

from scripts.layout import ROOT

PACKAGES = ("sozialplanung", "spatial", "indicators", "reports")
PURE = ("stats", "formulas", "geometry")
PROTECTED = "indicators.models.observations"
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]

LONGEST_FILE, LONGEST_TEST, LONGEST_FUNCTION = 400, 500, 60
LONGEST_SCRIPT = 300

# One forbidden thing per contract, some with a second one: {file: content}.
VIOLATIONS = [
    ("apps", {"spatial/violation.py": "import indicators.errors"}),
    ("apps", {"sozialplanung/jobs/violation.py": "import spatial.errors"}),
    ("inside-apps", {"indicators/models/violation.py": "import indicators.services"}),
    ("inside-apps", {"indicators/drawer.py": "A room that the architecture does not know = 0".replace(" ", "_")}),
    ("pure", {"indicators/stats/violation.py": "import django"}),
    ("pure", {"spatial/rendering/violation.py": "import psycopg"}),
    ("pure", {"sozialplanung/common/violation.py": "import sozialplanung.settings"}),
    ("observations", {"indicators/selectors/violation.py": f"import {PROTECTED}"}),
    ("patterns", {"indicators/views/violation.py": "import indicators.models.patterns"}),
    (
        "outward",
        {
            "indicators/selectors/review.py": "",
            "indicators/selectors/between.py": "import indicators.selectors.review",
            "indicators/api/violation.py": "import indicators.selectors.between",
        },
    ),
    (
        "outward",
        {
            "indicators/selectors/lineage.py": "",
            "sozialplanung/opendata/__init__.py": "",
            "sozialplanung/opendata/violation.py": "import indicators.selectors.lineage",
        },
    ),
    ("foreign-models", {"reports/violation.py": "import indicators.models"}),
    ("foreign-models-spatial", {"indicators/violation.py": "import spatial.models"}),
    (
        "acyclic",
        {
            "indicators/services/left.py": "import indicators.services.right",
            "indicators/services/right.py": "import indicators.services.left",
        },
    ),
]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("copy")
    for name in PACKAGES:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def lint_imports(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_import_contracts_hold(copy: Path) -> None:
    result = lint_imports(copy)

    assert result.returncode == 0, result.stdout
    assert f"Contracts: {len(CONTRACTS)} kept, 0 broken." in result.stdout


@pytest.mark.parametrize(("contract", "files"), VIOLATIONS, ids=lambda value: value if isinstance(value, str) else "")
def test_import_contract_catches_a_violation(copy: Path, contract: str, files: dict[str, str]) -> None:
    kept = lint_imports(copy, "--contract", contract)
    written = [put(copy / name, content) for name, content in files.items() if not (copy / name).exists()]

    broken = lint_imports(copy, "--contract", contract)
    for path in written:
        path.unlink()

    assert "Contracts: 1 kept, 0 broken." in kept.stdout
    assert "Contracts: 0 kept, 1 broken." in broken.stdout
    assert broken.returncode == 1


def put(path: Path, content: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    (path.parent / "__init__.py").touch()
    path.write_text(f"{content}\n", encoding="utf-8")
    return path


def test_every_import_contract_has_a_violation() -> None:
    assert {contract["id"] for contract in CONTRACTS} == {contract for contract, _ in VIOLATIONS}


def test_models_package_hands_out_no_class_of_the_protected_module() -> None:
    import indicators.models

    handed_out = [
        name for name, value in vars(indicators.models).items() if getattr(value, "__module__", "") == PROTECTED
    ]

    assert handed_out == []


def test_protected_models_cannot_be_reached_from_their_neighbours() -> None:
    protected = [model for model in apps.get_models() if model.__module__ == PROTECTED]

    reachable = [
        f"{model.__name__}.{field.name}"
        for model in protected
        for field in model._meta.get_fields()
        if isinstance(field, RelatedField) and not field.remote_field.hidden
    ]

    assert protected
    assert reachable == []


def test_no_module_looks_models_up_by_name() -> None:
    found = [
        f"{path}:{node.lineno}"
        for path in python_files()
        if "migrations" not in path.parts and path.parts[0] in PACKAGES
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute) and node.attr in {"get_model", "get_registered_model"}
    ]

    assert found == []


def test_files_are_short() -> None:
    too_long = [
        f"{path}: {count} lines"
        for path in tracked()
        if (limit := longest(path)) and (count := len(text(path).splitlines())) > limit
    ]

    assert too_long == []


def longest(path: Path) -> int | None:
    if path.suffix in {".js", ".mjs"}:
        return LONGEST_SCRIPT
    if path.suffix != ".py" or "migrations" in path.parts:
        return None
    return LONGEST_TEST if path.parts[0] == "tests" else LONGEST_FILE


def test_functions_are_short() -> None:
    too_long = [
        f"{path}:{node.lineno} {node.name}: {count} lines"
        for path in python_files()
        for node in functions(parsed(path))
        if (count := lines_of_code(node)) > LONGEST_FUNCTION
    ]

    assert too_long == []


def lines_of_code(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count the lines without the docstring: what pure functions have to say about their numbers is long."""
    first = node.body[0]
    says = first if ast.get_docstring(node) is not None and len(node.body) > 1 else None
    silent = (says.end_lineno or says.lineno) - says.lineno + 1 if says else 0
    return (node.end_lineno or node.lineno) - node.lineno + 1 - silent


def test_no_file_is_a_drawer_for_everything() -> None:
    drawers = {"util", "utils", "core", "helper", "helpers", "misc"}

    found = [path for path in tracked() if path.suffix in {".py", ".js", ".mjs"} and drawers & {*path.parts, path.stem}]

    assert found == []


def test_python_files_name_their_licence() -> None:
    nameless = [
        path
        for path in python_files()
        if text(path)
        and "migrations" not in path.parts
        and "# SPDX-License-Identifier: EUPL-1.2" not in text(path).splitlines()[:2]
    ]

    assert nameless == []


def test_public_functions_of_the_pure_cores_say_what_they_take_and_give() -> None:
    silent = [
        f"{path}:{node.lineno} {node.name}: {missing}"
        for path in python_files()
        if path.parts[0] in PACKAGES and set(PURE) & set(path.parts)
        for node in parsed(path).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        if (missing := needed_sections(node) - {line.strip() for line in (ast.get_docstring(node) or "").splitlines()})
    ]

    assert silent == []


def needed_sections(node: ast.FunctionDef) -> set[str]:
    """Name the sections that a docstring must have; where no numbers go in or come out, there is nothing to add."""
    takes = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs, *filter(None, [node.args.vararg])]
    takes_words = all(ast.unparse(parameter.annotation or ast.Constant("")) == "str" for parameter in takes)
    gives_error = node.returns is not None and ast.unparse(node.returns).endswith("Error")
    if gives_error or (takes and takes_words):
        return set()
    gives = not (isinstance(node.returns, ast.Constant) and node.returns.value is None)
    return {name for name, is_needed in {"Parameters": bool(takes), "Returns": gives}.items() if is_needed}


def test_tracked_files_name_no_registry_and_no_place_of_a_machine() -> None:
    # Put together from parts, so that this file does not name them either.
    hosts = [
        ".".join(parts) for parts in (("npmjs", "org"), ("pythonhosted", "org"), ("pypi", "org"), ("yarnpkg", "com"))
    ]
    places = [f"/{name}/" for name in ("work", "root", "Users")]
    pattern = re.compile(
        "|".join([*(re.escape(host) for host in hosts), *(rf"(?<![\w.}}/-]){place}" for place in places)])
    )

    found = [f"{path}: {match[0]}" for path in tracked() if (match := pattern.search(text(path)))]

    assert found == []


def test_locks_name_no_address() -> None:
    python, front = text(Path("requirements.lock")), text(Path("package-lock.json"))

    assert "://" not in python
    assert "--hash=sha256:" in python
    assert '"resolved"' not in front
    assert '"integrity": "sha512-' in front


def tracked() -> list[Path]:
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [Path(name) for name in listed.split("\0") if name and (ROOT / name).is_file()]


def python_files() -> list[Path]:
    return [path for path in tracked() if path.suffix == ".py"]


def text(path: Path) -> str:
    return (ROOT / path).read_text(encoding="utf-8", errors="replace")


def parsed(path: Path) -> ast.Module:
    return ast.parse(text(path))


def functions(module: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
