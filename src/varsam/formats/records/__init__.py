"""Records of processing activities as others keep them, read into a draft register (GDPR 30)."""

from varsam.formats.records.book import Noticed
from varsam.formats.records.importing import LAYOUTS, MAX_BYTES, RecordsImport, import_records

__all__ = ["LAYOUTS", "MAX_BYTES", "Noticed", "RecordsImport", "import_records"]
