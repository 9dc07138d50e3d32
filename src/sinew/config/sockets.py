"""Every WebSocket of the service; each app names its own."""

from django.urls import URLPattern

from sinew.apps.conversation.sockets import urlpatterns as conversation
from sinew.apps.visits.sockets import urlpatterns as visits

urlpatterns: list[URLPattern] = [*conversation, *visits]
