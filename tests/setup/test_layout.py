# SPDX-License-Identifier: EUPL-1.2
"""Every checkout has its own places, and sockets have paths that the system can take."""

import os
import stat
from pathlib import Path

import pytest

from scripts import layout, secretfiles


def longest_path(folder: Path) -> int:
    return max(len(os.fsencode(folder / name)) for name in (layout.POSTGRES_SOCKET, layout.REDIS_SOCKET))


@pytest.mark.parametrize("length", [10, 60, 80, 90, 120, 300])
def test_socket_paths_never_pass_the_limit(length: int) -> None:
    root = Path("/") / ("x" * length)

    folder = layout.socket_folder(root, root / "var") if not layout.is_root() else layout.socket_folder(Path("/"), root)

    assert longest_path(folder) <= layout.LONGEST_SOCKET


def test_short_checkout_keeps_its_sockets_to_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "is_root", lambda: False)

    assert layout.socket_folder(Path("/srv/a"), Path("/srv/a/var")) == Path("/srv/a/var/run")


def test_two_deep_checkouts_have_different_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "is_root", lambda: False)
    deep = Path("/") / ("x" * 100)

    first, second = (layout.socket_folder(deep / name, deep / name / "var") for name in "ab")

    assert first != second


def test_root_keeps_data_where_the_database_user_can_reach_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layout, "is_root", lambda: True)
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)

    data = layout.data_folder(closed, closed / "var")

    assert not data.is_relative_to(closed)


def test_secrets_are_for_their_owner_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secretfiles, "SECRETS", tmp_path / "secrets")

    secretfiles.ensure()
    first = secretfiles.read("secret_key")
    secretfiles.ensure()

    assert secretfiles.read("secret_key") == first
    assert len(first) >= 64
    assert stat.S_IMODE((tmp_path / "secrets").stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "secrets").iterdir()} == {0o600}


def test_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "mine").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(SystemExit, match="belongs to somebody else"):
        layout.make_private(tmp_path / "mine")
