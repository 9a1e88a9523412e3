"""*Share in channel*: counts alone, shown before they are sent, and a second press where outsiders would read them."""

import pytest
import sqlmodel

import commands.replies
import commands.request
import data.models
import messages.status_share
import rules.errors
import tests.commands.asking
import tests.programme

NOW = tests.programme.NOW
HALL = "C0HALL"


def there(*slack_ids: str, muster: bool = True) -> commands.request.Members:
    return commands.request.Members(frozenset(slack_ids), muster)


@pytest.fixture
def maren(session: sqlmodel.Session) -> tests.commands.asking.Asking:
    """Maren, a manager; Ada, an adviser who works as a freelancer too; Flor, a freelancer and a guest; a mere guest."""
    tests.programme.add(session, "UMAREN", "manager", name="Maren Mooring", weekly_hours=40)
    ada = tests.programme.add(session, "UADA", "adviser", "freelancer", name="Ada Harbourlight")
    tests.programme.add_freelancer(
        session, "UFLOR", ada, name="Flor Tidewater", guest=True, last_day=3, languages=["da"], hours=400
    )
    tests.programme.add_freelancer(session, "UGONE", name="Gone", active=False)
    tests.programme.add(session, "UGUEST", name="Gus", guest=True)
    session.flush()
    return tests.commands.asking.Asking(session, "UMAREN")


def message(reply: commands.replies.Reply) -> dict[str, object]:
    assert isinstance(reply, commands.replies.Say)
    return reply.message


def button(reply: commands.replies.Reply) -> tuple[str, str]:
    """The action and the value of its one button."""
    (row,) = [block for block in message(reply)["blocks"] if block["type"] == "actions"]  # type: ignore[attr-defined]  # blocks
    (drawn,) = row["elements"]
    return drawn["action_id"], drawn["value"]


def posted(session: sqlmodel.Session) -> list[data.models.Notice]:
    return list(session.exec(sqlmodel.select(data.models.Notice)))


def test_who_is_in_the_channel_is_asked_of_slack_first(maren: tests.commands.asking.Asking) -> None:
    assert maren.press_in(HALL, "share:status") == commands.replies.AskMembers(HALL)


def test_among_colleagues_it_is_shown_and_sent_with_one_press(maren: tests.commands.asking.Asking) -> None:
    """An adviser who is a freelancer too is a colleague; who has left is not counted."""
    shown = maren.press_in(HALL, "share:status", there("UMAREN", "UADA", "UGONE"))
    text = str(message(shown)["text"])
    assert text.startswith("*<#C0HALL> will read:*\n*Ratio 1:")
    assert "Nothing is sent yet" in text
    assert posted(maren.session) == []
    action, subject = button(shown)
    assert action == "send:status"
    assert tests.commands.asking.said(maren.press(action, subject=subject)) == "Shared in <#C0HALL>."
    (notice,) = posted(maren.session)
    assert (notice.lane, notice.unasked, notice.due_at) == (HALL, False, NOW)
    assert "Maren Mooring shared it here by `/program status`." in str(notice.payload["text"])


def test_what_is_shared_are_counts_without_names_and_without_contracts(maren: tests.commands.asking.Asking) -> None:
    action, subject = button(maren.press_in(HALL, "share:status", there("UMAREN")))
    maren.press(action, subject=subject)
    (notice,) = posted(maren.session)
    text = str(notice.payload["text"])
    assert "*People:* 2 freelancers (1 with a running contract), 1 adviser, 1 manager" in text
    assert "*Coverage:* 1 language and 0 products with fewer than two freelancers" in text
    for name in ("Flor", "Ada", "Gone", "<@", "Contracts", "overdue", "to decide", "to tell"):
        assert name not in text


def test_a_decision_changes_nothing_in_what_is_shared(maren: tests.commands.asking.Asking) -> None:
    before = message(maren.press_in(HALL, "share:status", there("UMAREN")))["text"]
    flor, _ = maren.session.exec(sqlmodel.select(data.models.Contract)).all()
    maren.session.add(data.models.Decision(contract_id=flor.id or 0, actor_id=1, at=NOW, choice=data.models.Choice.END))
    maren.session.flush()
    assert message(maren.press_in(HALL, "share:status", there("UMAREN")))["text"] == before


def test_a_channel_with_freelancers_or_guests_is_named_and_asked_twice(maren: tests.commands.asking.Asking) -> None:
    shown = maren.press_in(HALL, "share:status", there("UMAREN", "UFLOR", "UGUEST"))
    assert "*Also in <#C0HALL>:* 1 freelancer and 1 guest. They would read it too." in str(message(shown)["text"])
    action, subject = button(shown)
    assert action == "confirm:status"
    second = maren.press(action, subject=subject)
    assert message(second)["text"] == "Share it in <#C0HALL>? Also there: 1 freelancer and 1 guest."
    assert posted(maren.session) == []
    action, subject = button(second)
    maren.press(action, subject=subject)
    assert [notice.lane for notice in posted(maren.session)] == [HALL]


@pytest.mark.parametrize(
    ("who", "named"),
    [
        (("USOMEBODY",), "1 person who is not on the roster"),
        (("UFLOR", "UGUEST", "UA", "UB"), "1 freelancer, 1 guest and 2 people who are not on the roster"),
    ],
)
def test_who_is_not_on_the_roster_may_be_a_guest_and_is_asked_about_like_one(
    maren: tests.commands.asking.Asking, who: tuple[str, ...], named: str
) -> None:
    shown = maren.press_in(HALL, "share:status", there("UMAREN", "UADA", *who))
    assert f"*Also in <#C0HALL>:* {named}. They would read it too." in str(message(shown)["text"])
    action, subject = button(shown)
    second = maren.press(action, subject=subject)
    assert message(second)["text"] == f"Share it in <#C0HALL>? Also there: {named}."


def test_the_same_preview_is_sent_once(maren: tests.commands.asking.Asking) -> None:
    action, subject = button(maren.press_in(HALL, "share:status", there("UMAREN")))
    maren.press(action, subject=subject)
    again = tests.commands.asking.said(maren.press(action, subject=subject))
    assert again == "It was shared in <#C0HALL> already. Nothing more is sent."
    assert len(posted(maren.session)) == 1


def test_counts_that_have_changed_since_are_shown_again_first(maren: tests.commands.asking.Asking) -> None:
    action, subject = button(maren.press_in(HALL, "share:status", there("UMAREN")))
    tests.programme.add_freelancer(maren.session, "UNEW")
    with pytest.raises(rules.errors.ProgramError, match="have changed since you saw them, and nothing was sent"):
        maren.press(action, subject=subject)
    assert posted(maren.session) == []


def test_where_muster_is_not_it_says_how_to_invite_it(maren: tests.commands.asking.Asking) -> None:
    with pytest.raises(rules.errors.ProgramError) as refused:
        maren.press_in(HALL, "share:status", there(muster=False))
    assert str(refused.value) == (
        "Muster is not in <#C0HALL>. Type `/invite @Muster` there, and press *Share in channel* again."
    )


@pytest.mark.parametrize("channel", ["D0MAREN", ""])
def test_in_direct_messages_it_says_where_to_go(maren: tests.commands.asking.Asking, channel: str) -> None:
    with pytest.raises(rules.errors.ProgramError, match="Go to the channel where you want to share it"):
        maren.press_in(channel, "share:status")


@pytest.mark.parametrize("subject", ["", "C0HALL", "D0MAREN abc 2026 x", "C0HALL  2026 "])
def test_a_press_that_carries_no_preview_sends_nothing(maren: tests.commands.asking.Asking, subject: str) -> None:
    for action in ("confirm:status", "send:status"):
        with pytest.raises(rules.errors.ProgramError, match="once more"):
            maren.press(action, subject=subject)
    assert posted(maren.session) == []


@pytest.mark.parametrize("slack_id", ["UADA", "UFLOR"])
@pytest.mark.parametrize("action", ["share:status", "confirm:status", "send:status"])
def test_only_managers_share(maren: tests.commands.asking.Asking, slack_id: str, action: str) -> None:
    other = tests.commands.asking.Asking(maren.session, slack_id)
    with pytest.raises(rules.errors.NotAllowed):
        other.press(action, subject=f"{HALL} abc {NOW.isoformat()} ")


def test_outsiders_are_named_by_number() -> None:
    counted = ((0, 0, 0), (1, 0, 0), (0, 2, 0), (12, 1, 0))
    named = [messages.status_share.Outsiders(*counts).named for counts in counted]
    assert named == ["", "1 freelancer", "2 guests", "12 freelancers and 1 guest"]
