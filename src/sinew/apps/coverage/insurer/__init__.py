"""Asking an insurer in real time: over HTTPS, once a day for one question, with patience and limits."""
