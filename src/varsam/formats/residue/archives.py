"""Members of archives in memory: zip (and office documents, which are zips), gzip, zlib, bzip2, xz, tar.

Sizes are bounded while unpacking, so that a small file that unpacks to terabytes is named and left.
"""

from __future__ import annotations

import bz2
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Final, Protocol

_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_GZIP: Final = b"\x1f\x8b"
ZLIB: Final = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")
_BZIP2: Final = tuple(b"BZh%d1AY&SY" % level for level in range(1, 10))
_XZ: Final = b"\xfd7zXZ\0"
ARCHIVES: Final = (*_ZIP, _GZIP, *_BZIP2, _XZ)
"""How the contents begin that `members` unpacks."""

_MOST_MEMBERS: Final = 10_000
_TAR_MARK: Final = slice(257, 262)


class _Unpacker(Protocol):
    def decompress(self, data: bytes, max_length: int) -> bytes: ...


def members(content: bytes, unread: Callable[[str], None], largest: int) -> Iterator[str | bytes]:
    """The members' names (text) and contents (bytes) of an archive, up to `largest` bytes in all.

    `unread` is called with too_large, damaged or encrypted for what couldn't be unpacked.
    """
    if content.startswith(_ZIP):
        yield from _zipped(content, unread, largest)
        return
    if content.startswith(_GZIP):
        unpacked = _unpacked(zlib.decompressobj(31), content, unread, largest)
    elif content.startswith(_BZIP2):
        unpacked = _unpacked(bz2.BZ2Decompressor(), content, unread, largest)
    else:
        unpacked = _unpacked(lzma.LZMADecompressor(memlimit=256 * 1024 * 1024), content, unread, largest)
    if unpacked[_TAR_MARK] == b"ustar":
        yield from _tarred(unpacked, unread)
    elif unpacked:
        yield unpacked


def inflated(content: bytes, unread: Callable[[str], None], largest: int) -> bytes:
    """What zlib packed; nothing when it didn't, since two bytes at the beginning prove little."""
    try:
        unpacked = zlib.decompressobj().decompress(content, max(1, largest) + 1)
    except zlib.error:
        return b""
    if len(unpacked) > largest:
        unread("too_large")
    return unpacked[:largest]


def _unpacked(unpacker: _Unpacker, content: bytes, unread: Callable[[str], None], largest: int) -> bytes:
    try:
        unpacked = unpacker.decompress(content, max(1, largest) + 1)
    except (zlib.error, OSError, EOFError, ValueError, lzma.LZMAError):
        unread("damaged")
        return b""
    if len(unpacked) > largest:
        unread("too_large")
        return unpacked[:largest]
    return unpacked


def _zipped(content: bytes, unread: Callable[[str], None], largest: int) -> Iterator[str | bytes]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        unread("damaged")
        return
    with archive:
        listed = archive.infolist()
        if archive.comment:
            yield archive.comment
        if len(listed) > _MOST_MEMBERS:
            unread("too_large")
        for member in listed[:_MOST_MEMBERS]:
            yield member.filename
            if member.flag_bits & 1:
                unread("encrypted")
                continue
            try:
                with archive.open(member) as stream:
                    unpacked = stream.read(largest + 1)
            except (
                zipfile.BadZipFile,
                zlib.error,
                OSError,
                EOFError,
                ValueError,
                NotImplementedError,
                RuntimeError,
            ):
                unread("damaged")
                continue
            if len(unpacked) > largest:
                unread("too_large")
                unpacked = unpacked[:largest]
            largest -= len(unpacked)
            yield unpacked


def _tarred(content: bytes, unread: Callable[[str], None]) -> Iterator[str | bytes]:
    try:
        with tarfile.open(fileobj=io.BytesIO(content), mode="r:") as archive:
            for number, member in enumerate(archive):
                if number >= _MOST_MEMBERS:
                    unread("too_large")
                    return
                yield member.name
                if member.isreg() and (stream := archive.extractfile(member)) is not None:
                    yield stream.read()
    except (tarfile.TarError, OSError, ValueError, EOFError):
        unread("damaged")
