# SPDX-License-Identifier: EUPL-1.2
"""The web server as it is started everywhere: what a visitor sends beside the address bends no address of ours."""

import socket
import sys
from pathlib import Path

import pytest

from scripts.layout import ROOT
from scripts.programs import end_group, start, tied, wait_until

pytestmark = pytest.mark.check("C100")
TELLING = """
def application(environ, start_response):
    told = "|".join(environ[name] for name in ("SCRIPT_NAME", "PATH_INFO", "REMOTE_ADDR", "wsgi.url_scheme"))
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(told)))])
    return [told.encode()]
"""
NAMES = ("SCRIPT_NAME", "PATH_INFO", "REMOTE_ADDR", "REMOTE_USER")


@pytest.mark.parametrize(("more", "is_bent"), [((), False), (("--forwarder-headers", "SCRIPT_NAME"), True)])
def test_no_header_moves_the_root_of_all_addresses(tmp_path: Path, more: tuple[str, ...], *, is_bent: bool) -> None:
    (tmp_path / "telling.py").write_text(TELLING, encoding="utf-8")
    address = tmp_path / "web.sock"
    settings = ["--config", str(ROOT / "scripts" / "gunicorn_settings.py"), "--workers", "1", *more]
    command = [sys.executable, "-m", "gunicorn", *settings, "--chdir", str(tmp_path)]
    command += ["--bind", f"unix:{address}", "telling:application"]
    server = start(tied(command, signal_name="KILL"), log=tmp_path / "web.log", environment={})
    try:
        assert wait_until(lambda: _told(address, {}) != "", 20.0), (tmp_path / "web.log").read_text(encoding="utf-8")
        plain = _told(address, {})
        assert plain.split("|")[1] == "/fremd/karte/"

        assert (_told(address, dict.fromkeys(NAMES, "/fremd")) != plain) == is_bent
    finally:
        end_group(server, 0.0)


def _told(address: Path, headers: dict[str, str]) -> str:
    """Return what the application is told of a request, nothing while the server does not answer."""
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    with socket.socket(socket.AF_UNIX) as asking:
        asking.settimeout(5)
        try:
            asking.connect(str(address))
        except OSError:
            return ""
        asking.sendall(f"GET /fremd/karte/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{lines}\r\n".encode())
        answer = b"".join(iter(lambda: asking.recv(4096), b""))
    return answer.partition(b"\r\n\r\n")[2].decode()
