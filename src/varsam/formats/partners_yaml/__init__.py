"""The file of partners beside the register: read, written, edited with its comments kept, described."""

from varsam.formats.partners_yaml.reading import FILE, parse, places
from varsam.formats.partners_yaml.schema import schema
from varsam.formats.partners_yaml.writing import write

__all__ = ["FILE", "parse", "places", "schema", "write"]
