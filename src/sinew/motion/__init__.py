"""Landmark frames in; repetitions, holds, form cues and camera prompts out, one frame at a time.

Standard library only: the same code runs on a server, from the command line and, in Pyodide, on the
member's own device. It knows no clock, no randomness, no network and no YAML.
"""
