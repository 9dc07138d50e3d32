"""Everything that changes a conversation."""
