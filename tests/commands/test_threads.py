"""What people write under a report's card or to Muster: who reads it, who does not, and what follows it later."""

import dataclasses
import datetime
import random

import pytest
import sqlmodel

import commands
import commands.dispatch
import commands.replies
import commands.request
import commands.threads
import data.models
import data.outbox
import data.people
import data.remarks
import data.reports
import jobs.duty
import jobs.housekeeping
import jobs.remarks
import jobs.report_watch
import jobs.reports
import jobs.scene
import rules.errors
import rules.reports
import tests.commands.asking
import tests.programme
import tests.stores

NOW = tests.programme.NOW
MINUTE, HOUR, DAY = datetime.timedelta(minutes=1), datetime.timedelta(hours=1), datetime.timedelta(days=1)
TRIAGE = "C0TRIAGE"
Change = commands.threads.Change
WRITTEN, EDITED, DELETED = Change
Json = dict[str, object]


@dataclasses.dataclass
class Place:
    """A programme with a report by Flor, which Gil saw too, and their cards in Slack; `now` moves with each act."""

    session: sqlmodel.Session
    now: datetime.datetime = NOW

    def file(self, slack_id: str, title: str = "Checkout fails") -> data.models.Report:
        report = data.models.Report(
            kind=data.models.ReportKind.BROKEN,
            title=title,
            happened="Nothing happens.",
            filed_at=self.now,
            changed_at=self.now,
            expected_by=self.now + HOUR,
        )
        filed = jobs.reports.file(self.scene, report, self.person(slack_id))
        self.arrives()
        return filed

    def joins(self, slack_id: str, report: data.models.Report) -> None:
        reporter = data.models.Reporter(
            report_id=report.id or 0, person_id=self.person(slack_id).id or 0, joined_at=self.now
        )
        data.reports.add_reporter(self.session, reporter)
        jobs.reports.show(self.scene, report)
        self.arrives()

    @property
    def scene(self) -> jobs.scene.Scene:
        return jobs.scene.load(self.session, self.now)

    def person(self, slack_id: str) -> data.models.Person:
        person = data.people.find(self.session, slack_id)
        assert person is not None
        return person

    def deed(self, act: rules.reports.Act, report: data.models.Report, actor: str = "UADA", **rest: object) -> None:
        deed = rules.reports.Deed(act, self.now, self.person(actor).id, **rest)  # type: ignore[arg-type]  # its fields
        assert jobs.reports.do(self.scene, report, deed) is None
        self.arrives()

    def arrives(self) -> None:
        """All that waits is in Slack, and a minute goes by."""
        for notice in self.session.exec(
            sqlmodel.select(data.models.Notice).where(data.models.Notice.state == "pending")
        ):
            notice.state = data.models.NoticeState.SENT
            self.session.add(notice)
            if notice.kind == data.models.NoticeKind.POST and notice.card:
                channel = notice.lane.replace("@", "D")
                self.session.merge(data.models.Card(key=notice.card, channel=channel, ts=f"{notice.id}.1"))
        self.session.flush()
        self.now += MINUTE

    def card(self, key: str) -> data.models.Card:
        card = data.outbox.find_card(self.session, key)
        assert card is not None, key
        return card

    def tell(
        self,
        who: str,
        text: str,
        under: str = "",
        change: Change = WRITTEN,
        ts: str = "",
        channel: str = "",
        edited: str = "",
        **files: str,
    ) -> str:
        """An event of a message, in somebody's direct messages unless it is under a card elsewhere; its ts."""
        thread = self.card(under) if under else None
        message = commands.request.Message(
            channel=channel or (thread.channel if thread else f"D{who}"),
            ts=ts or f"{self.now.timestamp():.6f}",
            author=who,
            text=text,
            thread=thread.ts if thread else None,
            files={name.replace("_", "."): link for name, link in files.items()},
            edited=edited or (f"{self.now.timestamp():.6f}" if change is EDITED else ""),
        )
        if commands.threads.concerns(self.session, commands.threads.Told(message, change)):
            incoming = commands.dispatch.Incoming(f"event {self.now}", who, self.now, message=message)
            commands.threads.told(self.session, incoming, change)
        self.arrives()
        return message.ts

    def asking(self, who: str) -> tests.commands.asking.Asking:
        return tests.commands.asking.Asking(self.session, who, self.now)

    def presses(self, who: str, action: str, subject: str) -> commands.replies.Reply:
        reply = self.asking(who).press(action, subject=subject)
        self.arrives()
        return reply

    def read(self) -> dict[str, str]:
        """What each message of these says by now, by its card or its key; cards of reports are not among them."""
        self.session.expire_all()
        notices = self.session.exec(sqlmodel.select(data.models.Notice).order_by(sqlmodel.col(data.models.Notice.id)))
        said = {
            notice.card or notice.key: str(notice.payload["text"]) for notice in notices if "text" in notice.payload
        }
        return {key: text for key, text in said.items() if key.startswith(("remark:", "refused:", "words:"))}

    def newest(self, card: str) -> str:
        """What a card says by now."""
        notices = sqlmodel.select(data.models.Notice).where(data.models.Notice.card == card)
        found = self.session.exec(notices.order_by(sqlmodel.col(data.models.Notice.id).desc())).first()
        assert found is not None
        return str(found.payload["text"])

    def lanes(self) -> dict[str, tuple[str, str | None]]:
        """Where each of them went: the lane, and the card it is under."""
        notices = self.session.exec(sqlmodel.select(data.models.Notice))
        return {notice.card: (notice.lane, notice.thread) for notice in notices if notice.card}


@pytest.fixture
def place(session: sqlmodel.Session) -> Place:
    session.add(data.models.Setting(name="time_zone", value="Europe/Berlin"))
    session.add(data.models.Setting(name="triage_channel", value=TRIAGE))
    tests.programme.add(session, "UMAREN", "manager", zone="Europe/Berlin")
    ada = tests.programme.add(session, "UADA", "adviser", zone="Europe/Berlin")
    tests.programme.add(session, "UBEN", "adviser")
    tests.programme.add_freelancer(session, "UFLOR", ada, zone="Asia/Tokyo")
    tests.programme.add_freelancer(session, "UGIL")
    jobs.duty.tick(session, NOW)
    session.flush()
    place = Place(session)
    place.joins("UGIL", place.file("UFLOR"))
    return place


def report(place: Place, number: int = 1) -> data.models.Report:
    found = data.reports.find(place.session, number)
    assert found is not None
    return found


# -- a reporter's reply


def test_a_reply_under_the_reporters_card_goes_to_the_triage_cards_thread_with_their_name_and_nowhere_else(
    place: Place,
) -> None:
    place.tell("UFLOR", "It says error 500.", under="bug:1:UFLOR")
    assert place.read() == {"remark:1:triage": "*Flor*:\n>It says error 500."}
    assert place.lanes()["remark:1:triage"] == (TRIAGE, "bug:1")
    assert [event.act for event in data.reports.list_events(place.session, 1)] == ["file", "reply"]


def test_a_reply_told_again_has_one_effect(place: Place) -> None:
    ts = place.tell("UFLOR", "It says error 500.", under="bug:1:UFLOR")
    place.tell("UFLOR", "It says error 500.", under="bug:1:UFLOR", ts=ts)
    assert list(place.read()) == ["remark:1:triage"]
    assert [event.act for event in data.reports.list_events(place.session, 1)] == ["file", "reply"]


def test_an_edit_edits_the_copy_and_a_deletion_marks_it_withdrawn_and_empties_what_is_stored(place: Place) -> None:
    ts = place.tell("UFLOR", "It says eror 500.", under="bug:1:UFLOR", screen_png="https://files.example/s.png")
    place.tell("UFLOR", "It says error 500.", under="bug:1:UFLOR", ts=ts, change=EDITED)
    assert place.read()["remark:1:triage"] == "*Flor*:\n>It says error 500."
    place.tell("UFLOR", "It says error 500.", under="bug:1:UFLOR", ts=ts, change=DELETED)
    assert place.read() == {"remark:1:triage": "*Flor*:\n_Withdrawn by its writer._"}
    remark = data.remarks.find(place.session, 1)
    assert remark is not None
    assert (remark.words, remark.files) == ("", {})


def test_an_edit_that_is_told_after_the_deletion_brings_nothing_back(place: Place) -> None:
    ts = place.tell("UFLOR", "Secret.", under="bug:1:UFLOR")
    place.tell("UFLOR", "Secret.", under="bug:1:UFLOR", ts=ts, change=DELETED)
    place.tell("UFLOR", "Secret!", under="bug:1:UFLOR", ts=ts, change=EDITED)
    assert place.read() == {"remark:1:triage": "*Flor*:\n_Withdrawn by its writer._"}


def test_of_two_edits_the_later_one_counts_whichever_is_told_first(place: Place) -> None:
    ts = place.tell("UFLOR", "One", under="bug:1:UFLOR")
    for text, edited in (("Three", "1772442300.3"), ("Two", "1772442200.2")):
        place.tell("UFLOR", text, under="bug:1:UFLOR", ts=ts, change=EDITED, edited=edited)
    assert place.read() == {"remark:1:triage": "*Flor*:\n>Three"}


def test_an_edit_brings_back_nothing_that_was_redacted_and_a_deletion_withdraws_the_rest(place: Place) -> None:
    ts = place.tell("UFLOR", "Ms Miller can't pay", under="bug:1:UFLOR")
    remark = data.remarks.find(place.session, 1)
    assert remark is not None
    data.remarks.change(place.session, remark, words="[removed] can't pay")
    jobs.remarks.redraw(place.scene, remark)
    place.tell("UFLOR", "Ms Miller can not pay", under="bug:1:UFLOR", ts=ts, change=EDITED)
    assert place.read() == {"remark:1:triage": "*Flor*:\n>[removed] can't pay"}
    place.tell("UFLOR", "Ms Miller can not pay", under="bug:1:UFLOR", ts=ts, change=DELETED)
    assert place.read() == {"remark:1:triage": "*Flor*:\n_Withdrawn by its writer._"}


def test_who_has_no_role_any_more_changes_nothing_and_may_still_withdraw(place: Place) -> None:
    ts = place.tell("UFLOR", "One", under="bug:1:UFLOR")
    place.person("UFLOR").freelancer = False
    place.tell("UFLOR", "Two", under="bug:1:UFLOR", ts=ts, change=EDITED)
    assert place.read() == {"remark:1:triage": "*Flor*:\n>One"}
    place.tell("UFLOR", "Two", under="bug:1:UFLOR", ts=ts, change=DELETED)
    assert place.read() == {"remark:1:triage": "*Flor*:\n_Withdrawn by its writer._"}


def test_an_edit_that_is_told_first_is_what_was_written(place: Place) -> None:
    ts = place.tell("UFLOR", "It says error 500.", under="bug:1:UFLOR", change=EDITED)
    place.tell("UFLOR", "It says eror 500.", under="bug:1:UFLOR", ts=ts)
    assert place.read() == {"remark:1:triage": "*Flor*:\n>It says error 500."}


def test_what_was_deleted_before_it_was_told_goes_nowhere(place: Place) -> None:
    ts = place.tell("UFLOR", "Oh no.", under="bug:1:UFLOR", change=DELETED)
    place.tell("UFLOR", "Oh no.", under="bug:1:UFLOR", ts=ts)
    assert place.read() == {}


@pytest.mark.parametrize("change", [EDITED, DELETED])
def test_a_change_of_something_old_that_was_never_kept_does_nothing(place: Place, change: Change) -> None:
    place.tell("UFLOR", "Hello", ts=f"{(NOW - DAY).timestamp():.6f}", change=change)
    assert place.read() == {}
    assert data.remarks.find(place.session, 1) is None


def test_a_file_is_named_with_its_link(place: Place) -> None:
    place.tell("UFLOR", "See:", under="bug:1:UFLOR", screen_png="https://files.example/s.png")
    assert place.read() == {"remark:1:triage": "*Flor*:\n>See:\n><https://files.example/s.png|screen.png>"}
    place.tell("UFLOR", "", under="bug:1:UFLOR", log_txt="https://files.example/l.txt")
    assert place.read()["remark:2:triage"] == "*Flor*:\n><https://files.example/l.txt|log.txt>"


def test_no_file_is_left_out_because_its_name_is_hidden(place: Place) -> None:
    message = commands.request.Message("DUFLOR", "1772452900.000000", "UFLOR", "", thread=place.card("bug:1:UFLOR").ts)
    files = {f"{who}@mail.example": f"https://files.example/{who}" for who in ("jo", "al")}
    incoming = commands.dispatch.Incoming("k", "UFLOR", place.now, message=dataclasses.replace(message, files=files))
    commands.threads.told(place.session, incoming, WRITTEN)
    assert place.read()["remark:1:triage"] == (
        "*Flor*:\n><https://files.example/jo|[e-mail hidden]>\n><https://files.example/al|[e-mail hidden] (2)>"
    )


def test_private_data_is_stored_and_passed_on_nowhere_not_by_edits_and_file_names_either(place: Place) -> None:
    mail = "<mailto:jo@example.com|jo@example.com>"
    ts = place.tell("UFLOR", f"Customer {mail} waits", under="bug:1:UFLOR")
    place.tell("UFLOR", f"The customer {mail} waits", under="bug:1:UFLOR", ts=ts, change=EDITED)
    place.tell("UFLOR", f"Write to {mail}", jo__x="")
    place.tell("UFLOR", "See:", under="bug:1:UFLOR", x="https://files.example/F7/jo@mail.example.com.png")
    place.session.flush()
    rows = [
        *place.session.exec(sqlmodel.select(data.models.Remark)),
        *place.session.exec(sqlmodel.select(data.models.Notice)),
    ]
    assert "example.com" not in " ".join(str(vars(row)) for row in rows)
    assert place.read()["remark:1:triage"] == "*Flor*:\n>The customer [e-mail hidden] waits"
    assert place.read()["remark:3:triage"] == "*Flor*:\n>See:\n><https://files.example/F7|x>"


def test_what_people_type_pings_nobody_and_mentions_are_names(place: Place) -> None:
    place.tell("UFLOR", "<!channel> <@UADA> &lt;!here&gt; <https://x.example/a|here>", under="bug:1:UFLOR")
    said = place.read()["remark:1:triage"]
    assert said == "*Flor*:\n>@channel @Ada &lt;!here&gt; here (https://x.example/a)"


def test_a_reply_answers_what_was_asked(place: Place) -> None:
    place.deed(rules.reports.Act.ASK, report(place), words="Which browser?")
    assert not rules.reports.is_answered(report(place))
    place.tell("UFLOR", "Firefox.", under="bug:1:UFLOR")
    assert rules.reports.is_answered(report(place))
    assert "*Needs info* · Ada · *answered*" in place.newest("bug:1")
    place.deed(rules.reports.Act.ASK, report(place), words="Which version?")
    assert not rules.reports.is_answered(report(place))


def test_a_reply_under_something_closed_is_passed_on_and_its_writer_reads_once_what_they_can_do(place: Place) -> None:
    place.deed(rules.reports.Act.RESOLVE, report(place), words="Reload the page.")
    for text in ("It is still there.", "Really."):
        place.tell("UFLOR", text, under="bug:1:UFLOR")
    assert place.read()["remark:1:triage"] == "*Flor*:\n>It is still there."
    over = [notice for notice in place.session.exec(sqlmodel.select(data.models.Notice)) if ":over:" in notice.key]
    assert [(notice.lane, notice.thread) for notice in over] == [("@UFLOR", "bug:1:UFLOR")]
    assert "press *It is still there*" in str(over[0].payload["text"])


def test_who_writes_under_what_ended_long_ago_is_asked_to_report_it_anew(place: Place) -> None:
    place.deed(rules.reports.Act.RESOLVE, report(place), words="Reload the page.")
    place.now += 14 * DAY
    place.tell("UFLOR", "It is still there.", under="bug:1:UFLOR")
    (over,) = [one for one in place.session.exec(sqlmodel.select(data.models.Notice)) if ":over:" in one.key]
    assert str(over.payload["text"]).endswith("please report it anew with `/bug`.")
    assert "blocks" not in over.payload


def test_a_reply_under_a_duplicate_goes_to_the_thread_of_its_original(place: Place) -> None:
    twin = place.file("UGIL", "Checkout broken")
    place.deed(rules.reports.Act.DUPLICATE, twin, original_id=1)
    place.tell("UGIL", "Any news?", under="bug:2:UGIL")
    assert place.read() == {"remark:1:triage": "*Gil* (BUG-2):\n>Any news?"}
    assert place.lanes()["remark:1:triage"] == (TRIAGE, "bug:1")
    assert data.reports.list_events(place.session, 1)[-1].act == "reply"


def test_what_was_written_while_there_was_no_card_in_triage_is_posted_with_it(place: Place) -> None:
    channel = place.session.get_one(data.models.Setting, "triage_channel")
    channel.value = ""
    other = place.file("UFLOR", "Search is slow")
    place.tell("UFLOR", "Very slow.", under=f"bug:{other.id}:UFLOR")
    assert place.read() == {}
    channel.value = TRIAGE
    jobs.report_watch.tick(place.session, place.now)
    assert place.read() == {"remark:1:triage": "*Flor*:\n>Very slow."}
    assert place.lanes()["remark:1:triage"] == (TRIAGE, f"bug:{other.id}")


def test_nobody_but_the_reporter_whose_card_it_is_replies_there(place: Place) -> None:
    place.tell("UGIL", "Let me in.", under="bug:1:UFLOR")
    assert "remark:1:triage" not in place.read()
    data.reports.remove_reporter(place.session, 1, place.person("UFLOR").id or 0)
    place.tell("UFLOR", "Am I heard?", under="bug:1:UFLOR")
    assert "remark:2:triage" not in place.read()


# -- in the triage channel


def test_what_is_said_in_the_triage_cards_thread_stays_there_and_is_a_word(place: Place) -> None:
    before = place.now
    place.tell("UBEN", "I think it is the cache. Flor is slow.", under="bug:1")
    assert place.read() == {}
    assert report(place).spoken_at == before
    assert data.remarks.find(place.session, 1) is None


def test_a_word_of_a_freelancer_or_somebody_unknown_there_is_none(place: Place) -> None:
    for who in ("UFLOR", "USTRANGER"):
        place.tell(who, "Hello?", under="bug:1")
    assert report(place).spoken_at is None
    assert place.read() == {}


def test_what_is_said_elsewhere_concerns_nobody(place: Place) -> None:
    def concerns(**values: object) -> bool:
        message = commands.request.Message(channel=TRIAGE, ts="9.9", author="UBEN", text="Lunch?")
        changed = dataclasses.replace(message, **values)  # type: ignore[arg-type]  # its fields
        return commands.threads.concerns(place.session, commands.threads.Told(changed, WRITTEN))

    assert not concerns()
    assert not concerns(thread="8.8")
    assert not concerns(channel="C0GENERAL", thread=place.card("bug:1").ts)
    assert concerns(thread=place.card("bug:1").ts)


# -- answers


def test_an_answer_to_all_goes_under_the_card_of_each_reporter_and_of_each_of_a_duplicate_once(place: Place) -> None:
    twin = place.file("UGIL", "Checkout broken")
    other = place.file("UBEN", "Paying fails")
    place.deed(rules.reports.Act.DUPLICATE, twin, original_id=1)
    place.deed(rules.reports.Act.DUPLICATE, other, original_id=1)
    reply = place.asking("UADA").submit("answer:report", subject="1", to="all", text="Try Firefox.")
    assert isinstance(reply, commands.replies.Done)
    place.arrives()
    said = place.read()
    assert said.pop("remark:1:sent") == "*Ada* wrote to Ben, Flor and Gil:\n>Try Firefox."
    assert set(said) == {"remark:1:1:UFLOR", "remark:1:1:UGIL", "remark:1:3:UBEN"}
    assert said["remark:1:1:UFLOR"].startswith(
        "*Ada* about *BUG-1 · Checkout fails*:\n>Try Firefox.\nYou get this because"
    )
    assert said["remark:1:3:UBEN"].startswith("*Ada* about *BUG-3 · Paying fails*:\n>Try Firefox.\n")
    assert place.lanes()["remark:1:3:UBEN"] == ("@UBEN", "bug:3:UBEN")
    assert report(place).responded_at is not None


def test_an_answer_to_one_reaches_nobody_else(place: Place) -> None:
    gil = str(place.person("UGIL").id)
    place.asking("UADA").submit("answer:report", subject="1", to=gil, text="Mail jo@example.com")
    said = place.read()
    assert set(said) == {"remark:1:sent", "remark:1:1:UGIL"}
    assert said["remark:1:sent"] == "*Ada* wrote to Gil:\n>Mail [e-mail hidden]"
    (event,) = [event for event in data.reports.list_events(place.session, 1) if event.act == "answer"]
    assert (event.person_id, event.words) == (int(gil), "Mail [e-mail hidden]")


def test_the_form_says_whom_it_goes_to(place: Place) -> None:
    reply = place.asking("UADA").press("answer:bug", subject="1")
    assert isinstance(reply, commands.replies.Open)
    menu = reply.view["blocks"][1]["element"]
    assert [option["text"]["text"] for option in menu["options"]] == ["All 2 reporters", "Flor", "Gil"]
    assert "initial_option" not in menu, "whom it goes to is chosen, and never by leaving it"


def test_of_one_reporter_there_is_nothing_to_choose(place: Place) -> None:
    alone = place.file("UFLOR", "Another")
    reply = place.asking("UADA").press("answer:bug", subject=str(alone.id))
    assert isinstance(reply, commands.replies.Open)
    menu = reply.view["blocks"][1]["element"]
    assert menu["options"] == [menu["initial_option"]]


@pytest.mark.parametrize("to", ["999", "nobody", "3"])
def test_an_answer_to_somebody_who_is_no_reporter_is_refused(place: Place, to: str) -> None:
    with pytest.raises(rules.errors.ProgramError, match="no reporter of it any more"):
        place.asking("UADA").submit("answer:report", subject="1", to=to, text="Hello")
    assert place.read() == {}


def test_an_answer_to_what_was_taken_back_or_to_nobody_is_refused_and_the_form_stays_open(place: Place) -> None:
    alone = place.file("UFLOR", "Another")
    to = str(place.person("UFLOR").id)
    place.deed(rules.reports.Act.WITHDRAW, alone, "UFLOR")
    with pytest.raises(rules.errors.ProgramError, match="taken back by its reporter"):
        place.asking("UADA").submit("answer:report", subject=str(alone.id), to=to, text="Hello")
    for slack_id in ("UFLOR", "UGIL"):
        place.person(slack_id).active = False
    with pytest.raises(rules.errors.ProgramError, match="nobody would read it"):
        place.asking("UADA").submit("answer:report", subject="1", to="all", text="Hello")


def test_who_answers_reporters_of_a_duplicate_or_speaks_under_it_has_spoken_of_its_original(place: Place) -> None:
    place.file("UGIL", "Checkout fails too")
    place.deed(rules.reports.Act.DUPLICATE, report(place, 2), original_id=1)
    place.deed(rules.reports.Act.CLAIM, report(place))
    for speaks in (
        lambda: place.tell("UADA", "Looking.", under="bug:2"),
        lambda: place.asking("UADA").submit(
            "answer:report", subject="2", to=str(place.person("UGIL").id), text="We look at it."
        ),
    ):
        place.now += DAY
        before = place.now
        speaks()
        place.session.flush()
        assert report(place).spoken_at == before


def shortcut(place: Place, who: str, message: commands.request.Message) -> dict[str, object]:
    row = next(row for row in commands.SHORTCUTS if row.callback == "send:report")
    incoming = commands.dispatch.Incoming("key", who, place.now, message=message)
    reply = commands.dispatch.answer(place.session, row, incoming, commands.VERBS)
    assert isinstance(reply, commands.replies.Open)
    return reply.view


def in_thread(place: Place, author: str, text: str) -> commands.request.Message:
    ts = place.tell(author, text, under="bug:1")
    return commands.request.Message(TRIAGE, ts, author, text, thread=place.card("bug:1").ts)


def send(place: Place, view: dict[str, object], **inputs: str) -> None:
    place.asking("UADA").submit("answer:report", subject=str(view["private_metadata"]), **inputs)
    place.arrives()


def test_what_was_sent_from_the_thread_follows_what_becomes_of_it_there(place: Place) -> None:
    source = in_thread(place, "UBEN", "Try Firefox, or mail jo@example.com")
    view = shortcut(place, "UADA", source)
    draft = view["blocks"][2]["element"]["initial_value"]  # type: ignore[index]  # a view
    assert draft == "Try Firefox, or mail [e-mail hidden]"
    send(place, view, to="all", text=draft)
    assert place.read()["remark:1:1:UGIL"].startswith("*Ada* about *BUG-1 · Checkout fails*:\n>Try Firefox, or mail")

    place.tell("UBEN", "Try Opera.", under="bug:1", ts=source.ts, change=EDITED)
    assert {key: text.splitlines()[1] for key, text in place.read().items()} == dict.fromkeys(
        ["remark:1:1:UFLOR", "remark:1:1:UGIL", "remark:1:sent"], ">Try Opera."
    )
    assert data.reports.list_events(place.session, 1)[-1].words == "Try Opera."

    place.tell("UBEN", "Try Opera.", under="bug:1", ts=source.ts, change=DELETED)
    assert {text.splitlines()[1] for text in place.read().values()} == {"_Withdrawn by its writer._"}
    assert data.reports.list_events(place.session, 1)[-1].words == ""


def test_a_file_of_the_message_is_in_the_form_by_its_link(place: Place) -> None:
    source = dataclasses.replace(in_thread(place, "UADA", ""), files={"guide.pdf": "https://files.example/g.pdf"})
    view = shortcut(place, "UADA", source)
    draft = view["blocks"][2]["element"]["initial_value"]  # type: ignore[index]  # a view
    assert draft == "guide.pdf: https://files.example/g.pdf"


def test_what_was_changed_in_the_form_does_not_follow_the_message_which_may_say_more(place: Place) -> None:
    source = in_thread(place, "UADA", "Tell them to reload. Flor is slow.")
    send(place, shortcut(place, "UADA", source), to="all", text="Please reload.")
    place.tell("UADA", "Tell them to reload! Flor is slow.", under="bug:1", ts=source.ts, change=EDITED)
    assert place.read()["remark:1:1:UGIL"].splitlines()[1] == ">Please reload."


def test_the_same_message_sent_again_reaches_each_reporter_once(place: Place) -> None:
    source = in_thread(place, "UADA", "Please reload.")
    for to in (str(place.person("UGIL").id), "all"):
        send(place, shortcut(place, "UADA", source), to=to, text="Please reload.")
    posts = sqlmodel.select(data.models.Notice).where(data.models.Notice.kind == "post")
    cards = [notice.card for notice in place.session.exec(posts) if (notice.card or "").startswith("remark:")]
    assert sorted(filter(None, cards)) == ["remark:1:1:UFLOR", "remark:1:1:UGIL", "remark:1:sent"]
    assert place.read()["remark:1:sent"].startswith("*Ada* wrote to Flor and Gil:")


def test_sending_from_elsewhere_and_what_muster_or_a_reporter_wrote_is_refused(place: Place) -> None:
    thread = place.card("bug:1").ts
    refused = [
        commands.request.Message(TRIAGE, "9.9", "UADA", "Lunch?"),
        commands.request.Message(TRIAGE, "9.9", "UADA", "Lunch?", thread="8.8"),
        commands.request.Message(TRIAGE, thread, "UMUSTER", "*BUG-1*", thread=thread),
        commands.request.Message(TRIAGE, "9.9", "UMUSTER", "*Flor*: I am slow", thread=thread),
        commands.request.Message("DUFLOR", "9.9", "UADA", "Hello", thread=place.card("bug:1:UFLOR").ts),
    ]
    for message in refused:
        with pytest.raises(rules.errors.ProgramError, match="works in the triage channel"):
            shortcut(place, "UADA", message)


# -- free words


def test_free_words_are_passed_on_to_nobody_and_their_writer_is_asked_who_shall_read_them(place: Place) -> None:
    place.tell("UFLOR", "Paying is slow for jo@example.com")
    said = place.read()
    assert list(said) == ["remark:1:choice"]
    assert place.lanes()["remark:1:choice"] == ("@UFLOR", None)
    lines = said["remark:1:choice"].splitlines()
    assert lines[:3] == ["*Nobody has read this yet:*", ">Paying is slow for [e-mail hidden]", "Who shall read it?"]
    assert lines[3:-2] == [
        "• *It is about BUG-1* (“Checkout fails”): the people on duty.",
        "• *Report a problem*: the people on duty. A form opens first.",
        "• *Ask my adviser*: Ada, and nobody else.",
        "• *Ask the pair on duty*: the people on duty, as a question. A form opens first.",
    ]
    assert lines[-2] == "On duty are Ada and Ben; the programme's other advisers and managers can read that too."


def buttons(place: Place, card: str) -> list[tuple[str, str]]:
    """The actions under a message by now, with their values."""
    notices = sqlmodel.select(data.models.Notice).where(data.models.Notice.card == card)
    newest = place.session.exec(notices.order_by(sqlmodel.col(data.models.Notice.id).desc())).first()
    assert newest is not None
    blocks: list[dict[str, object]] = newest.payload["blocks"]  # type: ignore[assignment]  # a message
    elements = [one for block in blocks if block["type"] == "actions" for one in block["elements"]]  # type: ignore[attr-defined]  # blocks
    return [(one["action_id"], one["value"]) for one in elements]


def test_the_three_newest_of_ones_open_reports_are_offered_and_no_adviser_where_there_is_none(place: Place) -> None:
    for title in ("Two", "Three", "Four", "Five"):
        place.file("UGIL", title)
    place.deed(rules.reports.Act.RESOLVE, report(place, 5), words="Done.")
    place.tell("UGIL", "Hello?")
    assert buttons(place, "remark:1:choice") == [
        ("about:remark:1", "1:4"),
        ("about:remark:2", "1:3"),
        ("about:remark:3", "1:2"),
        ("problem:remark", "1"),
        ("question:remark", "1"),
    ]


def test_it_is_about_a_report_passes_them_on_there_once_and_the_buttons_go(place: Place) -> None:
    ts = place.tell("UFLOR", "Paying is slow")
    place.presses("UFLOR", "about:remark", "1:1")
    said = place.read()
    assert said["remark:1:triage"] == "*Flor*:\n>Paying is slow"
    assert "The people on duty read this, with your name, under *BUG-1" in said["remark:1:choice"]
    assert buttons(place, "remark:1:choice") == []
    for action, subject in (("about:remark", "1:1"), ("adviser:remark", "1"), ("problem:remark", "1")):
        with pytest.raises(rules.errors.ProgramError, match="You chose already, and nothing was sent again"):
            place.presses("UFLOR", action, subject)
    place.tell("UFLOR", "Paying is very slow", ts=ts, change=EDITED)
    assert place.read()["remark:1:triage"] == "*Flor*:\n>Paying is very slow"


def test_ask_my_adviser_reaches_the_adviser_alone_with_the_name_the_time_there_and_how_to_answer(place: Place) -> None:
    ts = place.tell("UFLOR", "May I work on Sunday?")
    place.presses("UFLOR", "adviser:remark", "1")
    said = place.read()
    assert set(said) == {"remark:1:choice", "remark:1:adviser"}
    assert place.lanes()["remark:1:adviser"] == ("@UADA", None)
    assert said["remark:1:adviser"].splitlines()[:3] == [
        "*Flor* asks you:",
        ">May I work on Sunday?",
        "It was 18:02 (Asia/Tokyo) where they are. Answer by a direct message to <@UFLOR>: what you write here, "
        "nobody reads.",
    ]
    assert "Ada, your adviser, reads this and answers you directly." in said["remark:1:choice"]
    place.tell("UFLOR", "", ts=ts, change=DELETED)
    assert "_Withdrawn by its writer._" in place.read()["remark:1:adviser"]


@pytest.mark.parametrize(("action", "kind"), [("problem:remark", "broken"), ("question:remark", "question")])
def test_the_form_is_filled_in_and_the_words_belong_to_what_is_filed_with_it(
    place: Place, action: str, kind: str
) -> None:
    place.tell("UFLOR", "The invoice page is empty\nSince today.", log_txt="https://files.example/l.txt")
    reply = place.presses("UFLOR", action, "1")
    assert isinstance(reply, commands.replies.Open)
    drawn = {block["block_id"]: block["element"] for block in reply.view["blocks"] if block["type"] == "input"}
    assert drawn["kind"]["initial_option"]["value"] == kind
    assert drawn["title"]["initial_value"] == "The invoice page is empty"
    assert "Since today.\nlog.txt: https://files.example/l.txt" in drawn["happened"]["initial_value"]
    assert buttons(place, "remark:1:choice") != []

    filled = {"kind": kind, "title": "The invoice page is empty", "happened": "Since today."}
    place.asking("UFLOR").submit("file:report", subject=str(reply.view["private_metadata"]), **filled)
    place.arrives()
    assert buttons(place, "remark:1:choice") == []
    assert "under *BUG-2 · The invoice page is empty*" in place.read()["remark:1:choice"]
    assert "remark:1:triage" not in place.read()


def test_who_finds_a_known_issue_in_that_form_leaves_their_words_with_it(place: Place) -> None:
    place.deed(rules.reports.Act.KNOWN, report(place), words="Paying fails")
    place.tell("UFLOR", "Paying fails for me")
    form = place.presses("UFLOR", "problem:remark", "1")
    assert isinstance(form, commands.replies.Open)
    (button,) = (block["accessory"] for block in form.view["blocks"] if "accessory" in block)
    place.presses("UFLOR", button["action_id"], button["value"])
    assert buttons(place, "remark:1:choice") == []
    assert "under *BUG-1 · Checkout fails*" in place.read()["remark:1:choice"]


def test_a_form_made_of_somebody_elses_words_leaves_these_alone(place: Place) -> None:
    place.deed(rules.reports.Act.KNOWN, report(place), words="Paying fails")
    place.tell("UGIL", "A word of Gil's")
    place.presses("UFLOR", "see:bug", "1:form:remark:1")
    remark = data.remarks.find(place.session, 1)
    assert remark is not None
    assert remark.report_id is None


def test_nobody_chooses_for_words_of_somebody_else_or_a_report_that_is_not_theirs(place: Place) -> None:
    other = place.file("UBEN", "Not Flor's")
    place.tell("UFLOR", "Paying is slow")
    for who, action, subject in [
        ("UGIL", "about:remark", "1:1"),
        ("UGIL", "adviser:remark", "1"),
        ("UMAREN", "question:remark", "1"),
        ("UFLOR", "about:remark", f"1:{other.id}"),
        ("UFLOR", "about:remark", "1:999"),
        ("UFLOR", "about:remark", "1"),
    ]:
        with pytest.raises(rules.errors.ProgramError):
            place.presses(who, action, subject)
    assert list(place.read()) == ["remark:1:choice"]


def test_deleted_free_words_offer_nothing_any_more(place: Place) -> None:
    ts = place.tell("UFLOR", "Paying is slow")
    place.tell("UFLOR", "Paying is slow", ts=ts, change=DELETED)
    assert place.read()["remark:1:choice"] == "*You wrote:*\n_Withdrawn by its writer._\nNobody has read this."
    with pytest.raises(rules.errors.ProgramError, match="You deleted this message"):
        place.presses("UFLOR", "adviser:remark", "1")


def test_a_reply_under_another_message_of_muster_is_free_words(place: Place) -> None:
    place.tell("UFLOR", "First")
    place.tell("UFLOR", "Second", under="remark:1:choice")
    assert ">Second" in place.read()["remark:2:choice"]


def test_advisers_and_managers_read_where_their_words_would_reach_somebody_and_nothing_is_kept(place: Place) -> None:
    ts = place.tell("UADA", "Flor is slow")
    place.tell("UADA", "Flor is very slow", ts=ts, change=EDITED)
    assert {key: text.partition(".")[0] for key, text in place.read().items()} == {
        f"words:DUADA:{ts}": "I pass nothing on that you write here"
    }
    assert data.remarks.find(place.session, 1) is None


@pytest.mark.parametrize("who", ["USTRANGER", "UGONE", "UNONE"])
def test_who_has_no_role_is_refused_once_a_day_and_nothing_is_kept(place: Place, who: str) -> None:
    tests.programme.add(place.session, "UGONE", "freelancer", active=False)
    tests.programme.add(place.session, "UNONE")
    for text in ("Hello", "Hello?"):
        place.tell(who, text)
    (refusal,) = place.read().values()
    assert refusal == "You are not on this programme's roster, so I can't help you yet. Please ask <@UMAREN>."
    assert data.remarks.find(place.session, 1) is None


@pytest.mark.parametrize("change", [EDITED, DELETED])
def test_what_somebody_without_a_role_changes_is_answered_by_nothing(place: Place, change: Change) -> None:
    place.tell("USLACKBOT", "This message was deleted.", change=change)
    assert place.read() == {}
    assert data.remarks.find(place.session, 1) is None


# -- for how long


def test_words_that_nobody_was_given_are_forgotten_after_thirty_days_and_others_are_not(place: Place) -> None:
    for text in ("Nobody's", "A report's", "My adviser's"):
        place.tell("UFLOR", text)
    place.presses("UFLOR", "about:remark", "2:1")
    place.presses("UFLOR", "adviser:remark", "3")
    place.now += 30 * DAY
    late = place.tell("UFLOR", "Of today")
    jobs.housekeeping.tick(place.session, place.now)
    place.arrives()
    said = place.read()
    assert "it is forgotten" in said["remark:1:choice"]
    assert "A report's" in said["remark:2:choice"]
    assert "My adviser's" in said["remark:3:choice"]
    kept = place.session.exec(
        sqlmodel.select(data.models.Remark.id).order_by(sqlmodel.col(data.models.Remark.id))
    ).all()
    assert kept == [2, 4]
    assert data.remarks.find_at(place.session, "DUFLOR", late) is not None
    with pytest.raises(rules.errors.ProgramError, match="no longer kept"):
        place.presses("UFLOR", "adviser:remark", "1")


# -- the law


class Chance:
    """People who write, edit, delete, choose and answer by chance; `readers` holds who may read each word of theirs."""

    def __init__(self, place: Place, seed: int) -> None:
        self.place, self.random = place, random.Random(seed)
        self.readers: dict[str, set[str]] = {}
        self.told: list[tuple[str, str, str, set[str]]] = []  # who, under which card, ts, readers

    def word(self, readers: set[str]) -> str:
        word = f"w{len(self.readers)}x"
        self.readers[word] = readers
        return word

    def writes(self) -> None:
        who, under, readers = self.random.choice(
            [
                ("UFLOR", "bug:1:UFLOR", {TRIAGE}),
                ("UGIL", "bug:1:UGIL", {TRIAGE}),
                ("UADA", "bug:1", set[str]()),
                ("UFLOR", "", {"@UFLOR"}),
                ("UGIL", "bug:1:UFLOR", {"@UGIL"}),
            ]
        )
        ts = self.place.tell(who, f"{self.word(readers)} jo@secret.example", under=under)
        self.told.append((who, under, ts, readers))

    def edits(self) -> None:
        who, under, ts, readers = self.random.choice(self.told)
        self.place.tell(who, f"{self.word(readers)} jo@secret.example", under=under, ts=ts, change=EDITED)

    def deletes(self) -> None:
        gone = self.told.pop(self.random.randrange(len(self.told)))
        who, under, ts, _ = gone
        self.place.tell(who, "", under=under, ts=ts, change=DELETED)

    def chooses(self) -> None:
        open_ones = [
            (ts, readers, remark)
            for who, _, ts, readers in self.told
            if readers == {"@UFLOR"} and (remark := data.remarks.find_at(self.place.session, f"D{who}", ts))
        ]
        if not open_ones:
            return
        _, readers, remark = self.random.choice(open_ones)
        action, subject, reader = self.random.choice(
            [("about:remark", f"{remark.id}:1", TRIAGE), ("adviser:remark", f"{remark.id}", "@UADA")]
        )
        readers.add(reader)
        self.place.presses("UFLOR", action, subject)

    def answers(self) -> None:
        gil = str(self.place.person("UGIL").id)
        to, readers = self.random.choice([(gil, {"@UGIL", TRIAGE}), ("all", {"@UGIL", "@UFLOR", TRIAGE})])
        text = f"{self.word(readers)} jo@secret.example"
        self.place.asking("UADA").submit("answer:report", subject="1", to=to, text=text)
        self.place.arrives()


@pytest.mark.parametrize("seed", tests.stores.first_everywhere(range(5)))
def test_whatever_people_do_each_word_reaches_those_it_is_for_and_nobody_else(place: Place, seed: int) -> None:
    chance = Chance(place, seed)
    chance.writes()
    for _ in range(25):
        act = chance.random.choice(
            [chance.writes, chance.writes, chance.edits, chance.deletes, chance.chooses, chance.answers]
        )
        if chance.told or act in (chance.writes, chance.answers):
            act()
    sent = [(notice.lane, str(notice.payload)) for notice in place.session.exec(sqlmodel.select(data.models.Notice))]
    assert "secret.example" not in str(sent)
    for word, readers in chance.readers.items():
        reached = {lane for lane, payload in sent if f"{word} " in payload}
        assert reached <= readers, f"{word} reached {reached - readers}"
        if (
            len(readers) < 2 or "@UGIL" in readers
        ):  # words that were edited before somebody was chosen reach them no more
            assert reached == readers, word
