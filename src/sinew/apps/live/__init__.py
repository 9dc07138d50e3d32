"""Live pages: who may hold a WebSocket, and telling open pages that something changed. Never what changed."""
