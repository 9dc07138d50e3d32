"""What all tests share: properties are not timed (`make bench` measures), and CI repeats its examples."""

import os

from hypothesis import settings

settings.register_profile("sinew", deadline=None, derandomize=bool(os.environ.get("CI")), print_blob=True)
settings.load_profile("sinew")
