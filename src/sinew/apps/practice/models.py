"""What the installation knows about its own running: backups made and workers alive. No member data."""

from django.db import models


class BackupRecord(models.Model):
    """A backup that was written and read back."""

    made_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)
    size_bytes = models.BigIntegerField()
    sinew_version = models.CharField(max_length=40)
    content_version = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"backup of {self.made_at:%Y-%m-%d %H:%M}"


class WorkerHeartbeat(models.Model):
    """When a background worker last finished a round of its loop."""

    name = models.CharField(primary_key=True, max_length=64)
    started_at = models.DateTimeField()
    beat_at = models.DateTimeField()

    class Meta:
        ordering = ["-beat_at"]

    def __str__(self) -> str:
        return self.name
