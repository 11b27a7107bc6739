"""Takes a policy's running text apart: headings, and each sentence and list item with an id of its own."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence

from varsam.domain.register import Statement
from varsam.formats.policy.document import Block, Part
from varsam.formats.policy.slugs import slug

_MAX_HEADING = 110
_END = re.compile(r"[.!?…]+[\"”’')\]]*(?=\s+[\"“”’'(\[]?[A-ZÅÄÖÉ0-9])")
# A full stop after these ends no sentence; after m.m., osv. and etc. a capital begins a new one.
_SHORT = re.compile(
    r"(?:^|[\s(])(?:t\.?\s?ex|bl\.?\s?a|d\.?\s?v\.?\s?s|dvs|jfr|s\.?\s?k|f\.?\s?n|"
    r"fr\.?\s?o\.?\s?m|t\.?\s?o\.?\s?m|ca|kap|art|nr|org|tel|e\.?\s?g|i\.?\s?e|cf|no|inc|ltd|co|mr|mrs|dr|\w)\.$",
    re.IGNORECASE,
)
_NO_HEADING = re.compile(r"@|https?://|www\.|:\s|[.!:;,…]$|\d$", re.IGNORECASE)
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "’": "'", "‘": "'", "–": "-", "—": "-"})


def statements(parts: Sequence[Part]) -> tuple[Statement, ...]:
    """Every sentence and list item outside tables, with the heading above it.

    An id is made of the sentence's own words: it survives reordering and changes of other sentences; case,
    quotes and white space don't matter. A sentence that comes again gets its id with a number.
    """
    return tuple(statement for statement, _ in statements_and_lines(parts))


def statements_and_lines(parts: Sequence[Part]) -> Iterator[tuple[Statement, int]]:
    """Every statement with the line on which its paragraph or item begins; 0 = unknown."""
    seen: dict[str, int] = {}
    section = ""
    for place, part in enumerate(parts):
        if not isinstance(part, Block):
            continue
        if is_heading(part, parts[place + 1] if place + 1 < len(parts) else None):
            section = part.text
            continue
        texts = (part.text,) if part.kind == "item" else tuple(sentences(part.text))
        for text in texts:
            wanted = statement_id(text)
            seen[wanted] = seen.get(wanted, 0) + 1
            again = f"-{seen[wanted]}" if seen[wanted] > 1 else ""
            yield Statement(wanted + again, text, section), part.line


def statement_id(text: str) -> str:
    """The id of a sentence: its first words, and a hash of all of them."""
    canonical = " ".join(text.translate(_QUOTES).casefold().split()).strip(" .!?\"'")
    digest = hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{slug(text, 28) or 's'}-{digest[:8]}"


def sentences(text: str) -> Iterator[str]:
    """Split a paragraph into sentences; abbreviations (t.ex., org. nr) end none."""
    start = 0
    for end in _END.finditer(text):
        # The longest abbreviation is short, so a few characters before the stop tell.
        if end.group().startswith(".") and _SHORT.search(
            text[max(start, end.start() - 16) : end.start() + 1]
        ):
            continue
        yield text[start : end.end()].strip()
        start = end.end()
    rest = text[start:].strip()
    if rest:
        yield rest


def is_heading(block: Block, following: Part | None) -> bool:
    """Whether a block is a heading: marked as one, or a short line of its own as word processors leave it."""
    if block.kind != "text":
        return block.kind == "heading"
    # Many policies are pasted from a word processor: their headings are plain lines without a full stop.
    short = len(block.text) <= _MAX_HEADING and len(list(sentences(block.text))) == 1
    return following is not None and short and _NO_HEADING.search(block.text) is None
