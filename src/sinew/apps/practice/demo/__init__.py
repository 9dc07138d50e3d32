"""The demo world: fictional people whose histories are made by calling the same actions as the product."""
