# SPDX-License-Identifier: EUPL-1.2
"""Settings of this checkout win over those of the environment; what is missing is said with a way out."""

import shutil
from pathlib import Path

import pytest

from scripts import debian, programs, stamps

NOTHING = debian.Need("Nonsense", ("nonsense",), lambda: False)


def test_setting_replaces_its_other_form(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXAMPLE_KEY", "from before")
    monkeypatch.setenv("EXAMPLE_PLACE_FILE", "from before")
    monkeypatch.setenv("EXAMPLE_OTHER", "stays")

    environment = programs.with_settings({"EXAMPLE_KEY_FILE": "new", "EXAMPLE_PLACE": "new"})

    ours = {name: value for name, value in environment.items() if name.startswith("EXAMPLE_")}
    assert ours == {"EXAMPLE_KEY_FILE": "new", "EXAMPLE_PLACE": "new", "EXAMPLE_OTHER": "stays"}


def test_missing_program_without_apt_points_to_docker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)

    with pytest.raises(SystemExit, match=r"(?s)no apt.*Nonsense.*docker compose up"):
        debian.install([NOTHING])


def test_missing_program_without_sudo_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: "/usr/bin/apt-get" if name == "apt-get" else None)
    monkeypatch.setattr(debian, "is_root", lambda: False)

    with pytest.raises(SystemExit, match=r"(?s)Nonsense.*sudo.*install_packages\.sh nonsense"):
        debian.install([NOTHING])


def test_nothing_is_installed_where_everything_is_there() -> None:
    assert debian.install([debian.Need("Shell", ("nonsense",), lambda: True)]) == []


def test_step_is_done_again_when_its_input_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamps, "FOLDER", tmp_path / "stamps")
    monkeypatch.setattr(stamps, "ROOT", tmp_path)
    source = tmp_path / "source"
    source.write_text("first", encoding="utf-8")

    stamps.Stamp.of_files("step", [source]).set()
    assert stamps.Stamp.of_files("step", [source]).is_fresh()

    source.write_text("second", encoding="utf-8")
    assert not stamps.Stamp.of_files("step", [source]).is_fresh()


def test_process_is_known_by_its_id_and_its_command(tmp_path: Path) -> None:
    child = programs.start(["sleep", "30"], log=tmp_path / "log")
    (tmp_path / "pid").write_text(f"{child.pid}\n", encoding="utf-8")

    # The kernel shows the command line a moment after the program has started.
    assert programs.wait_until(lambda: programs.read_pid(tmp_path / "pid", "sleep") == child.pid, 10)
    assert programs.read_pid(tmp_path / "pid", "postgres") is None

    child.kill()
    child.wait()
    assert programs.read_pid(tmp_path / "pid", "sleep") is None
