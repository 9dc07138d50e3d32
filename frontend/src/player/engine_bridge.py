"""The few lines of Python between the worker's messages and `sinew.motion`. JSON in, JSON out."""

import json
from base64 import b64encode

from sinew.motion.engine import Engine
from sinew.motion.frame import frame_from_dict
from sinew.motion.trace import TraceRecorder
from sinew.motion.tracking import tracking_from_dict
from sinew.vocabulary import Side


class Bridge:
    """One engine at a time; a new bout starts a new one."""

    def __init__(self):
        self._engine = None
        self._bout = None
        self._recorder = None

    def start(self, definition, side=None, bout=None):
        """Begin a bout. `definition` is a tracking definition in JSON.

        `bout` names it where its movement may be shared; the same one begun again goes on being recorded.
        """
        self._engine = Engine(tracking_from_dict(json.loads(definition)), side=Side(side) if side else None)
        if bout is None:
            self._recorder = None
        elif bout != self._bout or self._recorder is None:
            self._recorder = TraceRecorder()
        self._bout = bout

    def update(self, frame):
        """Take one frame; return the events it caused and the engine's snapshot."""
        seen = frame_from_dict(json.loads(frame))
        events, snapshot = self._engine.update(seen), self._engine.snapshot()
        if self._recorder is not None and snapshot["state"] != "setup":
            self._recorder.take(seen, snapshot["angle_deg"])
        return json.dumps({"events": [event.to_dict() for event in events], "snapshot": snapshot})

    def trace(self, since_ms):
        """The movement of the bout in Base64, empty without one; it is handed over and no longer kept."""
        packed = b"" if self._recorder is None else self._recorder.packed(since_ms)
        self._recorder = None
        return b64encode(packed).decode()


bridge = Bridge()
