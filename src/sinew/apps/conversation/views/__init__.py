"""The pages of the conversation, for members and for practitioners."""
