"""The tables of Varsam's own state. Nothing outside this package sees these classes.

People appear only as random ids with sealed identifiers. What the program reads as a source of its own
(for its own retention) are these tables under these names, so columns hold dates as dates.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models

from varsam.store.claim_models import ClaimRun as ClaimRun

ID = 64
"""Room for an internal id: 32 hex digits of a random UUID, a short made name, or a fingerprint."""


class Actor(AbstractBaseUser):
    """Who did something: an account of the operating system, or one of Varsam's own."""

    id = models.CharField(max_length=ID, primary_key=True)
    username = models.CharField(max_length=150)
    kind = models.CharField(max_length=16, default="os")
    created_at = models.DateTimeField()

    USERNAME_FIELD = "id"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["username", "kind"]

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "username"], name="actor_once")]


class Person(models.Model):
    """A natural person whom a fact is about; made only by facts, never by retention."""

    id = models.CharField(max_length=ID, primary_key=True)
    controller = models.CharField(max_length=ID)
    created_at = models.DateTimeField()


class Identifier(models.Model):
    """One typed identifier of a person: found by keyed hash, read by unsealing."""

    id = models.CharField(max_length=ID, primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="identifiers")
    controller = models.CharField(max_length=ID)
    type = models.CharField(max_length=64)
    lookup = models.BinaryField(max_length=32)
    sealed = models.BinaryField()
    generation = models.PositiveIntegerField(db_index=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["lookup"], name="identifier_lookup")]


class Fact(models.Model):
    """One dated statement; evidence and details are sealed together."""

    id = models.CharField(max_length=ID, primary_key=True)
    controller = models.CharField(max_length=ID)
    kind = models.CharField(max_length=32)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="facts")
    scope = models.JSONField(null=True)
    purpose = models.CharField(max_length=200, null=True)
    source = models.CharField(max_length=200, null=True)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_index=True)
    actor = models.CharField(max_length=ID)
    supersedes = models.CharField(max_length=ID, null=True, unique=True)
    refers_to = models.CharField(max_length=ID, null=True)
    sealed = models.BinaryField()
    generation = models.PositiveIntegerField(db_index=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["controller", "kind"], name="fact_controller_kind")]


class PlanRecord(models.Model):
    """A frozen plan, sealed so that nobody changes it without the root key, and where it stands."""

    id = models.CharField(max_length=ID, primary_key=True)
    fingerprint = models.CharField(max_length=ID)
    on = models.DateField()
    state = models.CharField(max_length=16, db_index=True)
    sealed = models.BinaryField()
    generation = models.PositiveIntegerField(db_index=True)
    rows = models.BigIntegerField()
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    created_by = models.CharField(max_length=ID)
    changed_at = models.DateTimeField()


class Approval(models.Model):
    """Somebody approved a plan; sealed lies the salt that opens the ledger's commitment to who it was."""

    id = models.CharField(max_length=ID, primary_key=True)
    plan = models.ForeignKey(PlanRecord, on_delete=models.CASCADE, related_name="approvals")
    actor = models.CharField(max_length=ID)
    at = models.DateTimeField()
    sealed = models.BinaryField()
    generation = models.PositiveIntegerField(db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "actor"], name="approval_once"),
        ]


class PlanKeys(models.Model):
    """The keys that one batch of one step will touch, or touched, sealed."""

    id = models.CharField(max_length=ID, primary_key=True)
    plan = models.CharField(max_length=ID)
    step = models.CharField(max_length=200)
    batch = models.PositiveIntegerField()
    count = models.BigIntegerField()
    digest = models.CharField(max_length=ID)
    sealed = models.BinaryField()
    generation = models.PositiveIntegerField(db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "step", "batch"], name="plan_keys_once"),
        ]


class KeySet(models.Model):
    """Keys from elsewhere that a plan's selections join with: the plan names them by id and digest."""

    id = models.CharField(max_length=ID, primary_key=True)
    plan = models.CharField(max_length=ID, db_index=True)
    name = models.CharField(max_length=200)
    count = models.BigIntegerField()
    digest = models.CharField(max_length=ID)
    sealed = models.BinaryField()
    generation = models.PositiveIntegerField(db_index=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["plan", "name"], name="key_set_once")]


class KeySetChunk(models.Model):
    """A part of a key set, sealed; parts count from 0."""

    id = models.CharField(max_length=ID, primary_key=True)
    key_set = models.ForeignKey(KeySet, on_delete=models.CASCADE, related_name="chunks")
    part = models.PositiveIntegerField()
    sealed = models.BinaryField()
    generation = models.PositiveIntegerField(db_index=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["key_set", "part"], name="chunk_once")]


class JournalEntry(models.Model):
    """Intent before, outcome after, per batch; `stopped` where a run was told to stop."""

    id = models.CharField(max_length=ID, primary_key=True)
    plan = models.CharField(max_length=ID)
    batch = models.PositiveIntegerField()
    kind = models.CharField(max_length=16)
    at = models.DateTimeField()
    sealed = models.BinaryField()
    generation = models.PositiveIntegerField(db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "batch", "kind"], name="journal_once"),
        ]


class LedgerEntry(models.Model):
    """One entry of the ledger: its bytes are what was hashed."""

    index = models.BigIntegerField(primary_key=True)
    document = models.BinaryField()
    leaf = models.BinaryField(max_length=32)


class LedgerNode(models.Model):
    """The hash of a complete subtree above the leaves; `position` numbers the nodes of the tree in order."""

    position = models.BigIntegerField(primary_key=True)
    hash = models.BinaryField(max_length=32)


class Checkpoint(models.Model):
    """A signed checkpoint, as the text that was handed out."""

    size = models.BigIntegerField(primary_key=True)
    note = models.TextField()
    at = models.DateTimeField()


class SigningKey(models.Model):
    """The key that signs checkpoints; its private half is sealed."""

    id = models.CharField(max_length=ID, primary_key=True)
    name = models.CharField(max_length=200, unique=True)
    public = models.BinaryField(max_length=32)
    sealed = models.BinaryField()
    generation = models.PositiveIntegerField(db_index=True)
    created_at = models.DateTimeField()


class KeyGeneration(models.Model):
    """A generation of the root key that this database knows; `check` tells the right key from another."""

    number = models.PositiveIntegerField(primary_key=True)
    check_value = models.BinaryField(max_length=32)
    created_at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True)


class SnapshotRecord(models.Model):
    """What inspect saw in a source."""

    id = models.BigAutoField(primary_key=True)
    source = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=ID)
    document = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["source", "at"], name="snapshot_source_at")]


class SourceState(models.Model):
    """Whether a source may be changed or is only observed. Each switch is a row; the last one counts."""

    id = models.BigAutoField(primary_key=True)
    source = models.CharField(max_length=200, db_index=True)
    mode = models.CharField(max_length=16)
    changed_by = models.CharField(max_length=ID)
    changed_at = models.DateTimeField()


class StateSeen(models.Model):
    """On which day inspect first saw a row in a state that has no date of its own."""

    id = models.BigAutoField(primary_key=True)
    source = models.CharField(max_length=200)
    kind = models.CharField(max_length=200)
    key_hash = models.BinaryField(max_length=32)
    state = models.CharField(max_length=200)
    first_seen = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "kind", "key_hash", "state"], name="state_seen_once"),
        ]


class HashKey(models.Model):
    """A random key for hashes that must survive a rotation, sealed: its subjects can't be hashed anew."""

    id = models.CharField(max_length=ID, primary_key=True)
    sealed = models.BinaryField()
    generation = models.PositiveIntegerField(db_index=True)


class RegisterVersion(models.Model):
    """A version of the register that was in use."""

    id = models.BigAutoField(primary_key=True)
    fingerprint = models.CharField(max_length=ID, db_index=True)
    document = models.BinaryField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=ID)


class Decision(models.Model):
    """A person's answer to a finding or a proposed patch; the last one for a subject counts."""

    number = models.BigAutoField(primary_key=True)
    id = models.CharField(max_length=ID, unique=True)
    subject = models.CharField(max_length=200, db_index=True)
    answer = models.CharField(max_length=32)
    sealed = models.BinaryField()
    generation = models.PositiveIntegerField(db_index=True)
    actor = models.CharField(max_length=ID)
    at = models.DateTimeField()


class TaskDone(models.Model):
    """A named person did what a plan asked for in a system without a connector; the proof lies sealed."""

    id = models.CharField(max_length=ID, primary_key=True)
    plan = models.CharField(max_length=ID)
    step = models.CharField(max_length=500)
    source = models.CharField(max_length=200)
    kind = models.CharField(max_length=200)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="tasks_done")
    done_on = models.DateField()
    recorded_at = models.DateTimeField()
    actor = models.CharField(max_length=ID)
    sealed = models.BinaryField()
    generation = models.PositiveIntegerField(db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "step"], name="task_done_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["source", "kind"], name="task_done_kind")]


class StandingApproval(models.Model):
    """What the night may apply by itself: the terms lie sealed, so that nobody widens them unseen."""

    id = models.CharField(max_length=ID, primary_key=True)
    source = models.CharField(max_length=200, db_index=True)
    until = models.DateField()
    proposed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    sealed = models.BinaryField()
    generation = models.PositiveIntegerField(db_index=True)


class StandingVoice(models.Model):
    """Somebody approved a standing approval or revoked it; the sealed salt opens the ledger's commitment."""

    id = models.CharField(max_length=ID, primary_key=True)
    standing = models.ForeignKey(StandingApproval, on_delete=models.CASCADE, related_name="voices")
    said = models.CharField(max_length=16)
    actor = models.CharField(max_length=ID)
    at = models.DateTimeField()
    sealed = models.BinaryField()
    generation = models.PositiveIntegerField(db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["standing", "actor", "said"], name="standing_voice_once"),
        ]


class NightRun(models.Model):
    """One attempt of one source in one night; open while `ended_at` is unset. Codes and numbers only."""

    id = models.BigAutoField(primary_key=True)
    source = models.CharField(max_length=200)
    night = models.DateField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=16, default="")
    reason = models.CharField(max_length=200, default="")
    plan = models.CharField(max_length=ID, default="", db_index=True)
    standing = models.CharField(max_length=ID, default="")
    rows = models.BigIntegerField(default=0)
    overdue = models.BigIntegerField(default=0)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["source", "night"], name="night_run_source_night")]


class NoticeSent(models.Model):
    """A notice that left: what about, over which channel, and whether it said that it is solved."""

    id = models.BigAutoField(primary_key=True)
    cause = models.CharField(max_length=240)
    channel = models.CharField(max_length=16)
    solved = models.BooleanField()
    day = models.DateField()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["cause", "channel"], name="notice_cause_channel")]


class WorkerSeen(models.Model):
    """A worker of this home on some host, and when it gave a sign of life by the database's clock."""

    id = models.CharField(max_length=ID, primary_key=True)
    host = models.CharField(max_length=200)
    process = models.PositiveIntegerField()
    prints = models.CharField(max_length=200)
    started_at = models.DateTimeField()
    beat_at = models.DateTimeField(db_index=True)
    leads = models.BooleanField()
    doing = models.CharField(max_length=200, default="")
    trouble = models.CharField(max_length=500, default="")


class SourcePace(models.Model):
    """From when on the next batch may begin in a source whose rows per second are limited."""

    source = models.CharField(max_length=200, primary_key=True)
    free_at = models.DateTimeField()
