"""Privacy policies as documents: read into a draft register, and the parts of the document behind that."""

from varsam.formats.policy.document import Remark
from varsam.formats.policy.importing import PolicyImport, import_document, import_json, import_policy
from varsam.formats.policy.statements import statement_id

__all__ = ["PolicyImport", "Remark", "import_document", "import_json", "import_policy", "statement_id"]
