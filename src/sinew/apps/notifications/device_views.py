"""Browsers that show pushes: adding and removing one's own, and the service worker that shows them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from sinew.apps.accounts.http import SignedInRequest
from sinew.apps.accounts.permissions import signed_in_required
from sinew.apps.accounts.presenters import device_of
from sinew.apps.notifications.actions import devices
from sinew.apps.notifications.errors import TooManyDevices
from sinew.apps.notifications.forms import DeviceForm
from sinew.apps.notifications.models import Device
from sinew.apps.web.assets import entry_text


@require_POST
@signed_in_required
def add_device(request: SignedInRequest) -> HttpResponse:
    """Take in the browser that is being used; asked by its page's script, which says what became of it."""
    form = DeviceForm(request.POST)
    if not form.is_valid():
        says = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return JsonResponse({"says": says}, status=400)
    name = device_of(request.headers.get("User-Agent", ""))
    user = request.user
    try:
        devices.add_device(user=user, name=name, **form.cleaned_data, at=request.at, by=user)
    except TooManyDevices as refused:
        return JsonResponse({"says": str(refused)}, status=409)
    return JsonResponse({"says": "This device now gets pushes."}, status=201)


@require_POST
@signed_in_required
def remove_device(request: SignedInRequest, device_id: UUID) -> HttpResponse:
    """Send nothing to one of one's devices any more."""
    device = get_object_or_404(Device, pk=device_id, user=request.user)
    devices.remove_device(device=device, by=request.user)
    messages.success(request, "That device gets no pushes any more.")
    return redirect("notifications:preferences")


@require_safe
def service_worker(request: HttpRequest) -> HttpResponseBase:  # noqa: ARG001 (Django's call)
    """The script that shows pushes; at the root, because a worker reaches only what lies below it."""
    script = entry_text("service-worker")
    answer = HttpResponse(
        script, content_type="text/javascript; charset=utf-8", status=200 if script else 404
    )
    answer["Cache-Control"] = "no-cache"
    return answer
