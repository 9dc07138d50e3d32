"""The ASGI entry point: ``uvicorn sinew.config.asgi:application``."""

import os

from django.core.asgi import get_asgi_application

from sinew.apps.web.lifespan import ReadyFirst

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sinew.config.settings.dev")

application = ReadyFirst(get_asgi_application())
