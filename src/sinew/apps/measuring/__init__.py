"""Measuring in a visit: what the member's device measured while the therapist watched, kept in the record."""
