"""Privacy policies as text: read into a draft register, and the document's bytes and blocks behind that."""

from varsam.formats.policy.document import decode
from varsam.formats.policy.importing import PolicyImport, Remark, import_json, import_policy
from varsam.formats.policy.statements import statement_id

__all__ = ["PolicyImport", "Remark", "decode", "import_json", "import_policy", "statement_id"]
