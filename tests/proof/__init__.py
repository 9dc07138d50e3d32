"""The proof on our own figure: every tracked exercise, drawn and filmed, must be counted and measured right.

`python -m tests.proof` prints the tables and writes docs/motion/figure-accuracy.md.
"""
