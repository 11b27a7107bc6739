"""ZIP files that are the same bytes whenever they are made: XLSX and ODS lie in them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_EARLIEST = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o644 << 16


def archive(members: Mapping[str, bytes], *, stored: frozenset[str] = frozenset()) -> bytes:
    """Pack members in their order, dated 1980-01-01; those of `stored` aren't compressed."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, _EARLIEST)
            info.create_system, info.external_attr = 3, _READABLE
            info.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            file.writestr(info, content)
    return packed.getvalue()


def members(packed: bytes) -> dict[str, bytes]:
    """The members of a ZIP file that was made here, in their order."""
    with zipfile.ZipFile(io.BytesIO(packed)) as file:
        return {name: file.read(name) for name in file.namelist()}
