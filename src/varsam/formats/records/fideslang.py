"""Reads fideslang YAML: each system's privacy declarations become the purposes of an activity.

Read as data in the formats' own strict YAML: no tags, no unbounded aliases, one document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from varsam.domain.errors import RegisterError
from varsam.domain.said import say
from varsam.domain.vocabulary import Word
from varsam.formats.policy.slugs import slug
from varsam.formats.records.book import Noticed
from varsam.formats.records.fideslang_words import BASES, CATEGORIES, SUBJECTS, USES, code_of
from varsam.formats.records.foreign import says_nothing
from varsam.formats.records.record import Parties, Party, Record
from varsam.formats.yaml_node import Node
from varsam.formats.yaml_positions import load

MAX_SYSTEMS = 2_000
_SYSTEM = frozenset(
    {
        "fides_key", "name", "description", "system_type", "privacy_declarations", "joint_controller_info",
        "data_security_practices", "legal_name", "dpo", "organization_fides_key", "tags",
    }
)  # fmt: skip
_DECLARATION = frozenset(
    {
        "name", "data_use", "data_categories", "data_subjects", "legal_basis_for_processing",
        "retention_period", "third_parties", "data_shared_with_third_parties",
    }
)  # fmt: skip
_EMPTY = ("", "false", "null", "~", "0", "[]")


class Declarations:
    """The systems of one file as records, and the words that it brings of its own."""

    def __init__(self, text: str, path: str) -> None:
        """`path` only names the file. RegisterErrors: it isn't YAML that is read here."""
        self._root = load(text, path)
        self._path = path
        self.noticed: list[Noticed] = []
        self.parties = Parties()
        self._told: set[str] = set()
        self.categories: dict[str, Word] = {}
        self.subjects: dict[str, Word] = {}

    def records(self) -> list[Record]:
        """Each declaration as a record; those of one system and the same data are one activity's.

        RegisterError: the file has no systems, or too many.
        """
        top = _entries(self._root)
        systems = _items(top.get("system"))
        if not systems:
            raise RegisterError(
                "the file holds no systems with privacy declarations",
                where=self._path,
                hint="give the fideslang file with 'system:'; datasets and policies alone make no register",
            )
        if len(systems) > MAX_SYSTEMS:
            raise RegisterError(
                "the file holds too many systems", where=self._path, hint=f"at most {MAX_SYSTEMS}"
            )
        for name, node in top.items():
            if name == "organization":
                self._organisations(node)
            elif name != "system" and not _is_empty(node):
                said = say("{key} isn't read: a register is made of systems", key=repr(name))
                self.noticed.append(Noticed("REC001", str(node.position), said))
        return [record for system in systems for record in self._system(system)]

    def _organisations(self, node: Node) -> None:
        for each in _items(node):
            fields = _entries(each)
            name = _text(fields.get("name")) or _text(fields.get("fides_key"))
            if name and name != "default_organization":
                self.parties.controllers.append(Party(name=name, where=str(each.position)))
            self._left(fields, frozenset({"fides_key", "name", "description"}), each)

    def _system(self, node: Node) -> Iterator[Record]:
        fields = _entries(node)
        title = _text(fields.get("name")) or _readable(_text(fields.get("fides_key")))
        self._left(fields, _SYSTEM, node)
        officer = _text(fields.get("dpo"))
        if officer and not self.parties.dpo.name:
            self.parties.dpo = Party(name=officer, where=str(node.position))
        declarations = _items(fields.get("privacy_declarations"))
        if not declarations:
            said = say("the system {name} declares nothing and isn't imported", name=repr(title))
            self.noticed.append(Noticed("REC001", str(node.position), said))
        for each in declarations:
            yield self._declaration(_entries(each), each, title, fields)

    def _declaration(
        self, fields: Mapping[str, Node], node: Node, title: str, system: Mapping[str, Node]
    ) -> Record:
        where = str(node.position)
        self._left(fields, _DECLARATION, node)
        use = _text(fields.get("data_use"))
        purpose, exact = code_of(use, USES)
        if not exact:
            said = say("the use {key} isn't known; the purpose is named after it", key=repr(use[:80]))
            self.noticed.append(Noticed("REC023", where, said))
            purpose = _readable(use)
        basis = _text(fields.get("legal_basis_for_processing"))
        shared = _text(fields.get("third_parties"))
        return Record(
            where=where,
            title=title,
            purpose=_text(fields.get("name")) or purpose,
            basis=BASES[basis].value.replace("_", " ") if basis in BASES else basis,
            retention=_period(_text(fields.get("retention_period"))),
            codes=self._codes(fields.get("data_categories"), "categories", where),
            subject_codes=self._codes(fields.get("data_subjects"), "subjects", where),
            recipients="" if says_nothing(shared) else shared,
            joint=_text(system.get("joint_controller_info")),
            measures=_text(system.get("data_security_practices")),
        )

    def _codes(self, node: Node | None, kind: str, where: str) -> tuple[str, ...]:
        known = CATEGORIES if kind == "categories" else SUBJECTS
        own = self.categories if kind == "categories" else self.subjects
        found: list[str] = []
        for key in _texts(node):
            code, exact = code_of(key, known)
            if not code:
                code = "other." + (slug(key.removeprefix("user.")).replace("-", "_") or "unnamed")
                own[code] = Word(code, _readable(key), _readable(key))
            elif not exact and key not in self._told:
                self._told.add(key)
                said = say("the key {key} was read as {code}", key=repr(key[:80]), code=repr(code))
                self.noticed.append(
                    Noticed("REC023", where, said, "use another word in the register if it is more exact")
                )
            found.append(code)
        return tuple(dict.fromkeys(found))

    def _left(self, fields: Mapping[str, Node], known: frozenset[str], node: Node) -> None:
        left = [name for name, value in fields.items() if name not in known and not _is_empty(value)]
        if left:
            said = say("these keys aren't imported: {keys}", keys=", ".join(sorted(left)[:20]))
            self.noticed.append(Noticed("REC001", str(node.position), said))


def _period(text: str) -> str:
    """A retention period; fideslang's default 0 and "No retention or erasure policy" say none."""
    return "" if text == "0" or re.fullmatch(r"no retention\b.*", text, re.IGNORECASE) else text


def _entries(node: Node | None) -> dict[str, Node]:
    if node is None or node.is_null:
        return {}
    if node.kind != "mapping":
        raise node.error("'key: value' lines are wanted here", "give a fideslang file: 'system:' with a list")
    return {key.raw: value for key, value in node.entries}


def _items(node: Node | None) -> tuple[Node, ...]:
    if node is None or node.is_null:
        return ()
    return node.items if node.kind == "sequence" else (node,)


def _texts(node: Node | None) -> tuple[str, ...]:
    return tuple(each.raw for each in _items(node) if each.kind == "scalar" and each.raw)


def _text(node: Node | None) -> str:
    given = node is not None and node.kind == "scalar" and not node.is_null
    return " ".join(node.raw.split()) if node is not None and given else ""


def _is_empty(node: Node) -> bool:
    if node.kind == "scalar":
        return node.raw.casefold() in _EMPTY
    return not node.items and not node.entries


def _readable(key: str) -> str:
    words = " ".join(re.split(r"[._\s]+", key.removeprefix("user."))).strip()
    return words[:1].upper() + words[1:]
