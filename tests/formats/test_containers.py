"""Single containers: what is removed, what stays byte for byte, and what is left to a person."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Sequence
from typing import Any

import pytest

from varsam.domain.containers import InnerField, Inside
from varsam.domain.predicate import Value
from varsam.formats.containers import Opened, open_container
from varsam.formats.containers.parts import Unreadable


def read(content: bytes, *codec: str, fields: Sequence[str | InnerField], **more: Any) -> Opened:
    """Open a container; a field's name is also where it stands."""
    listed = tuple(each if isinstance(each, InnerField) else InnerField(each, each) for each in fields)
    return open_container(Inside("file", "file", ("id",), "content", codec, listed, **more), content)


def without(opened: Opened, *rows: int) -> bytes:
    """The container without rows by their place."""
    return opened.rewritten({opened.items[row].identity for row in rows}, {})


def writing(opened: Opened, row: int, **values: Value) -> bytes:
    """The container with values written into one row."""
    return opened.rewritten(set(), {opened.items[row].identity: values})


MEMBERS = 'namn;"epost"\r\nÅsa Exempel;"asa;1@post.example"\r\n\r\n"Bo ""B"" Ek";bo@post.example\r\nCy;\r\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252", "utf-16"])
def test_one_row_of_a_list_goes_and_every_other_byte_stays(encoding: str) -> None:
    opened = read(MEMBERS.encode(encoding), "csv", fields=["namn", "epost"])
    assert [item.values for item in opened.items] == [
        ("Åsa Exempel", "asa;1@post.example"),
        ('Bo "B" Ek', "bo@post.example"),
        ("Cy", None),
    ]
    gone = MEMBERS.replace('Åsa Exempel;"asa;1@post.example"\r\n', "")
    assert without(opened, 0) == gone.encode(encoding)
    named = MEMBERS.replace('"Bo ""B"" Ek"', '"—"').replace("—", "x")
    assert writing(opened, 1, namn="x") == named.encode(encoding)
    assert writing(opened, 2, epost="c;y") == MEMBERS.replace("Cy;", 'Cy;"c;y"').encode(encoding)


def test_equal_rows_are_told_apart_and_stay_themselves() -> None:
    opened = read(b"a,b\n1,2\n3,4\n1,2\n", "csv", fields=["a"])
    first, other, second = (item.identity for item in opened.items)
    assert first.partition(".")[0] == second.partition(".")[0] != other.partition(".")[0]
    assert first != second
    content = without(opened, 1)
    assert content == b"a,b\n1,2\n1,2\n"
    assert [item.identity for item in read(content, "csv", fields=["a"]).items] == [first, second]


def test_a_list_without_its_column_or_with_open_quotes_is_unreadable() -> None:
    with pytest.raises(Unreadable, match="epost"):
        read(b"namn;mejl\r\nx;y\r\n", "csv", fields=["epost"])
    with pytest.raises(Unreadable, match="quoted"):
        read(b'a;b\n"x;y\n', "csv", fields=["a"])
    assert read(b"x;y\nz;w\n", "csv", fields=[InnerField("b", "1")], header=False).items[1].values == ("w",)


PHP = 'a:3:{i:0;a:2:{i:0;s:4:"Åsa";i:1;s:1:"x";}i:1;a:1:{i:0;s:2:"Bo";}i:2;s:1:"c";}'.encode()


def test_php_counts_and_lengths_are_kept_right() -> None:
    opened = read(PHP, "php", fields=[InnerField("name", "0"), InnerField("key", "@key")])
    assert [item.values for item in opened.items] == [("Åsa", "0"), ("Bo", "1"), (None, "2")]
    assert without(opened, 0) == b'a:2:{i:0;a:1:{i:0;s:2:"Bo";}i:1;s:1:"c";}'
    assert without(opened, 0, 1, 2) == b"a:0:{}"
    assert writing(opened, 0, name="Öö") == PHP.replace('s:4:"Åsa"'.encode(), 's:4:"Öö"'.encode())
    assert writing(opened, 1, name="") == PHP.replace(b's:2:"Bo"', b's:0:""')


def test_php_keys_that_are_no_list_stay() -> None:
    content = b'O:1:"W":1:{s:1:"l";a:2:{i:2;s:1:"x";i:7;s:1:"y";}}'
    opened = read(content, "php", fields=["@value"], each="l")
    assert without(opened, 0) == b'O:1:"W":1:{s:1:"l";a:1:{i:7;s:1:"y";}}'
    wrong = PHP.replace(b"s:2:", b"s:3:")
    with pytest.raises(Unreadable, match="as long as it says"):
        read(wrong, "php", fields=["@value"])
    deep = b"a:1:{i:0;" * 500 + b"N;" + b"}" * 500
    with pytest.raises(Unreadable, match="deeply"):
        read(deep, "php", fields=["@value"])
    referring = read(b"a:2:{i:0;a:1:{i:0;N;}i:1;R:2;}", "php", fields=["@value"])
    assert referring.fixed
    with pytest.raises(Unreadable, match="references"):
        without(referring, 0)


def test_json_keeps_its_layout() -> None:
    content = '{ "users" : [ {"n": "\\u00c5sa", "at": {"ip": "::1"}},\n  {"n": "Bo"} , "x" ], "z": 1 }\n'
    opened = read(content.encode(), "json", fields=["n", "at.ip"], each="users")
    assert [item.values for item in opened.items] == [("Åsa", "::1"), ("Bo", None), (None, None)]
    assert without(opened, 0).decode() == '{ "users" : [ {"n": "Bo"} , "x" ], "z": 1 }\n'
    assert without(opened, 1, 2).decode() == content.replace(',\n  {"n": "Bo"} , "x"', "")
    written = opened.rewritten(set(), {opened.items[0].identity: {"at.ip": None}})
    assert written.decode() == content.replace('"::1"', "null")
    for wrong in (b"[1, 2", b"7", b"[1] x", b"[" * 90_000):
        with pytest.raises(Unreadable):
            read(wrong, "json", fields=["n"])


LINE = '203.0.113.{} - - [24/Oct/2026:10:{:02}:55 +0200] "GET /?e=a%C3%A5%40post.example HTTP/1.1" 200\n'
LOG: dict[str, Any] = {
    "pattern": r'(?P<ip>\S+) \S+ \S+ \[(?P<at>[^\]]+)\] "\S+ (?:[^" ]*[?&]e=(?P<e>[^ &"]+))?[^"]*"',
    "fields": [
        "ip",
        InnerField("at", "at", "instant", "%d/%b/%Y:%H:%M:%S %z"),
        InnerField("e", "e", decode="percent"),
    ],
}


def test_lines_of_a_rotated_log_go_and_the_rest_keeps_its_order() -> None:
    lines = [LINE.format(number, number) for number in range(5)]
    lines[3] = "something else\n"
    content = bytearray(gzip.compress("".join(lines).encode(), 9, mtime=7))
    content[3:10] = b"\x08" + bytes(content[4:10])
    content[10:10] = b"access.log\0"
    opened = read(bytes(content), "gzip", "log", **LOG)
    assert opened.items[0].values[0] == "203.0.113.0"
    assert str(opened.items[1].values[1]) == "2026-10-24 08:01:55+00:00"
    assert opened.items[2].values[2] == "aå@post.example"
    assert opened.items[3].values == (None, None, None)
    after = without(opened, 0, 2)
    assert gzip.decompress(after).decode() == lines[1] + lines[3] + lines[4]
    assert after[:21] == content[:21]
    blanked = writing(read("".join(lines).encode(), "log", **LOG), 1, ip=None)
    assert blanked.decode() == "".join(lines).replace("203.0.113.1 ", "- ")


def test_what_unpacks_to_too_much_or_ends_early_is_unreadable() -> None:
    bomb = zlib.compress(b"a,b\n" * 10_000, 9, 31)
    assert len(bomb) < 1_000
    described = Inside("file", "file", ("id",), "", ("gzip", "csv"), (InnerField("a", "a"),))
    assert len(open_container(described, bomb, 40_000).items) == 9_999
    with pytest.raises(Unreadable, match="too large"):
        open_container(described, bomb, 39_999)
    with pytest.raises(Unreadable, match="ends"):
        read(zlib.compress(b"a,b\n1,2\n", 9, 31)[:-9], "gzip", "csv", fields=["a"])


def test_transfer_encodings_keep_what_isnt_touched() -> None:
    content = b"namn;epost\nBj=C3=B6rn;b@post.exa=\nmple\nAnn;a@post.example\nSara;s@post.example=\n"
    opened = read(content, "quoted-printable", "csv", fields=["namn", "epost"])
    assert opened.items[0].values == ("Björn", "b@post.example")
    assert without(opened, 1) == content.replace(b"Ann;a@post.example\n", b"")
    assert without(opened, 0) == content.replace(b"Bj=C3=B6rn;b@post.exa=\nmple\n", b"")
    assert without(opened, 2) == content.replace(b"Sara;s@post.example=\n", b"")
    lined = b"YSxiCjEsMgoz\r\nLDQK\r\n"
    opened = read(lined, "base64", "csv", fields=["a"])
    assert (without(opened, 1), opened.fixed) == (b"YSxiCjEsMgo=\r\n", "")
    assert read(b"YSxiCj EsMgoz\nLDQK", "base64", "csv", fields=["a"]).fixed


def test_a_member_of_a_zip_goes_and_the_others_arent_packed_again() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("a.txt", "b/å.txt", "c.txt"):
            archive.writestr(name, name * 50)
    opened = read(buffer.getvalue(), "zip", fields=["name", InnerField("size", "size", "number")])
    assert [item.values for item in opened.items] == [("a.txt", 250), ("b/å.txt", 400), ("c.txt", 250)]
    with zipfile.ZipFile(io.BytesIO(without(opened, 0))) as after:
        assert after.testzip() is None
        assert after.namelist() == ["b/å.txt", "c.txt"]
        assert after.read("c.txt") == b"c.txt" * 50
    with zipfile.ZipFile(io.BytesIO(without(opened, 0, 1, 2))) as empty:
        assert empty.namelist() == []


def test_a_mail_has_headers_and_goes_whole() -> None:
    mail = b"From: =?utf-8?b?w4VzYQ==?= <Asa@post.example>\nDate: Sun, 24 Feb 2019 12:12:00 +0100\n\nHej\n"
    fields = [
        InnerField("sender", "From", decode="address"),
        InnerField("at", "Date", "instant"),
        InnerField("who", "from"),
    ]
    opened = read(mail, "mail", fields=fields)
    ((sender, at, who),) = (item.values for item in opened.items)
    assert (sender, str(at), who) == (
        "Asa@post.example",
        "2019-02-24 11:12:00+00:00",
        "Åsa <Asa@post.example>",
    )
    with pytest.raises(Unreadable, match="whole"):
        without(opened, 0)
    with pytest.raises(Unreadable):
        read(b"\x00\x01", "mail", fields=fields)


def test_no_message_holds_contents() -> None:
    secret = "19800101-9989"
    contents = [f'a;b\n"{secret};', f's:3:"{secret}";', f"[{secret}", f"{secret} x"]
    for content, codec in zip(contents, ("csv", "php", "json", "mbox"), strict=True):
        with pytest.raises(Unreadable) as caught:
            read(content.encode(), codec, fields=["a"])
        assert secret not in str(caught.value)
        assert caught.value.__suppress_context__ or caught.value.__context__ is None
