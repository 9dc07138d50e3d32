"""Words, dates and badges for the practice pages: typed values without queries."""
