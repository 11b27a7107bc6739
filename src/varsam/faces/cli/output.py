"""Where a verb's words go: tables and colours for a terminal, plain lines for a pipe, one JSON document."""

from __future__ import annotations

import json
import sys
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TextIO

from varsam.domain.said import Said
from varsam.formats.texts import Lang, has, in_words, number, text

if TYPE_CHECKING:
    from rich.console import Console

    from varsam.checks.base import Finding

Progress = Callable[[str, int], None]

_LEVEL_STYLES = {"error": "bold red", "warning": "yellow", "info": "cyan"}
# Progress in a log: no line for what is done at once, few for what takes hours.
_SECONDS_BETWEEN_LINES = 5.0


def harmless(line: str) -> str:
    """Take control characters out of a text from elsewhere, so that it can't steer the terminal."""
    return "".join(
        each
        for each in line
        if each in "\n\t" or unicodedata.category(each) not in ("Cc", "Cf", "Zl", "Zp") or each == "\xad"
    )


def _cell(value: object) -> str:
    return harmless(" ".join(str(value).replace("\t", " ").split("\n")))


@dataclass
class Output:
    """The two streams of one command. In JSON mode nothing but the document reaches `out`."""

    lang: Lang
    as_json: bool = False
    out: TextIO = field(default_factory=lambda: sys.stdout)
    err: TextIO = field(default_factory=lambda: sys.stderr)

    def __post_init__(self) -> None:
        """A letter that the locale can't write is replaced; JSON is UTF-8, half characters are escaped."""
        for stream in (self.out, self.err):
            reconfigure = getattr(stream, "reconfigure", None)
            if reconfigure is None:
                continue
            if self.as_json:
                reconfigure(encoding="utf-8", errors="backslashreplace")
            else:
                reconfigure(errors="replace")

    # -- JSON --------------------------------------------------------------------------------------------

    def document(self, document: Mapping[str, object]) -> None:
        """Write the one JSON document, or one of the lines of `person copy`."""
        self.out.write(json.dumps(document, ensure_ascii=False) + "\n")

    # -- words -------------------------------------------------------------------------------------------

    def say(self, key: str, **values: str | int) -> str:
        """A text of the catalogue in this command's language."""
        return text(key, self.lang, **values)

    def number(self, value: int) -> str:
        """A whole number as the language writes it on a terminal; plain digits in a pipe."""
        return number(value, self.lang) if self.on_terminal else str(value)

    def line(self, words: str = "", style: str = "") -> None:
        """Write a line for a person to `out`; nothing in JSON mode."""
        if self.as_json:
            return
        if style and self.on_terminal:
            self._console(self.out).print(harmless(words), style=style, markup=False, highlight=False)
        else:
            self.out.write(harmless(words) + "\n")

    def note(self, words: str) -> None:
        """Write a message to `err`: what isn't the answer. In JSON mode only a failure stands there."""
        if self.as_json:
            return
        self.err.write(harmless(words) + "\n")
        self.err.flush()

    def heading(self, words: str) -> None:
        """Write a heading with an empty line before it on a terminal; `# …` in a pipe."""
        if self.on_terminal:
            self.line()
            self.line(words, style="bold")
        else:
            self.line(f"# {words}")

    def table(
        self, columns: Sequence[str], rows: Iterable[Sequence[object]], *, styles: Sequence[str] = ()
    ) -> None:
        """Write a table; columns are words of the catalogue. In a pipe: a line a row, tabs between cells.

        `styles` gives the colour of each row, where it has one.
        """
        if self.as_json:
            return
        heads = [self.say(f"col.{column}") for column in columns]
        if not self.on_terminal:
            self.out.write("\t".join(heads) + "\n")
            for row in rows:
                self.out.write("\t".join(_cell(self._shown(value)) for value in row) + "\n")
            return
        from rich.table import Table
        from rich.text import Text

        table = Table(show_edge=False, pad_edge=False, header_style="bold")
        for column, head in zip(columns, heads, strict=True):
            right = column in ("rows", "gone", "out", "tables")
            table.add_column(head, justify="right" if right else "left", overflow="fold")
        for place, row in enumerate(rows):
            style = styles[place] if place < len(styles) else ""
            table.add_row(*(Text(_cell(self._shown(value))) for value in row), style=style)
        self._console(self.out).print(table)

    def show_findings(self, found: Sequence[tuple[Finding, str]]) -> None:
        """Write findings with their positions: the sentence of the catalogue, then what was seen."""
        if not found:
            self.line(self.say("talk.no_findings"))
            return
        self.heading(self.say("talk.findings", count=self.number(len(found))))
        rows = []
        for finding, position in found:
            key = f"check.{finding.code}"
            about = self.say(key) if has(key) else ""
            where = f"{in_words(position, self.lang)} {in_words(finding.where, self.lang)}".strip()
            level = self.say(f"level.{finding.level}")
            message, hint = in_words(finding.message, self.lang), in_words(finding.hint, self.lang)
            said = f"{about} ({message})" if about else message
            rows.append((level, finding.code, where, said, hint, finding.law))
        styles = [_LEVEL_STYLES[finding.level] for finding, _ in found]
        self.table(("level", "code", "where", "finding", "hint", "law"), rows, styles=styles)

    def _shown(self, value: object) -> str:
        if isinstance(value, bool):
            return self.say("word.yes" if value else "word.no")
        return self.number(value) if isinstance(value, int) else str(value)

    @property
    def on_terminal(self) -> bool:
        """Whether a person looks at `out`."""
        return self.out.isatty()

    def _console(self, stream: TextIO) -> Console:
        from rich.console import Console

        return Console(file=stream, highlight=False, soft_wrap=False)

    # -- progress ----------------------------------------------------------------------------------------

    @contextmanager
    def progress(self, label: str, total: int | None = None) -> Iterator[Progress]:
        """Show how many rows are done, how many a second, and the time left where the total is known.

        Gives a function to call with what was worked on and how many more rows are done. Drawn on `err`: a
        bar on a terminal, in a pipe a line every few seconds.
        """
        if self.err.isatty():
            yield from self._bar(label, total)
        else:
            yield _Lines(self, label, total).add

    def _bar(self, label: str, total: int | None) -> Iterator[Progress]:
        from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        columns = (
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            TextColumn("{task.fields[counts]}", markup=False),
            TimeRemainingColumn(),
        )
        with Bar(*columns, console=self._console(self.err), transient=True) as bar:
            task = bar.add_task(label, total=total, counts="")
            counter = _Counter(self.lang)

            def add(what: str, rows: int) -> None:
                counter.add(rows)
                shown = f"{label}: {harmless(in_words(what, self.lang))}" if what else label
                bar.update(task, advance=rows, description=shown, counts=counter.text(None))

            yield add


def _clock() -> float:
    return time.monotonic()


@dataclass
class _Counter:
    """Counts rows against the clock."""

    lang: Lang
    done: int = 0
    started: float = field(default_factory=_clock)

    def add(self, rows: int) -> None:
        """Count more rows."""
        self.done += rows

    def text(self, total: int | None) -> str:
        """`1,200 rows, 300 rows/s, 4 s left`, as far as it is known."""
        passed = time.monotonic() - self.started
        rate = self.done / passed if passed > 0 else 0.0
        parts = [text("talk.rows_done", self.lang, count=number(self.done, self.lang))]
        if passed >= 1:
            parts.append(text("talk.rows_a_second", self.lang, count=number(round(rate), self.lang)))
        if total and rate and passed >= 1:
            left = round(max(0, total - self.done) / rate)
            parts.append(text("talk.seconds_left", self.lang, count=number(left, self.lang)))
        return ", ".join(parts)


class _Lines:
    """Progress for a log: a line every few seconds, none for what is done at once."""

    def __init__(self, output: Output, label: str, total: int | None) -> None:
        self._output, self._label, self._total = output, label, total
        self._counter = _Counter(output.lang)
        self._last = time.monotonic()
        self._waits = ""

    def add(self, what: str, rows: int) -> None:
        """Count rows, and say so now and then; what is waited for is said at once."""
        self._counter.add(rows)
        waits = in_words(what, self._output.lang) if isinstance(what, Said) else ""
        if time.monotonic() - self._last >= _SECONDS_BETWEEN_LINES or (waits and waits != self._waits):
            self._last, self._waits = time.monotonic(), waits
            said = harmless(waits) if waits else self._counter.text(self._total)
            self._output.note(f"{self._label}: {said}")
