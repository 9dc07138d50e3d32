"""Browsers that show pushes: added by their owner's button, removed by their owner."""

from datetime import datetime

from django.db import transaction

from sinew.apps.accounts.models import User
from sinew.apps.audit import actions as audit
from sinew.apps.notifications.actions.queueing import queue_push
from sinew.apps.notifications.errors import TooManyDevices
from sinew.apps.notifications.models import Device
from sinew.notices import BY_ID

MOST_DEVICES = 10


@transaction.atomic
def add_device(
    *, user: User, name: str, endpoint: str, p256dh: str, auth: str, at: datetime, by: User
) -> Device:
    """Send pushes to this browser from now on, the first one at once; one that is known stays.

    A browser belongs to whoever asked last: pushes of somebody who used it before come there no more.

    Raises:
        TooManyDevices: they have as many as may be.
    """
    Device.objects.filter(endpoint=endpoint).exclude(user=user).delete()
    known = user.devices.filter(endpoint=endpoint)
    if not known.exists() and user.devices.count() >= MOST_DEVICES:
        raise TooManyDevices(MOST_DEVICES)
    details = {"name": name, "p256dh": p256dh, "auth": auth, "added_at": at}
    device, is_new = Device.objects.get_or_create(endpoint=endpoint, user=user, defaults=details)
    if not is_new:
        known.update(p256dh=p256dh, auth=auth)
        return device
    audit.record("notifications.device.added", on=device, by=by)
    queue_push(to=user, kind=BY_ID["device-added"], key=f"device-added:{device.pk}", only=device)
    return device


@transaction.atomic
def remove_device(*, device: Device, by: User) -> None:
    """Send nothing to this browser any more."""
    audit.record("notifications.device.removed", on=device, by=by)
    device.delete()
