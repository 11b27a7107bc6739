"""The page that people read, held against the archive: is it what was published? Needs no state."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urljoin, urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, ProxyHandler, Request, build_opener

from varsam.domain.errors import NotAllowed, RegisterError, SourceRejected, SourceUnavailable
from varsam.formats.policy.encodings import decode
from varsam.formats.policy.reading import is_html
from varsam.formats.publishing.comparing import Difference, claimed, difference, told
from varsam.services import policy_archive, policy_draft
from varsam.services.home import Home
from varsam.services.policy_archive import Published

LARGEST_BYTES = 5 * 1024 * 1024
SECONDS = 20
_REDIRECTS = 5


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a page is. `version` is the one it says, or is nearest to; `last` the newest in the archive.

    `behind`: the register says something else by now than the newest version.
    """

    version: int
    language: str
    last: int
    difference: Difference
    behind: bool
    claimed: int | None = None

    @property
    def state(self) -> str:
        """`same`: the newest version; `older`: another one; `changed`: none; `other`: nothing in common."""
        if self.difference.same:
            return "same" if self.version == self.last else "older"
        return "changed" if self.version else "other"


def compare(home: Home, page: str) -> Comparison:
    """Read a page, a file or an https address, and say which published version it is.

    NotAllowed: nothing was published, or the address isn't one that may be asked. SourceUnavailable,
    SourceRejected: the page can't be reached. RegisterError: the file can't be read, or is no text.
    """
    known = policy_archive.versions(home)
    if not known:
        raise NotAllowed(
            "no version of the policy is published yet", hint="`varsam policy publish` makes the first one"
        )
    text = read(page)
    behind = policy_draft.unchanged(home, policy_draft.draft(home, ())) is None
    best = _nearest(known, text)
    says = claimed(text).get("version", "")
    return Comparison(*best, behind=behind, claimed=int(says) if says.isdecimal() and len(says) < 9 else None)


def read(page: str) -> str:
    """The text of a page: a file, or an address.  Raises as `compare`."""
    if "://" in page:
        return decode(_fetched(page), page).text
    path = Path(page)
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise RegisterError(
            f"the page can't be read: {error.strerror}", where=page, hint="name a file that is there"
        ) from error
    return decode(_bounded(data, page), page).text


def _nearest(known: tuple[Published, ...], text: str) -> tuple[int, str, int, Difference]:
    """The version that a page is, newest first; else the one that it differs least from."""
    said = told(text)
    form = "html" if is_html(text) else "md"
    best: tuple[int, str, int, Difference] | None = None
    for published, language, wanted in _every(known, form):
        found = difference(wanted, said)
        if found.same:
            return published.number, language, known[-1].number, found
        if len(found.missing) * 2 > len(wanted):
            continue
        if best is None or _size(found) < _size(best[3]):
            best = (published.number, language, known[-1].number, found)
    return best or (0, "", known[-1].number, Difference(("",), ()))


def _every(known: tuple[Published, ...], form: str) -> Iterator[tuple[Published, str, tuple[str, ...]]]:
    for published in reversed(known):
        for language in published.languages:
            yield published, language, told(published.text(language, form))


def _size(found: Difference) -> int:
    return len(found.missing) + len(found.added)


class _Redirects(HTTPRedirectHandler):
    """No redirect is followed by itself: each new address is looked at first."""

    def redirect_request(self, *_: object, **__: object) -> None:
        """Follow nothing."""


def _fetched(address: str) -> bytes:
    inside = _is_inside(address)
    opener = build_opener(_Redirects(), *((ProxyHandler({}),) if inside else ()))
    for _ in range(_REDIRECTS + 1):
        _must_be_allowed(address, inside=inside)
        answer = _asked(opener, address)
        if isinstance(answer, bytes):
            return _bounded(answer, address)
        address = urljoin(address, answer)
    raise SourceRejected("the page redirects too often", where=address, hint="give the address it ends at")


def _asked(opener: OpenerDirector, address: str) -> bytes | str:
    """The page's bytes, or the address that it redirects to."""
    request = Request(address, headers={"User-Agent": "varsam", "Accept": "text/html"})  # noqa: S310
    try:
        with opener.open(request, timeout=SECONDS) as response:
            return bytes(response.read(LARGEST_BYTES + 1))
    except URLError as error:
        status = getattr(error, "code", 0)
        moved = getattr(error, "headers", None)
        if status in (301, 302, 303, 307, 308) and moved is not None and moved.get("Location"):
            return str(moved["Location"])
        if 400 <= status < 500:
            raise SourceRejected(
                f"the page answers {status}", where=address, hint="look whether the address is right"
            ) from error
        raise SourceUnavailable(
            f"the page answers {status}" if status else "the page can't be reached",
            where=address,
            hint="try again; look whether the address opens in a browser",
        ) from error
    except (OSError, ValueError) as error:
        raise SourceUnavailable(
            "the page can't be reached", where=address, hint="try again; look whether it opens in a browser"
        ) from error


def _bounded(data: bytes, where: str) -> bytes:
    if len(data) > LARGEST_BYTES:
        raise SourceRejected(
            "the page is too large for a policy",
            where=where,
            hint=f"at most {LARGEST_BYTES // 1024 // 1024} MiB",
        )
    return data


def _must_be_allowed(address: str, *, inside: bool) -> None:
    """Only https; http only to this machine itself, and from outside no redirect may lead inside."""
    parts = urlsplit(address)
    here = parts.hostname in ("localhost", "127.0.0.1", "::1")
    if parts.scheme != "https" and not (parts.scheme == "http" and here and inside):
        raise NotAllowed(
            "only pages at https:// are compared", where=address, hint="save the page, and name the file"
        )
    if not inside and _is_inside(address):
        raise NotAllowed(
            "the page redirects into an internal network", where=address, hint="give the address it ends at"
        )


def _is_inside(address: str) -> bool:
    """Whether an address leads to this machine or a private network."""
    host = urlsplit(address).hostname or ""
    try:
        found = {each[4][0] for each in socket.getaddrinfo(host, None)}
    except OSError:
        return False  # asking it will say that it can't be reached
    return any(not ipaddress.ip_address(str(each).partition("%")[0]).is_global for each in found)
