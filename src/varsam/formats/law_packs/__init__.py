"""Packs of law as YAML: how they are read, and the packs that come with the program (in `data`)."""

from varsam.formats.law_packs.reading import parse

__all__ = ["parse"]
