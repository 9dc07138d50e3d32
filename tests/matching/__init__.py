"""How good the matching is, on people whose true match is known: ``python -m tests.matching``."""
