"""The table of what was found of the policy's sentences."""

from __future__ import annotations

from django.db import models


class ClaimRun(models.Model):
    """What a run found of the policy's sentences; the report is empty where the last one said the same."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    on = models.DateField()
    digest = models.CharField(max_length=64)
    report = models.BinaryField()
