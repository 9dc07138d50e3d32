"""Floor exercises as a phone really sees them, and how well the pose model and the engine follow.

`python -m tests.floor` prints the tables; with `--publish` it writes them into docs/motion/floor.md.
"""
