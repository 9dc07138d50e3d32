"""The few lines of Python between the worker's messages and `sinew.motion`. JSON in, JSON out."""

import json

from sinew.motion.counted import CountedSet
from sinew.motion.frame import frame_from_dict
from sinew.motion.live import LiveReader
from sinew.motion.tracking import tracking_from_dict
from sinew.vocabulary import Side


class Bridge:
    """One body at a time, and a set of it where one is counted."""

    def __init__(self):
        self._reader = LiveReader()
        self._set = None

    def update(self, frame):
        """Take one frame; return what is sent of it, and where the set stands."""
        seen = frame_from_dict(json.loads(frame))
        standing = None if self._set is None else self._set.update(seen)
        return json.dumps({"frame": self._reader.read(seen).to_dict(), "standing": standing})

    def count(self, definition, side):
        """Begin a set. `definition` is a tracking definition in JSON."""
        working = None if side == "both" else Side(side)
        self._set = CountedSet(tracking_from_dict(json.loads(definition)), working)

    def end(self):
        """End the set; return what it came to, empty without one."""
        ended, self._set = self._set, None
        return "" if ended is None else json.dumps(ended.finish())


bridge = Bridge()
