"""Tailoring: what a practitioner changes about one plan, within the limits content sets."""
