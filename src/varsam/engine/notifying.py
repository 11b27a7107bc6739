"""Carries notices out: mail over SMTP, a signed POST, and the ping that says that all goes on.

What is sent is handed in; nothing here knows what it says. Secrets never appear in an error.
"""

from __future__ import annotations

import hmac
import smtplib
import ssl
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from http.client import HTTPException, HTTPMessage
from types import MappingProxyType
from typing import IO

from varsam.domain.errors import RegisterError, SourceUnavailable
from varsam.domain.night_settings import Mail

TIMEOUT_SECONDS = 20.0
ATTEMPTS = 3
SIGNATURE = "X-Varsam-Signature"
_HERE = ("localhost", "127.0.0.1", "::1")
_FINE = range(200, 300)


def send_mail(mail: Mail, password: str, subject: str, body: str, at: datetime) -> None:
    """Hand one message to the mail server, protected on its way.

    SourceUnavailable: it wasn't taken; try again later. Never half: the server has it for all, or for none.
    """
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = subject, mail.sender, ", ".join(mail.to)
    message["Date"] = format_datetime(at)
    message["Message-ID"] = make_msgid(domain=mail.sender.partition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(body)
    context = ssl.create_default_context()
    try:
        with _connected(mail, context) as server:
            if mail.user:
                server.login(mail.user, password)
            if server.send_message(message):
                raise _undelivered("the mail server", "it refused one of the addresses")
    except smtplib.SMTPAuthenticationError:
        raise _undelivered("the mail server", "it refused the account or its password") from None
    except ssl.SSLError:
        raise _undelivered("the mail server", "its certificate can't be trusted") from None
    except (OSError, smtplib.SMTPException) as error:
        raise _undelivered("the mail server", type(error).__name__) from None


def _connected(mail: Mail, context: ssl.SSLContext) -> smtplib.SMTP:
    if mail.security == "tls":
        return smtplib.SMTP_SSL(mail.server, mail.port, timeout=TIMEOUT_SECONDS, context=context)
    server = smtplib.SMTP(mail.server, mail.port, timeout=TIMEOUT_SECONDS)
    if mail.security == "starttls":
        try:
            server.starttls(context=context)
        except BaseException:
            server.close()
            raise
    return server


def post(
    url: str, secret: str, body: bytes, at: datetime, *, sleep: Callable[[float], None] = time.sleep
) -> None:
    """Post JSON with a signature: `t=SECONDS,v1=HEX`, HMAC-SHA256 with the secret over `SECONDS.BODY`.

    RegisterError: the address isn't https (or this machine). SourceUnavailable: nobody took it, tried thrice.
    """
    stamp = str(int(at.timestamp()))
    signed = hmac.digest(secret.encode(), stamp.encode() + b"." + body, "sha256").hex()
    headers = {"Content-Type": "application/json", SIGNATURE: f"t={stamp},v1={signed}"}
    for attempt in range(ATTEMPTS):
        try:
            _call(_request(url, body, headers), "the webhook")
            return
        except SourceUnavailable:
            if attempt == ATTEMPTS - 1:
                raise
            sleep(2.0**attempt)


def ping(url: str) -> None:
    """Call an address that watches for silence. Raises as `post`."""
    _call(_request(url), "the address of the heartbeat")


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """What is signed for one address goes to no other."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> None:
        return None


def _call(request: urllib.request.Request, what: str) -> None:
    opener = urllib.request.build_opener(_NoRedirects)
    try:
        with opener.open(request, timeout=TIMEOUT_SECONDS) as answer:
            status = answer.status
    except urllib.error.HTTPError as error:
        status = error.code
        error.close()
    except (OSError, HTTPException) as error:
        reason = getattr(error, "reason", error)
        raise _undelivered(what, type(reason).__name__) from None
    if status not in _FINE:
        raise _undelivered(what, f"it answered {status}")


def _request(
    url: str, data: bytes | None = None, headers: Mapping[str, str] = MappingProxyType({})
) -> urllib.request.Request:
    """Take an address that nobody on the way can read. It isn't repeated: it may hold a secret."""
    parts = urllib.parse.urlsplit(url)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _HERE):
        return urllib.request.Request(url, data=data, headers=dict(headers))  # noqa: S310
    raise RegisterError(
        "the address of a notice must begin with https://",
        where="night.yaml",
        hint="look at the environment variable that `url_env` or `ping_env` names",
    )


def _undelivered(what: str, why: str) -> SourceUnavailable:
    return SourceUnavailable(
        f"{what} didn't take it: {why}",
        where="notices",
        hint="it is tried again; look at the address and account",
    )
