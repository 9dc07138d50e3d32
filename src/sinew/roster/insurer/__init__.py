"""A simulated insurer: it answers X12 270 questions from a roster, rightly or with a chosen fault.

It is pure; `sinew.apps.coverage.insurer.simulator` puts it on a socket.
"""
