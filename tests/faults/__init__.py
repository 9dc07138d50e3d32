"""Form faults planted into drawn repetitions: is each found, and is a good repetition left alone?

`python -m tests.faults` prints the tables and writes docs/motion/faults.md.
"""
