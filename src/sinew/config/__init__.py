"""How Sinew is put together: settings, URLs and the ASGI entry point."""
