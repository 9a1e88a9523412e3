"""Terms of one person: whatever is added, ended early and taken back, in any order, no day belongs to two."""

import datetime
import itertools

import hypothesis
import hypothesis.strategies as st
import sqlmodel

import data.contracts
import data.models
import jobs.contracts
import jobs.scene
import rules.contracts
import tests.programme

NOW, TODAY = tests.programme.NOW, tests.programme.TODAY
DAY = datetime.timedelta(days=1)

Act = tuple[str, int, int]
ACTS = st.lists(
    st.tuples(st.sampled_from(("add", "end", "end", "undo")), st.integers(-20, 200), st.integers(28, 90)), max_size=9
)


class Programme:
    """One freelancer, whose terms a manager changes from one day to the next."""

    def __init__(self, session: sqlmodel.Session) -> None:
        self.session = session
        self.maren = tests.programme.add(session, "UMAREN", "manager")
        self.kenji = tests.programme.add_freelancer(session, "UKENJI", last_day=None)
        self.ends: list[data.models.Audit] = []
        self.now = NOW

    @property
    def terms(self) -> list[data.models.Contract]:
        return data.contracts.list_of(self.session, self.kenji.id or 0)

    def does(self, act: Act) -> None:
        what, day, length = act
        scene, self.now = jobs.scene.load(self.session, self.now), self.now + datetime.timedelta(hours=5)
        {"add": self._adds, "end": self._ends, "undo": self._undoes}[what](scene, TODAY + day * DAY, length)

    def _adds(self, scene: jobs.scene.Scene, starts: datetime.date, length: int) -> None:
        term = data.models.Contract(
            person_id=self.kenji.id or 0, starts=starts, ends=starts + length * DAY, weekly_hours=20
        )
        if jobs.contracts.overlapping(scene, term) is None:
            jobs.contracts.add(scene, self.maren, self.kenji, term)

    def _ends(self, scene: jobs.scene.Scene, last_day: datetime.date, _length: int) -> None:
        terms = jobs.contracts.open_terms(scene, self.kenji)
        if not terms:
            return
        ending = rules.contracts.ending(terms, last_day)
        may = ending.first.starts > scene.day
        if ending.last is not None:
            may = last_day <= rules.contracts.agreed_last_day(ending.last)
        if may:
            ended = jobs.contracts.end_early(scene, self.maren, self.kenji, ending, data.models.EndedAs.RESIGNED)
            self.ends.append(ended.recorded)

    def _undoes(self, scene: jobs.scene.Scene, _day: datetime.date, length: int) -> None:
        if self.ends:
            jobs.contracts.restore(scene, self.maren, self.kenji, self.ends[length % len(self.ends)])


@hypothesis.given(acts=ACTS)
@hypothesis.settings(
    max_examples=40, deadline=None, suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture]
)
def test_no_day_ever_belongs_to_two_terms(session: sqlmodel.Session, acts: list[Act]) -> None:
    with session.begin_nested() as kept:
        programme = Programme(session)
        for act in acts:
            programme.does(act)
            assert not any(rules.contracts.overlap(*pair) for pair in itertools.combinations(programme.terms, 2))
            assert all(one.starts < one.ends for one in programme.terms), "a term that was left out is there no more"
        kept.rollback()


@hypothesis.given(acts=ACTS, last_day=st.integers(-20, 200))
@hypothesis.settings(
    max_examples=25, deadline=None, suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture]
)
def test_what_is_undone_is_as_it_was(session: sqlmodel.Session, acts: list[Act], last_day: int) -> None:
    with session.begin_nested() as kept:
        programme = Programme(session)
        for act in acts:
            programme.does(act)
        before, known = [one.model_dump(warnings=False) for one in programme.terms], len(programme.ends)
        programme.does(("end", last_day, 0))
        if len(programme.ends) > known:
            programme.does(("undo", 0, known))
        assert [one.model_dump(warnings=False) for one in programme.terms] == before
        kept.rollback()
