"""Web push: keys, encryption, where pushes may go, and sending them."""
