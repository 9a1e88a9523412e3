"""What mornings tell managers once a week: what changed in the last whole week."""

import datetime

import data.models
import jobs.morning_state
import messages.digest
import messages.text
import rules.digest
import rules.local_time
import rules.morning

Part = jobs.morning_state.Part
State = jobs.morning_state.State

KIND = "digest"


def digests(state: State, person: data.models.Person, morning: rules.morning.Morning) -> list[Part]:
    """The week that is over by then in the programme's zone, if Muster was live when it began.

    Looking ahead, it is said that there will be one: what it will say can't be foreseen.
    """
    if person.id not in state.managers:
        return []
    zone = state.programme.time_zone
    week = rules.digest.last(rules.digest.Kind.WEEK, morning.at.astimezone(zone).date())
    if not state.digests.is_whole(week):
        return []
    key = f"{KIND}:{week.starts}:{person.slack_id}"
    reason = f"the week from {messages.text.day(week.starts)} is over"
    if morning.at > state.now:
        over = rules.local_time.instant(week.ends, datetime.time(0), zone)
        first = rules.morning.following(state.workdays[person.id or 0], over - datetime.timedelta.resolution)
        if_any = f"{reason}, if anything changed in it"
        return [Part(key, messages.text.message(if_any), if_any)] if morning == first else []
    payload = None if state.digests.is_told(key) else messages.digest.monday(*state.digests.of(week, person))
    return [Part(key, payload, reason)] if payload else []
