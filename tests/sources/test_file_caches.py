"""What programs keep of files beside them: it goes with the change that makes it stale."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from varsam.domain.containers import InnerField, Inside
from varsam.domain.errors import RegisterError
from varsam.domain.ownership import Kind, SourceMap
from varsam.domain.predicate import ALWAYS, ValueAt
from varsam.sources.base import BatchStep, Query
from varsam.sources.catalogue import open_source
from varsam.sources.file_kinds import FileKind, caches_of
from varsam.sources.files import FilesSource

MAILS = b"".join(
    b"From %s@post.example Mon Jan  1 08:00:00 2024\nFrom: %s@post.example\n\nHello\n\n" % (each, each)
    for each in (b"ann", b"bo")
)
MBOX = Inside("box", "box", ("path",), "", ("mbox",), (InnerField("sender", "From"),))


def tree(root: Path) -> set[str]:
    """Every file below a folder."""
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


def write(root: Path, *names: str) -> None:
    """Files with something in them."""
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(MAILS if name.endswith(("INBOX", "Sent")) else b"\x01\x07hdr.from ann@post.example")


def opened(home: Path, *kinds: Kind, **options: object) -> FilesSource:
    """The folder as a source."""
    given = {"folder": "mail", **{name.replace("__", "."): value for name, value in options.items()}}
    source = open_source(SourceMap("mail", "files", given, kinds=kinds), home=home, environment={})  # type: ignore[arg-type]
    assert isinstance(source, FilesSource)
    return source


def test_an_index_beside_a_mailbox_goes_when_a_mail_of_it_does(tmp_path: Path) -> None:
    root = tmp_path / "mail"
    index = [f".imap/{box}/dovecot.index{end}" for box in ("INBOX", "Sent") for end in ("", ".cache", ".log")]
    write(root, "INBOX", "Sent", *index)
    kinds = (
        Kind("box", "box", ("path",)),
        Kind("mail", "inside_mail", ("container_path", "item"), inside=MBOX),
    )
    with opened(tmp_path, *kinds, box__glob="**/*", box__caches=(".imap/{name}/dovecot.index*",)) as source:
        # They are no mailboxes, though the pattern would take them.
        assert source.count("box", ALWAYS) == 2
        wanted = ("container_path", "item", "sender")
        rows = list(source.read(Query("inside_mail", tuple(ValueAt((), each) for each in wanted), ALWAYS)))
        (key,) = (row[:2] for row in rows if row[0] == "INBOX" and row[2] == "ann@post.example")
        (result,) = source.apply([BatchStep("s", "inside_mail", ("container_path", "item"), [key], ALWAYS)])
    assert result.done == 1
    assert b"ann@" not in (root / "INBOX").read_bytes()
    assert b"bo@" in (root / "INBOX").read_bytes()
    assert tree(root) == {"INBOX", "Sent", *(each for each in index if "/Sent/" in each)}


def test_a_mail_folders_cache_goes_with_a_mail_and_other_folders_keep_theirs(tmp_path: Path) -> None:
    root = tmp_path / "mail"
    mails = ["cur/1.vm", "new/2.vm", ".Old/cur/3.vm"]
    caches = ["dovecot.index.cache", ".Old/dovecot.index.cache"]
    write(root, *mails, *caches, "dovecot-uidlist")
    with opened(tmp_path, mail__glob="**/*.vm", mail__caches=("../dovecot.index*",)) as source:
        (result,) = source.apply([BatchStep("s", "mail", ("path",), [(".Old/cur/3.vm",)], ALWAYS)])
        assert result.done == 1
        assert tree(root) == {*mails[:2], "dovecot.index.cache", "dovecot-uidlist"}
        (result,) = source.apply([BatchStep("s", "mail", ("path",), [("new/2.vm",)], ALWAYS)])
    assert tree(root) == {"cur/1.vm", "dovecot-uidlist"}


def test_a_rendering_is_no_row_and_goes_with_its_picture(tmp_path: Path) -> None:
    root = tmp_path / "mail"
    write(root, "a/p[1].jpg", "a/p1.jpg", "a/.thumbs/p[1]-200.jpg", "a/.thumbs/p1-200.jpg")
    with opened(tmp_path, mail__glob="**/*.jpg", mail__caches=(".thumbs/{stem}-*.jpg",)) as source:
        assert source.count("mail", ALWAYS) == 2
        source.apply([BatchStep("s", "mail", ("path",), [("a/p[1].jpg",)], ALWAYS)])
    assert tree(root) == {"a/p1.jpg", "a/.thumbs/p1-200.jpg"}


def test_nothing_outside_the_folder_is_a_cache(tmp_path: Path) -> None:
    kind = FileKind("mail", caches=("../dovecot.index", "../../dovecot.index", "x/{name}"))
    assert list(caches_of(PurePosixPath("cur/1.vm"), kind)) == ["dovecot.index", "cur/x/1.vm"]
    write(tmp_path / "mail", "1.vm")
    write(tmp_path, "dovecot.index")
    with opened(tmp_path, mail__caches=("../dovecot.index",)) as source:
        source.apply([BatchStep("s", "mail", ("path",), [("1.vm",)], ALWAYS)])
    assert tree(tmp_path) == {"dovecot.index"}
    for bad in ("/etc/x", "a/../../x"):
        with pytest.raises(RegisterError, match="leads out"):
            opened(tmp_path, mail__caches=(bad,))
