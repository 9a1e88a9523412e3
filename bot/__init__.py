"""The outer shell: settings, clock, Slack, scheduler, delivery and command line, all built here alone."""
