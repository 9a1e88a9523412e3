"""Decisions: who is next, what is due, what the ratio is. Pure; `now` is an argument."""
