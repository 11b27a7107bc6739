"""Finds tables on printed pages by their heads, and puts their texts into rows and columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from varsam.domain.said import say
from varsam.formats.policy.columns import Note
from varsam.formats.policy.document import Part, Table, TableRow
from varsam.formats.policy.heads import head_of
from varsam.formats.policy.page_layout import (
    Fragment,
    Page,
    PrintedLine,
    Rule,
    flowing,
    join_lines,
    join_on_line,
    pictures_on,
    printed_lines,
    text_blocks,
)

_HEAD_LINES = 6
_HEADS_AT_LEAST = 3
_MAX_LINES = 60_000


@dataclass(frozen=True, slots=True)
class ReadPages:
    """The parts of printed pages, and what was noticed of them."""

    parts: tuple[Part, ...]
    notes: tuple[Note, ...] = ()


def read_pages(pages: Sequence[Page]) -> ReadPages:
    """Blocks and tables in the order of the pages."""
    lines = printed_lines(pages)[:_MAX_LINES]
    sizes = Counter(round(each.size, 1) for line in lines for each in line.fragments for _ in each.text)
    body = sizes.most_common(1)[0][0] if sizes else 10.0
    parts: list[Part] = []
    notes: list[Note] = []
    waiting: list[PrintedLine] = []
    at = 0
    while at < len(lines):
        head = _head(lines, at)
        if head is None:
            waiting.append(lines[at])
            at += 1
            continue
        parts += text_blocks(waiting, body)
        waiting = []
        table, at = _table(lines, at, head, pages, notes)
        parts.append(table)
    parts += text_blocks(waiting, body)
    for page in pages:
        parts += pictures_on(page)
    return ReadPages(tuple(parts), tuple(notes))


@dataclass(frozen=True, slots=True)
class _Heads:
    """The heads of a table: their texts, the middle of each, and how many lines they take."""

    texts: tuple[str, ...]
    lefts: tuple[float, ...]
    middles: tuple[float, ...]
    lines: int


def _head(lines: Sequence[PrintedLine], at: int) -> _Heads | None:
    """The heads that begin on a line, over as many lines as name most columns; a text above them is none."""
    heads, count = _heads_from(lines, at)
    return heads if heads is not None and _heads_from(lines, at + 1)[1] <= count else None


def _heads_from(lines: Sequence[PrintedLine], at: int) -> tuple[_Heads | None, int]:
    """The best heads from a line on, and how many columns they name."""
    best: _Heads | None = None
    count = 0
    near = [each for line in lines[at : at + _HEAD_LINES] for each in line.fragments]
    # Narrow columns break heads over lines; some one is whole.
    if len(near) < _HEADS_AT_LEAST or not any(head_of(each.text) for each in near):
        return None, 0
    for height in range(1, _HEAD_LINES + 1):
        window = lines[at : at + height]
        if len(window) < height or window[-1].page != window[0].page:
            break
        if height > 1 and window[-1].y - window[-2].y > 1.8 * window[-1].size:
            break
        heads = _stacked(window)
        found = {head.column for text in heads.texts if (head := head_of(text))}
        if len(found) >= _HEADS_AT_LEAST and len(found) > count and len(window[0].fragments) > 0:
            best, count = heads, len(found)
    return best, count


def _stacked(lines: Sequence[PrintedLine]) -> _Heads:
    """Texts that stand above each other as one head each."""
    columns: list[list[tuple[int, Fragment]]] = []
    placed = ((row, each) for row, line in enumerate(lines) for each in _pieces(line))
    for row, each in sorted(placed, key=lambda one: one[1].x):
        under = next((column for column in columns if _is_under(row, each, column)), None)
        if under is None:
            columns.append([(row, each)])
        else:
            under.append((row, each))
    texts, lefts, middles = [], [], []
    for column in columns:
        by_row = [[each for at, each in column if at == row] for row in range(len(lines))]
        texts.append(join_lines([flowing(each) for each in by_row if each]))
        lefts.append(min(one.x for _, one in column))
        middles.append((lefts[-1] + max(one.end for _, one in column)) / 2)
    return _Heads(tuple(texts), tuple(lefts), tuple(middles), len(lines))


def _pieces(line: PrintedLine) -> Iterator[Fragment]:
    """The texts of a line of heads, those put together that stand close and aren't heads by themselves."""
    gathered: list[Fragment] = []
    for each in line.fragments:
        close = bool(gathered) and each.x - gathered[-1].end < 0.35 * each.size
        two = close and head_of(each.text) is not None and head_of(join_on_line(gathered)) is not None
        if gathered and (not close or two):
            yield _together(gathered)
            gathered = []
        gathered.append(each)
    if gathered:
        yield _together(gathered)


def _together(fragments: Sequence[Fragment]) -> Fragment:
    last = fragments[-1]
    width = last.end - fragments[0].x
    return replace(fragments[0], text=join_on_line(fragments), width=width, goes_on=last.goes_on)


def _is_under(row: int, each: Fragment, column: Sequence[tuple[int, Fragment]]) -> bool:
    """Whether a text of a row stands below or above those of a column."""
    return all(row != at for at, _ in column) and any(_overlap(each, one) for _, one in column)


def _overlap(one: Fragment, other: Fragment) -> bool:
    # Letters may be narrower than was reckoned, so that a head doesn't reach as far as it seems to.
    def reach(fragment: Fragment) -> float:
        return fragment.x + 0.85 * (fragment.end - fragment.x)

    return one.x < reach(other) and other.x < reach(one)


def _table(
    lines: Sequence[PrintedLine], at: int, heads: _Heads, pages: Sequence[Page], notes: list[Note]
) -> tuple[Table, int]:
    """The table under heads, and the line after it."""
    end = _end(lines, at + heads.lines, heads, pages)
    body = _without_heads(lines[at + heads.lines : end], heads, lines[at].page)
    starts = _starts(body, heads)
    kept: list[list[PrintedLine]] = []
    page, at_top = lines[at].page, False
    for band in _bands(body, heads, starts, pages):
        at_top = at_top or band[0].page != page
        page = band[0].page
        cells = _cells(band, starts)
        if at_top and kept and _is_rest(cells, _cells(kept[-1], starts), heads):
            kept[-1] += band
            notes.append(Note("POL020", kept[-1][0].line, say("a row that a page break cuts was joined")))
        else:
            kept.append(band)
        at_top = False
    rows = tuple(TableRow(_cells(band, starts), band[0].line, len(starts)) for band in kept)
    return Table(heads.texts, rows, lines[at].line), end


def _without_heads(lines: Sequence[PrintedLine], heads: _Heads, page: int) -> list[PrintedLine]:
    """The lines without the heads that come again at the top of pages."""
    kept: list[PrintedLine] = []
    at = 0
    while at < len(lines):
        again = _heads_from(lines, at)[0] if lines[at].page != page else None
        page = lines[at].page
        if again is not None and again.texts == heads.texts:
            at += again.lines
        else:
            kept.append(lines[at])
            at += 1
    return kept


def _end(lines: Sequence[PrintedLine], start: int, heads: _Heads, pages: Sequence[Page]) -> int:
    """The first line that is no more of the table."""
    ruled = start < len(lines) and _within(lines[start], pages[lines[start].page].rules)
    at = start
    while at < len(lines):
        line = lines[at]
        if ruled and not _within(line, pages[line.page].rules):
            return at
        if any(_crossed(each, heads) > 1 for each in line.fragments):
            return at
        before = lines[at - 1]
        if line.page == before.page and len(line.fragments) == 1 and line.y - before.y > 2.4 * line.size:
            return at
        if line.size > 1.15 * lines[start].size:
            return at
        at += 1
    return at


def _within(line: PrintedLine, rules: Sequence[Rule]) -> bool:
    """Whether a rule stands below the line: then it may lie in a ruled table."""
    return any(rule.y > line.y - 0.3 * line.size for rule in rules)


def _crossed(fragment: Fragment, heads: _Heads) -> int:
    return sum(fragment.x < middle < fragment.end for middle in heads.middles)


def _starts(body: Sequence[PrintedLine], heads: _Heads) -> list[float]:
    """Where each column begins: where most of its texts do, at its head or left of it."""
    seen = Counter(round(each.x) for line in body for each in line.fragments)
    starts: list[float] = []
    for place, left in enumerate(heads.lefts):
        least = heads.middles[place - 1] if place else float("-inf")
        candidates = {x: count for x, count in seen.items() if least < x <= heads.middles[place]}
        often = max(candidates, key=lambda x: (candidates[x], -x), default=round(left))
        starts.append(min(left, often))
    return starts


def _column(fragment: Fragment, starts: Sequence[float]) -> int:
    return max((place for place, start in enumerate(starts) if fragment.x >= start - 3), default=0)


def _bands(
    body: Sequence[PrintedLine], heads: _Heads, starts: Sequence[float], pages: Sequence[Page]
) -> Iterator[list[PrintedLine]]:
    """The lines of each row."""
    band: list[PrintedLine] = []
    leading = _leading(body, starts)
    spaced = _is_spaced(body, leading)
    by_page: dict[int, list[PrintedLine]] = {}
    for line in body:
        by_page.setdefault(line.page, []).append(line)
    rules = {page: _separators(pages[page].rules, starts, on_page) for page, on_page in by_page.items()}
    for line in body:
        if band and _begins(band[-1], line, leading, spaced, heads, starts, rules.get(line.page)):
            yield band
            band = []
        band.append(line)
    if band:
        yield band


def _begins(
    before: PrintedLine,
    line: PrintedLine,
    leading: float,
    spaced: bool,
    heads: _Heads,
    starts: Sequence[float],
    rules: Sequence[float] | None,
) -> bool:
    """Whether a line begins a row: a rule stands above it, or more space, or it has text in every column."""
    if line.page != before.page:
        return True
    if rules:
        return any(before.y - 0.2 * before.size < y < line.y for y in rules)
    if spaced:
        return line.y - before.y > leading * 1.08 + 0.5
    filled = {_column(each, starts) for each in line.fragments}
    named = [place for place, text in enumerate(heads.texts) if head_of(text)]
    return all(place in filled for place in named)


def _separators(rules: Sequence[Rule], starts: Sequence[float], body: Sequence[PrintedLine]) -> list[float]:
    """The heights below the first row at which rules cross most of a table; none where it isn't ruled."""
    width: Counter[int] = Counter()
    left, right = starts[0] - 12, starts[-1] + 12
    for rule in rules:
        width[round(rule.y)] += int(max(0.0, min(rule.right, right) - max(rule.left, left)))
    found: list[float] = [y for y, covered in width.items() if covered > 0.5 * (right - left)]
    inside = [y for y in found if body[0].y < y < max(line.y for line in body)]
    return [float(y) for y in found] if inside else []


def _leading(body: Sequence[PrintedLine], starts: Sequence[float]) -> float:
    """The step from line to line within cells: the smallest that is usual in a column."""
    steps: Counter[float] = Counter()
    last: dict[int, PrintedLine] = {}
    for line in body:
        for column in {_column(each, starts) for each in line.fragments}:
            before = last.get(column)
            if before is not None and before.page == line.page and line.y > before.y:
                steps[round(line.y - before.y, 1)] += 1
            last[column] = line
    usual = [step for step, count in steps.items() if count * 20 >= max(steps.values(), default=1)]
    return min(usual, default=14.0)


def _is_spaced(body: Sequence[PrintedLine], leading: float) -> bool:
    """Whether rows stand further apart than lines do."""
    gaps = [lower.y - upper.y for upper, lower in pairwise(body) if upper.page == lower.page]
    return any(gap > leading * 1.08 + 0.5 for gap in gaps)


def _cells(band: Sequence[PrintedLine], starts: Sequence[float]) -> tuple[str, ...]:
    texts: Mapping[int, list[str]] = {place: [] for place in range(len(starts))}
    for line in band:
        by_column: dict[int, list[Fragment]] = {}
        for each in line.fragments:
            by_column.setdefault(_column(each, starts), []).append(each)
        for column, fragments in by_column.items():
            texts[column].append(flowing(fragments))
    return tuple(join_lines(each) for each in texts.values())


def _is_rest(cells: Sequence[str], row: Sequence[str], heads: _Heads) -> bool:
    """Whether cells at the top of a page are what didn't fit of the last row."""
    filled = [place for place, cell in enumerate(row) if cell]
    empty = [place for place in filled if not cells[place]]
    needed = [place for place, text in enumerate(heads.texts) if _is_needed(text)]
    return len(empty) * 2 >= len(filled) and any(place in empty for place in needed)


def _is_needed(text: str) -> bool:
    head = head_of(text)
    return head is not None and head.column in ("basis", "retention")
