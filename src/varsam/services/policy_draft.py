"""The policy made of the register, and held against the law as its readers would meet it. Needs no state."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from varsam.checks.base import Level
from varsam.checks.catalogue import check_register
from varsam.checks.law import check_law
from varsam.domain.errors import RegisterError
from varsam.domain.register import Register, Statement
from varsam.formats import pdf, register_yaml
from varsam.formats.policy.encodings import decode
from varsam.formats.policy.markdown import read_markdown
from varsam.formats.policy.statements import statements
from varsam.formats.publishing import own
from varsam.formats.publishing.changes import Change, changes
from varsam.formats.publishing.document import Prose, Release, policy
from varsam.formats.publishing.facts import facts
from varsam.formats.publishing.page import page
from varsam.formats.publishing.paper import typst_source
from varsam.formats.publishing.telling import Telling
from varsam.formats.texts import LANGUAGES, Lang
from varsam.services import checking, laws, policy_archive
from varsam.services.checking import Placed
from varsam.services.home import Home
from varsam.services.policies import POLICY_FOLDER
from varsam.services.policy_archive import Published

_KINDS = ("*.md", "*.markdown", "*.txt", "*.html", "*.htm")
_LARGEST_BYTES = 20 * 1024 * 1024
# What a prose lacks by these findings, ours tells beside it.
_UNTOLD = {
    "LAW011": ("withdrawal",),
    "LAW015": ("marketing",),
    "LAW029": ("complaint",),
    "LAW031": ("rights", "complaint"),
}


@dataclass(frozen=True, slots=True)
class Draft:
    """What would be published now.

    `source` is the owner's document that the prose comes from; None: the register's sentences, or ours where
    it has none. `content` is the fingerprint of what all languages say. `left_out`: sentences of the document
    that the register hasn't got, so that they aren't published.
    """

    telling: Telling
    prose: Prose
    source: Path | None
    languages: tuple[Lang, ...]
    content: str
    facts: dict[str, object]
    left_out: tuple[str, ...] = ()

    def text(self, lang: Lang, release: Release | None = None) -> str:
        """The policy in a language, as Markdown."""
        return policy(replace(self.telling, lang=lang), self.prose, release)

    @property
    def register(self) -> Register:
        """The register that it is made of."""
        return self.telling.register

    @property
    def written(self) -> Lang:
        """The language that the running text was written in."""
        return "en" if self.register.language == "en" else "sv"


def draft(home: Home, languages: Sequence[Lang] = LANGUAGES) -> Draft:
    """Make the policy of the home's register and the owner's document.

    RegisterError: the register or the document can't be read.
    """
    telling = telling_of(home)
    register = telling.register
    source, document = _document(home, register)
    pieces = own.pieces_of_statements(register) if document is None else own.pieces(document, register)
    prose = Prose(pieces, _untold(telling) if pieces else Prose().untold)
    # The language that the prose is in comes first, and every version says all of it.
    ordered = tuple(sorted(dict.fromkeys(languages), key=lambda each: each != register.language))
    made = Draft(telling, prose, source, ordered, "", facts(telling))
    if document is not None:
        made = replace(made, left_out=own.left_out(document, register))
    told = "\x00".join(f"{lang}\x00{made.text(lang)}" for lang in LANGUAGES)
    return replace(made, content=hashlib.sha256(told.encode()).hexdigest())


def telling_of(home: Home, lang: Lang = "sv") -> Telling:
    """The home's register with what stands beside it, as of its day.

    RegisterError(s): a file must be mended.
    """
    law = laws.law(home.today, home.path)
    return Telling(home.register, lang, law, home.partners, home.arrangements.arrangements)


def stands_against(home: Home, made: Draft) -> tuple[Placed, ...]:
    """What the checks find in the text that would be published, but for what the home has silenced.

    The text is read as its readers meet it: the owner's sentences, the table, and what the register adds.
    """
    register = replace(made.register, statements=_told(made.text(made.written, Release(0, home.today))))
    found = (*check_register(made.register), *check_law(register, made.telling.law))
    return checking.heard(home, checking.placed(home, found))[0]


def errors(found: Sequence[Placed]) -> tuple[str, ...]:
    """The codes of the errors among findings, each once."""
    return tuple(dict.fromkeys(each.finding.code for each in found if each.finding.level is Level.ERROR))


def unchanged(home: Home, made: Draft) -> Published | None:
    """The last version, where it says word for word what would be published now."""
    last = policy_archive.versions(home)[-1:]
    same = last and last[0].content == made.content and set(made.languages) <= set(last[0].languages)
    return last[0] if same else None


def rendered(made: Draft, release: Release | None, today: date = date.min) -> dict[str, bytes]:
    """The files of a version by name; PDF where its extra is installed. A draft's is of `today`.

    The same version gives the same bytes.
    """
    register = register_yaml.fingerprint(made.register)
    files: dict[str, bytes] = {}
    for lang in made.languages:
        markdown = made.text(lang, release)
        about = {"language": lang, "register": register, "content": made.content}
        if release is not None:
            about = {"version": str(release.version), "effective": release.effective.isoformat(), **about}
        files[f"policy.{lang}.md"] = markdown.encode()
        files[f"policy.{lang}.html"] = page(markdown, lang, about).encode()
        if pdf.is_possible():
            day = release.effective if release is not None else today
            files[f"policy.{lang}.pdf"] = pdf.compile_pdf(typst_source(markdown, lang), on=day)
    return files


def preview(made: Draft, folder: Path, today: date) -> tuple[Path, ...]:
    """Write a draft into a folder, to look at; nothing is published. RegisterError: it can't be written."""
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in rendered(made, None, today).items():
            (folder / name).write_bytes(content)
            written.append(folder / name)
    except OSError as error:
        raise RegisterError(
            f"the draft can't be written: {error.strerror}", where=str(folder), hint="name another folder"
        ) from error
    return tuple(written)


def changed(
    home: Home, first: int | None, second: int | None
) -> tuple[Published | None, tuple[Change, ...], Any]:
    """What differs between two versions, or between one (the last) and the register now.

    Gives the older version, the changes, and the facts of the newer. Nothing was published yet: no older
    version, no changes. NotAllowed: there is no such version.
    """
    known = policy_archive.versions(home)
    now = policy_archive.version(home, second).facts if second is not None else None
    if now is None:
        now = facts(telling_of(home))
    if first is None and not known:
        return None, (), now
    before = policy_archive.version(home, first) if first is not None else known[-1]
    return before, changes(before.facts, now), now


def _told(markdown: str) -> tuple[Statement, ...]:
    """Everything that a published text says outside tables, the register's part of it too."""
    return statements(read_markdown(markdown))


def _untold(telling: Telling) -> frozenset[str]:
    """Which of the rights the owner's prose leaves out."""
    found = {each.code for each in check_law(telling.register, telling.law)}
    return frozenset(name for code, names in _UNTOLD.items() if code in found for name in names)


def _document(home: Home, register: Register) -> tuple[Path | None, str | None]:
    """The owner's document: the one in `policy/` that says the most of the register's sentences."""
    folder = home.path / POLICY_FOLDER
    paths = sorted({path for kind in _KINDS for path in folder.glob(kind)})
    best: tuple[int, Path | None, str | None] = (0, None, None)
    for path in paths if register.statements else ():
        text = _read(path)
        said = own.shared(text, register)
        if said > best[0]:
            best = (said, path, text)
    return best[1], best[2]


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST_BYTES + 1)
    except OSError as error:
        raise RegisterError(
            f"the policy can't be read: {error.strerror}", where=str(path), hint="name a file that is there"
        ) from error
    if len(data) > _LARGEST_BYTES:
        raise RegisterError(
            "the file is too large for a policy", where=str(path), hint="give the policy as text or HTML"
        )
    return decode(data, str(path)).text
