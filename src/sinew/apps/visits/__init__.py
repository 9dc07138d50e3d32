"""Visits: when practitioners can be met, who booked what, and the invitations."""
