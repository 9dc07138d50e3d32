"""Answered questionnaires and scores over time."""
