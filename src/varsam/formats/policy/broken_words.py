"""Says which words a narrow column of a printed page breaks without a hyphen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from varsam.formats.policy.page_layout import Fragment, Page

_WORD = re.compile(r"[^\W\d_]+")
_ENDS_IN_WORD = re.compile(r"[^\W\d_]+$")
_RUNNING = 4


@dataclass(frozen=True, slots=True)
class Mended:
    """The pages with their broken words marked, and the breaks that nobody can be sure of, by line."""

    pages: tuple[Page, ...]
    doubtful: tuple[tuple[int, str], ...] = ()


def with_broken_words(pages: Sequence[Page]) -> Mended:
    """The pages with the texts marked whose last word goes on in the line below.

    Many programs leave a space at the end of a line that goes on. Where one does, a line without it that is
    one word may break it. The document's running text decides: the whole is a word there, or both halves
    are none, which leaves a doubt.
    """
    texts = [each.text for page in pages for each in page.fragments]
    if sum(text.endswith(" ") for text in texts) * 4 < len(texts):
        return Mended(tuple(pages))
    running = [_ENDS_IN_WORD.sub("", text).casefold() for text in texts if len(text.split()) > _RUNNING]
    known = {word for text in running for word in _WORD.findall(text) if len(word) > 1}
    doubtful: list[tuple[int, str]] = []
    made = [replace(page, fragments=tuple(_marked(page, known, doubtful))) for page in pages]
    return Mended(tuple(made), tuple(doubtful))


def _marked(page: Page, known: set[str], doubtful: list[tuple[int, str]]) -> Iterator[Fragment]:
    below: dict[int, list[Fragment]] = {}
    for each in sorted(page.fragments, key=lambda one: one.y):
        below.setdefault(round(each.x), []).append(each)
    following = {
        id(upper): lower
        for column in below.values()
        for upper, lower in pairwise(column)
        if lower.y - upper.y < 2 * upper.size
    }
    for each in page.fragments:
        halves = _halves(each, following.get(id(each)))
        if halves is None or halves[0] in known:
            yield each
            continue
        if halves[0] + halves[1] not in known:
            doubtful.append((page.line, "|".join(halves)))
        yield replace(each, goes_on=halves[0] + halves[1] in known or halves[1] not in known)


def _halves(upper: Fragment, lower: Fragment | None) -> tuple[str, str] | None:
    """What may be two halves of a word: all of a line, and the beginning of the one below."""
    last = _ENDS_IN_WORD.search(upper.text)
    first = _WORD.match(lower.text) if lower is not None else None
    if last is None or first is None or " " in upper.text.strip() or not first.group()[0].islower():
        return None
    return last.group().casefold(), first.group().casefold()
