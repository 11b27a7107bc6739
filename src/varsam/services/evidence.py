"""The ledger as evidence: verified, copied out, proven entry by entry, signed."""

from __future__ import annotations

from pathlib import Path

from varsam.services.home import Home
from varsam.store import ledger, ledger_audit
from varsam.store.ledger import LedgerProof
from varsam.store.ledger_copy import LedgerReport, verify_copy

__all__ = ["LedgerProof", "LedgerReport", "checkpoint", "export", "proof", "verify", "verify_copy"]


def verify(against: Path | None = None) -> LedgerReport:
    """Recompute the whole ledger of the home. RegisterError: the checkpoint from elsewhere can't be read."""
    return ledger_audit.verify(against)


def export(home: Home, folder: Path) -> LedgerReport:
    """Write a copy that can be verified without this home. NotAllowed: the folder is there already."""
    return ledger_audit.export(folder, home.clock())


def proof(home: Home, index: int) -> LedgerProof:
    """The receipt of one entry. NotAllowed: there is no such entry."""
    return ledger.proof(index, home.clock())


def checkpoint(home: Home) -> str:
    """Sign the ledger as it is now. PlanRefused: it was changed since it was last signed."""
    return ledger.checkpoint(home.clock())
