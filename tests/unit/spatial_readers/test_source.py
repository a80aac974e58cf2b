# SPDX-License-Identifier: EUPL-1.2
"""An address is asked only where it is allowed, and can neither lead elsewhere nor hold the reader."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from spatial.readers.source import Session, SourcePolicy, _Guard, checked_address, is_public
from spatial.readers.texts import BoundaryFileError
from spatial.readers.wfs import fetch_layer
from tests.fixtures_spatial.services import HOST, Service, capabilities, policy, serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture
def serve() -> Iterator[Callable[[Any], str]]:
    with serving() as start:
        yield start


def refused(address: str, rules: SourcePolicy | None = None, layer: str = "stadt:viertel") -> BoundaryFileError:
    with pytest.raises(BoundaryFileError) as error:
        fetch_layer(address, layer, rules or policy())
    return error.value


@pytest.mark.check("C059")
@pytest.mark.parametrize(
    "target", ["http://169.254.169.254/latest/", "https://127.0.0.1/wfs", "file:///etc/passwd", "//x.example/"]
)
def test_no_redirect_to_another_place_is_followed(serve: Callable[[Any], str], target: str) -> None:
    error = refused(serve(lambda _: (302, {"Location": target}, b"")))

    assert error.code == "spatial.source_redirect"


def test_a_redirect_on_the_same_server_is_followed_but_not_for_ever(serve: Callable[[Any], str]) -> None:
    service = Service()

    def once(query: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        if "moved" in query:
            return service(query)
        told = "&".join(f"{name}={value}" for name, value in query.items())
        return 302, {"Location": f"/other?{told}&moved=1"}, b""

    assert fetch_layer(serve(once), "stadt:viertel", policy()).count == 5
    assert refused(serve(lambda _: (302, {"Location": "/again"}, b""))).code == "spatial.source_redirect"


@pytest.mark.check("C060")
def test_an_endless_body_is_cut_at_the_limit(serve: Callable[[Any], str]) -> None:
    sent = [0]

    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/xml")
        handler.end_headers()
        for _ in range(10_000):
            handler.wfile.write(b" " * 65_536)
            sent[0] += 65_536

    endless.is_raw = True  # type: ignore[attr-defined]

    assert refused(serve(endless), policy(max_bytes=300_000)).code == "spatial.source_too_large"
    assert sent[0] < 50_000_000


@pytest.mark.parametrize("place", ["head", "body"])
def test_a_server_that_sends_a_byte_now_and_then_is_cut_in_time(serve: Callable[[Any], str], place: str) -> None:
    def slow(handler: BaseHTTPRequestHandler) -> None:
        if place == "body":
            handler.send_response(200)
            handler.send_header("Content-Type", "text/xml")
            handler.end_headers()
        # A minute long: that others keep the machine busy is no reason to fail.
        for _ in range(600):
            handler.wfile.write(b"H")
            handler.wfile.flush()
            time.sleep(0.1)

    slow.is_raw = True  # type: ignore[attr-defined]
    started = time.monotonic()

    error = refused(serve(slow), policy(max_seconds=1.0))

    assert error.code == "spatial.source_timeout"
    assert time.monotonic() - started < 30


def test_a_body_that_ends_too_early_is_refused(serve: Callable[[Any], str]) -> None:
    answer = (200, {"Content-Type": "text/xml", "Content-Length": "99999"}, capabilities())

    assert refused(serve(lambda _: answer)).code == "spatial.source_unreachable"


def test_a_compressed_answer_is_refused_unread(serve: Callable[[Any], str]) -> None:
    answer = (200, {"Content-Type": "text/xml", "Content-Encoding": "gzip"}, b"\x1f\x8b")

    assert refused(serve(lambda _: answer)).code == "spatial.source_encoded"


@pytest.mark.parametrize("status", [204, 401, 404, 500])
def test_an_answer_without_success_is_refused(serve: Callable[[Any], str], status: int) -> None:
    error = refused(serve(lambda _: (status, {}, b"")))

    assert (error.code, error.problems[0].parameters["status"]) == ("spatial.source_status", status)


def test_a_server_that_is_not_there_is_told() -> None:
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]

    assert refused(f"http://{HOST}:{port}/wfs").code == "spatial.source_unreachable"


def test_noise_instead_of_http_is_told(serve: Callable[[Any], str]) -> None:
    def noise(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"SSH-2.0-x\r\n\r\n")

    noise.is_raw = True  # type: ignore[attr-defined]

    assert refused(serve(noise)).code == "spatial.source_unreachable"


@pytest.mark.check("C059")
@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("https://other.example/wfs", "source_host"),
        ("https://gis.example.evil.example/wfs", "source_host"),
        ("http://gis.example/wfs", "source_address"),
        ("https://gis.example:8443/wfs", "source_address"),
        ("https://user:word@gis.example/wfs", "source_address"),  # no secret: it is refused
        ("https://gis.example/wfs#x", "source_address"),
        ("https://gis.example/w fs", "source_address"),
        ("https://gis.example/\r\nHost: x", "source_address"),
        ("https://gis.exämple/wfs", "source_address"),
        ("https://[::1/wfs", "source_address"),
        ("https://gis.example:x/", "source_address"),
        ("file:///etc/passwd", "source_address"),
        ("gis.example", "source_address"),
        ("", "source_address"),
        ("https://gis.example/" + "x" * 2000, "source_address"),
    ],
)
def test_only_plain_https_addresses_of_allowed_hosts_are_asked(address: str, code: str) -> None:
    with pytest.raises(BoundaryFileError) as error:
        checked_address(address, SourcePolicy(hosts=frozenset({"gis.example"})))

    assert error.value.code == f"spatial.{code}"


def test_no_host_is_allowed_by_default_and_letters_of_any_size_are_the_same_host() -> None:
    rules = SourcePolicy(hosts=frozenset({"gis.example"}))

    assert checked_address("https://GIS.example/wfs", rules).path == "/wfs"
    with pytest.raises(BoundaryFileError):
        checked_address("https://gis.example/wfs", SourcePolicy())


@pytest.mark.check("C059")
@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_an_allowed_name_that_leads_into_a_private_network_is_refused(serve: Callable[[Any], str], name: str) -> None:
    service = Service()
    address = serve(service).replace(HOST, name)
    here = frozenset({name})

    error = refused(address, SourcePolicy(hosts=here, plain_hosts=here))

    assert error.code == "spatial.source_private"
    assert service.asked == []


@pytest.mark.check("C059")
@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("8.8.8.8", True),
        ("2001:4860:4860::8888", True),
        ("10.0.0.1", False),
        ("172.16.5.4", False),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("127.0.0.1", False),
        ("0.0.0.0", False),  # noqa: S104 (asked, not bound)
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:10.0.0.1", False),
        ("::ffff:8.8.8.8", True),
        ("64:ff9b::a00:1", False),
        ("2002:a00:1::1", False),
        ("gis.example", False),
    ],
)
def test_only_public_addresses_are_public(address: str, expected: bool) -> None:
    assert is_public(address) is expected


def test_a_name_that_nobody_knows_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)

    error = refused("https://gis.example/wfs", SourcePolicy(hosts=frozenset({"gis.example"})))

    assert error.code == "spatial.source_unreachable"


@pytest.mark.parametrize("addresses", [("127.0.0.77", HOST), (HOST, "127.0.0.77")])
def test_the_next_address_is_asked_where_the_first_does_not_answer(
    serve: Callable[[Any], str], monkeypatch: pytest.MonkeyPatch, addresses: tuple[str, str]
) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 0)) for address in addresses]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    asked = []

    def first_is_silent(address: tuple[str, int], timeout: float) -> socket.socket:
        asked.append(address[0])
        if address[0] != HOST:
            raise ConnectionRefusedError
        own = socket.socket()
        own.settimeout(timeout)
        own.connect(address)
        return own

    monkeypatch.setattr(socket, "create_connection", first_is_silent)

    assert fetch_layer(serve(Service()), "stadt:viertel", policy()).count == 5
    assert asked[: addresses.index(HOST) + 1] == list(addresses[: addresses.index(HOST) + 1])
    assert set(asked[1:]) >= {HOST}


def test_a_session_whose_time_is_over_asks_nobody(serve: Callable[[Any], str]) -> None:
    service = Service()

    assert refused(serve(service), policy(max_seconds=0.0)).code == "spatial.source_timeout"
    assert service.asked == []


def test_time_that_is_over_before_there_is_a_connection_is_remembered() -> None:
    guard = _Guard(60.0)

    guard._cut()

    assert guard.is_over


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """Make a certificate for this machine's address, which only those believe who are told to."""
    program = shutil.which("openssl")
    if program is None:
        pytest.skip("openssl makes the certificate of this test, and is not there")
    path = tmp_path / "own.pem"
    told = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=own", "-batch"]
    names = ["-addext", f"subjectAltName=IP:{HOST}"]
    made = [program, *told, *names, "-keyout", str(path), "-out", str(tmp_path / "certificate.pem")]
    subprocess.run(made, check=True, capture_output=True)
    path.write_text(path.read_text() + (tmp_path / "certificate.pem").read_text())
    return path


@pytest.fixture
def encrypted(certificate: Path) -> Iterator[str]:
    """Serve an empty answer, encrypted, again and again; give the address."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    listener = socket.create_server((HOST, 0))

    def answer() -> None:
        with suppress(OSError):
            while True:
                plain, _ = listener.accept()
                with plain, suppress(OSError), context.wrap_socket(plain, server_side=True) as own:
                    own.recv(65_536)
                    own.sendall(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")

    thread = threading.Thread(target=answer, daemon=True)
    thread.start()
    yield f"https://{HOST}:{listener.getsockname()[1]}/wfs"
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join(5)


def test_a_certificate_that_nobody_vouches_for_is_refused(encrypted: str) -> None:
    with pytest.raises(BoundaryFileError) as error, Session(policy())._asked(urlsplit(encrypted)):
        pass

    assert error.value.code == "spatial.source_certificate"


def test_a_vouched_certificate_is_accepted_for_its_own_name_only(
    encrypted: str, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vouched = ssl.create_default_context(cafile=str(certificate))
    monkeypatch.setattr(ssl, "create_default_context", lambda: vouched)
    elsewhere = encrypted.replace(HOST, "localhost")
    here = frozenset({"localhost"})

    with Session(policy())._asked(urlsplit(encrypted)) as response:
        assert response.status == 204
    with (
        pytest.raises(BoundaryFileError) as error,
        Session(SourcePolicy(hosts=here, private_hosts=here))._asked(urlsplit(elsewhere)),
    ):
        pass
    assert error.value.code == "spatial.source_certificate"
