"""Sponsors, their rosters, whom they cover, and the check of a person who asks."""
