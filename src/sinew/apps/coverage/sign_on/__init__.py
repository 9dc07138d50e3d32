"""A sponsor's own sign-in as a proof of who somebody is: no account of ours is opened or joined by it."""
