"""Decisions: who is next, what is due, what the ratio is; pure, with `now` as an argument."""
