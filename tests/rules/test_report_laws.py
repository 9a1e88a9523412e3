"""Laws of reports, over any acts of several people in any order, against a model of plain sets."""

import datetime

import hypothesis
import hypothesis.strategies

import data.models
import rules.reports

Act = rules.reports.Act
Obstacle = rules.reports.Obstacle
State = data.models.ReportState
Report = data.models.Report

START = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)
NUMBERS = range(1, 4)

ENDS = {Act.RESOLVE: State.RESOLVED, Act.DISMISS: State.NOT_A_BUG, Act.WITHDRAW: State.WITHDRAWN}
STANDS = {Act.CLAIM: State.CLAIMED, Act.ASK: State.NEEDS_INFO, Act.ESCALATE: State.ESCALATED, Act.HAND_BACK: State.NEW}

acts = hypothesis.strategies.tuples(
    hypothesis.strategies.sampled_from(
        [*ENDS, *STANDS, Act.DUPLICATE, Act.DUPLICATE, Act.DUPLICATE, Act.REOPEN, Act.REOPEN, Act.PASS, Act.EDIT]
    ),
    hypothesis.strategies.sampled_from(NUMBERS),
    hypothesis.strategies.sampled_from(NUMBERS),
    hypothesis.strategies.sampled_from([11, 12]),
)


def report(number: int) -> Report:
    return Report(
        id=number,
        kind=data.models.ReportKind.BROKEN,
        title="Checkout fails",
        happened="Nothing.",
        filed_at=START,
        changed_at=START,
        expected_by=START,
    )


def do(reports: dict[int, Report], act: Act, number: int, other: int, actor: int, minute: int) -> Obstacle | None:
    """As the product does it, on plain values."""
    one, original = reports[number], reports[other] if act == Act.DUPLICATE else None
    at = START + datetime.timedelta(minutes=minute)
    deed = rules.reports.Deed(act, at, actor, original_id=other if original else None, person_id=actor)
    followers = [each for each in reports.values() if each.original_id == number]
    why = rules.reports.obstacle(one, deed, original, bool(followers))
    if why is None:
        for change in rules.reports.changes(one, deed, original, followers):
            for name, value in change.values.items():
                setattr(change.report, name, value)
    return why


class Model:
    """Which are the same as which, as sets, and where each set's head stands."""

    def __init__(self) -> None:
        self.same = {number: {number} for number in NUMBERS}
        self.seen: set[int] = set()
        self.ended: set[int] = set()
        self.gone: set[int] = set()

    def head(self, number: int) -> int:
        return next(head for head, followers in self.same.items() if number in followers)

    def do(self, act: Act, number: int, other: int) -> None:
        """Whatever can be done, as somebody would with cards on a table."""
        follows = self.head(number) != number
        if act == Act.REOPEN and follows:
            self.same[self.head(number)].discard(number)
            self.same[number] = {number}
        elif act == Act.REOPEN:
            self.ended.discard(number)
        elif not follows and number not in self.ended | self.gone:
            self._do_to_open(act, number, other)

    def _do_to_open(self, act: Act, number: int, other: int) -> None:
        if act == Act.WITHDRAW:
            self.gone |= {number} if number not in self.seen and self.same[number] == {number} else set()
        elif act == Act.DUPLICATE:
            self._join(number, self.head(other))
        elif act not in (Act.EDIT, Act.HAND_BACK):
            self.seen.add(number)
            self.ended |= {number} if act in ENDS else set()

    def _join(self, number: int, head: int) -> None:
        if head != number and head not in self.gone:
            self.seen.add(number)
            self.same[head] |= self.same.pop(number)


@hypothesis.given(hypothesis.strategies.lists(acts, max_size=30))
@hypothesis.settings(max_examples=150)
def test_duplicates_have_one_head_that_is_none_and_follow_it_whatever_happens(
    done: list[tuple[Act, int, int, int]],
) -> None:
    reports, model = {number: report(number) for number in NUMBERS}, Model()
    for minute, (act, number, other, actor) in enumerate(done):
        do(reports, act, number, other, actor, minute)
        model.do(act, number, other)
    for number, one in reports.items():
        head = model.head(number)
        assert one.original_id == (None if head == number else head)
        assert (one.state == State.DUPLICATE) == (head != number)
        assert rules.reports.is_open(one) == (head == number and number not in model.ended | model.gone)
        assert (one.closed_at is None) == rules.reports.is_open(one)


@hypothesis.given(hypothesis.strategies.lists(acts, max_size=30))
def test_what_is_claimed_has_a_holder_and_what_is_new_has_none(done: list[tuple[Act, int, int, int]]) -> None:
    reports = {number: report(number) for number in NUMBERS}
    for minute, each in enumerate(done):
        do(reports, *each, minute)
        for one in reports.values():
            held = one.holder_id is not None
            assert held == (one.state not in (State.NEW, State.WITHDRAWN))


@hypothesis.given(hypothesis.strategies.lists(acts, max_size=12), hypothesis.strategies.sampled_from(NUMBERS))
def test_every_open_report_comes_to_any_other_state_by_one_act_of_its_holder(
    done: list[tuple[Act, int, int, int]], number: int
) -> None:
    reports = {each: report(each) for each in NUMBERS}
    for minute, each in enumerate(done):
        do(reports, *each, minute)
    one = reports[number]
    if not rules.reports.is_open(one):
        return
    reached = {one.state}
    for act in (*STANDS, Act.RESOLVE, Act.DISMISS, Act.DUPLICATE):
        deed = rules.reports.Deed(act, START, one.holder_id or 11, original_id=99)
        if rules.reports.obstacle(one, deed, report(99)) is None:
            reached.add(State(str(rules.reports.changes(one, deed, report(99))[0].values["state"])))
    assert reached == set(State) - {State.WITHDRAWN}


@hypothesis.given(
    hypothesis.strategies.lists(acts, max_size=8),
    hypothesis.strategies.sampled_from([Act.CLAIM, Act.HAND_BACK, Act.DUPLICATE, Act.REOPEN, *ENDS]),
)
@hypothesis.settings(max_examples=80)
def test_of_two_who_do_what_only_one_can_do_the_second_is_told(done: list[tuple[Act, int, int, int]], act: Act) -> None:
    reports = {each: report(each) for each in NUMBERS}
    for minute, each in enumerate(done):
        do(reports, *each, minute)
    if do(reports, act, 1, 2, 11, 50) is None:
        assert do(reports, act, 1, 2, 12, 50) is not None
