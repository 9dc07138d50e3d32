"""Tailoring: the editor of one member's plan, lists that are used again, and what coaches propose."""
