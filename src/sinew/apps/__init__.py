"""The Django applications: they store, show and protect; they decide nothing about a body."""
