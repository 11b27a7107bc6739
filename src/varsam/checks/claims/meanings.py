"""Verifiers of who the controllers are, what the policy's words mean, and where to turn."""

from __future__ import annotations

import re

from varsam.checks.claims.seen import Seen
from varsam.checks.claims.verifier import Answer, false, listed, true, unknown
from varsam.checks.law import words
from varsam.domain.said import say

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\d-])(?:\+46|0)\d{0,3}[- ]?\d[\d -]{5,12}\d")
_STORES = words.either("lagr", "spar", "registr", "stor", "record", "keep")
_DISCLOSES = words.either("lämna", "vidare", "överför", "disclos", "transmi", "transfer", "shar", "forward")


def controllers_named(seen: Seen) -> Answer:
    """S1."""
    without = tuple(each.id for each in seen.register.entities if not each.org_no)
    if without:
        return unknown(
            say("the register gives no organisation number for: {names}", names=listed(without)),
            "write org_no for each controller in register.yaml",
            entities=without,
        )
    return true(
        say(
            "each of {count} activities has a controller with its organisation number",
            count=len(seen.activities),
        ),
        entities=tuple(each.id for each in seen.register.entities),
    )


def data_classified(seen: Seen) -> Answer:
    """S3."""
    bare = tuple(
        f"{source.source}.{kind.name}" for source, kind, group in seen.groups() if not group.category
    )
    if bare:
        return false(
            say("nothing says what sort of personal data lies in: {places}", places=listed(bare)),
            "give each group its category in the map",
            places=bare,
        )
    count = sum(1 for _ in seen.groups())
    return true(say("each of {count} groups of columns has its category of personal data", count=count))


def operations_listed(seen: Seen) -> Answer:
    """S4."""
    silent = tuple(each.id for each in seen.activities if not each.operations)
    held = seen.held()
    for activity in seen.activities:
        done = " ".join(activity.operations)
        kept = any(each.id in held for each in activity.purposes)
        if done and kept and not _STORES.search(done):
            return false(
                say("{activity} lists no storing, and a system stores its data", activity=activity.id),
                "add store to the activity's operations",
                activity=activity.id,
            )
        if done and activity.recipients and not _DISCLOSES.search(done):
            return false(
                say("{activity} has recipients and lists no disclosing", activity=activity.id),
                "add disclose to the activity's operations",
                activity=activity.id,
            )
    if silent or not seen.activities:
        return unknown(
            say("the register doesn't say what is done with the data of: {names}", names=listed(silent)),
            "list the operations of each activity in register.yaml",
            activities=silent,
        )
    return true("each activity lists what is done with the data, and the systems don't contradict it")


def accountable(seen: Seen) -> Answer:
    """S17."""
    chain = seen.ledger
    if chain is not None and not chain.ok:
        return false(
            "the ledger was changed or damaged: it doesn't prove what was done any more",
            "run `varsam ledger verify`, and restore the state from a copy",
            entries=chain.entries,
        )
    against = seen.errors("LAW", "REG", "RET", "PAR", "ASM", "JNT", "CUS")
    if against:
        codes = tuple(sorted({each.code for each in against}))
        return false(
            say("{count} errors of the law stand against register and policy", count=len(against)),
            "see `varsam check`, and mend what it finds",
            checks=codes,
        )
    if chain is None or not chain.entries:
        return unknown(
            "nothing has been done yet that the ledger could prove",
            "plan and apply what is due: `varsam plan`",
        )
    return true(
        say(
            "no error of the law stands, and {count} entries of the ledger prove each other",
            count=chain.entries,
        ),
        entries=chain.entries,
    )


def third_country_meant(seen: Seen) -> Answer:
    """S27."""
    for statement in seen.bound.get("S27", ()):
        if words.THIRD_COUNTRY.search(statement.text) and not re.search(r"EES|EEA", statement.text):
            return false(
                "the sentence counts countries outside the EU, and leaves out the EEA",
                "write EU/EEA: Iceland, Liechtenstein and Norway are no third countries",
                statement=statement.id,
            )
    pack = seen.law.packs.get("eea") if seen.law is not None else None
    if seen.law is None or pack is None or pack.stale(seen.on):
        return unknown(
            "nobody has compared the list of EEA countries with the law for more than 90 days",
            "update the program, or put a pack that you have checked into law/eea.yaml",
        )
    count = sum(1 for _ in pack.holding(seen.on))
    return true(say("the list of {count} EEA countries was compared with the law lately", count=count))


def table_is_the_register(seen: Seen) -> Answer:
    """S60."""
    table = seen.table
    if table is None or not table.rows:
        return unknown(
            "the policy document has no table that could be read",
            "put the published policy with its table into the folder policy",
        )
    if table.differing:
        return false(
            say("the published table and the register differ about: {names}", names=listed(table.differing)),
            "publish the table anew, or mend the register",
            activities=table.differing,
        )
    return true(
        say("the {count} rows of the published table are the register's activities", count=table.rows),
        rows=table.rows,
    )


def reached(seen: Seen) -> Answer:
    """S63."""
    entities = seen.register.entities
    theirs = " · ".join(each.text for each in seen.bound.get("S63", ()))
    known = " ".join(f"{each.contact} {each.email} {each.phone} {each.dpo}" for each in entities).lower()
    numbers = re.sub(r"\D", "", known)
    phones = [re.sub(r"\D", "", each) for each in _PHONE.findall(theirs)]
    without = tuple(each.id for each in entities if not (each.contact or each.email))
    if without or (phones and not any(each.phone for each in entities)):
        return unknown(
            "the register doesn't say how each controller is reached, so the text can't be compared with it",
            "write contact or email, and phone, for each controller in register.yaml",
            entities=without or tuple(each.id for each in entities),
        )
    wrong = sum(each.lower() not in known for each in _EMAIL.findall(theirs))
    wrong += sum(each not in numbers for each in phones)
    if wrong:
        return false(
            say(
                "{count} addresses or phone numbers in the text aren't the controller's in the register",
                count=wrong,
            ),
            "correct contact, email and phone in register.yaml, or the text",
            differing=wrong,
        )
    return true(
        "the text names the addresses and numbers at which the register says the controller is reached"
    )


def current_version(seen: Seen) -> Answer:
    """S62."""
    versions = seen.versions
    if versions is None or not versions.last:
        return unknown(
            "no version of the policy was published from the register, so nothing says which one is current",
            "publish the policy from the register: `varsam policy publish`",
        )
    if versions.faults or not versions.proven:
        return false(
            say(
                "what lies in the archive isn't version {version} as it was published", version=versions.last
            ),
            "restore the folder policy/published from a backup: `varsam policy versions` says what differs",
            version=versions.last,
            faults=len(versions.faults),
        )
    if not versions.current:
        return false(
            say(
                "the register says something else than version {version}, the last published",
                version=versions.last,
            ),
            "see `varsam policy diff`, then publish: `varsam policy publish`",
            version=versions.last,
        )
    return true(
        say(
            "version {version} is the last published, and says what the register says", version=versions.last
        ),
        version=versions.last,
    )
