"""What is asked before a decision: of the adviser what they recommend, of the freelancer what they would like."""

import datetime

import data.models
import messages.forms
import messages.renewals
import messages.text

RECOMMEND, RECOMMENDED = "recommend:contract", "recommended:contract"
"""The button that opens the form, and the form."""

WISH = "wish:contract"
"""The buttons of a wish, with it behind: `wish:contract:continue`."""

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


def own(contract: Contract, today: datetime.date, said: data.models.Wish | None, asked: bool) -> messages.text.Payload:
    """A freelancer's own dates, and their wish once it is asked for."""
    text = (
        f"Your contract runs from {messages.text.day(contract.starts)} and {messages.renewals.ends(contract, today)}."
    )
    if not asked:
        return messages.text.message(text)
    return _with_buttons(f"{text}\nWhat would you like after it? _{NO_PROMISE}_", contract, said)


def _with_buttons(
    text: str, contract: Contract, said: data.models.Wish | None, *below: messages.text.Block
) -> messages.text.Payload:
    if said is not None:
        text += f"\nYou said: “{WISHES[said.wished]}”. You can change it."
    labels = {Wished.CONTINUE: "Continue", Wished.STOP: "Stop", Wished.TALK: "Talk about it"}
    drawn = [
        messages.text.button(label, f"{WISH}:{wished}", f"{contract.id}:{wished}") for wished, label in labels.items()
    ]
    return messages.text.message(text, messages.text.section(text), messages.text.buttons(*drawn), *below)
