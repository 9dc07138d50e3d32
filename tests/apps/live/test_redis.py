"""With Valkey or Redis, what one process stores is heard by a page that another process serves."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from asgiref.sync import async_to_sync
from channels.layers import channel_layers, get_channel_layer

from tests.support.redis import redis_server
from tests.support.server import REPOSITORY

ANNOUNCE = """
import django
django.setup()
from sinew.apps.live.announce import _send
_send("thread-1", "messages")
"""


@pytest.fixture
def redis_url() -> Iterator[str]:
    with redis_server() as address:
        yield address


def test_another_process_is_heard(redis_url: str, settings, tmp_path):
    settings.CHANNEL_LAYERS = {
        "default": {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {"hosts": [redis_url], "prefix": "sinew"},
        }
    }
    channel_layers.backends.clear()
    environment = {
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": str(REPOSITORY / "src"),
        "DJANGO_SETTINGS_MODULE": "sinew.config.settings.dev",
        "SINEW_VAR": str(tmp_path),
        "REDIS_URL": redis_url,
    }

    async def listen() -> dict[str, str]:
        layer = get_channel_layer()
        channel = await layer.new_channel()
        await layer.group_add("thread-1", channel)
        subprocess.run([sys.executable, "-c", ANNOUNCE], env=environment, check=True, timeout=120)
        return dict(await layer.receive(channel))

    try:
        assert async_to_sync(listen)() == {"type": "changed", "what": "messages"}
    finally:
        channel_layers.backends.clear()
