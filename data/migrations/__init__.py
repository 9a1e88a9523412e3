"""The store's schema over time; the bot compares `HEAD` with the store at start and migrates when they differ."""

HEAD = "0007"
