"""Notices over real connections: mail protected on its way, posts signed, nothing followed elsewhere."""

from __future__ import annotations

import hmac
import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.engine.listeners import WebServer, certificate, mail_server
from varsam.domain.errors import RegisterError, SourceUnavailable
from varsam.domain.night_settings import Mail
from varsam.engine.notifying import SIGNATURE, ping, post, send_mail

AT = datetime(2026, 7, 2, 1, tzinfo=UTC)


def mail(port: int, **changes: object) -> Mail:
    """A mail server on this machine."""
    known: dict[str, object] = {
        "server": "127.0.0.1",
        "sender": "varsam@ours.example",
        "to": ("dpo@ours.example", "it@ours.example"),
        "port": port,
        "security": "none",
    }
    return Mail(**{**known, **changes})  # type: ignore[arg-type]


@pytest.fixture
def web() -> Iterator[WebServer]:
    """A server that takes everything."""
    server = WebServer()
    yield server
    server.close()


def test_mail_arrives_at_everybody_with_its_letters_whole() -> None:
    with mail_server() as server:
        send_mail(mail(server.port), "", "Nattens gallring: två saker", "Åtgärda på söndag.\n", AT)
    [message] = server.messages
    assert message["Subject"] == "Nattens gallring: två saker"
    assert server.recipients == ["dpo@ours.example", "it@ours.example"]
    assert server.bodies[0].replace("\r\n", "\n") == "Åtgärda på söndag.\n"
    assert message["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_the_account_and_its_password_go_over_a_protected_connection(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, security: str
) -> None:
    context, trusted = certificate(tmp_path)
    account = ("varsam", "s3cret-of-ours")
    with mail_server(account=account, context=context, at_once=security == "tls") as server:
        wanted = mail(server.port, security=security, user="varsam")
        with pytest.raises(SourceUnavailable, match="certificate"):
            send_mail(wanted, account[1], "subject", "words", AT)
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
        send_mail(wanted, account[1], "subject", "words", AT)
        with pytest.raises(SourceUnavailable, match="account or its password") as wrong:
            send_mail(wanted, "another", "subject", "words", AT)
    assert server.was_protected == [True]
    assert "another" not in str(wrong.value)


def test_a_server_that_offers_no_protection_gets_nothing() -> None:
    with mail_server() as server, pytest.raises(SourceUnavailable):
        send_mail(mail(server.port, security="starttls"), "", "subject", "words", AT)
    assert server.messages == []


def test_nobody_there_is_said_and_can_be_tried_again() -> None:
    # Taken, so that nobody else can answer there, and listened to by nobody.
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        with pytest.raises(SourceUnavailable, match="mail server"):
            send_mail(mail(port), "", "subject", "words", AT)


def test_a_post_is_signed_over_its_time_and_body(web: WebServer) -> None:
    post(web.url, "shared secret", b'{"a":1}', AT)
    [call] = web.calls
    stamp = str(int(AT.timestamp()))
    expected = hmac.digest(b"shared secret", f'{stamp}.{{"a":1}}'.encode(), "sha256").hex()
    assert call.headers[SIGNATURE] == f"t={stamp},v1={expected}"
    assert (call.method, call.body) == ("POST", b'{"a":1}')


def test_a_post_is_tried_thrice_and_no_more(web: WebServer) -> None:
    slept: list[float] = []
    web.statuses = [500, 503, 200]
    post(web.url, "s", b"{}", AT, sleep=slept.append)
    assert (len(web.calls), slept) == (3, [1.0, 2.0])
    web.statuses = [500]
    with pytest.raises(SourceUnavailable, match="answered 500"):
        post(web.url, "s", b"{}", AT, sleep=slept.append)
    assert len(web.calls) == 6


def test_what_is_signed_for_one_address_goes_to_no_other(web: WebServer) -> None:
    web.statuses = [307]
    with pytest.raises(SourceUnavailable, match="answered 307"):
        post(web.url, "s", b"{}", AT, sleep=lambda _: None)
    assert {call.path for call in web.calls} == {"/hook"}


@pytest.mark.parametrize(
    "url", ["http://elsewhere.example/hook?token=abc", "file:///etc/passwd", "ftp://x", ""]
)
def test_an_address_that_others_could_read_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(RegisterError, match="https") as refused:
        post(url, "s", b"{}", AT)
    assert "abc" not in str(refused.value)
    with pytest.raises(RegisterError, match="https"):
        ping(url)


def test_a_ping_is_a_plain_call(web: WebServer) -> None:
    ping(web.url)
    assert [call.method for call in web.calls] == ["GET"]
    web.close()
    with pytest.raises(SourceUnavailable, match="heartbeat"):
        ping(web.url)
