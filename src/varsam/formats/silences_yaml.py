"""Reads `silences.yaml`, a home's silenced findings, and says of every fault where it stands."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from varsam.domain.silences import Silence
from varsam.formats.yaml_positions import Faults, Node, load

FILE: Final = "silences.yaml"
_KEYS = ("check", "where", "reason", "until")


def parse(text: str, codes: Collection[str], path: str = FILE) -> tuple[Silence, ...]:
    """Read the silences; `codes` are those of the checks there are, `path` only names the file in positions.

    RegisterErrors: every fault with path:line:column: a code of no check, a reason or a last day that is
    missing, and one place silenced twice.
    """
    node = load(text, path)
    if node.is_null:
        return ()
    faults = Faults()
    found: list[Silence] = []
    taken: set[tuple[str, str]] = set()
    for each in node.mapping(("silences",), (), "the silences").items("silences"):
        with faults.catch():
            silence = _silence(each, codes)
            if (silence.check, silence.where) in taken:
                raise each.error(f"{silence.check} at {silence.where} is silenced twice", "keep one of them")
            taken.add((silence.check, silence.where))
            found.append(silence)
    faults.stop()
    return tuple(found)


def _silence(node: Node, codes: Collection[str]) -> Silence:
    fields = node.mapping(_KEYS, (), "a silence")
    reason = fields.text("reason").strip()
    if not reason:
        raise fields["reason"].error("a silence needs a reason", "say why the finding doesn't matter here")
    return Silence(
        check=fields["check"].choice(tuple(sorted(codes)), "check"),
        where=fields.text("where"),
        reason=reason,
        until=fields["until"].date(),
        position=str(node.position),
    )
