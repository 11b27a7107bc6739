"""A policy's Markdown as one HTML page: no scripts, nothing from elsewhere, fit for paper and phone."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from types import MappingProxyType

from markdown_it import MarkdownIt
from markdown_it.token import Token

from varsam.formats.policy.generated import ATTRIBUTE, BEGIN, END, TABLE
from varsam.formats.policy.slugs import slug, unused
from varsam.formats.publishing.style import STYLE
from varsam.formats.texts import Lang, text

META = "varsam-policy"
_CSP = "default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
_SPANS = ('<span lang="sv">', '<span lang="en">', "</span>")
_ROLES = MappingProxyType(
    {
        "table": "table",
        "thead": "rowgroup",
        "tbody": "rowgroup",
        "tr": "row",
        "th": "columnheader",
        "td": "cell",
    }
)


@dataclass(frozen=True, slots=True)
class _Heading:
    id: str
    words: str
    level: int


def tokens_of(markdown: str) -> list[Token]:
    """A published Markdown text as tokens: pictures are their descriptions, others' HTML is left out."""
    tokens = MarkdownIt("commonmark").enable("table").parse(markdown)
    for token in tokens:
        if token.children:
            token.children = [_inline(each) for each in token.children]
    return tokens


def plain_words(token: Token) -> str:
    """The words of an inline token."""
    return "".join(
        " " if each.type in ("softbreak", "hardbreak") else each.content if not each.nesting else ""
        for each in token.children or ()
        if each.type != "html_inline"
    )


def title_of(markdown: str) -> str:
    """The first heading of a policy."""
    tokens = tokens_of(markdown)
    return next(
        (plain_words(tokens[at + 1]) for at, each in enumerate(tokens) if each.type == "heading_open"), ""
    )


def page(markdown: str, lang: Lang, about: Mapping[str, str]) -> str:
    """The page; `about` stands in its meta tag, so that the live page can be compared with the register.

    The same text gives the same bytes.
    """
    tokens = tokens_of(markdown)
    headings = _with_ids(tokens)
    body = MarkdownIt("commonmark").renderer.render(list(_prepared(tokens, lang)), MarkdownIt().options, {})
    style = STYLE.strip()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    content = "; ".join(f"{name}={value}" for name, value in about.items())
    title = headings[0].words if headings else text("policy.contents", lang)
    return "\n".join(
        (
            "<!doctype html>",
            f'<html lang="{lang}">',
            "<head>",
            '<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f'<meta http-equiv="Content-Security-Policy" content="{_CSP.format(digest=digest)}">',
            f'<meta name="{META}" content="{escape(content)}">',
            f"<title>{escape(title)}</title>",
            f"<style>{style}</style>",
            "</head>",
            "<body>",
            _ways(headings, lang),
            f'<main id="policy">\n{body}</main>',
            "</body>",
            "</html>",
            "",
        )
    )


def fragment(markdown: str, lang: Lang) -> str:
    """Markdown as HTML to be put into somebody's page, without a style of its own."""
    inner = MarkdownIt("commonmark").renderer.render(
        list(_prepared(tokens_of(markdown), lang)), MarkdownIt().options, {}
    )
    return f'<section lang="{lang}">\n{inner}</section>\n'


def _ways(headings: Sequence[_Heading], lang: Lang) -> str:
    """Where to skip to: the text, and its sections."""
    listed = "\n".join(
        f'<li><a href="#{each.id}">{escape(each.words)}</a></li>' for each in headings if each.level == 2
    )
    contents = escape(text("policy.contents", lang))
    skip = escape(text("policy.skip", lang))
    ways = f'<nav class="skip"><a href="#policy">{skip}</a></nav>'
    if listed:
        ways += (
            f'\n<nav class="contents" aria-label="{contents}">\n<details>\n<summary>{contents}</summary>\n'
            f"<ol>\n{listed}\n</ol>\n</details>\n</nav>"
        )
    return ways


def _with_ids(tokens: Sequence[Token]) -> list[_Heading]:
    found: list[_Heading] = []
    for at, token in enumerate(tokens):
        if token.type == "heading_open":
            words = plain_words(tokens[at + 1])
            # Never the id of the whole text.
            name = unused(slug(words) or "section", {"policy", *(each.id for each in found)})
            token.attrSet("id", name)
            found.append(_Heading(name, words, int(token.tag[1:])))
    return found


def _inline(token: Token) -> Token:
    if token.type == "image":
        return Token("text", "", 0, content=token.content)
    if token.type == "html_inline" and token.content not in _SPANS:
        return Token("text", "", 0, content=" ")
    return token


def _prepared(tokens: Sequence[Token], lang: Lang) -> Iterator[Token]:
    """The tokens as they go out: marks as elements, tables with what a screen reader and a phone need."""
    activities = False
    for_columns: list[str] = []
    column = 0
    for token in tokens:
        if token.type == "html_block":
            activities = BEGIN.match(token.content.strip()) is not None and _name(token) == TABLE
            yield from _mark(token)
            continue
        if token.type == "table_open":
            for_columns = []
        elif token.type == "tr_open":
            column = 0
        _for_reader(token, activities)
        if token.type == "inline" and column < 0:
            for_columns.append(plain_words(token))
            column = -column
        elif token.type == "th_open":
            column = -(column + 1)
        elif token.type == "td_open":
            token.attrSet("data-label", for_columns[column] if column < len(for_columns) else "")
            if activities and column == 0:
                token.tag = "th"
                token.attrSet("scope", "row")
                token.attrSet("role", "rowheader")
            column += 1
        elif token.type == "td_close" and activities and column == 1:
            token.tag = "th"
        yield token
        if token.type == "table_open" and activities:
            caption = escape(text("policy.caption", lang))
            yield _raw(f'<caption {ATTRIBUTE}="caption">{caption}</caption>\n')


def _for_reader(token: Token, activities: bool) -> None:
    """Roles, since a table that is shown as cards would no longer be read as a table."""
    token.attrs.pop("style", None)
    if token.nesting == 1 and token.tag in _ROLES:
        token.attrSet("role", _ROLES[token.tag])
        if token.tag == "th":
            token.attrSet("scope", "col")
        if token.tag == "table" and activities:
            token.attrSet("class", "activities")


def _mark(token: Token) -> Iterator[Token]:
    line = token.content.strip()
    name = _name(token)
    if BEGIN.match(line) and name != TABLE:
        yield _raw(f'<section {ATTRIBUTE}="{name}">\n')
    elif END.match(line) and name != TABLE:
        yield _raw("</section>\n")


def _name(token: Token) -> str:
    found = BEGIN.match(token.content.strip()) or END.match(token.content.strip())
    return found[1] if found else ""


def _raw(html: str) -> Token:
    return Token("html_block", "", 0, content=html)
