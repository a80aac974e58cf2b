# SPDX-License-Identifier: EUPL-1.2
"""Fetches bytes from an allowed host: pinned address, no foreign redirect, bounded in size and time."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from spatial.geometry.problems import quoted
from spatial.readers.texts import refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from urllib.parse import SplitResult

MEBIBYTE = 1024 * 1024
CHUNK = 65_536
MOST_REDIRECTS = 3
REDIRECTS = frozenset({301, 302, 303, 307, 308})
OK = 200
LONGEST_ADDRESS = 2_000
# Addresses that carry another one inside: what they lead to cannot be told from the outside.
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class SourcePolicy:
    """What may be fetched from where; sizes in bytes, times in seconds.

    ``hosts`` are the names (lower case) that may be asked, none by default. ``private_hosts`` of them may
    lie in a private network. ``plain_hosts`` may be asked without encryption on any port: for tests.
    """

    hosts: frozenset[str] = frozenset()
    private_hosts: frozenset[str] = frozenset()
    plain_hosts: frozenset[str] = frozenset()
    max_bytes: int = 64 * MEBIBYTE
    max_seconds: float = 120.0
    connect_seconds: float = 10.0
    page_size: int = 1_000
    max_pages: int = 100


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sent: its type in lower case without parameters, the bytes, and the system it names beside them."""

    kind: str
    content: bytes
    system: str = ""


@dataclass(slots=True)
class Watch:
    """Tells how much of a collection came, after each part of an answer; what ``tell`` raises ends the asking."""

    tell: Callable[[int, int], None]
    done: int = 0
    total: int = 0

    def heard(self) -> None:
        """Tell once more what is known: a server may send one answer for minutes."""
        self.tell(self.done, self.total)

    def count(self, done: int, total: int) -> None:
        """Tell that ``done`` of ``total`` came; a total of 0 is not known."""
        self.done, self.total = done, total
        self.heard()


@dataclass(slots=True)
class Session:
    """One source that is asked several times: the bounds hold for all answers together.

    ``accept`` is what types of answers are asked for, where a server has several at one address.
    """

    policy: SourcePolicy
    watch: Watch | None = None
    accept: str = ""
    started: float = field(default_factory=time.monotonic)
    received: int = 0

    def get(self, address: str) -> Answer:
        """Fetch an address.

        Parameters
        ----------
        address : str
            Absolute, of an allowed host.

        Returns
        -------
        Answer
            The body of a successful answer.

        Raises
        ------
        BoundaryFileError
            ``spatial.source_address``, ``source_host``, ``source_private``, ``source_unreachable``,
            ``source_certificate``, ``source_redirect``, ``source_status``, ``source_encoded``,
            ``source_too_large``, ``source_timeout``.
        """
        for _ in range(MOST_REDIRECTS + 1):
            parts = checked_address(address, self.policy)
            with self._asked(parts) as response:
                if response.status not in REDIRECTS:
                    return self._read(response, parts)
                target = urljoin(address, response.headers.get("Location", ""))
            if urlsplit(target)[:2] != parts[:2]:
                raise refusal("source_redirect", host=parts.hostname or "", target=quoted(target))
            address = target
        raise refusal("source_redirect", host=urlsplit(address).hostname or "", target=quoted(address))

    def _remaining(self) -> float:
        left = self.started + self.policy.max_seconds - time.monotonic()
        if left <= 0:
            raise refusal("source_timeout", seconds=int(self.policy.max_seconds))
        return left

    @contextmanager
    def _asked(self, parts: SplitResult) -> Iterator[http.client.HTTPResponse]:
        host = parts.hostname or ""
        connection = _connection(parts, self.policy, self._remaining())
        guard = _Guard(self._remaining())
        try:
            with guard:
                connection.connect()
                guard.sock = connection.sock
                connection.sock.settimeout(self._remaining())
                path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
                headers = {"Accept-Encoding": "identity", "User-Agent": "Sozialplanung", "Connection": "close"}
                wanted = {"Accept": self.accept} if self.accept else {}
                connection.request("GET", path, headers=headers | wanted)
                with closing(connection.getresponse()) as response:
                    yield response
        except ssl.SSLCertVerificationError as error:
            raise refusal("source_certificate", host=host) from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            if guard.is_over or isinstance(error, TimeoutError):
                raise refusal("source_timeout", seconds=int(self.policy.max_seconds)) from error
            raise refusal("source_unreachable", host=host) from error
        finally:
            connection.close()

    def _read(self, response: http.client.HTTPResponse, parts: SplitResult) -> Answer:
        host = parts.hostname or ""
        if response.status != OK:
            raise refusal("source_status", host=host, status=response.status)
        if response.headers.get("Content-Encoding", "identity").lower() != "identity":
            raise refusal("source_encoded", host=host)
        body = bytearray()
        while chunk := response.read1(CHUNK):
            self._remaining()
            if self.watch is not None:
                self.watch.heard()
            body += chunk
            self.received += len(chunk)
            if self.received > self.policy.max_bytes:
                raise refusal("source_too_large", limit=self.policy.max_bytes)
        self._remaining()  # a connection that was cut in time looks like the end of the body
        if response.length:
            raise refusal("source_unreachable", host=host)
        system = response.headers.get("Content-Crs", "").strip().strip("<>")
        return Answer(response.headers.get_content_type().lower(), bytes(body), system)


def checked_address(address: str, policy: SourcePolicy) -> SplitResult:
    """Return the parts of an address that may be asked.

    Parameters
    ----------
    address : str
        What a person entered, or where a server points.
    policy : SourcePolicy
        Which hosts are allowed.

    Returns
    -------
    SplitResult
        https on port 443 (or http for `plain_hosts`), without user, password and fragment.

    Raises
    ------
    BoundaryFileError
        ``spatial.source_address`` or ``spatial.source_host``.
    """
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError as error:
        raise refusal("source_address", address=quoted(address)) from error
    is_plain = parts.scheme == "http" and host in policy.plain_hosts
    is_usual = parts.scheme == "https" and port in {None, 443}
    is_odd = not address.isascii() or not address.isprintable() or " " in address or len(address) > LONGEST_ADDRESS
    if is_odd or parts.username is not None or parts.fragment or not (is_plain or is_usual):
        raise refusal("source_address", address=quoted(address))
    if host not in policy.hosts:
        raise refusal("source_host", host=quoted(host), allowed=", ".join(sorted(policy.hosts)) or "–")
    return parts


def _connection(parts: SplitResult, policy: SourcePolicy, seconds: float) -> http.client.HTTPConnection:
    host = (parts.hostname or "").lower()
    port = parts.port or (443 if parts.scheme == "https" else 80)
    pinned = _resolved(host, port, policy)
    timeout = min(policy.connect_seconds, seconds)
    if parts.scheme == "http":
        return _Plain(pinned, host, port, timeout)
    return _Secure(pinned, host, port, timeout)


def _resolved(host: str, port: int, policy: SourcePolicy) -> tuple[str, ...]:
    """Return the addresses of a host, after all of them were looked at: none may lie in a private network."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise refusal("source_unreachable", host=quoted(host)) from error
    addresses = [str(one[4][0]) for one in found]
    if host not in policy.private_hosts and not all(map(is_public, addresses)):
        raise refusal("source_private", host=quoted(host))
    return tuple(dict.fromkeys(addresses))


def is_public(text: str) -> bool:
    """Tell whether an address lies in the public network, whatever it is wrapped in.

    Parameters
    ----------
    text : str
        An IPv4 or IPv6 address.

    Returns
    -------
    bool
        False for private, local, shared, reserved and multicast ones, and for what is no address.
    """
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(str(address.ipv4_mapped))
        if address.sixtofour is not None or address.teredo is not None or address in _NAT64:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


class _Plain(http.client.HTTPConnection):
    """A connection to an address that was looked at, under the name of its host."""

    def __init__(self, pinned: tuple[str, ...], host: str, port: int, seconds: float) -> None:
        super().__init__(host, port, timeout=seconds)
        self._pinned = pinned

    def connect(self) -> None:
        """Connect to the first pinned address that answers: the name is not asked a second time."""
        *others, last = self._pinned
        for address in others:
            with suppress(OSError):
                self.sock = socket.create_connection((address, self.port), self.timeout)
                return
        self.sock = socket.create_connection((last, self.port), self.timeout)


class _Secure(_Plain):
    """The same, encrypted, with the certificate of the host."""

    default_port = 443

    def connect(self) -> None:
        """Connect to the pinned address and compare the certificate with the name."""
        super().connect()
        self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)


class _Guard:
    """Cuts a connection when its time is over: a server that sends a byte now and then resets any other limit."""

    def __init__(self, seconds: float) -> None:
        self.sock: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True
        self.is_over = False

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def _cut(self) -> None:
        self.is_over = True
        if self.sock is not None:
            with suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)
