"""A sponsor manager's pages: nothing in them names or shows a person."""
