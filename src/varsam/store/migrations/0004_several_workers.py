"""Several workers: who they are, and the pace that they share."""

# ruff: noqa: RUF012

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0003_night"),
    ]

    operations = [
        migrations.CreateModel(
            name="SourcePace",
            fields=[
                ("source", models.CharField(max_length=200, primary_key=True, serialize=False)),
                ("free_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="WorkerSeen",
            fields=[
                ("id", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("host", models.CharField(max_length=200)),
                ("process", models.PositiveIntegerField()),
                ("prints", models.CharField(max_length=200)),
                ("started_at", models.DateTimeField()),
                ("beat_at", models.DateTimeField(db_index=True)),
                ("leads", models.BooleanField()),
                ("doing", models.CharField(default="", max_length=200)),
                ("trouble", models.CharField(default="", max_length=500)),
            ],
        ),
    ]
