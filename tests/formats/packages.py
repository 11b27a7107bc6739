"""Changes a part of a zipped package, as attackers and word processors do."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable


def with_part(data: bytes, name: str, changed: Callable[[bytes], bytes], **added: bytes) -> bytes:
    """The package with one part changed and others added."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as before,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for each in before.namelist():
            content = before.read(each)
            after.writestr(each, changed(content) if each == name else content)
        for each, content in added.items():
            after.writestr(each, content)
    return buffer.getvalue()
