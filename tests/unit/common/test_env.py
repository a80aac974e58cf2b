# SPDX-License-Identifier: EUPL-1.2
"""Readers of the environment: typed values, and failures that say what to do."""

from pathlib import Path

import pytest

from sozialplanung.common.env import Environment, SettingsError
from sozialplanung.common.libraries import wheel_library


def env(**source: str) -> Environment:
    return Environment(source={f"X_{name}": value for name, value in source.items()}, prefix="X_")


def test_a_missing_variable_says_how_to_set_it() -> None:
    with pytest.raises(SettingsError, match=r"X_HOST is not set\. Set X_HOST\. Name the host\."):
        env().text("HOST", hint="Name the host.")


def test_an_empty_variable_counts_as_missing() -> None:
    assert env(HOST=" ").text("HOST", default="fallback") == "fallback"
    assert env(HOST="db").text("HOST", default="fallback") == "db"


@pytest.mark.parametrize(("word", "value"), [("1", True), ("Yes", True), ("off", False), ("0", False)])
def test_flags_know_a_few_words(word: str, value: bool) -> None:
    assert env(FLAG=word).flag("FLAG", default=not value) is value


def test_a_flag_refuses_other_words_and_has_a_default() -> None:
    assert env().flag("FLAG", default=True)
    with pytest.raises(SettingsError, match="X_FLAG is 'maybe'"):
        env(FLAG="maybe").flag("FLAG", default=True)


@pytest.mark.parametrize("value", ["0", "65536", "-1", "1.5", "abc", "٣"])
def test_integers_outside_their_range_are_refused(value: str) -> None:
    with pytest.raises(SettingsError, match="from 1 to 65535"):
        env(PORT=value).integer("PORT", default=5432, minimum=1, maximum=65535)


def test_integers_have_a_default() -> None:
    assert env().integer("PORT", default=5432, minimum=1, maximum=65535) == 5432
    assert env(PORT="5433").integer("PORT", default=5432, minimum=1, maximum=65535) == 5433


def test_choices_are_limited() -> None:
    assert env().choice("MODE", allowed=("a", "b"), default="a") == "a"
    with pytest.raises(SettingsError, match="Allowed: one of a, b"):
        env(MODE="c").choice("MODE", allowed=("a", "b"), default="a")


def test_words_are_split_at_commas() -> None:
    assert env(HOSTS="a, b,").words("HOSTS") == ["a", "b"]
    assert env().words("HOSTS", default=("x",)) == ["x"]
    with pytest.raises(SettingsError, match="X_HOSTS is not set"):
        env().words("HOSTS")
    with pytest.raises(SettingsError, match="separated by commas"):
        env(HOSTS=",").words("HOSTS")


def test_paths_are_absolute() -> None:
    assert env(VAR="/srv/var").path("VAR", default=Path("/x")) == Path("/srv/var")
    assert env().path("VAR", default=Path("/x")) == Path("/x")
    with pytest.raises(SettingsError, match="starts with /"):
        env(VAR="var").path("VAR", default=Path("/x"))


def test_a_secret_comes_from_the_variable_or_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("from file\n", encoding="utf-8")

    assert env(KEY="inline").secret("KEY") == "inline"
    assert env(KEY_FILE=str(tmp_path / "key")).secret("KEY") == "from file"
    assert env().secret("KEY", default="") == ""


def test_a_secret_that_is_nowhere_names_both_ways() -> None:
    with pytest.raises(SettingsError, match=r"Set X_KEY, or X_KEY_FILE with the path"):
        env().secret("KEY")


def test_a_secret_given_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="both set"):
        env(KEY="a", KEY_FILE=str(tmp_path)).secret("KEY")


def test_an_unreadable_or_empty_secret_file_is_refused_without_its_content(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    (tmp_path / "binary").write_bytes(b"\xff\xfe")

    with pytest.raises(SettingsError, match="cannot be read"):
        env(KEY_FILE=str(tmp_path / "none")).secret("KEY")
    with pytest.raises(SettingsError, match="cannot be read"):
        env(KEY_FILE=str(tmp_path / "binary")).secret("KEY")
    with pytest.raises(SettingsError, match="empty file"):
        env(KEY_FILE=str(tmp_path / "empty")).secret("KEY")


def test_the_libraries_of_the_wheels_are_found() -> None:
    assert Path(str(wheel_library("shapely", "libgeos_c-*.so*"))).is_file()
    assert wheel_library("shapely", "nothing-*") is None
    assert wheel_library("no_such_package", "*") is None
