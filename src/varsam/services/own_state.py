"""What Varsam itself stores, as a source like any other: its map, and the activity that holds it.

The same planner lets it go: sealed keys and journals of plans that ended, and the facts about people once
nobody can ask for them any more. The ledger holds no personal data and stays.
"""

from __future__ import annotations

from typing import Final

ACTIVITY: Final = """\
  # What Varsam itself keeps about people and staff: decisions, and what its runs need to be finished.
  varsam-own:
    title: Begäran, beslut och bevis i Varsam
    role: controller
    controllers: [{controller}]
    categories: [all]
    subjects: [all]
    purposes:
      varsam-decisions:
        title: Följa och kunna visa beslut om personuppgifter
        basis: legal_obligation
        rule: fact.recorded + 10 years
        law: GDPR 5(2), 7(1), 12, 17-21
      varsam-runs:
        title: Slutföra och kontrollera gallringar
        basis: legal_obligation
        rule: plan.ended + 90 days
        law: GDPR 5(2)
"""

_MAP: Final = """\
# What Varsam itself stores. It is observed and gallrat like every other source.
source: varsam
connector: sql
{address}
kinds:
  person:
    table: store_person
    person: true
    events:
      fact.recorded: {{every: fact.recorded_at, {stored}}}
    groups:
      known: {{columns: [controller], category: all, for: [varsam-decisions]}}
  identifier:
    table: store_identifier
    refs: {{person: person_id}}
    part_of: person
  fact:
    table: store_fact
    refs: {{person: person_id}}
    owner: person
    collected: {{column: recorded_at, {stored}}}
    groups:
      statement: {{columns: [actor, sealed], category: all, for: [varsam-decisions]}}
    # Where a person has several facts, all stay until the last of them is past its time; an objection
    # to marketing stands for ever, so that somebody must look at it first.
    ask: {{kind: objection}}
  plan:
    table: store_planrecord
    collected: {{column: created_at, {stored}}}
    events:
      plan.ended:
        column: changed_at
        while: {{state: [applied, drifted, expired]}}
        {stored_lines}
    groups:
      document: {{columns: [sealed, created_by], category: all, for: [varsam-runs]}}
  approval:
    table: store_approval
    refs: {{plan: plan_id}}
    part_of: plan
  standing:
    table: store_standingapproval
    events:
      plan.ended: until
    groups:
      terms: {{columns: [sealed], category: all, for: [varsam-runs]}}
  standing_voice:
    table: store_standingvoice
    refs: {{standing: standing_id}}
    part_of: standing
  plan_keys:
    table: store_plankeys
    refs: {{plan: {{kind: plan, on: {{plan: "{{id}}"}}}}}}
    part_of: plan
  key_set:
    table: store_keyset
    refs: {{plan: {{kind: plan, on: {{plan: "{{id}}"}}}}}}
    part_of: plan
  key_set_chunk:
    table: store_keysetchunk
    refs: {{key_set: key_set_id}}
    part_of: key_set
  journal:
    table: store_journalentry
    refs: {{plan: {{kind: plan, on: {{plan: "{{id}}"}}}}}}
    part_of: plan
ignored:
  store_actor: the operating system's accounts of those who use Varsam; managed there
  store_ledgerentry: holds no personal data and can't be erased; see the ledger's entry types
  store_ledgernode: hashes of ledger entries
  store_checkpoint: signed hashes
  store_signingkey: keys of ours
  store_keygeneration: numbers of key generations
  store_hashkey: sealed keys of ours
  store_snapshotrecord: schemas, never contents
  store_sourcestate: which source may be changed, and which account said so
  store_stateseen: keyed hashes of row keys with the day a state was first seen
  store_registerversion: versions of the register
  store_decision: decisions about findings
  store_nightrun: codes and numbers of the night's runs, never of people
  store_noticesent: codes of the notices that left, never of people
  django_migrations: names of migrations
"""


def source_map(*, postgresql: bool = False) -> str:
    """Write the map of own state: in the home's SQLite file, or in PostgreSQL by VARSAM_DATABASE_URL."""
    if postgresql:
        return _MAP.format(
            address="url_env: VARSAM_DATABASE_URL", stored="as: instant", stored_lines="as: instant"
        )
    return _MAP.format(
        address="url: sqlite:///state/varsam.sqlite3",
        stored="as: local, zone: UTC",
        stored_lines="as: local\n        zone: UTC",
    )


def activity(controller: str) -> str:
    """Write the register's activity for own state, indented for `activities:`."""
    return ACTIVITY.format(controller=controller)
