"""From what Slack brought to a reply: finding the verb, roles first, words too few or many, request keys."""

import dataclasses
import datetime

import pytest
import sqlmodel

import commands
import commands.arguments
import commands.dispatch
import commands.replies
import commands.request
import commands.rows
import data.models
import data.requests
import messages.text
import rules.errors
import tests.commands.asking
import tests.programme

NOTED: list[str] = []
TEXT = commands.arguments.Number("n", low=1, high=9)


def note(_session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    NOTED.append(request.key)
    return commands.replies.Say(messages.text.message(f"noted {len(NOTED)}"))


def row(words: str, *aliases: str, writes: bool = False, root: str = "bug") -> commands.rows.Verb:
    return commands.rows.Verb(
        commands.rows.ALL, note, root=root, words=words, does="Note it.", aliases=aliases, writes=writes
    )


VERBS = (row(""), row("list"), row("list open"), row("list open late"), row("duplicate", "dup", "same as"))


@pytest.mark.parametrize(
    ("text", "verb", "left"),
    [
        ("", "", ()),
        ("   ", "", ()),
        ("list", "list", ()),
        ("LIST Open", "list open", ()),
        ("list open late mon", "list open late", ("mon",)),
        ("list late open", "list", ("late", "open")),
        ("dup 1", "duplicate", ("1",)),
        ("Same  As\n2", "duplicate", ("2",)),
        ("same", "", ("same",)),
        ("nonsense list", "", ("nonsense", "list")),
        ("listopen", "", ("listopen",)),
        ("x " * 5000, "", ("x",) * 5000),
    ],
)
def test_a_verb_is_found_by_its_longest_words_or_an_alias_in_any_case(
    text: str, verb: str, left: tuple[str, ...]
) -> None:
    found, words = commands.dispatch.find_verb(VERBS, "bug", text)
    assert (found.words, words) == (verb, left)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("close", "close"),
        ("close BUG-3 Done.", "close"),
        ("close bug3", "close"),
        ("close 3", "close"),
        ("close #3", "close"),
        ("close <@U0ADA> BUG-3", "close"),
        ("close it: BUG-3", "close"),
        ("close button is gone", ""),
        ("Close the window", ""),
    ],
)
def test_a_title_that_begins_like_a_verb_and_names_no_report_is_a_title(text: str, words: str) -> None:
    closing = dataclasses.replace(row("close"), arguments=(commands.arguments.Report("report"),))
    found, _ = commands.dispatch.find_verb((row(""), closing), "bug", text)
    assert found.words == words


def test_another_roots_verbs_are_not_found() -> None:
    found, words = commands.dispatch.find_verb((*VERBS, row("", root="duty")), "duty", "list")
    assert (found.root, found.words, words) == ("duty", "", ("list",))


@pytest.fixture
def people(session: sqlmodel.Session) -> sqlmodel.Session:
    """One of each kind: manager, adviser, freelancer, nobody, deactivated, and a guest."""
    tests.programme.add(session, "UMAREN", "manager", name="Maren")
    tests.programme.add(session, "UADA", "adviser")
    tests.programme.add(session, "UFLOR", "freelancer")
    tests.programme.add(session, "UENV", "manager_by_environment")
    tests.programme.add(session, "UNONE")
    tests.programme.add(session, "UGONE", "manager", active=False)
    tests.programme.add(session, "UGUEST", "freelancer", guest=True)
    return session


MANAGERS = commands.rows.MANAGERS
ADVISERS = commands.rows.ADVISERS
ALL = commands.rows.ALL


@pytest.mark.parametrize(
    ("slack_id", "who", "may"),
    [
        ("UMAREN", MANAGERS, True),
        ("UMAREN", ADVISERS, True),
        ("UMAREN", ALL, True),
        ("UENV", MANAGERS, True),
        ("UADA", MANAGERS, False),
        ("UADA", ADVISERS, True),
        ("UADA", ALL, True),
        ("UFLOR", ADVISERS, False),
        ("UFLOR", ALL, True),
        ("UGUEST", ALL, True),
        ("UGUEST", ADVISERS, False),
        ("UNONE", ALL, False),
        ("UGONE", ALL, False),
        ("USTRANGER", ALL, False),
    ],
)
def test_the_roster_says_who_may(people: sqlmodel.Session, slack_id: str, who: commands.rows.Roles, may: bool) -> None:
    if may:
        assert commands.dispatch.authorise(people, who, slack_id).slack_id == slack_id
    else:
        with pytest.raises(rules.errors.NotAllowed):
            commands.dispatch.authorise(people, who, slack_id)


def refused(session: sqlmodel.Session, who: commands.rows.Roles, slack_id: str) -> str:
    with pytest.raises(rules.errors.NotAllowed) as refusal:
        commands.dispatch.authorise(session, who, slack_id)
    return str(refusal.value)


@pytest.mark.parametrize("slack_id", ["USTRANGER", "UGONE", "UNONE"])
def test_who_has_no_role_reads_whom_to_ask(people: sqlmodel.Session, slack_id: str) -> None:
    assert refused(people, ALL, slack_id) == (
        "You are not on this programme's roster, so I can't help you yet. Please ask <@UENV> and <@UMAREN>."
    )


def test_whose_role_does_not_reach_reads_for_whom_it_is(people: sqlmodel.Session) -> None:
    assert refused(people, MANAGERS, "UADA") == (
        "This is for programme managers. Please ask <@UENV> and <@UMAREN>. `/program` shows what you can do."
    )
    assert refused(people, ADVISERS, "UFLOR") == (
        "This is for programme managers and advisers. Please ask <@UENV> and <@UMAREN>. "
        "`/program` shows what you can do."
    )


def test_where_no_manager_is_known_whoever_set_muster_up_is_to_ask(session: sqlmodel.Session) -> None:
    assert refused(session, ALL, "USTRANGER") == (
        "You are not on this programme's roster, so I can't help you yet. "
        "Please ask whoever set up Muster here: no programme manager is named yet."
    )


def test_at_most_five_managers_are_named(session: sqlmodel.Session) -> None:
    for number in range(8):
        tests.programme.add(session, f"UM{number}", "manager")
    assert refused(session, ALL, "USTRANGER").count("<@") == 5


def test_a_person_of_two_roles_may_do_what_either_may(session: sqlmodel.Session) -> None:
    tests.programme.add(session, "UBOTH", "adviser", "freelancer")
    assert commands.dispatch.authorise(session, ADVISERS, "UBOTH").slack_id == "UBOTH"


@pytest.mark.sqlite("who may is asked of the rows; what is then written each command's own test says")
@pytest.mark.parametrize("row", [*commands.VERBS, *commands.BUTTONS, *commands.FORMS], ids=lambda row: row.does)
def test_every_row_refuses_who_has_no_role(people: sqlmodel.Session, row: commands.rows.Row) -> None:
    for slack_id in ("USTRANGER", "UGONE", "UNONE"):
        incoming = commands.dispatch.Incoming("key", slack_id, tests.programme.NOW, inputs={"from": "2026-03-09"})
        with pytest.raises(rules.errors.NotAllowed):
            commands.dispatch.answer(people, row, incoming, commands.VERBS)
        assert data.requests.find(people, "key") is None


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (
            "/duty next 3 4",
            "I don't know what to do with “4”. The form is `/duty next [n]`, for example `/duty next 6`.",
        ),
        (
            "/duty away mon fri <@UADA> sun",
            "I don't know what to do with “sun”. The form is `/duty away [from [to]] [@person]`, "
            "for example `/duty away mon to fri`.",
        ),
        ("/duty nxt", "I don't know `/duty` “nxt”. Did you mean `/duty next`? `/duty help` shows what you can do."),
        ("/duty Aawy", "I don't know `/duty` “Aawy”. Did you mean `/duty away`? `/duty help` shows what you can do."),
        ("/duty zebra", "I don't know `/duty` “zebra”. `/duty help` shows what you can do."),
        ("/duty <!channel>", "I don't know `/duty` “&lt;!channel&gt;”. `/duty help` shows what you can do."),
        (
            "/program stats",
            "I don't know `/program` “stats”. Did you mean `/program status`? `/program help` shows what you can do.",
        ),
    ],
)
def test_words_that_do_not_fit_are_answered_with_the_form_or_a_guess(
    people: sqlmodel.Session, text: str, answer: str
) -> None:
    with pytest.raises(rules.errors.ProgramError) as refusal:
        tests.commands.asking.Asking(people, "UADA").command(text)
    assert str(refusal.value) == answer


def test_ten_thousand_characters_are_answered_in_a_line(people: sqlmodel.Session) -> None:
    refusal = tests.commands.asking.Asking(people, "UADA").refusal(f"/duty {'x' * 10_000}")
    assert len(refusal) < 150


def test_did_you_mean_names_only_what_the_caller_may_use(people: sqlmodel.Session) -> None:
    assert "Did you mean" not in tests.commands.asking.Asking(people, "UFLOR").refusal("/duty awy")
    assert "Did you mean `/duty away`?" in tests.commands.asking.Asking(people, "UADA").refusal("/duty awy")


def test_a_word_too_few_is_answered_with_the_form(people: sqlmodel.Session) -> None:
    verb = dataclasses.replace(row("take"), arguments=(TEXT,), example="/bug take 3")
    incoming = commands.dispatch.Incoming("key", "UFLOR", tests.programme.NOW)
    with pytest.raises(rules.errors.ProgramError) as refusal:
        commands.dispatch.answer(people, verb, incoming, (verb,))
    assert str(refusal.value) == "Something is missing: n. The form is `/bug take n`, for example `/bug take 3`."


def test_a_write_takes_effect_once_for_each_key_and_is_answered_again_with_its_reply(
    people: sqlmodel.Session,
) -> None:
    NOTED.clear()
    verb = row("take", writes=True)
    incoming = commands.dispatch.Incoming("T1", "UFLOR", tests.programme.NOW)
    first = commands.dispatch.answer(people, verb, incoming, (verb,))
    later = dataclasses.replace(incoming, now=tests.programme.NOW + datetime.timedelta(hours=1))
    assert [commands.dispatch.answer(people, verb, later, (verb,)) for _ in range(3)] == [first] * 3
    assert NOTED == ["T1"]
    assert tests.commands.asking.said(first) == "noted 1"
    commands.dispatch.answer(people, verb, dataclasses.replace(incoming, key="T2"), (verb,))
    assert NOTED == ["T1", "T2"]


@pytest.mark.sqlite("who may is asked of the rows; what is then written each command's own test says")
@pytest.mark.parametrize("row", [*commands.VERBS, *commands.BUTTONS, *commands.FORMS], ids=lambda row: row.does)
@pytest.mark.parametrize("role", data.models.Role)
def test_every_row_is_for_whom_it_says(
    session: sqlmodel.Session, row: commands.rows.Row, role: data.models.Role
) -> None:
    tests.programme.add(session, "UONE", role)
    inputs = {"from": "2026-07-06"}
    incoming = commands.dispatch.Incoming("key", "UONE", tests.programme.NOW, inputs=inputs)
    if isinstance(row, commands.rows.Verb):
        row, words = commands.dispatch.find_verb([row], row.root, row.example.removeprefix(f"/{row.root}") or row.words)
        incoming = dataclasses.replace(incoming, words=words)
    try:
        commands.dispatch.answer(session, row, incoming, commands.VERBS)
    except rules.errors.NotAllowed:
        assert role not in row.who
    except rules.errors.ProgramError:
        assert role in row.who  # a button without its subject
    else:
        assert role in row.who


def test_a_bare_verb_only_reads_whatever_the_verb_does_with_words(session: sqlmodel.Session) -> None:
    tests.programme.add(session, "UADA", "adviser")
    verb, words = commands.dispatch.find_verb(commands.VERBS, "duty", "away")
    assert (verb.writes, verb.arguments, words) == (False, (), ())
    reply = commands.dispatch.answer(
        session, verb, commands.dispatch.Incoming("T1", "UADA", tests.programme.NOW), commands.VERBS
    )
    assert tests.commands.asking.said(reply).startswith("*Your days away*")
    assert data.requests.find(session, "T1") is None


def test_with_words_the_same_verb_writes() -> None:
    verb, words = commands.dispatch.find_verb(commands.VERBS, "duty", "away mon")
    assert (verb.writes, words) == (True, ("mon",))


def test_an_argument_that_may_be_left_out_leaves_words_that_are_not_its_own_to_the_next(
    people: sqlmodel.Session,
) -> None:
    said = tests.commands.asking.Asking(people, "UMAREN").says("/duty away <@UADA>")
    assert said.startswith("*Ada's days away*")


def test_a_stored_reply_is_not_given_to_who_may_no_longer_ask(people: sqlmodel.Session) -> None:
    verb = row("take", writes=True)
    incoming = commands.dispatch.Incoming("T1", "UFLOR", tests.programme.NOW)
    commands.dispatch.answer(people, verb, incoming, (verb,))
    with pytest.raises(rules.errors.NotAllowed):
        commands.dispatch.answer(people, verb, dataclasses.replace(incoming, slack_id="UGONE"), (verb,))


def test_a_form_that_only_asks_again_keeps_nothing_and_is_looked_at_again(people: sqlmodel.Session) -> None:
    pages = iter(range(1, 10))

    def ask(_session: sqlmodel.Session, _request: commands.request.Request) -> commands.replies.Reply:
        return commands.replies.Next({"page": next(pages)}, asks=True)

    form = commands.rows.Form(commands.rows.ALL, ask, callback="ask:thing", does="Ask.", writes=True)
    incoming = commands.dispatch.Incoming("one key", "UADA", tests.programme.NOW)
    replies = [commands.dispatch.answer(people, form, incoming, ()) for _ in range(2)]
    assert replies == [commands.replies.Next({"page": page}, asks=True) for page in (1, 2)]
    assert data.requests.find(people, "one key") is None


def test_reads_record_no_key(people: sqlmodel.Session) -> None:
    NOTED.clear()
    verb = row("look")
    incoming = commands.dispatch.Incoming("T1", "UFLOR", tests.programme.NOW)
    for _ in range(2):
        commands.dispatch.answer(people, verb, incoming, (verb,))
    assert NOTED == ["T1", "T1"]
    assert data.requests.find(people, "T1") is None


def test_the_request_has_the_persons_zone_or_the_programmes(people: sqlmodel.Session) -> None:
    people.add(data.models.Setting(name="time_zone", value="Europe/Berlin"))
    tests.programme.add(people, "UMANILA", "adviser", zone="Asia/Manila")
    seen: list[commands.request.Request] = []

    def look(_session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
        seen.append(request)
        return commands.replies.Done()

    verb = dataclasses.replace(row("look"), run=look)
    for slack_id in ("UMANILA", "UADA"):
        late = datetime.datetime(2026, 3, 2, 22, 30, tzinfo=datetime.UTC)
        commands.dispatch.answer(people, verb, commands.dispatch.Incoming("T", slack_id, late), (verb,))
    assert [request.zone.key for request in seen] == ["Asia/Manila", "Europe/Berlin"]
    assert [request.today.isoformat() for request in seen] == ["2026-03-03", "2026-03-02"]


def test_a_forms_faults_stand_at_their_fields(people: sqlmodel.Session) -> None:
    asking = tests.commands.asking.Asking(people, "UADA")
    assert asking.submit("record:away", from_="", to="soon") == commands.replies.Fields(
        {
            "from": "Please fill this in.",
            "to": "“soon” is no date I know: write one such as 2026-03-02, mon, tomorrow or 2w.",
        }
    )
