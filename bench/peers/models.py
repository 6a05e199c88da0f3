"""One model for each tool; each keeps the same payload as an entry."""

from __future__ import annotations

import pghistory
from auditlog.registry import auditlog
from django.db import models
from simple_history.models import HistoricalRecords


class Bare(models.Model):
    """No history: for bulk_create."""

    payload = models.TextField()

    class Meta:
        app_label = "peers"


class Simple(models.Model):
    """django-simple-history."""

    payload = models.TextField()
    history = HistoricalRecords()

    class Meta:
        app_label = "peers"


class Audited(models.Model):
    """django-auditlog."""

    payload = models.TextField()

    class Meta:
        app_label = "peers"


@pghistory.track()
class Tracked(models.Model):
    """django-pghistory: a trigger writes the history."""

    payload = models.TextField()

    class Meta:
        app_label = "peers"


auditlog.register(Audited)
