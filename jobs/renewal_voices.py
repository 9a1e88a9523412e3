"""What adviser and freelancer say before a decision, and the messages that asked them."""

import data.audit
import data.models
import data.morning
import data.outbox
import data.people
import data.rows
import jobs.morning
import jobs.renewal_parts
import jobs.renewals
import jobs.scene
import messages.renewal_voices
import messages.renewals
import messages.text
import rules.renewals

Contract = data.models.Contract
Person = data.models.Person
Renewal = jobs.renewals.Renewal
Wished = data.models.Wished

PRESSING = frozenset({Wished.TALK, Wished.STOP})
"""What is a question to a person, who hears of it at once."""


def recommend(
    scene: jobs.scene.Scene, contract: Contract, person: Person, adviser: Person, said: data.models.Recommendation
) -> None:
    """Keep it for the managers; the message that asked says so."""
    data.rows.save(scene.session, said)
    _record(scene, adviser, "contract.recommend", contract)
    today = scene.day
    drawn = messages.renewal_voices.asked_to_recommend(contract, person, said, today)
    _redraw(scene, adviser, jobs.renewal_parts.recommendation_key(contract.id or 0, adviser), drawn)


def wish(scene: jobs.scene.Scene, one: Renewal, wished: Wished) -> Person | None:
    """Keep it for their adviser and the managers, and say so in the message that asked; who is told of it at once.

    That is who can talk with them: their adviser alone, or whose the decision is where they have none. Who was told
    that they would like to talk or to stop is told as well if they change their mind. The same once more is no news.
    """
    before = one.wish.wished if one.wish is not None else None
    told = _talks_with(scene, one) if PRESSING & {before, wished} else None
    if wished == before:
        return told
    said = data.models.Wish(contract_id=one.contract.id or 0, at=scene.now, wished=wished)
    data.rows.save(scene.session, said)
    _record(scene, one.person, "contract.wish", one.contract)
    drawn = messages.renewal_voices.asked_for_wish(one.contract, said)
    _redraw(scene, one.person, jobs.renewal_parts.wish_key(one.contract.id or 0, one.person), drawn)
    if told is not None:
        _tell(scene, one, said, told)
    return told


def _talks_with(scene: jobs.scene.Scene, one: Renewal) -> Person | None:
    if one.adviser is not None and one.adviser.active:
        return one.adviser
    return rules.renewals.owner(one.contract, data.people.list_managers(scene.session))


def _tell(scene: jobs.scene.Scene, one: Renewal, said: data.models.Wish, to: Person) -> None:
    today = scene.day
    is_adviser = one.adviser is not None and one.adviser.id == to.id
    draft = data.outbox.Draft(
        key=f"wished:{said.id}:{to.slack_id}",
        lane=f"@{to.slack_id}",
        payload=messages.renewal_voices.wished(one.contract, one.person, said, today, is_adviser),
        reason="a freelancer said what they would like after their contract",
        due_at=scene.now,
        unasked=False,  # a word from a person
    )
    data.outbox.enqueue(scene.session, [draft])


def _record(scene: jobs.scene.Scene, actor: Person, action: str, contract: Contract) -> None:
    """That something was said, not what."""
    subject = messages.renewals.numbered(contract.id or 0)
    data.audit.record(scene.session, scene.now, actor.slack_id, action, subject)


def _redraw(scene: jobs.scene.Scene, person: Person, key: str, drawn: messages.text.Payload) -> None:
    told = data.morning.list_told_of(scene.session, person.id or 0, key)
    jobs.morning.rewrite(scene.session, person, [(part, drawn) for part in told if part.key == key], scene.now)
