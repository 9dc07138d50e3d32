"""Addresses about notices."""

from django.urls import path

from sinew.apps.notifications import device_views, views

app_name = "notifications"
urlpatterns = [
    path("settings/notifications/", views.preferences, name="preferences"),
    path("settings/notifications/pause/", views.pause, name="pause"),
    path("settings/notifications/devices/", device_views.add_device, name="add_device"),
    path(
        "settings/notifications/devices/<uuid:device_id>/remove/",
        device_views.remove_device,
        name="remove_device",
    ),
    path("unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("service-worker.js", device_views.service_worker, name="service_worker"),
]
