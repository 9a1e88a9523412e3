"""A value in, Slack's own payload out, for one reader; pure."""
