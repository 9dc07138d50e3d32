"""The ASGI entry point: ``uvicorn sinew.config.asgi:application``."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sinew.config.settings.dev")
pages = get_asgi_application()  # sets Django up, before anything with models is imported

from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402

from sinew.apps.live.origin import SameOrigin  # noqa: E402
from sinew.apps.live.unknown import KnownAddresses  # noqa: E402
from sinew.apps.web.lifespan import ReadyFirst  # noqa: E402
from sinew.config.sockets import urlpatterns  # noqa: E402

sockets = SameOrigin(KnownAddresses(URLRouter(urlpatterns)))
application = ReadyFirst(ProtocolTypeRouter({"http": pages, "websocket": sockets}))
