"""Every WebSocket of the service; each app names its own."""

from django.urls import URLPattern

from sinew.apps.conversation.sockets import urlpatterns as conversation

urlpatterns: list[URLPattern] = [*conversation]
