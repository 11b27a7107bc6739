"""A whole policy as Markdown: the owner's prose with the register's table and facts, or our model of one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

from varsam.formats.policy.generated import TABLE, begin, end
from varsam.formats.policy_table import in_markdown
from varsam.formats.publishing.own import Piece
from varsam.formats.publishing.sections import RIGHTS, SECTIONS, table
from varsam.formats.publishing.telling import Telling

SHORT = 12


@dataclass(frozen=True, slots=True)
class Release:
    """A version that goes out. `content` is the fingerprint of what it says, the same until that changes."""

    version: int
    effective: date
    content: str = ""


@dataclass(frozen=True, slots=True)
class Prose:
    """The owner's own text, and which of the rights it leaves untold (`sections.RIGHTS`)."""

    pieces: Sequence[Piece] = ()
    untold: Collection[str] = field(default=RIGHTS)


def policy(telling: Telling, prose: Prose, release: Release | None = None) -> str:
    """The policy in a language, as Markdown; without a release as a draft.

    The owner's prose stands in the language that it was written in. In the other one, and where there is
    none, ours stands around the facts.
    """
    written = "en" if telling.register.language == "en" else "sv"
    own = bool(prose.pieces) and written == telling.lang
    blocks = _owners(telling, prose, release) if own else _ours(telling, prose, release)
    return "\n\n".join(blocks) + "\n"


def _version(telling: Telling, release: Release | None) -> str:
    if release is None:
        return _part("version", telling.say("draft"))
    said = telling.say("version", version=release.version, effective=release.effective.isoformat())
    checksum = " " + telling.say("checksum", content=release.content[:SHORT]) if release.content else ""
    return _part("version", said + checksum)


def _owners(telling: Telling, prose: Prose, release: Release | None) -> list[str]:
    pieces = list(prose.pieces)
    if not any(piece.table for piece in pieces):
        pieces.append(Piece("", table=True))
    told = {name: SECTIONS[name](telling) for name in SECTIONS if name not in RIGHTS or name in prose.untold}
    told = {name: markdown for name, markdown in told.items() if markdown}
    placed = {piece.place for piece in pieces}
    rest = [name for name in told if name not in placed]
    facts = "\n\n".join((f"## {telling.say('facts')}", *(_section(telling, n, told[n], "###") for n in rest)))
    blocks: list[str] = []
    dated = shown = False
    for piece in pieces:
        if piece.table:
            blocks += [] if shown else [_part(TABLE, table(telling))]
            blocks += [_part("facts", facts)] if rest and not shown and "facts" not in placed else []
            shown = True
        elif piece.place == "facts":
            blocks += [_part("facts", facts)] if rest else []
        elif piece.place == "version":
            blocks.append(_version(telling, release))
        elif piece.place:
            name = piece.place
            blocks += [_part(name, _section(telling, name, told[name], "##"))] if name in told else []
        else:
            blocks.append(piece.markdown)
            if not dated and piece.heading and "version" not in placed:
                blocks.append(_version(telling, release))
                dated = True
    if not dated and "version" not in placed:
        blocks.append(_version(telling, release))
    return blocks


def _ours(telling: Telling, prose: Prose, release: Release | None) -> list[str]:
    """Our model around the register: everything but the table is left out by an import."""
    controllers = in_markdown(telling.controllers())
    head = [
        f"# {telling.say('title', controllers=controllers)}",
        telling.say("about", controllers=controllers),
    ]
    written = "en" if telling.register.language == "en" else "sv"
    if written != telling.lang:
        head.append(telling.say("other_language" if prose.pieces else "names_as_written"))
    told = [(name, make(telling)) for name, make in SECTIONS.items()]
    (first, who), *others = [(name, markdown) for name, markdown in told if markdown]
    return [
        _part("head", "\n\n".join(head)),
        _version(telling, release),
        _part(first, _section(telling, first, who, "##")),
        _part("heading", f"## {telling.say('table')}"),
        _part(TABLE, table(telling)),
        *(_part(name, _section(telling, name, markdown, "##")) for name, markdown in others),
    ]


def _section(telling: Telling, name: str, markdown: str, level: str) -> str:
    return f"{level} {telling.say(name)}\n\n{markdown}"


def _part(name: str, markdown: str) -> str:
    return f"{begin(name)}\n\n{markdown}\n\n{end(name)}"
