"""Reads, writes and changes `claims.yaml`: which verifiers show whether a sentence of the policy is true."""

from __future__ import annotations

import io
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from varsam.domain.claims import Binding
from varsam.domain.errors import RegisterError
from varsam.domain.register import Statement
from varsam.formats.yaml_positions import Faults, Node, load

FILE: Final = "claims.yaml"
_SHOWN = 90
_HEAD = """\
# Which sentences of the policy are checked by what (docs/claims.md tells what S1 to S63 verify).
# What stands here without confirmed_on was proposed by the sentence's words: until a person has confirmed it,
# the sentence is unknown. `varsam claims` shows them all, `varsam claims confirm` confirms; comments stay.

claims:
"""


@dataclass(frozen=True, slots=True)
class Bound:
    """What to write for a statement.

    With a day and no verifiers: it promises nothing that can be checked. Without a day it isn't confirmed.
    """

    statement: Statement
    verifiers: tuple[str, ...]
    by: str = ""
    on: date | None = None


def parse(text: str, verifiers: Collection[str], path: str = FILE) -> tuple[Binding, ...]:
    """Read the bindings; `verifiers` are those there are, `path` only names the file in positions.

    RegisterErrors: every fault with path:line:column: a verifier that there isn't, one named twice, a day
    without a name or a name without a day. That a statement isn't in the policy any more is no fault.
    """
    node = load(text, path)
    if node.is_null:
        return ()
    faults, found = Faults(), []
    entries = node.mapping((), ("claims",), "the bindings").get("claims")
    for key, value in entries.mapping((), None, "the claims").pairs() if entries is not None else ():
        with faults.catch():
            found.append(_binding(key, value, verifiers))
    faults.stop()
    return tuple(found)


def _binding(key: Node, node: Node, verifiers: Collection[str]) -> Binding:
    fields = node.mapping((), ("verifiers", "confirmed_by", "confirmed_on"), "a claim")
    named: list[str] = []
    for each in fields.items("verifiers"):
        name = each.choice(tuple(verifiers), "verifier")
        if name in named:
            raise each.error(f"{name} is named twice", "name it once")
        named.append(name)
    if ("confirmed_by" in fields) is not ("confirmed_on" in fields):
        raise node.error(
            "who confirmed it and on which day belong together",
            "write confirmed_by and confirmed_on, or neither",
        )
    day = fields.get("confirmed_on")
    return Binding(
        key.raw, tuple(named), fields.text("confirmed_by"), day.date() if day is not None else None
    )


def write(statements: Sequence[Statement], proposed: Mapping[str, tuple[str, ...]]) -> str:
    """Write a new file: a proposed binding for each statement that was recognised, with its sentence."""
    lines, section = [], ""
    for each in statements:
        names = proposed.get(each.id, ())
        if not names:
            continue
        if each.section != section:
            section = each.section
            lines.append(f"\n  # {_one_line(section)}\n")
        lines.append(f"  {each.id}:\n    # {_one_line(each.text)}\n    verifiers: [{', '.join(names)}]\n")
    return _HEAD + ("".join(lines).lstrip("\n") or "  {}\n")


def edit(
    text: str,
    verifiers: Collection[str],
    bound: Sequence[Bound] = (),
    dropped: Sequence[str] = (),
    path: str = FILE,
) -> str:
    """Give the file's text with these bindings written and the entries of others dropped; comments stay.

    The file must be sound before and is checked after: RegisterErrors as from `parse`. RegisterError: what is
    to be dropped isn't there.
    """
    known = {each.statement for each in parse(text, verifiers, path)}
    for each in dropped:
        if each not in known:
            raise RegisterError(
                f"nothing is bound to the statement {each}", where=path, hint="`varsam claims` lists them"
            )
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 100_000
    document = yaml.load(text) or CommentedMap()
    claims = document.get("claims")
    if not isinstance(claims, CommentedMap) or not claims:
        document["claims"] = claims = CommentedMap()
    for name in dropped:
        del claims[name]
    for one in bound:
        _put(claims, one)
    out = io.StringIO()
    yaml.dump(document, out)
    edited = out.getvalue()
    parse(edited, verifiers, path)
    return edited


def _put(claims: CommentedMap, bound: Bound) -> None:
    entry = claims.get(bound.statement.id)
    if not isinstance(entry, CommentedMap):
        claims[bound.statement.id] = entry = CommentedMap()
    if list(entry.get("verifiers") or ()) != list(bound.verifiers) or "verifiers" not in entry:
        named = CommentedSeq(bound.verifiers)
        named.fa.set_flow_style()
        entry["verifiers"] = named
    place = list(entry).index("verifiers") + 1
    for name, value in (("confirmed_by", bound.by), ("confirmed_on", bound.on)):
        if value is None or value == "":
            entry.pop(name, None)
            continue
        if name in entry:
            entry[name] = value
        else:
            entry.insert(place, name, value)
        place += 1


def schema(verifiers: Collection[str]) -> dict[str, object]:
    """Give the JSON Schema (draft 2020-12) of the file, so that editors complete and check."""
    claim = {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "verifiers": {
                "description": "What shows whether the sentence is true; none: it promises nothing.",
                "type": "array",
                "items": {"enum": list(verifiers)},
                "uniqueItems": True,
            },
            "confirmed_by": {"description": "Who found that these verifiers fit.", "type": "string"},
            "confirmed_on": {
                "description": "On which day; without it the binding is only proposed.",
                "type": "string",
                "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
            },
        },
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Claims",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "claims": {
                "description": "By the id of each sentence.",
                "type": "object",
                "additionalProperties": claim,
            }
        },
    }


def _one_line(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _SHOWN else words[: _SHOWN - 1] + "…"
