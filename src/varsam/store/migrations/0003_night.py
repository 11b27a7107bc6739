"""The night: standing approvals, its runs, and the notices that left."""

# ruff: noqa: RUF012

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0002_tasks_done"),
    ]

    operations = [
        migrations.CreateModel(
            name="StandingApproval",
            fields=[
                ("id", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("source", models.CharField(db_index=True, max_length=200)),
                ("until", models.DateField()),
                ("proposed_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("sealed", models.BinaryField()),
                ("generation", models.PositiveIntegerField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="NightRun",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("source", models.CharField(max_length=200)),
                ("night", models.DateField()),
                ("started_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("outcome", models.CharField(default="", max_length=16)),
                ("reason", models.CharField(default="", max_length=200)),
                ("plan", models.CharField(db_index=True, default="", max_length=64)),
                ("standing", models.CharField(default="", max_length=64)),
                ("rows", models.BigIntegerField(default=0)),
                ("overdue", models.BigIntegerField(default=0)),
            ],
            options={
                "indexes": [models.Index(fields=["source", "night"], name="night_run_source_night")],
            },
        ),
        migrations.CreateModel(
            name="NoticeSent",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("cause", models.CharField(max_length=240)),
                ("channel", models.CharField(max_length=16)),
                ("solved", models.BooleanField()),
                ("day", models.DateField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["cause", "channel"], name="notice_cause_channel")],
            },
        ),
        migrations.CreateModel(
            name="StandingVoice",
            fields=[
                ("id", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("said", models.CharField(max_length=16)),
                ("actor", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("sealed", models.BinaryField()),
                ("generation", models.PositiveIntegerField(db_index=True)),
                (
                    "standing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="voices",
                        to="store.standingapproval",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("standing", "actor", "said"), name="standing_voice_once")
                ],
            },
        ),
    ]
