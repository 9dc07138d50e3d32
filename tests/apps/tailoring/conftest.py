"""A member with nine good days, her therapist and her coach: the world of the practice tests."""

from tests.apps.practice.conftest import ana, coach, settle, team, therapist

__all__ = ["ana", "coach", "settle", "team", "therapist"]
