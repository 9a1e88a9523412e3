"""Somebody's terms as they know them, and their adviser: an early end that they have not read has changed nothing."""

import data.contracts
import data.models
import jobs.contracts
import jobs.scene

Contract = data.models.Contract
Person = data.models.Person


def list_of(scene: jobs.scene.Scene, person: Person) -> list[Contract]:
    """All of them, the oldest first."""
    present = data.contracts.list_of(scene.session, person.id or 0)
    waiting = jobs.contracts.find_on_its_way(scene, person)
    if waiting is None:
        return present
    before = {one.id: one for one, _ in jobs.contracts.terms_of(waiting.recorded)}
    return sorted(({one.id: one for one in present} | before).values(), key=lambda one: one.starts)


def of(scene: jobs.scene.Scene, person: Person, contract: Contract) -> Contract:
    """One of them."""
    if contract.agreed_ends is None:
        return contract
    return next((one for one in list_of(scene, person) if one.id == contract.id), contract)
