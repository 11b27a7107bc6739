"""What Varsam itself stores, as a source like any other: its map, and the activity that holds it.

The same planner lets it go: sealed keys and journals of plans that ended, and the facts about people once
nobody can ask for them any more. The ledger holds no personal data and stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from varsam.domain.errors import NotAllowed
from varsam.domain.ownership import SourceMap
from varsam.domain.register import Activity, Register
from varsam.domain.said import say
from varsam.formats import register_yaml

SOURCE: Final = "varsam"
"""The source's name in every home; its plans come last, since other sources' plans rest on what it holds."""

MAP_FILE: Final = Path("sources") / f"{SOURCE}.yaml"
DATABASE_VARIABLE: Final = "VARSAM_DATABASE_URL"

ACTIVITY: Final = """\
  # What Varsam itself keeps about people and staff: decisions, and what its runs need to be finished.
  varsam-own:
    title: Begäran, beslut och bevis i Varsam
    role: controller
    controllers: [{controller}]
    categories: [all]
    subjects: [all]
    unpublished: true             # no row of the policy's table; drop this line to publish it
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
    # to marketing stands for ever, and a consent, a hold or a restriction may still be relied upon, so that
    # somebody must look at them first.
    ask: {{kind: [objection, consent_given, hold_opened, restriction]}}
  # That somebody was looked for by hand goes with what is known of them; that a kind was gone through, after
  # as long a time.
  task:
    table: store_taskdone
    where: {{person_id: {{not: null}}}}
    refs: {{person: person_id}}
    owner: person
    collected: {{column: recorded_at, {stored}}}
    groups:
      statement: {{columns: [actor, sealed], category: all, for: [varsam-decisions]}}
  review:
    table: store_taskdone
    where: {{person_id: null}}
    collected: {{column: recorded_at, {stored}}}
    events:
      fact.recorded: {{column: recorded_at, {stored}}}
    groups:
      statement: {{columns: [actor, sealed], category: all, for: [varsam-decisions]}}
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
  store_workerseen: hosts and processes of the workers, and when they gave a sign of life
  store_claimrun: which sentences of the policy were true, with counts and names of things
  store_sourcepace: when the next batch may begin in a source
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


def joined(register: Register) -> Register:
    """The register with the activity for own state; as it was where one of those names is taken."""
    own = _activity(register.entities[0].id)
    taken = {each.id for each in register.activities} | register.purposes().keys()
    if not taken.isdisjoint({own.id, *(purpose.id for purpose in own.purposes)}):
        return register
    return replace(register, activities=(*register.activities, own))


def put_map(folder: Path, environment: Mapping[str, str]) -> tuple[Path, ...]:
    """Write the map into a home that has none, and name the file. OSError: it can't be written."""
    path = folder / MAP_FILE
    if path.exists() or path.is_symlink():
        return ()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(source_map(postgresql=in_postgresql(environment)), encoding="utf-8")
    return (path,)


def follow_move(folder: Path) -> bool:
    """Let the map follow own state to PostgreSQL; False where a person has changed it and must do so.

    OSError: it can't be written.
    """
    path = folder / MAP_FILE
    if not path.exists():
        return True
    if path.read_text(encoding="utf-8") != source_map():
        return False
    path.write_text(source_map(postgresql=True), encoding="utf-8")
    return True


def in_postgresql(environment: Mapping[str, str]) -> bool:
    """Answer whether own state lies in PostgreSQL."""
    return bool(environment.get(DATABASE_VARIABLE))


def refuse_left_behind(maps: Mapping[str, SourceMap], environment: Mapping[str, str]) -> None:
    """Refuse a map that leads to the SQLite file that own state has left: what is planned there is the past.

    NotAllowed: it does.
    """
    own = maps.get(SOURCE)
    if own is None or not in_postgresql(environment):
        return
    if str(own.options.get("url", "")).startswith("sqlite:"):
        raise NotAllowed(
            "own state is in PostgreSQL, and its map names the SQLite file that it left",
            where=str(MAP_FILE),
            hint=say(
                "write `url_env: {variable}` instead of `url:`, and `as: instant` instead of `as: local`"
                " with its zone",
                variable=DATABASE_VARIABLE,
            ),
        )


def _activity(controller: str) -> Activity:
    whole = f"register: own\nentities:\n  {controller}: {{name: own}}\nactivities:\n"
    return register_yaml.parse(whole + activity(controller), "own").activities[0]
