"""What lies in rows of containers: taken out, put back, and every byte around it as it was."""

from __future__ import annotations

import base64
import io
import json
import tracemalloc
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import replace
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.formats.test_container_laws import Case, cases, serialised
from varsam.domain.containers import HOLDERS, InnerField, Inside
from varsam.formats.containers import Opened, open_container
from varsam.formats.containers.parts import Unreadable, narrow, spliced


def holding(codec: str, at: str, *others: str, **more: Any) -> Inside:
    """A container in whose rows others lie, at a place."""
    fields = (InnerField("held", at, "bytes"), *(InnerField(each, each) for each in others))
    return Inside("file", "file", ("id",), "", (codec,), fields, holds=("held",), **more)


def held(opened: Opened) -> list[Any]:
    """What lies in each row."""
    return [item.values[0] for item in opened.items]


def put(opened: Opened, row: int, content: bytes) -> bytes:
    """The container with something else in one row."""
    return opened.rewritten(set(), {opened.items[row].identity: {"held": content}})


def zipped(contents: Sequence[bytes], method: int = zipfile.ZIP_DEFLATED, **more: Any) -> bytes:
    """A zip with a member for each."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method, **more) as archive:
        for number, content in enumerate(contents):
            archive.writestr(zipfile.ZipInfo(f"{number}.bin", (2024, 5, 1, 8, 0, 0)), content, method)
    return buffer.getvalue()


class Unseekable(io.BytesIO):
    """What a zip is streamed into: its numbers come behind each member."""

    def seekable(self) -> bool:
        return False


def streamed(contents: Sequence[bytes]) -> bytes:
    """A zip that was written without looking back."""
    buffer = Unseekable()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, content in enumerate(contents):
            archive.writestr(f"{number}.bin", content)
    return buffer.getvalue()


def mailed(contents: Sequence[bytes], **more: Any) -> bytes:
    """A mail with a text and something attached for each."""
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "a@post.example", "Lists å"
    mail.set_content("See what is attached.\n")
    for number, content in enumerate(contents):
        mail.add_attachment(content, "application", "octet-stream", filename=f"list å {number}.csv", **more)
    return mail.as_bytes()


def members(content: bytes) -> list[bytes]:
    """What another program finds in a zip."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return [archive.read(each) for each in archive.infolist()]


contents = st.lists(st.binary(max_size=60), min_size=1, max_size=4)


@settings(max_examples=40, deadline=None)
@given(contents, st.data(), st.binary(max_size=80), st.sampled_from([0, zipfile.ZIP_DEFLATED, -1]))
def test_a_member_is_packed_anew_and_the_others_stay(
    parts: list[bytes], data: st.DataObject, other: bytes, method: int
) -> None:
    content = streamed(parts) if method < 0 else zipped(parts, method)
    opened = open_container(holding("zip", "content", "name"), content)
    assert held(opened) == parts
    row = data.draw(st.integers(0, len(parts) - 1))
    after = put(opened, row, other)
    assert members(after) == [*parts[:row], other, *parts[row + 1 :]]
    again = open_container(opened.inside, after)
    assert [each.identity for each in again.items] == [each.identity for each in opened.items]
    # One goes, another is packed anew, in one rewrite as one after the other.
    gone = data.draw(st.integers(0, len(parts) - 1))
    if gone != row:
        change = {opened.items[row].identity: {"held": other}}
        at_once = opened.rewritten({opened.items[gone].identity}, change)
        assert at_once == again.rewritten({again.items[gone].identity}, {})
        assert members(at_once) == [each for n, each in enumerate(members(after)) if n != gone]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.lists(st.text("abåx;,= .", max_size=90), max_size=5), min_size=1, max_size=3),
    st.data(),
    st.sampled_from(["base64", "quoted-printable"]),
)
def test_what_is_attached_to_a_mail_is_written_again(
    lists: list[list[str]], data: st.DataObject, encoding: str
) -> None:
    parts = ["".join(f"{line}\n" for line in lines).encode() for lines in lists]
    content = mailed(parts, cte=encoding)
    opened = open_container(holding("mime", "content", "name", "type", "size"), content)
    assert held(opened)[1:] == parts
    assert [item.values[1] for item in opened.items] == [
        None,
        *(f"list å {n}.csv" for n in range(len(parts))),
    ]
    row = data.draw(st.integers(1, len(parts)))
    lines = parts[row - 1].splitlines(keepends=True)
    stay = data.draw(st.lists(st.booleans(), min_size=len(lines), max_size=len(lines)))
    other = b"".join(line for line, kept in zip(lines, stay, strict=True) if kept)
    after = put(opened, row, other)
    again = open_container(opened.inside, after)
    assert held(again) == [held(opened)[0], *parts[: row - 1], other, *parts[row:]]
    if other == parts[row - 1]:
        assert after == content


def test_a_mail_in_a_mailbox_holds_its_parts() -> None:
    first, second = mailed([b"a;b\n1;2\n"]), mailed([b"x"], cte="base64").replace(b"Lists", b"Others")
    mailbox = b"".join(
        b"From a@post.example Mon Jan  1 08:00:00 2024\n" + each + b"\n" for each in (first, second)
    )
    opened = open_container(holding("mbox", "@value", "Subject"), mailbox)
    assert [item.rigid for item in opened.items] == ["", ""]
    assert held(opened) == [first + b"\n", second + b"\n"]
    parts = open_container(holding("mime", "content"), held(opened)[0])
    shorter = put(parts, 1, b"a;b\n")
    assert put(opened, 0, shorter) == mailbox.replace(first, shorter.removesuffix(b"\n"))
    counted = mailbox.replace(b"From: a@", b"Content-Length: 7\nFrom: a@", 1)
    assert [bool(item.rigid) for item in open_container(opened.inside, counted).items] == [True, False]
    one = open_container(holding("mail", "@value", "Subject"), first)
    assert (one.fixed, bool(one.whole), held(one), put(one, 0, shorter)) == ("", True, [first], shorter)
    with pytest.raises(Unreadable, match="as a whole"):
        one.rewritten({one.items[0].identity}, {})


def test_what_is_signed_is_a_persons() -> None:
    signed = mailed([b"a"]).replace(b"multipart/mixed", b"multipart/signed")
    opened = open_container(holding("mime", "content"), signed)
    assert [item.rigid for item in opened.items] == ["it is signed"] * 2
    with pytest.raises(Unreadable, match="signed"):
        put(opened, 1, b"b")


def test_a_value_of_php_holds_another() -> None:
    inner = serialised(["å", "b"])
    whole = serialised({"x": inner.decode(), "y": 1})
    opened = open_container(holding("php", "@value", "@key"), whole)
    assert held(opened) == [inner, b"1"]
    assert [bool(item.rigid) for item in opened.items] == [False, True]
    assert put(opened, 0, b"a:0:{}") == serialised({"x": "a:0:{}", "y": 1})


@settings(max_examples=30, deadline=None)
@given(cases, cases)
def test_whatever_holds_whatever(outer: Case, inner: Case) -> None:
    """Each format's first text as a container: it is put back as it was, or said to be rigid."""
    if outer.inside.format in HOLDERS or not outer.values:
        return
    field = replace(outer.inside.fields[0], family="bytes")
    described = replace(outer.inside, fields=(field, *outer.inside.fields[1:]), holds=("a",))
    opened = open_container(described, outer.content)
    for item in opened.items:
        if opened.fixed or item.rigid or item.values[0] is None or not inner.content:
            continue
        same = {item.identity: {"a": item.values[0]}}
        assert opened.rewritten(set(), same) == outer.content or "gzip" in outer.inside.codec
        wrapped = base64.b64encode(inner.content)
        after = open_container(described, opened.rewritten(set(), {item.identity: {"a": wrapped}}))
        (found,) = (each.values[0] for each in after.items if each.identity == item.identity)
        assert open_container(inner.inside, base64.b64decode(found)).items == open_container(
            inner.inside, inner.content
        ).items  # fmt: skip


@given(
    st.lists(st.sampled_from([b"a\n", b"b\r\n", b"\n", b"c"])), st.lists(st.sampled_from([b"a\n", b"b\r\n"]))
)
def test_what_two_contents_have_in_common_is_left_alone(one: list[bytes], other: list[bytes]) -> None:
    before, after = b"".join(one), b"".join(other)
    found = narrow(before, after)
    assert spliced(before, found) == after
    if before == after:
        assert found == []


@pytest.mark.parametrize("codec", ["csv", "json", "php", "log", "mbox", "mail", "mime", "zip"])
@settings(max_examples=25, deadline=None)
@given(content=st.binary(max_size=80))
def test_anything_is_read_or_refused_with_what_lies_in_it(codec: str, content: bytes) -> None:
    described = holding(codec, HOLDERS.get(codec, "a"), pattern=r"(?P<a>\w+)")
    try:
        opened = open_container(described, content)
    except Unreadable:
        return
    if not opened.fixed:
        assert opened.rewritten(frozenset(), {}) == content


@pytest.mark.parametrize(
    "around", [b"PK\x03\x04", b"From a 8:00\nA: b\n\n", b"A: b\n\n--x\n", b'a:1:{i:0;s:1:"']
)
@settings(max_examples=15, deadline=None)
@given(content=st.binary(max_size=80))
def test_what_begins_well_is_read_or_refused(around: bytes, content: bytes) -> None:
    for codec in ("zip", "mbox", "mime", "php"):
        try:
            open_container(holding(codec, HOLDERS.get(codec, "a")), around + content)
        except Unreadable:
            continue


# -- what is made to hurt ------------------------------------------------------------------------------------


def lying(size: int) -> bytes:
    """A zip of a million zeros whose directory says that they are more or fewer."""
    bomb = bytearray(zipped([bytes(1_000_000)]))
    entry = bomb.index(b"PK\x01\x02")
    bomb[entry + 24 : entry + 28] = size.to_bytes(4, "little")
    return bytes(bomb)


def test_a_bomb_is_told_by_its_directory_and_never_unpacked() -> None:
    with pytest.raises(Unreadable, match="too large when unpacked"):
        open_container(holding("zip", "content"), lying(300_000_000))
    two = zipped([bytes(1_000_000)] * 2)
    assert len(open_container(holding("zip", "content"), two, 2_010_000).items) == 2
    with pytest.raises(Unreadable, match="too large when unpacked"):
        open_container(holding("zip", "content"), two, 2_000_000)


def test_a_bomb_whose_directory_lies_is_damaged() -> None:
    bomb = lying(10)
    tracemalloc.start()
    opened = open_container(holding("zip", "content"), bomb)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (opened.items[0].rigid, opened.items[0].values[0]) == ("a member is damaged", None)
    assert most < 500_000


@pytest.mark.parametrize(
    ("codec", "content"),
    [
        ("json", b"[" * 200_000),
        ("json", b'{"a":' * 100_000),
        ("php", b"a:1:{i:0;" * 50_000),
        (
            "mime",
            b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(500)),
        ),
        ("mime", b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n" * 2_000),
    ],
)
def test_what_is_nested_too_deeply_is_refused(codec: str, content: bytes) -> None:
    with pytest.raises(Unreadable):
        open_container(holding(codec, HOLDERS.get(codec, "a")), content)


def test_packed_layers_stop_at_the_limit() -> None:
    bomb = zlib.compress(zlib.compress(bytes(10_000_000), 9, 31), 9, 31)
    described = Inside(
        "file", "file", ("id",), "", ("gzip", "gzip", "csv"), (InnerField("a", "0"),), header=False
    )
    tracemalloc.start()
    with pytest.raises(Unreadable, match="too large"):
        open_container(described, bomb, 1_000_000)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 6_000_000


def test_json_keeps_how_it_is_spelled() -> None:
    inner = 'x;é/y\n1;"q"\n'
    for spelled in (
        json.dumps({"k": [{"a": inner}]}),
        json.dumps({"k": [{"a": inner}]}, ensure_ascii=False),
        json.dumps({"k": [{"a": inner}]}).replace("/", r"\/"),
    ):
        opened = open_container(holding("json", "a", each="k"), spelled.encode())
        assert (held(opened), opened.items[0].rigid) == ([inner.encode()], "")
        assert put(opened, 0, inner.encode().replace(b"1;", b"")) == spelled.replace("1;", "").encode()
