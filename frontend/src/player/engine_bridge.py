"""The few lines of Python between the worker's messages and `sinew.motion`. JSON in, JSON out."""

import json

from sinew.motion.engine import Engine
from sinew.motion.frame import frame_from_dict
from sinew.motion.tracking import tracking_from_dict
from sinew.vocabulary import Side


class Bridge:
    """One engine at a time; a new bout starts a new one."""

    def __init__(self):
        self._engine = None

    def start(self, definition, side=None):
        """Begin a bout. `definition` is a tracking definition in JSON."""
        self._engine = Engine(tracking_from_dict(json.loads(definition)), side=Side(side) if side else None)

    def update(self, frame):
        """Take one frame; return the events it caused and the engine's snapshot."""
        events = self._engine.update(frame_from_dict(json.loads(frame)))
        return json.dumps(
            {"events": [event.to_dict() for event in events], "snapshot": self._engine.snapshot()}
        )


bridge = Bridge()
