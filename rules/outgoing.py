"""What Muster sends by itself, kind by kind: each can be paused by its word, which its notices' keys begin with."""

KINDS = {
    "duty": "handovers and the triage channel's topic",
    "group": "the user group of the people on duty, and what managers are asked about it",
    "dates": "changes of somebody's own dates on duty within two days",
    "pool": "somebody joins or leaves the duty pool within two days",
    "question": "questions to the next in line for a vacant seat",
    "vacancy": "what managers see of a vacant seat",
    "absent": "somebody on duty is away",
    "away": "somebody else said when one is away, within two days",
    "gap": "empty seats on duty within two days",
    "morning": "the morning messages",
    "late": "reports without a first response in time",
    "reminder": "a reporter is asked once more",
    "held": "what somebody holds whose duty ended",
    "left": "somebody on the roster was deactivated in Slack",
    "awaited": "somebody whom the roster awaits can't be put on it",
    "update": "product updates",
    "nudge": "who has not acknowledged an update is asked once more",
    "alert": "messages that could not be delivered",
    "authorisation": "Slack did not take Muster's token for a while",
}
"""What each kind tells, by its word."""
