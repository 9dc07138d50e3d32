"""The few lines of Python between the worker's messages and `sinew.motion.trials`. JSON in, JSON out."""

import json

from sinew.motion.frame import frame_from_dict
from sinew.motion.trials.definition import movement_test_from_dict
from sinew.motion.trials.result import Reading
from sinew.motion.trials.run import TestRun
from sinew.vocabulary import Side


class Bridge:
    """One test at a time."""

    def __init__(self):
        self._run = None

    def start(self, test, side=None, before=None):
        """Begin a test; `before` is the earlier result in JSON: value, error and by."""
        earlier = Reading(**json.loads(before)) if before else None
        definition = movement_test_from_dict(json.loads(test))
        self._run = TestRun(definition, Side(side) if side else None, before=earlier)

    def update(self, frame):
        """Take one frame; return what a screen shows."""
        self._run.update(frame_from_dict(json.loads(frame)))
        return self.told()

    def begin(self):
        """The rest is over: the next trial."""
        self._run.begin()
        return self.told()

    def stop(self):
        """End the trial under way."""
        self._run.stop()
        return self.told()

    def told(self):
        """What a screen shows."""
        return json.dumps(self._run.snapshot())


bridge = Bridge()
