"""Personal data recognised in values: by shape, never by whose it is. Values come in, counts go out."""

from varsam.formats.recognise.tally import Tally

__all__ = ["Tally"]
