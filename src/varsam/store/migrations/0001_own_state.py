"""The first tables of own state: actor, people and facts, plans, journal, ledger, keys."""

# ruff: noqa: RUF012

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                ("size", models.BigIntegerField(primary_key=True, serialize=False)),
                ("note", models.TextField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("number", models.BigAutoField(primary_key=True, serialize=False)),
                ("id", models.CharField(max_length=64, unique=True)),
                ("subject", models.CharField(db_index=True, max_length=200)),
                ("answer", models.CharField(max_length=32)),
                ("sealed", models.BinaryField()),
                ("generation", models.PositiveIntegerField(db_index=True)),
                ("actor", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="HashKey",
            fields=[
                ("id", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("sealed", models.BinaryField()),
                ("generation", models.PositiveIntegerField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="KeyGeneration",
            fields=[
                ("number", models.PositiveIntegerField(primary_key=True, serialize=False)),
                ("check_value", models.BinaryField(max_length=32)),
                ("created_at", models.DateTimeField()),
                ("dropped_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="LedgerEntry",
            fields=[
                ("index", models.BigIntegerField(primary_key=True, serialize=False)),
                ("document", models.BinaryField()),
                ("leaf", models.BinaryField(max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name="LedgerNode",
            fields=[
                ("position", models.BigIntegerField(primary_key=True, serialize=False)),
                ("hash", models.BinaryField(max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("controller", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="PlanRecord",
            fields=[
                ("id", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("fingerprint", models.CharField(max_length=64)),
                ("on", models.DateField()),
                ("state", models.CharField(db_index=True, max_length=16)),
                ("sealed", models.BinaryField()),
                ("generation", models.PositiveIntegerField(db_index=True)),
                ("rows", models.BigIntegerField()),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("created_by", models.CharField(max_length=64)),
                ("changed_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="RegisterVersion",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("fingerprint", models.CharField(db_index=True, max_length=64)),
                ("document", models.BinaryField()),
                ("at", models.DateTimeField()),
                ("actor", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="SigningKey",
            fields=[
                ("id", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200, unique=True)),
                ("public", models.BinaryField(max_length=32)),
                ("sealed", models.BinaryField()),
                ("generation", models.PositiveIntegerField(db_index=True)),
                ("created_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="SourceState",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("source", models.CharField(db_index=True, max_length=200)),
                ("mode", models.CharField(max_length=16)),
                ("changed_by", models.CharField(max_length=64)),
                ("changed_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Actor",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("id", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("username", models.CharField(max_length=150)),
                ("kind", models.CharField(default="os", max_length=16)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("kind", "username"), name="actor_once")],
            },
        ),
        migrations.CreateModel(
            name="JournalEntry",
            fields=[
                ("id", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("plan", models.CharField(max_length=64)),
                ("batch", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=16)),
                ("at", models.DateTimeField()),
                ("sealed", models.BinaryField()),
                ("generation", models.PositiveIntegerField(db_index=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "batch", "kind"), name="journal_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="KeySet",
            fields=[
                ("id", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("plan", models.CharField(db_index=True, max_length=64)),
                ("name", models.CharField(max_length=200)),
                ("count", models.BigIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("sealed", models.BinaryField()),
                ("generation", models.PositiveIntegerField(db_index=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("plan", "name"), name="key_set_once")],
            },
        ),
        migrations.CreateModel(
            name="PlanKeys",
            fields=[
                ("id", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("plan", models.CharField(max_length=64)),
                ("step", models.CharField(max_length=200)),
                ("batch", models.PositiveIntegerField()),
                ("count", models.BigIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("sealed", models.BinaryField()),
                ("generation", models.PositiveIntegerField(db_index=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "step", "batch"), name="plan_keys_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="SnapshotRecord",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("source", models.CharField(max_length=200)),
                ("fingerprint", models.CharField(max_length=64)),
                ("document", models.BinaryField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["source", "at"], name="snapshot_source_at")],
            },
        ),
        migrations.CreateModel(
            name="StateSeen",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("source", models.CharField(max_length=200)),
                ("kind", models.CharField(max_length=200)),
                ("key_hash", models.BinaryField(max_length=32)),
                ("state", models.CharField(max_length=200)),
                ("first_seen", models.DateField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "kind", "key_hash", "state"), name="state_seen_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="KeySetChunk",
            fields=[
                ("id", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("part", models.PositiveIntegerField()),
                ("sealed", models.BinaryField()),
                ("generation", models.PositiveIntegerField(db_index=True)),
                (
                    "key_set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="chunks", to="store.keyset"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("key_set", "part"), name="chunk_once")],
            },
        ),
        migrations.CreateModel(
            name="Identifier",
            fields=[
                ("id", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("controller", models.CharField(max_length=64)),
                ("type", models.CharField(max_length=64)),
                ("lookup", models.BinaryField(max_length=32)),
                ("sealed", models.BinaryField()),
                ("generation", models.PositiveIntegerField(db_index=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="identifiers",
                        to="store.person",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["lookup"], name="identifier_lookup")],
            },
        ),
        migrations.CreateModel(
            name="Fact",
            fields=[
                ("id", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("controller", models.CharField(max_length=64)),
                ("kind", models.CharField(max_length=32)),
                ("scope", models.JSONField(null=True)),
                ("purpose", models.CharField(max_length=200, null=True)),
                ("source", models.CharField(max_length=200, null=True)),
                ("effective_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_index=True)),
                ("actor", models.CharField(max_length=64)),
                ("supersedes", models.CharField(max_length=64, null=True, unique=True)),
                ("refers_to", models.CharField(max_length=64, null=True)),
                ("sealed", models.BinaryField()),
                ("generation", models.PositiveIntegerField(db_index=True)),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="facts",
                        to="store.person",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["controller", "kind"], name="fact_controller_kind")],
            },
        ),
        migrations.CreateModel(
            name="Approval",
            fields=[
                ("id", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("actor", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("sealed", models.BinaryField()),
                ("generation", models.PositiveIntegerField(db_index=True)),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="approvals",
                        to="store.planrecord",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("plan", "actor"), name="approval_once")],
            },
        ),
    ]
