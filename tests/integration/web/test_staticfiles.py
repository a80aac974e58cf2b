# SPDX-License-Identifier: EUPL-1.2
"""All static files get addresses that name their content, and scripts import each other by these."""

import json
import re
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import call_command

from sozialplanung.web.staticfiles import ModuleStaticFilesStorage

_IMPORTED = re.compile(r"""(?:from |import\()"(\.{1,2}/[^"]+)\"""")
STORAGE = {"BACKEND": "sozialplanung.web.staticfiles.ModuleStaticFilesStorage"}


def test_every_module_imports_the_modules_of_its_own_version(
    settings: LazySettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What is compressed besides has no other names, and takes long.
    monkeypatch.setattr(ModuleStaticFilesStorage, "post_process_with_compression", lambda _self, files: files)
    settings.STORAGES = {**settings.STORAGES, "staticfiles": STORAGE}
    settings.STATIC_ROOT = tmp_path

    call_command("collectstatic", interactive=False, verbosity=0)

    names = json.loads((tmp_path / "staticfiles.json").read_text(encoding="utf-8"))["paths"]
    scripts = [name for name in names if name.startswith("js/")]
    imported = {
        (name, found) for name in scripts for found in _IMPORTED.findall((tmp_path / names[name]).read_text("utf-8"))
    }
    assert len(imported) > len(scripts)
    for name, found in imported:
        target = (tmp_path / names[name]).parent / found
        assert target.is_file(), (name, found)
        assert re.search(r"\.[0-9a-f]{12}\.js$", found), (name, found)
