"""The record of what named persons did by hand, with the proof of it."""

# ruff: noqa: RUF012

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0001_own_state")]

    operations = [
        migrations.CreateModel(
            name="TaskDone",
            fields=[
                ("id", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("plan", models.CharField(max_length=64)),
                ("step", models.CharField(max_length=500)),
                ("source", models.CharField(max_length=200)),
                ("kind", models.CharField(max_length=200)),
                ("done_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                ("actor", models.CharField(max_length=64)),
                ("sealed", models.BinaryField()),
                ("generation", models.PositiveIntegerField(db_index=True)),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks_done",
                        to="store.person",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["source", "kind"], name="task_done_kind")],
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "step"), name="task_done_once"),
                ],
            },
        ),
    ]
