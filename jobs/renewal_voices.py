"""What adviser and freelancer say before a decision, and the messages that asked them."""

import data.contracts
import data.models
import data.morning
import data.renewals
import jobs.morning
import jobs.renewal_parts
import jobs.scene
import messages.renewal_voices
import messages.text

Contract = data.models.Contract
Person = data.models.Person


def recommend(
    scene: jobs.scene.Scene, contract: Contract, person: Person, adviser: Person, said: data.models.Recommendation
) -> None:
    """Keep it for the managers; the message that asked says so."""
    data.renewals.save(scene.session, said)
    today = scene.now.astimezone(scene.programme.time_zone).date()
    drawn = messages.renewal_voices.asked_to_recommend(contract, person, said, today)
    _redraw(scene, adviser, jobs.renewal_parts.recommendation_key(contract.id or 0, adviser), drawn)


def wish(scene: jobs.scene.Scene, contract: Contract, person: Person, said: data.models.Wish) -> None:
    """Keep it for their adviser and the managers; the message that asked says so."""
    data.renewals.save(scene.session, said)
    drawn = messages.renewal_voices.asked_for_wish(contract, said)
    _redraw(scene, person, jobs.renewal_parts.wish_key(contract.id or 0, person), drawn)


def _redraw(scene: jobs.scene.Scene, person: Person, key: str, drawn: messages.text.Payload) -> None:
    told = data.morning.list_told_of(scene.session, person.id or 0, key)
    jobs.morning.rewrite(scene.session, person, [(part, drawn) for part in told if part.key == key], scene.now)
