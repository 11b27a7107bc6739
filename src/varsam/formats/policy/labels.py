"""Finds the labels of a policy's running text: "Rättslig grund: Avtal", a bold word, a heading, a term."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from varsam.formats.policy.document import Block, Part
from varsam.formats.policy.heads import Head, head_of

_COLON = re.compile(r"(?P<label>[^:\n]{3,70}?)\s*:\s*(?P<rest>.*)", re.DOTALL)
_DASH = re.compile(r"(?P<label>[^–—:]{3,60}?)\s+[–—-]\s+(?P<rest>.*)", re.DOTALL)
_COLONS = re.compile(r":(?=\s)")
_WORD_STARTS = re.compile(r"(?<!\S)\S")
_LONGEST_LABEL = 60
_MOST_LABELS = 50
_MOST_LINES = 200
_ENDS = ".!;,"


@dataclass(frozen=True, slots=True)
class Line:
    """A block, or one line of it, with the label at its beginning; `place` is the block's among the parts."""

    block: Block
    place: int
    head: Head | None = None
    rest: str = ""

    @property
    def is_bare(self) -> bool:
        """Whether it is a label and nothing else: what it labels follows."""
        return self.head is not None and not self.rest


def lines_with_labels(parts: Sequence[Part]) -> Iterator[Line | None]:
    """Every block, or its lines where several of them are labelled; None where a table or picture stands."""
    for place, part in enumerate(parts):
        if not isinstance(part, Block):
            yield None
            continue
        for texts in (part.lines[:_MOST_LINES], _split(part.text)):
            leads = (*(part.leads if texts == part.lines else ()), *[""] * len(texts))[: len(texts)]
            lines = [_labelled(_piece(part, *each), place) for each in zip(texts, leads, strict=True)]
            if sum(line.head is not None for line in lines) > 1:
                yield from lines
                break
        else:
            yield _labelled(part, place)


def _piece(block: Block, text: str, lead: str) -> Block:
    return replace(block, text=text, lead=lead, lines=(), leads=())


def _split(text: str) -> Sequence[str]:
    """A paragraph taken apart before each label with a colon in it; empty where it has fewer than two."""
    colons = [match.start() for match in _COLONS.finditer(text)][:_MOST_LABELS]
    if len(colons) < 2:
        return ()
    starts = sorted({0, *(start for colon in colons if (start := _label_before(text, colon)) >= 0)})
    ends = [*starts[1:], len(text)]
    return [text[start:end].strip(" ;–—") for start, end in zip(starts, ends, strict=True)]


def _label_before(text: str, colon: int) -> int:
    """Where the longest known label before a colon begins, with a capital letter; -1 where there is none."""
    before = text[max(0, colon - _LONGEST_LABEL) : colon]
    ended = max(map(before.rfind, ".:;!?"))
    for word in _WORD_STARTS.finditer(before, ended + 1):
        label = before[word.start() :]
        if label[0].isupper() and head_of(label):
            return colon - len(before) + word.start()
    return -1


def _labelled(block: Block, place: int) -> Line:
    text = block.text
    for pattern in (_COLON, _DASH):
        match = pattern.match(text)
        if match and (head := head_of(match["label"])):
            return Line(block, place, head, match["rest"].strip(" ;"))
    if block.lead and (head := head_of(block.lead)):
        return Line(block, place, head, text.removeprefix(block.lead).lstrip(" :–—-"))
    if not text.endswith(tuple(_ENDS)) and (head := head_of(text)):
        return Line(block, place, head)
    return Line(block, place)
