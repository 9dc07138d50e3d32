"""Sinew: digital exercise therapy of joint and muscle pain, the hamstring first."""
