"""What keeps Muster from doing its work, each with what to do about it."""

TRIAGE, UPDATES = "triage", "updates"
"""What the channels are called; the setting of each is named so."""


def no_channel() -> str:
    """No triage channel is set."""
    return (
        "No triage channel is set, so handovers are announced nowhere. "
        "Set it: `muster settings triage_channel C0123ABCD` (the id is in the channel's details)."
    )


def channel_not_seen(channel: str, error: str, called: str = TRIAGE) -> str:
    """Slack does not show the bot this channel."""
    return (
        f"The {called} channel {channel} can't be seen ({error}). If it is private, type `/invite @Muster` there; "
        f"if the id is wrong, set it: `muster settings {called}_channel C0123ABCD`."
    )


def not_in_channel(channel: str, called: str = TRIAGE) -> str:
    """The bot is not a member of this channel."""
    return f"Muster is not in the {called} channel. Type `/invite @Muster` in <#{channel}>."


def empty_pool() -> str:
    """Nobody could be on duty."""
    return "The duty pool is empty, so no shift can be published. Import advisers: `muster import people.csv`."


def nobody_listed() -> str:
    """There are advisers, but the pool is not filled with them."""
    return "Nobody is in the duty pool. Let every adviser take turns: `muster settings duty_pool advisers`."
