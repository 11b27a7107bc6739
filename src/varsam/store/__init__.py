"""Varsam's own state: facts, people, plans, journal, ledger and keys, in one database per home."""
