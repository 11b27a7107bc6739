"""What was found of the policy's sentences, run by run."""

# ruff: noqa: RUF012

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0004_several_workers"),
    ]

    operations = [
        migrations.CreateModel(
            name="ClaimRun",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField(db_index=True)),
                ("on", models.DateField()),
                ("digest", models.CharField(max_length=64)),
                ("report", models.BinaryField()),
            ],
        ),
    ]
