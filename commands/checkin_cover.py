"""`/checkin cover`: which advisers are away for whole weeks, and who covers for their freelancers."""

import sqlmodel

import commands.replies
import commands.request
import commands.rows
import jobs.checkin_cover
import jobs.checkin_spells
import messages.checkin_cover

Pick = jobs.checkin_cover.Pick
Reply = commands.replies.Reply
Spells = jobs.checkin_spells.Spells


def listed(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """Every spell that is not over, with who covers and who could."""
    spells = jobs.checkin_spells.load(request.scene(session))
    shown = [jobs.checkin_spells.away(spells, spell) for spell in spells.spells if spell.cases]
    return commands.replies.Say(messages.checkin_cover.listed(shown, request.reader))


def take(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """Choose all as they were proposed, if they still are."""
    spells = jobs.checkin_spells.load(request.scene(session))
    for spell in spells.spells:
        away = jobs.checkin_spells.away(spells, spell)
        if messages.checkin_cover.proposal(away) == request.subject:
            offered = [(case, spells.offers(spell, case)[:1]) for case in spell.open]
            picks = [
                Pick(spell, case, spells.people[offer.person], offer.weeks)
                for case, offers in offered
                for offer in offers
            ]
            return _chosen(session, request, picks)
    return _changed(spells)


def choose(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """Choose who covers for one freelancer, or nobody, in place of who was proposed or chosen before."""
    spells = jobs.checkin_spells.load(request.scene(session))
    pick = _pick(spells, request.subject)
    return _chosen(session, request, [pick]) if pick else _changed(spells)


def _pick(spells: Spells, subject: str) -> Pick | None:
    """What the menu's value stands for, if it may still be chosen for just these weeks."""
    about, _, by = subject.rpartition(":")
    for spell in spells.spells:
        for case in spell.cases:
            weeks = case.to_choose(spells.first)
            if weeks and about == f"{case.freelancer.id}:{weeks[0]}":
                return _offered(spells, spell, case, by)
    return None


def _offered(spells: Spells, spell: jobs.checkin_spells.Spell, case: jobs.checkin_spells.Case, by: str) -> Pick | None:
    if by == str(messages.checkin_cover.NOBODY):
        return Pick(spell, case, None, case.to_choose(spells.first))
    offer = next((one for one in spells.offers(spell, case) if str(one.person) == by), None)
    return Pick(spell, case, spells.people[offer.person], offer.weeks) if offer else None


def _chosen(session: sqlmodel.Session, request: commands.request.Request, picks: list[Pick]) -> Reply:
    jobs.checkin_cover.choose(request.scene(session), request.person, picks)
    named = [(pick.case.freelancer, pick.by) for pick in picks]
    return commands.replies.Say(messages.checkin_cover.settled(named))


def _changed(spells: Spells) -> Reply:
    jobs.checkin_cover.refresh(spells, proposals=True)
    return commands.replies.Say(messages.checkin_cover.changed_since())


VERBS = (
    commands.rows.Verb(
        commands.rows.MANAGERS,
        listed,
        root="checkin",
        words="cover",
        does="Which advisers are away for whole weeks, and who covers for their freelancers.",
    ),
)
BUTTONS = (
    commands.rows.Button(
        commands.rows.MANAGERS,
        take,
        action=messages.checkin_cover.TAKE,
        does="Choose everybody who is proposed to cover for an adviser.",
        writes=True,
    ),
    commands.rows.Button(
        commands.rows.MANAGERS,
        choose,
        action=messages.checkin_cover.CHOOSE,
        does="Choose who covers for one freelancer, or nobody.",
        writes=True,
    ),
)
