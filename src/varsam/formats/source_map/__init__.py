"""Source maps as files: read, fingerprinted, described to editors, begun."""

from varsam.formats.source_map.meaning import fingerprint
from varsam.formats.source_map.read import parse
from varsam.formats.source_map.schema import schema
from varsam.formats.source_map.starter import starter

__all__ = ["fingerprint", "parse", "schema", "starter"]
