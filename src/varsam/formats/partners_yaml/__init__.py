"""The file of partners beside the register: read, written, edited with its comments kept, described."""

from varsam.formats.partners_yaml.editing import Change, DecideNotice, SignAgreement, edit
from varsam.formats.partners_yaml.reading import FILE, parse, places
from varsam.formats.partners_yaml.schema import schema
from varsam.formats.partners_yaml.showing import flow_json, partner_json
from varsam.formats.partners_yaml.writing import write

__all__ = [
    "FILE",
    "Change",
    "DecideNotice",
    "SignAgreement",
    "edit",
    "flow_json",
    "parse",
    "partner_json",
    "places",
    "schema",
    "write",
]
