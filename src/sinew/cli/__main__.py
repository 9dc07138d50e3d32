"""``python -m sinew.cli``."""

import sys

from sinew.cli import main

sys.exit(main())
