"""The ASGI entry point: ``uvicorn sinew.config.asgi:application``."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sinew.config.settings.dev")

application = get_asgi_application()
