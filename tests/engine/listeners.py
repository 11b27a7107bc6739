"""Real servers in a thread: one takes mail over SMTP (with STARTTLS or TLS), one takes HTTP."""

from __future__ import annotations

import base64
import datetime as dt
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar, cast

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass
class MailServer:
    """Takes mail and keeps it; `account` None lets everybody in."""

    port: int
    account: tuple[str, str] | None = None
    messages: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    was_protected: list[bool] = field(default_factory=list)

    @property
    def bodies(self) -> list[str]:
        """The words of each message."""
        return [cast(str, each.get_content()) for each in self.messages]


@contextmanager
def mail_server(
    *, account: tuple[str, str] | None = None, context: ssl.SSLContext | None = None, at_once: bool = False
) -> Iterator[MailServer]:
    """A mail server on a free port; with `context` it offers STARTTLS, or TLS from the start (`at_once`)."""
    listener = socket.create_server(("127.0.0.1", 0))
    kept = MailServer(listener.getsockname()[1], account)

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            try:
                if at_once and context is not None:
                    connection = context.wrap_socket(connection, server_side=True)
                _talk(connection, kept, context, protected=at_once)
            except OSError:
                pass
            finally:
                connection.close()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield kept
    finally:
        listener.close()
        thread.join(timeout=0.2)


def _talk(
    connection: socket.socket, kept: MailServer, context: ssl.SSLContext | None, *, protected: bool
) -> None:
    lines = connection.makefile("rb")

    def say(words: str) -> None:
        connection.sendall(words.encode() + b"\r\n")

    known = kept.account is None
    say("220 test")
    while line := lines.readline():
        verb = line.decode().strip().upper()
        if verb.startswith("EHLO"):
            offers = ["250-test"]
            offers += ["250-STARTTLS"] if context is not None and not protected else []
            offers += ["250-AUTH PLAIN"] if protected else []
            say("\r\n".join([*offers, "250 OK"]))
        elif verb == "STARTTLS" and context is not None:
            say("220 go on")
            connection = context.wrap_socket(connection, server_side=True)
            lines, protected = connection.makefile("rb"), True
        elif verb.startswith("AUTH PLAIN"):
            given = base64.b64decode(line.split()[2]).decode().split("\0")
            known = kept.account == (given[1], given[2])
            say("235 ok" if known else "535 no")
        elif verb.startswith("RCPT TO"):
            kept.recipients.append(line.decode().partition("<")[2].partition(">")[0])
            say("250 ok" if known else "530 who are you")
        elif verb == "DATA":
            say("354 go on")
            data = b"".join(iter(lines.readline, b".\r\n"))
            message = message_from_bytes(data, policy=policy.default)
            kept.messages.append(cast(EmailMessage, message))
            kept.was_protected.append(protected)
            say("250 taken")
        elif verb == "QUIT":
            say("221 bye")
            return
        else:
            say("250 ok")


def certificate(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """A server's context for 127.0.0.1 and the file with the certificate that a client must trust."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    trusted, both = folder / "trusted.pem", folder / "server.pem"
    trusted.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    both.write_bytes(secret + trusted.read_bytes())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(both)
    return context, trusted


@dataclass(frozen=True)
class Call:
    """One HTTP call that came in."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class WebServer:
    """Takes HTTP and keeps it; answers with the statuses in turn, the last one for ever."""

    def __init__(self, *statuses: int) -> None:
        """Listen on a free port."""
        self.calls: list[Call] = []
        self.statuses = list(statuses or (204,))
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version: ClassVar[str] = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                outer.calls.append(Call(self.command, self.path, dict(self.headers), body))
                status = outer.statuses.pop(0) if len(outer.statuses) > 1 else outer.statuses[0]
                self.send_response(status)
                if status in (301, 302, 307):
                    self.send_header("Location", f"http://127.0.0.1:{outer.port}/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            do_GET = do_POST  # noqa: N815

            def log_message(self, format: str, *args: object) -> None:
                return

        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        self.port = self._server.server_port
        threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        ).start()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}/hook"

    def close(self) -> None:
        """Stop."""
        self._server.shutdown()
        self._server.server_close()
