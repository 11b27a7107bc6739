"""A policy's Markdown as Typst, of which a tagged PDF is made."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it.token import Token

from varsam.formats.pdf import literal
from varsam.formats.policy.generated import BEGIN, END, TABLE
from varsam.formats.publishing.page import plain_words, title_of, tokens_of
from varsam.formats.texts import Lang, text

_LANGUAGE = re.compile(r'^<span lang="(sv|en)">$')
_HEAD = """\
#set document(title: {title})
#set text(lang: "{lang}", size: 10pt)
#set page(paper: "a4", margin: (x: 18mm, y: 20mm), numbering: "1")
#set par(leading: 0.62em, spacing: 1.1em)
#show heading.where(level: 1): set text(size: 17pt)
#show heading.where(level: 2): set text(size: 12.5pt)
#show heading: set block(above: 1.6em, below: 0.8em)
#show figure: set block(breakable: true)
#show figure.caption: it => block(width: 100%, align(left, text(size: 9pt, it.body)))
#set figure.caption(position: top)
#set table(stroke: (x: none, y: 0.4pt + luma(70%)), inset: (x: 3pt, y: 4pt), align: left + top)
"""
_COLUMNS = {
    6: "(1.25fr, 1.3fr, 1.1fr, 0.9fr, 0.95fr, 1.15fr)",
    7: "(1.15fr, 1.2fr, 1.05fr, 0.85fr, 0.85fr, 0.95fr, 1.05fr)",
}
_EMPTY = '#""'


def typst_source(markdown: str, lang: Lang) -> str:
    """The policy as a Typst text; what others wrote stands in it as strings only."""
    tokens = tokens_of(markdown)
    head = _HEAD.format(title=literal(title_of(markdown) or text("policy.contents", lang)), lang=lang)
    return head + "\n" + "\n".join(_Blocks(tokens, lang).all()) + "\n"


class _Blocks:
    """Goes through the tokens of a document once."""

    def __init__(self, tokens: Sequence[Token], lang: Lang) -> None:
        self._tokens, self._lang, self._at = tokens, lang, 0
        self._activities = False

    def all(self, until: str = "") -> list[str]:
        """The blocks up to a closing token, or to the end."""
        found: list[str] = []
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            self._at += 1
            if until and token.type == until:
                break
            found += self._block(token)
        return found

    def _block(self, token: Token) -> list[str]:
        match token.type:
            case "heading_open":
                words = self._inline()
                self._at += 1
                return [f"#heading(level: {int(token.tag[1:])})[{words}]"]
            case "paragraph_open":
                words = self._inline()
                self._at += 1
                return [f"#par[{words}]"]
            case "bullet_list_open" | "ordered_list_open":
                return [self._list(token)]
            case "blockquote_open":
                return [f"#quote(block: true)[{' '.join(self.all('blockquote_close'))}]"]
            case "table_open":
                return [self._table()]
            case "fence" | "code_block":
                return [f"#par[#{literal(token.content)}]"]
            case "html_block":
                line = token.content.strip()
                found = BEGIN.match(line) or END.match(line)
                if found:
                    self._activities = found[1] == TABLE and BEGIN.match(line) is not None
                return []
            case _:
                return []

    def _list(self, token: Token) -> str:
        close = token.type.replace("_open", "_close")
        entries: list[str] = []
        while self._tokens[self._at].type != close:
            self._at += 1  # the item's beginning
            entries.append(f"[{' '.join(self.all('list_item_close'))}]")
        self._at += 1
        start = token.attrGet("start")
        numbered = f"enum(start: {start}, " if start is not None else "enum("
        return f"#{'list(' if token.type == 'bullet_list_open' else numbered}{', '.join(entries)})"

    def _inline(self) -> str:
        token = self._tokens[self._at]
        self._at += 1
        return inline(token.children or ())

    def _table(self) -> str:
        rows: list[list[str]] = []
        while (token := self._tokens[self._at]).type != "table_close":
            if token.type == "tr_open":
                rows.append([])
            elif token.type == "inline":
                rows[-1].append(f"[{inline(token.children or ()) or _EMPTY}]")
            self._at += 1
        self._at += 1
        heads, *body = rows
        columns = _COLUMNS.get(len(heads), str(len(heads))) if self._activities else str(len(heads))
        bold = ", ".join(f"[#strong{each}]" for each in heads)
        cells = ",\n".join(", ".join(row) for row in body)
        made = f"table(columns: {columns},\ntable.header({bold}),\n{cells})"
        small = "#[#set text(size: 7.5pt, hyphenate: true); #set par(leading: 0.5em, justify: false);\n"
        if not self._activities:
            return f"{small}#{made}]"
        caption = literal(text("policy.caption", self._lang))
        return (
            f"{small}#figure(kind: table, supplement: none, numbering: none, caption: [#{caption}], {made})]"
        )


def inline(children: Sequence[Token]) -> str:
    """Words, emphasis and links of a paragraph."""
    found: list[str] = []
    for token in children:
        match token.type:
            case "text":
                found.append(f"#{literal(token.content)};" if token.content else "")
            case "code_inline":
                found.append(f"#raw({literal(token.content)});")
            case "softbreak":
                found.append(" ")
            case "hardbreak":
                found.append("#linebreak();")
            case "strong_open":
                found.append("#strong[")
            case "em_open":
                found.append("#emph[")
            case "link_open":
                found.append(_link(str(token.attrGet("href") or "")))
            case "strong_close" | "em_close" | "link_close":
                found.append("];")
            case "html_inline":
                language = _LANGUAGE.match(token.content)
                found.append(f'#text(lang: "{language[1]}")[' if language else "];")
            case _:
                found.append(f"#{literal(plain_words(token))};")
    return "".join(found)


def _link(address: str) -> str:
    """A link that leads out; one within the page leads nowhere on paper."""
    return f"#link({literal(address)})[" if address and not address.startswith("#") else "#text["
