"""The register file: read, written, edited with its comments kept, described for editors, fingerprinted."""

from varsam.formats.register_yaml.editing import (
    AcceptProposal,
    AddProposal,
    AddPurpose,
    Change,
    ConfirmPurpose,
    WaiveProposal,
    edit,
)
from varsam.formats.register_yaml.meaning import fingerprint
from varsam.formats.register_yaml.reading import parse, places
from varsam.formats.register_yaml.schema import schema
from varsam.formats.register_yaml.writing import write

__all__ = [
    "AcceptProposal",
    "AddProposal",
    "AddPurpose",
    "Change",
    "ConfirmPurpose",
    "WaiveProposal",
    "edit",
    "fingerprint",
    "parse",
    "places",
    "schema",
    "write",
]
