"""Movement tests: guided tests whose result is a number with an error.

A movement test is done in trials. Each trial is watched for what would make its number worth nothing, and
a trial that fails says why and is done again. Frames go in one at a time, as into the engine; there is no
clock here, no randomness, and nothing but the standard library, so a test is the same in a browser and in a
terminal.
Source: docs/motion/tests.md.
"""
