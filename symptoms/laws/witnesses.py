"""The first half of law 7: for each rule an interview in which it fires, for each page one that asks it.

A rule's witness is a man who has what its lists ask for and denies all else. For pages that are asked only
where they tell much about the causes, men like each cause are tried as well.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from knowledge.content import DERIVED_FINDINGS, SCREENING_INCOMPLETE, Question, Rule
from symptoms.engine.answers import Answers, states_of_answers
from symptoms.engine.compiled import CompiledRelease
from symptoms.engine.red_flags import emergency_fires, triage
from symptoms.engine.simulated import SimulatedMan
from symptoms.engine.states import unasked_screening
from symptoms.laws.breach import Breach
from symptoms.laws.men import Men, Way
from symptoms.laws.on_answers import Walk, walk
from symptoms.laws.subject import Subject
from symptoms.laws.trials import calm_answer, option_words

#: The rules that the checks demand (K112), also where nothing in the knowledge can bring doubt or gaps about.
_DEMANDED = tuple(((key,),) for key in DERIVED_FINDINGS)
#: Ways to fulfil a rule or a condition that are tried with the fast interview, and those tried with men like causes.
_WAYS, _WAYS_WITH_CAUSES = 24, 4


@dataclass(frozen=True, slots=True)
class Witness:
    """An interview that comes to a rule or a page: its first steps, None standing for the age, and his answers.

    `goes_on` says that an emergency fired on the way and that he goes on all the same.
    """

    age: int
    steps: tuple[str | None, ...]
    answers: Answers
    goes_on: bool

    def words(self, release: CompiledRelease) -> str:
        """How far he went and what he said, leaving out what is as calm as can be."""
        said = ["he goes on after an emergency"] if self.goes_on else []
        for key, options in self.answers.items():
            page = release.questions[release.question_index[key]]
            if options != calm_answer(page):
                said.append(f"{key}: {', '.join(option_words(page, options))}")
        return f"after {len(self.steps)} steps; {'; '.join((f'age {self.age}', *said))}"


@dataclass(frozen=True, slots=True)
class Reached:
    """What was found, by key of the rule or page; and a breach of law 7 for each that no interview comes to."""

    rules: dict[str, Witness]
    pages: dict[str, Witness]
    breaches: tuple[Breach, ...]


def reach(subject: Subject, men_each: int) -> Reached:
    """Searches a witness for every rule and page; at most `men_each` interviews with men like causes for each."""
    search = _Search(subject, men_each)
    breaches = [breach for rule in subject.content.red_flags if (breach := search.rule(rule))]
    breaches += [breach for page in subject.content.questions if (breach := search.page(page))]
    return Reached(search.rules, search.pages, tuple(breaches))


class _Search:
    def __init__(self, subject: Subject, men_each: int) -> None:
        self.subject = subject
        self.men_each = men_each
        self.men = Men(subject)
        self.rules: dict[str, Witness] = {}
        self.pages: dict[str, Witness] = {}
        calm = SimulatedMan(subject.release.numbers.age_least, 0, 0, 0)
        self.calm = set(self._walked(subject.least_asking, calm).pages)

    def rule(self, rule: Rule) -> Breach | None:
        """Searches an interview in which the rule fires."""
        ways = list(self.men.ways(rule.all_of, _WAYS))
        for way in ways:
            if self._fires(rule, self._walked(self.subject.least_asking, self.men.of_way(way, self.men.ages(way)[0]))):
                return None
        hard = self._hard_pages(ways[0]) if ways else []
        for man in islice(self.men.like_causes(ways[:_WAYS_WITH_CAUSES], hard), self.men_each):
            if self._fires(rule, self._walked(self.subject.release, man)):
                return None
        if not ways and rule.all_of in _DEMANDED:
            return None
        if not ways:
            why = "its lists ask for answers that exclude each other, or for a page that is never opened"
        else:
            pages = {self.subject.reading.page_of.get(key) for clause in rule.all_of for key in clause} - {None}
            unasked = sorted(str(page) for page in pages - self.pages.keys())
            why = f"the interview does not come to {', '.join(unasked)}" if unasked else "its pages are not all asked"
        return Breach(
            7,
            f'No interview was found in which the rule "{rule.title}" fires: {why}.',
            "red_flags",
            rule.key,
            "Change its lists, or move its findings to pages that are asked earlier.",
        )

    def page(self, page: Question) -> Breach | None:
        """Searches an interview that asks the page, unless one was met already."""
        if page.key in self.pages:
            return None
        ways = list(dict.fromkeys(self._ways_to(page)))
        for way in ways:
            self._walked(self.subject.least_asking, self.men.of_way(way, self.men.ages(way)[0]))
            if page.key in self.pages:
                return None
        wanted = [self.subject.release.question_index[page.key]]
        for man in islice(self.men.like_causes(ways[:_WAYS_WITH_CAUSES], wanted), self.men_each):
            self._walked(self.subject.release, man)
            if page.key in self.pages:
                return None
        why = (
            "no urgent rule needs it, and it tells too little about the causes"
            if ways
            else "the answers that its condition asks for exclude each other"
        )
        return Breach(
            7,
            f"No interview was found that asks the page {page.key}: {why}.",
            "questions",
            page.key,
            "Put its findings on other pages, change its condition, or add evidence that links them to causes.",
            # With a way to it, that it was not found is no proof: others may be asked it.
            forbids=not ways,
        )

    def _walked(self, release: CompiledRelease, man: SimulatedMan) -> Walk:
        """His interview; the pages it asked are kept."""
        answers = {page.key: calm_answer(page) if page.is_scope else man.answer(page) for page in release.questions}
        way = walk(release, man.age, answers)
        for count, page in enumerate(way.pages, start=1):
            if page is not None and page not in self.pages:
                self.pages[page] = self._witness(way, count)
        return way

    def _fires(self, rule: Rule, way: Walk) -> bool:
        """Whether the rule fires in this interview; if so the interview is kept up to there.

        A rule about a screening with gaps fires for answers that break off; all others must fire at the end.
        """
        counts = range(len(way.pages) + 1)
        if any(SCREENING_INCOMPLETE in clause for clause in rule.all_of):
            count = next((count for count in counts if self._fires_after(rule, way, count)), None)
            if count is None:
                return False
        elif self._fires_after(rule, way, len(way.pages)):
            count = bisect_left(counts, True, key=lambda count: self._fires_after(rule, way, count))
        else:
            return False
        self.rules[rule.key] = self._witness(way, count)
        return True

    def _fires_after(self, rule: Rule, way: Walk, count: int) -> bool:
        release = self.subject.release
        age = way.age if None in way.pages[:count] else None
        states = states_of_answers(release, way.first(count), age).states
        age_facts = release.age_mask(way.age) if age is not None else 0
        complete = not unasked_screening(release, states, states.present | age_facts)
        result = triage(release, states, age_facts, screening_complete=complete)
        return any(fired.key == rule.key for fired in result.fired)

    def _ways_to(self, page: Question) -> Iterator[Way]:
        """Ways to bring the page's condition about, and those in which an urgent rule lacks this page alone."""
        yield from self.men.ways(page.ask_if, _WAYS_WITH_CAUSES)
        here = set(page.findings)
        for rule in self.subject.reading.urgent:
            for clause in rule.all_of:
                if asked := tuple(key for key in clause if key in here):
                    others = tuple(other for other in rule.all_of if other is not clause)
                    yield from self.men.ways((*page.ask_if, *others, asked), 1)

    def _hard_pages(self, way: Way) -> list[int]:
        """The pages a way needs that a calm man is not asked."""
        page_of, index = self.subject.reading.page_of, self.subject.release.question_index
        keys = dict.fromkeys(page_of[key] for key in sorted(way.present) if key in page_of)
        return [index[key] for key in keys if key not in self.calm]

    def _witness(self, way: Walk, count: int) -> Witness:
        """The first steps of an interview, the last of which comes to what was sought."""
        release = self.subject.release
        said_before = way.first(max(count - 1, 0))
        before = states_of_answers(release, said_before, way.age).states.present | release.age_mask(way.age)
        return Witness(way.age, way.pages[:count], way.first(count), emergency_fires(release, before))
