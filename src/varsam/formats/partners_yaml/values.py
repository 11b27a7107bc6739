"""Single values that several parts of `partners.yaml` hold."""

from __future__ import annotations

import re
from datetime import date

from varsam.domain.partners import Document
from varsam.formats.register_yaml.keys import Section
from varsam.formats.yaml_positions import Fields, Node

_SHA256 = re.compile("[0-9a-f]{64}")


def fields_of(node: Node, section: Section) -> Fields:
    """The checked keys of a mapping."""
    return node.mapping(section.required, section.optional, section.what)


def day(fields: Fields, name: str) -> date | None:
    """A day, or None when it isn't given."""
    found = fields.get(name)
    return found.date() if found is not None else None


def document(fields: Fields) -> Document:
    """A document's name and hash; RegisterError: a name that leads out of the folder, or no SHA-256."""
    named, hashed = fields.get("document"), fields.get("sha256")
    name = named.text() if named is not None else ""
    if named is not None and (name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name)):
        raise named.error("the document must lie in the folder agreements", "give its name there")
    if hashed is None:
        return Document(name)
    # Sixty-four digits are a number to YAML.
    text = hashed.raw.lower() if hashed.kind == "scalar" else ""
    if not _SHA256.fullmatch(text):
        raise hashed.error("this is no SHA-256", "64 hexadecimal digits, as sha256sum prints them")
    return Document(name, text)
