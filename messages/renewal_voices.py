"""What is asked before a decision: of the adviser what they recommend, of the freelancer what they would like."""

import collections.abc
import datetime

import data.models
import messages.forms
import messages.renewals
import messages.text

RECOMMEND, RECOMMENDED = "recommend:contract", "recommended:contract"
"""The button that opens the form, and the form."""

WISH = "wish:contract"
"""The buttons of a wish, `wish:contract:1` and so on; each value ends with it, as `31:continue`."""

Contract = data.models.Contract
Person = data.models.Person
Recommended = data.models.Recommended
Wished = data.models.Wished

WORDS = {
    Recommended.RENEW.value: "Renew",
    Recommended.END.value: "End",
    Recommended.UNSURE.value: "I am not sure",
}
WISHES = {
    Wished.CONTINUE.value: "I would like to continue",
    Wished.STOP.value: "I would like to stop",
    Wished.TALK.value: "I would like to talk about it",
}

NO_PROMISE = "This is not a promise; it helps to plan."


def short(wish: data.models.Wish | None, said: data.models.Recommendation | None) -> str:
    """Both in a list: `wish: talk · recommended: renew`."""
    parts = {"wish": wish.wished if wish else "", "recommended": said.recommended if said else ""}
    return " · ".join(f"{label}: {value}" for label, value in parts.items() if value)


def asked_to_recommend(
    contract: Contract, person: Person, said: data.models.Recommendation | None, today: datetime.date
) -> messages.text.Payload:
    """To the adviser."""
    name = messages.text.name(person.name)
    text = f"The contract of *{name}* {messages.renewals.ends(contract, today)}. What do you recommend?"
    if said is not None:
        text += f"\nYou recommended: {WORDS[said.recommended].lower()}."
    button = messages.text.button("Change" if said else "Recommend", RECOMMEND, str(contract.id))
    why = messages.text.why(
        f"you are their adviser, and are asked once before a contract ends; {name} does not read your answer",
        "your programme manager can change who advises whom",
    )
    return messages.text.message(
        text, messages.text.section(text), messages.text.buttons(button), messages.text.small(why)
    )


def recommending(
    contract: Contract, person: Person, said: data.models.Recommendation | None, today: datetime.date
) -> messages.text.Payload:
    """The form of a recommendation."""
    name = messages.text.name(person.name)
    blocks = [
        messages.text.section(f"The contract of *{name}* {messages.renewals.ends(contract, today)}."),
        messages.forms.radio("recommended", "I recommend", WORDS, said.recommended if said else None),
        messages.forms.text("why", "Why", said.why if said else None, lines=True, most=1000),
        messages.text.small(f"The managers and you read this. {name} does not."),
    ]
    return messages.forms.modal(RECOMMENDED, "Recommendation", "Save", blocks, str(contract.id))


def asked_for_wish(contract: Contract, said: data.models.Wish | None) -> messages.text.Payload:
    """To the freelancer, in short sentences."""
    text = (
        f"Your contract ends on {messages.text.day(contract.last_day)}. What would you like after it?\n_{NO_PROMISE}_"
    )
    why = messages.text.why(
        "your contract ends; your adviser and the managers read your answer", "`/contract` shows it, and changes it"
    )
    return _with_buttons(text, contract, said, messages.text.small(why))


def own(
    contract: Contract,
    today: datetime.date,
    said: data.models.Wish | None,
    *,
    asked: bool,
    following: collections.abc.Sequence[Contract] = (),
) -> messages.text.Payload:
    """A freelancer's own dates, those of the terms that follow, and their wish once it is asked for."""
    begins = "begins on" if today < contract.starts else "runs from" if today <= contract.last_day else "ran from"
    work = "work" if today <= contract.last_day else "worked"
    text = (
        f"Your contract {begins} {messages.text.day(contract.starts)} and {messages.renewals.ends(contract, today)}. "
        f"You {work} {contract.weekly_hours:g} hours a week in it."
    )
    text += "".join(
        f"\nYour next contract: {messages.text.day(one.starts)} to {messages.text.day(one.last_day)}, "
        f"{one.weekly_hours:g} hours a week."
        for one in following
    )
    if not asked or following:
        return messages.text.message(text)
    return _with_buttons(f"{text}\nWhat would you like after it? _{NO_PROMISE}_", contract, said)


def kept(wished: Wished, reader: Person | None) -> messages.text.Payload:
    """To the freelancer: what they said, and who reads it now."""
    told = f" {messages.text.mention(reader.slack_id)} reads it now." if reader else ""
    return messages.text.message(
        f"Thank you. You said: “{WISHES[wished]}”.{told} {NO_PROMISE} You can change it: `/contract`."
    )


def wished(
    contract: Contract, person: Person, said: data.models.Wish, today: datetime.date, is_adviser: bool
) -> messages.text.Payload:
    """To who can talk with them, at once."""
    name = messages.text.name(person.name)
    would = {
        Wished.CONTINUE.value: "would like to continue after all",
        Wished.STOP.value: "would like to stop when it does",
        Wished.TALK.value: "would like to talk about what follows",
    }[said.wished]
    text = (
        f"The contract of *{name}* {messages.renewals.ends(contract, today)}. They have told Muster that they {would}."
    )
    text += (
        "" if said.wished == Wished.CONTINUE else f" Please write to them: {messages.text.mention(person.slack_id)}."
    )
    whose = "you are their adviser" if is_adviser else "they have no adviser, and the decision is yours"
    why = messages.text.why(
        f"{whose}, and a wish to talk or to stop waits for a person; the managers see it when they look",
        "who advises whom can be changed by `/program assign`, which managers may do",
    )
    return messages.text.message(text, messages.text.section(text), messages.text.small(why))


def _with_buttons(
    text: str, contract: Contract, said: data.models.Wish | None, *below: messages.text.Block
) -> messages.text.Payload:
    if said is not None:
        text += f"\nYou said: “{WISHES[said.wished]}”. You can change it."
    labels = {Wished.CONTINUE: "Continue", Wished.STOP: "Stop", Wished.TALK: "Talk about it"}
    drawn = [
        messages.text.button(label, f"{WISH}:{number}", f"{contract.id}:{wished}")
        for number, (wished, label) in enumerate(labels.items(), start=1)
    ]
    return messages.text.message(text, messages.text.section(text), messages.text.buttons(*drawn), *below)
