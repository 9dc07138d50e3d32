"""One module for each way of running: dev (also the demo), test and production."""
