"""A page as people read it, sentence by sentence, held against what was published."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import unescape

from varsam.formats.policy.document import Part, Picture, Table
from varsam.formats.policy.html import read_html
from varsam.formats.policy.markdown import read_markdown
from varsam.formats.policy.reading import is_html
from varsam.formats.policy.statements import sentences
from varsam.formats.publishing.page import META

_META = re.compile(rf'<meta\s+name="{META}"\s+content="([^"]{{0,500}})"')
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "’": "'", "‘": "'", "–": "-", "—": "-"})
MOST = 5_000
"""Sentences and cells beyond this aren't compared one by one."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What of a published text is missing on a page, and what stands there within it instead."""

    missing: tuple[str, ...]
    added: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether the page says what was published."""
        return not self.missing and not self.added


def told(text: str) -> tuple[str, ...]:
    """Everything that a page or a Markdown text says, in order: headings, sentences, items, cells.

    Whoever reads the page bounds its size; the time grows with it only.
    """
    parts = read_html(text, generated=True).parts if is_html(text) else read_markdown(text)
    return tuple(unit for part in parts for unit in _units(part))


def claimed(text: str) -> dict[str, str]:
    """What a page says in its meta tag of the version that it is; empty where there is none."""
    found = _META.search(text)
    pairs = (each.partition("=") for each in unescape(found[1]).split("; ")) if found else ()
    return {name: value for name, _, value in pairs}


def difference(published: Sequence[str], page: Sequence[str]) -> Difference:
    """Hold a page against what was published. The site's own frame before and after it doesn't count.

    Case counts, kinds of quotation marks and dashes and white space don't.
    """
    wanted, found = [_even(each) for each in published], [_even(each) for each in page]
    if wanted and found[_first(found, wanted[0]) :][: len(wanted)] == wanted:
        return Difference((), ())
    if len(wanted) > MOST or len(found) > MOST:
        seen, ours = set(found), set(wanted)
        return Difference(
            tuple(each for each in published if _even(each) not in seen),
            tuple(each for each in page if _even(each) not in ours),
        )
    blocks = SequenceMatcher(None, wanted, found, autojunk=False).get_opcodes()
    kept = [each for each in blocks if each[0] == "equal"]
    if not kept:
        return Difference(tuple(published), ())
    missing: list[str] = []
    added: list[str] = []
    for tag, start, end, there, until in blocks:
        if tag != "equal":
            missing += published[start:end]
            # Before the first and after the last sentence that is ours the site may say what it likes.
            added += page[there:until] if kept[0][4] <= there and until <= kept[-1][3] else ()
    return Difference(tuple(missing), tuple(added))


def _first(units: Sequence[str], wanted: str) -> int:
    return next((place for place, each in enumerate(units) if each == wanted), len(units))


def _even(text: str) -> str:
    return " ".join(text.translate(_QUOTES).split())


def _units(part: Part) -> tuple[str, ...]:
    if isinstance(part, Picture):
        return ()
    if isinstance(part, Table):
        return (
            *part.heads,
            *(
                cell if number == 0 else f"{row.cells[0]} · {head}: {cell}"
                for row in part.rows
                for number, (head, cell) in enumerate(zip(part.heads, row.cells, strict=True))
                if cell
            ),
        )
    return tuple(sentences(part.text)) if part.kind == "text" else (part.text,)
