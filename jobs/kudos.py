"""Thanks are given: to the person by direct message after a moment in which they can be undone, or in a channel."""

import dataclasses
import datetime

import sqlmodel

import data.kudos
import data.models
import data.outbox
import data.people
import jobs.scene
import messages.kudos
import messages.text
import rules.undo

Kudos = data.models.Kudos
Notice = data.models.Notice
Person = data.models.Person

REASON = "somebody thanked a freelancer"


def give(scene: jobs.scene.Scene, giver: Person, person: Person, words: str, channel: str | None = None) -> Kudos:
    """Thank somebody, in a channel at once, for that was previewed, or by a direct message after a moment."""
    row = Kudos(person_id=person.id or 0, giver_id=giver.id or 0, at=scene.now, words=words, channel=channel)
    kudos = data.kudos.add(scene.session, row)
    _enqueue(scene, kudos, scene.now if channel else scene.now + rules.undo.UNDO)
    return kudos


def undo(scene: jobs.scene.Scene, kudos: Kudos) -> bool:
    """It was never given; False if it is on its way already."""
    if not data.outbox.drop_pending(scene.session, [f"{_card(kudos)}:"], scene.now):
        return False
    data.kudos.remove(scene.session, kudos)
    return True


def show(scene: jobs.scene.Scene, kudos: Kudos) -> None:
    """Let its message say what the store holds by now, if it stands.

    Always by an edit: what was kept of the message may have been changed already, and says nothing of Slack's.
    """
    if data.outbox.stands(scene.session, _card(kudos)):
        drawn = _draft(scene, kudos, scene.now)
        edit = dataclasses.replace(drawn, key=f"{drawn.key}:edit", kind=data.models.NoticeKind.EDIT)
        data.outbox.enqueue(scene.session, [edit])


def is_in_channel(notice: Notice) -> bool:
    """Whether a notice is thanks that were to be posted in a channel."""
    is_post = notice.kind == data.models.NoticeKind.POST
    return is_post and notice.key.startswith("kudos:") and not notice.lane.startswith("@")


def undelivered(session: sqlmodel.Session, notice: Notice, now: datetime.datetime) -> None:
    """Muster can't write in that channel: the person reads it as a direct message, and the giver what to do."""
    kudos = data.kudos.find(session, int(notice.key.split(":")[1]))
    if kudos is None:
        return
    scene = jobs.scene.load(session, now)
    kudos.channel = None
    _enqueue(scene, data.kudos.add(session, kudos), now)
    giver, person = _people(scene, kudos)
    told = data.outbox.Draft(
        key=f"{_card(kudos)}:undelivered",
        lane=f"@{giver.slack_id}",
        payload=messages.kudos.not_in_channel(notice.lane, person),
        reason=REASON,
        due_at=now,
        unasked=False,  # they asked for the post
    )
    data.outbox.enqueue(session, [told])


def _enqueue(scene: jobs.scene.Scene, kudos: Kudos, due_at: datetime.datetime) -> None:
    data.outbox.enqueue(scene.session, [_draft(scene, kudos, due_at)])


def _draft(scene: jobs.scene.Scene, kudos: Kudos, due_at: datetime.datetime) -> data.outbox.Draft:
    return data.outbox.Draft(
        key=f"{_card(kudos)}:{kudos.channel or 'direct'}:{scene.now.isoformat()}",
        lane=kudos.channel or f"@{_people(scene, kudos)[1].slack_id}",
        payload=_payload(scene, kudos),
        reason=REASON,
        due_at=due_at,
        card=_card(kudos),
        unasked=False,  # a word from a person
    )


def _payload(scene: jobs.scene.Scene, kudos: Kudos) -> messages.text.Payload:
    giver, person = _people(scene, kudos)
    if kudos.channel:
        return messages.kudos.in_channel(giver, person, kudos.words)
    return messages.kudos.to_person(giver, kudos.words)


def _people(scene: jobs.scene.Scene, kudos: Kudos) -> tuple[Person, Person]:
    """Who thanked, and whom."""
    people = data.people.load_by_id(scene.session, [kudos.giver_id, kudos.person_id])
    return people[kudos.giver_id], people[kudos.person_id]


def _card(kudos: Kudos) -> str:
    return f"kudos:{kudos.id}"
