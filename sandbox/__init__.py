"""A local Slack workspace on 127.0.0.1, for the demo and for every story test."""
