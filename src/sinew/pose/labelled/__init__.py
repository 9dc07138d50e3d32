"""Labelled recordings that are public, as frames and truths; origins and licenses: docs/evidence.md."""
