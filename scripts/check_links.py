"""Checks every link of the repository's Markdown texts: does its file exist, and its heading?

Prints `path:line: link` for each that leads nowhere and exits with 1. Links to other sites aren't followed.
"""

from __future__ import annotations

import re
import sys
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

from markdown_it import MarkdownIt

ROOT = Path(__file__).parents[1]
SKIPPED = {".venv", ".git", "node_modules", "demo"}


def anchors(text: str) -> set[str]:
    """List the anchors that a forge makes of a text's headings."""
    tokens = MarkdownIt().parse(text)
    found: set[str] = set()
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open":
            slug = re.sub(r"[^\w\- ]", "", inline.content.lower()).replace(" ", "-")
            repeats = sum(1 for known in found if re.fullmatch(rf"{re.escape(slug)}(-\d+)?", known))
            found.add(f"{slug}-{repeats}" if repeats else slug)
    return found


def dead_links(path: Path) -> list[str]:
    """List a text's links that lead nowhere, as `path:line: link`."""
    found = []
    for block in MarkdownIt().enable("table").parse(path.read_text(encoding="utf-8")):
        for token in block.children or ():
            link = str(token.attrs.get("href") or token.attrs.get("src") or "")
            if not link or re.match(r"[a-z][a-z0-9+.-]*:", link):
                continue
            name, _, anchor = unquote(link).partition("#")
            target = path.parent / name if name else path
            lost = not target.exists()
            if not lost and anchor and target.suffix == ".md":
                lost = anchor not in anchors(target.read_text(encoding="utf-8"))
            if lost:
                line = block.map[0] + 1 if block.map else 0
                found.append(f"{path.relative_to(ROOT)}:{line}: {link}")
    return found


def main() -> int:
    """Check all texts and say what was checked."""
    texts = [path for path in sorted(ROOT.rglob("*.md")) if not SKIPPED & set(path.relative_to(ROOT).parts)]
    dead = [link for path in texts for link in dead_links(path)]
    for link in dead:
        print(link, file=sys.stderr)
    print(f"{len(texts)} texts, {len(dead)} dead links")
    return 1 if dead else 0


if __name__ == "__main__":
    sys.exit(main())
