"""Asking an insurer whether somebody is covered: the X12 270 question and what its 271 answer says."""
