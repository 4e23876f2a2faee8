"""What an assessment must say: the matters of each Schedule, item by item, as data.

Three papers ask much the same of the same people: Schedule 4 before a child moves to a connected
person, the Schedule to the Special Guardianship Regulations for the court, and Schedule 3 for
approval. So what is found out is a *matter* about somebody, found out once; each Schedule's item
says which matter it asks for, of whom, and where it says so. No item was read in its own words but
where it is marked so: a lawyer confirms the lettering.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, auto

from app.statute.sources import CPPCR, FSR, LOCAL_POLICY, SGR, Cite, Verified


class Of(StrEnum):
    """About whom a matter is."""

    CARER = auto()
    ADULT = auto()
    HOUSEHOLD = auto()
    CHILD = auto()
    PARENT = auto()
    UNKNOWN_PARENT = auto()
    FAMILY = auto()
    COUNCIL = auto()


class Paper(StrEnum):
    """The list that an item stands in."""

    SCHEDULE_4 = auto()
    DAY_ZERO = auto()
    GUARDIANSHIP = auto()
    SCHEDULE_3 = auto()

    def words(self) -> str:
        """As a heading."""
        return _PAPERS[self]


_PAPERS = {
    Paper.SCHEDULE_4: "Before the child moves: Schedule 4",
    Paper.DAY_ZERO: "Good practice on the first day",
    Paper.GUARDIANSHIP: "The report to the court: the Schedule",
    Paper.SCHEDULE_3: "The report of a fostering assessment: Schedule 3",
}


class Matter(StrEnum):
    """One thing to be found out about somebody."""

    # of a carer, and most of them of every adult of the home
    IDENTITY = auto()
    RELATIONSHIP = auto()
    CARE = auto()
    PROTECTION = auto()
    LEARNING = auto()
    STABILITY = auto()
    HEALTH = auto()
    RELATIONS_WITH_PARENTS = auto()
    VIOLENCE_AT_HOME = auto()
    LIFE_STORY = auto()
    OFFENCES = auto()
    WORK_AND_MONEY = auto()
    EARLIER_REQUESTS = auto()
    OTHER_SERVICE = auto()
    PERSONALITY = auto()
    CARING_SKILLS = auto()
    # of the home
    ACCOMMODATION = auto()
    HOUSEHOLD_MEMBERS = auto()
    REGULAR_ADULTS = auto()
    NEIGHBOURHOOD = auto()
    OWN_CHILDREN = auto()
    CERTIFICATES = auto()
    # on the first day
    IDENTITY_SEEN = auto()
    POLICE_CHECK = auto()
    COUNCIL_RECORDS = auto()
    CERTIFICATE_APPLIED = auto()
    GP_CONSENT = auto()
    BEDROOMS_SEEN = auto()
    CHILDS_WISHES = auto()
    PARENTS_VIEWS = auto()
    # of a prospective special guardian
    NATIONALITY = auto()
    BACKGROUND = auto()
    RELATIONSHIPS = auto()
    WITH_OTHERS = auto()
    PARENTING = auto()
    MEETS_NEEDS = auto()
    TO_EIGHTEEN = auto()
    HOUSEHOLD_ATTITUDE = auto()
    WHY_THEY_APPLY = auto()
    RELIGION = auto()
    REFEREES = auto()
    CONTACT_VIEWS = auto()
    COURT_BEFORE = auto()
    FOLLOWS_WISHES = auto()
    # of the child
    CHILD_IDENTITY = auto()
    CHILD_APPEARANCE = auto()
    CHILD_NATIONALITY = auto()
    CHILD_BACKGROUND = auto()
    CHILD_RELIGION = auto()
    CHILD_SIBLINGS = auto()
    CHILD_CONTACT = auto()
    CHILD_HARM = auto()
    CHILD_RISK = auto()
    CHILD_LOOKED_AFTER = auto()
    CHILD_FOSTERED_BY = auto()
    CHILD_DEVELOPMENT = auto()
    CHILD_INTERESTS = auto()
    CHILD_HEALTH = auto()
    CHILD_SCHOOLS = auto()
    CHILD_ATTAINMENT = auto()
    CHILD_SPECIAL_NEEDS = auto()
    CHILD_ORDERS = auto()
    # of each parent, and of the family
    PARENTS_IDENTITY = auto()
    PARENTS_APPEARANCE = auto()
    PARENTS_ORIGIN = auto()
    PARENTS_RESPONSIBILITY = auto()
    PARENTS_TOGETHER = auto()
    PARENTS_LIVES = auto()
    PARENT_SOUGHT = auto()
    FAMILY_ORDERS = auto()
    FAMILY_WISHES = auto()
    # of the council, and of the order itself
    COUNCIL_INVOLVED = auto()
    SUPPORT_SUMMARY = auto()
    MEDICAL_SUMMARY = auto()
    IMPLICATIONS = auto()
    MERITS = auto()
    RECOMMENDATION = auto()
    CONTACT_PROPOSED = auto()
    # of an application to foster
    ALSO_RELEVANT = auto()
    SUITABILITY = auto()
    TERMS_PROPOSED = auto()


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a paper: what it asks, of whom, and where it says so."""

    paper: Paper
    place: str
    matter: Matter
    of: Of
    says: str
    cite: Cite
    since: date | None = None
    """The first day on which it was asked; None: from the beginning."""

    @property
    def key(self) -> str:
        """The same for ever: it names the item in what is recorded."""
        return f"{self.paper}/{self.of}/{self.matter}"


def _schedule_4(place: str, matter: Matter, says: str, of: Of = Of.CARER) -> Item:
    note = "Councils' own forms agree in the headings."
    cite = CPPCR.schedule("4", place, Verified.MEMORY, note)
    return Item(Paper.SCHEDULE_4, place, matter, of, says, cite)


_CARERS_4 = (
    _schedule_4("1(a)", Matter.RELATIONSHIP, "Relationship with the child, its nature and quality"),
    _schedule_4("1(b)(i)", Matter.CARE, "Able to meet physical needs and see to medical care"),
    _schedule_4(
        "1(b)(ii)", Matter.PROTECTION, "Able to protect the child, also from whoever is a risk"
    ),
    _schedule_4(
        "1(b)(iii)",
        Matter.ACCOMMODATION,
        "Accommodation and home suit a child of this age",
        Of.HOUSEHOLD,
    ),
    _schedule_4("1(b)(iv)", Matter.LEARNING, "Able to promote learning and development"),
    _schedule_4(
        "1(b)(v)", Matter.STABILITY, "Able to give a stable family life, attachment and contact"
    ),
    _schedule_4(
        "1(c)", Matter.HEALTH, "Health and medical history, with substance misuse and mental health"
    ),
    _schedule_4(
        "1(d)(i), (iii)",
        Matter.HOUSEHOLD_MEMBERS,
        "Everybody of the household, their ages, how they are related and how they are with the "
        "child",
        Of.HOUSEHOLD,
    ),
    _schedule_4("1(d)(ii)", Matter.RELATIONS_WITH_PARENTS, "Relationship with the child’s parents"),
    _schedule_4(
        "1(d)(iv)",
        Matter.REGULAR_ADULTS,
        "Other adults who are likely to see the child regularly",
        Of.HOUSEHOLD,
    ),
    _schedule_4("1(d)(v)", Matter.VIOLENCE_AT_HOME, "Domestic violence between members, ever"),
    _schedule_4(
        "1(e)", Matter.LIFE_STORY, "Childhood, education, important events, and their relatives"
    ),
    _schedule_4("1(f)", Matter.OFFENCES, "Offences convicted of or cautioned for"),
    _schedule_4("1(g)", Matter.WORK_AND_MONEY, "Work now and before, and other income"),
    _schedule_4(
        "1(h)",
        Matter.NEIGHBOURHOOD,
        "The neighbourhood, and what supports the child and the carer there",
        Of.HOUSEHOLD,
    ),
)

_NOT_OF_OTHER_ADULTS = {Matter.WORK_AND_MONEY, Matter.RELATIONS_WITH_PARENTS}

SCHEDULE_4: tuple[Item, ...] = _CARERS_4 + tuple(
    _schedule_4(f"2, with {item.place}", item.matter, item.says, Of.ADULT)
    for item in _CARERS_4
    if item.of is Of.CARER and item.matter not in _NOT_OF_OTHER_ADULTS
)
"""Of the carer; and of every other adult of the household so far as it is practicable."""


def _day_zero(matter: Matter, of: Of, says: str) -> Item:
    cite = LOCAL_POLICY.provision("evidence on the first day", Verified.MEMORY)
    return Item(Paper.DAY_ZERO, "", matter, of, says, cite)


DAY_ZERO: tuple[Item, ...] = (
    _day_zero(Matter.IDENTITY_SEEN, Of.CARER, "Proof of identity seen"),
    _day_zero(Matter.POLICE_CHECK, Of.CARER, "Police check made"),
    _day_zero(Matter.COUNCIL_RECORDS, Of.CARER, "Council records asked for, wherever they lived"),
    _day_zero(Matter.CERTIFICATE_APPLIED, Of.CARER, "Enhanced certificate applied for"),
    _day_zero(Matter.GP_CONSENT, Of.CARER, "Agreed that their doctor is asked"),
    _day_zero(Matter.IDENTITY_SEEN, Of.ADULT, "Proof of identity seen"),
    _day_zero(Matter.POLICE_CHECK, Of.ADULT, "Police check made"),
    _day_zero(Matter.COUNCIL_RECORDS, Of.ADULT, "Council records asked for, wherever they lived"),
    _day_zero(Matter.CERTIFICATE_APPLIED, Of.ADULT, "Enhanced certificate applied for"),
    _day_zero(Matter.BEDROOMS_SEEN, Of.HOUSEHOLD, "Every bedroom seen"),
    _day_zero(Matter.CHILDS_WISHES, Of.CHILD, "What the child wishes and feels"),
    _day_zero(Matter.PARENTS_VIEWS, Of.CHILD, "What the parents say"),
)
"""What guidance and good services have on the first day beside Schedule 4; not its wording."""

_AMENDED = date(2016, 2, 29)


def _sgr(
    place: str,
    matter: Matter,
    of: Of,
    says: str,
    verified: Verified = Verified.MEMORY,
    since: date | None = None,
) -> Item:
    cite = SGR.provision(f"Schedule paragraph {place}", verified)
    return Item(Paper.GUARDIANSHIP, place, matter, of, says, cite, since)


_READ = Verified.TEXT

GUARDIANSHIP: tuple[Item, ...] = (
    _sgr("1(a)", Matter.CHILD_IDENTITY, Of.CHILD, "Name, sex, birth, address and area", _READ),
    _sgr("1(b)", Matter.CHILD_APPEARANCE, Of.CHILD, "Photograph and description", _READ),
    _sgr("1(c)", Matter.CHILD_NATIONALITY, Of.CHILD, "Nationality, immigration status", _READ),
    _sgr("1(d)", Matter.CHILD_BACKGROUND, Of.CHILD, "Racial origin, culture and language", _READ),
    _sgr("1(e)", Matter.CHILD_RELIGION, Of.CHILD, "Religion, and ceremonies held", _READ),
    _sgr("1(f)", Matter.CHILD_SIBLINGS, Of.CHILD, "Brothers and sisters, and their births", _READ),
    _sgr("1(g)", Matter.CHILD_CONTACT, Of.CHILD, "Contact with relatives and others", _READ),
    _sgr("1(ga)", Matter.CHILD_HARM, Of.CHILD, "Harm that the child has suffered", _READ, _AMENDED),
    _sgr(
        "1(gb)",
        Matter.CHILD_RISK,
        Of.CHILD,
        "Risk of harm to come from parents, relatives or others",
        _READ,
        _AMENDED,
    ),
    _sgr("1(h)", Matter.CHILD_LOOKED_AFTER, Of.CHILD, "Looked after when, and placed where", _READ),
    _sgr(
        "1(i)", Matter.CHILD_FOSTERED_BY, Of.CHILD, "Whether the guardian fosters the child", _READ
    ),
    _sgr(
        "1(j)",
        Matter.CHILD_DEVELOPMENT,
        Of.CHILD,
        "Personality and development, and needs now and likely later",
        _READ,
    ),
    _sgr("1(k)", Matter.CHILD_INTERESTS, Of.CHILD, "Interests, likes and dislikes", _READ),
    _sgr("1(l)", Matter.CHILD_HEALTH, Of.CHILD, "Health, its history and treatment", _READ),
    _sgr("1(m)", Matter.CHILD_SCHOOLS, Of.CHILD, "Nurseries and schools, with dates", _READ),
    _sgr("1(n)", Matter.CHILD_ATTAINMENT, Of.CHILD, "Attainments", _READ),
    _sgr(
        "1(o)",
        Matter.CHILD_SPECIAL_NEEDS,
        Of.CHILD,
        "Special educational needs (now an education, health and care plan)",
        _READ,
    ),
    _sgr("1(p)", Matter.CHILD_ORDERS, Of.CHILD, "Orders made about the child", _READ),
    _sgr("2", Matter.PARENTS_IDENTITY, Of.PARENT, "Name, birth, address and when confirmed"),
    _sgr("2", Matter.PARENTS_APPEARANCE, Of.PARENT, "Photograph and description"),
    _sgr("2", Matter.PARENTS_ORIGIN, Of.PARENT, "Nationality, origin, culture, religion"),
    _sgr("2", Matter.PARENTS_RESPONSIBILITY, Of.PARENT, "Parental responsibility"),
    _sgr("2", Matter.PARENTS_LIVES, Of.PARENT, "Health, education, work, personality"),
    _sgr(
        "2",
        Matter.PARENT_SOUGHT,
        Of.UNKNOWN_PARENT,
        "Why a parent is not known, and what was done to find out",
    ),
    _sgr("2", Matter.PARENTS_TOGETHER, Of.FAMILY, "The parents’ relationship, then and now"),
    _sgr("2", Matter.FAMILY_ORDERS, Of.FAMILY, "Orders about brothers and sisters"),
    _sgr("3", Matter.CHILDS_WISHES, Of.CHILD, "The child’s wishes and feelings, and when told"),
    _sgr("3", Matter.PARENTS_VIEWS, Of.PARENT, "Their wishes and feelings, and when told"),
    _sgr("3", Matter.FAMILY_WISHES, Of.FAMILY, "Relatives’ wishes"),
    _sgr("4", Matter.IDENTITY, Of.CARER, "Name, birth, address, photograph"),
    _sgr("4", Matter.NATIONALITY, Of.CARER, "Nationality and immigration status"),
    _sgr("4", Matter.BACKGROUND, Of.CARER, "Racial origin, culture and language"),
    _sgr("4", Matter.RELATIONSHIPS, Of.CARER, "Marriage or partnership, now and before"),
    _sgr(
        "4(j)",
        Matter.RELATIONSHIP,
        Of.CARER,
        "Relationship with the child, now and before",
        _READ,
        _AMENDED,
    ),
    _sgr("4", Matter.HEALTH, Of.CARER, "Health and its history"),
    _sgr("4", Matter.WITH_OTHERS, Of.CARER, "How they are with adults and children"),
    _sgr("4", Matter.LIFE_STORY, Of.CARER, "Their own upbringing, education and family"),
    _sgr("4", Matter.PARENTING, Of.CARER, "Experience of caring for children"),
    _sgr(
        "4(n)(i)",
        Matter.MEETS_NEEDS,
        Of.CARER,
        "Understands and can meet this child’s needs, now and later, above all from harm suffered",
        _READ,
        _AMENDED,
    ),
    _sgr(
        "4(n)(ii)",
        Matter.PROTECTION,
        Of.CARER,
        "Understands risk from parents, relatives or others and can protect, above all in contact",
        _READ,
        _AMENDED,
    ),
    _sgr(
        "4(n)(iii)",
        Matter.TO_EIGHTEEN,
        Of.CARER,
        "Able and suitable to bring the child up to 18",
        _READ,
        _AMENDED,
    ),
    _sgr("4", Matter.HOUSEHOLD_MEMBERS, Of.HOUSEHOLD, "Everybody of the household"),
    _sgr("4", Matter.HOUSEHOLD_ATTITUDE, Of.HOUSEHOLD, "What the household thinks of it"),
    _sgr("4", Matter.WHY_THEY_APPLY, Of.CARER, "How they came to apply, and what they hope for"),
    _sgr("4", Matter.ACCOMMODATION, Of.HOUSEHOLD, "The home"),
    _sgr("4", Matter.NEIGHBOURHOOD, Of.HOUSEHOLD, "The neighbourhood"),
    _sgr("4", Matter.WORK_AND_MONEY, Of.CARER, "Work, education and finances"),
    _sgr("4", Matter.RELIGION, Of.CARER, "Religion"),
    _sgr("4", Matter.REFEREES, Of.CARER, "Three referees interviewed, and what they said"),
    _sgr("4", Matter.CONTACT_VIEWS, Of.CARER, "What they think of contact"),
    _sgr("4", Matter.COURT_BEFORE, Of.CARER, "Family proceedings before"),
    _sgr("4", Matter.FOLLOWS_WISHES, Of.CARER, "Willing to follow wishes on religion and culture"),
    _sgr("4", Matter.OFFENCES, Of.CARER, "Criminal record"),
    _sgr("5", Matter.COUNCIL_INVOLVED, Of.COUNCIL, "The council, and what it had to do with them"),
    _sgr(
        "5",
        Matter.SUPPORT_SUMMARY,
        Of.COUNCIL,
        "Support assessed and offered, and for how long, or why not",
    ),
    _sgr("6", Matter.MEDICAL_SUMMARY, Of.COUNCIL, "Summary by a registered medical practitioner"),
    _sgr("7", Matter.IMPLICATIONS, Of.COUNCIL, "What an order would mean for each of them"),
    _sgr("8", Matter.MERITS, Of.COUNCIL, "This order against other orders, and none"),
    _sgr("9", Matter.RECOMMENDATION, Of.COUNCIL, "Recommendation"),
    _sgr("10", Matter.CONTACT_PROPOSED, Of.COUNCIL, "Contact that is proposed"),
)
"""Paragraph 1 and what 2016 put in were read; the rest is recalled."""


def _three(number: int, matter: Matter, of: Of, says: str) -> Item:
    note = "Compared with the Welsh Schedule of 2018, copied from it." if number <= 10 else ""
    cite = FSR.schedule("3", str(number), Verified.MEMORY_PLUS, note)
    return Item(Paper.SCHEDULE_3, str(number), matter, of, says, cite)


def _report(place: str, matter: Matter, says: str) -> Item:
    cite = FSR.reg(f"26(2){place}", Verified.MEMORY)
    return Item(Paper.SCHEDULE_3, f"26(2){place}", matter, Of.COUNCIL, says, cite)


SCHEDULE_3: tuple[Item, ...] = (
    _three(1, Matter.IDENTITY, Of.CARER, "Full name, address and date of birth"),
    _three(2, Matter.HEALTH, Of.CARER, "Health, supported by a medical report"),
    _three(3, Matter.HOUSEHOLD_MEMBERS, Of.HOUSEHOLD, "The other adults of the household"),
    _three(
        4,
        Matter.OWN_CHILDREN,
        Of.HOUSEHOLD,
        "Their children, at home or not, and other children in the household",
    ),
    _three(5, Matter.ACCOMMODATION, Of.HOUSEHOLD, "Accommodation"),
    _three(
        6,
        Matter.EARLIER_REQUESTS,
        Of.CARER,
        "Earlier requests to foster, adopt or care for young children, and the answers",
    ),
    _three(
        7,
        Matter.OTHER_SERVICE,
        Of.CARER,
        "A fostering service that approved them in the twelve months before",
    ),
    _three(8, Matter.REFEREES, Of.HOUSEHOLD, "Two referees, and what they said"),
    _three(
        9,
        Matter.CERTIFICATES,
        Of.HOUSEHOLD,
        "Enhanced certificates with the children’s barred list, of every adult",
    ),
    _three(
        10, Matter.RELATIONSHIPS, Of.CARER, "Marriage, civil partnership and the like, past too"
    ),
    _three(11, Matter.PERSONALITY, Of.CARER, "Personality"),
    _three(
        12, Matter.RELIGION, Of.CARER, "Religion, and caring for a child of any religion or none"
    ),
    _three(
        13,
        Matter.BACKGROUND,
        Of.CARER,
        "Racial origin, culture and language, and caring for a child of any other",
    ),
    _three(
        14,
        Matter.WORK_AND_MONEY,
        Of.CARER,
        "Work now and before, standard of living, leisure and interests",
    ),
    _three(15, Matter.PARENTING, Of.CARER, "Experience of caring for their own and other children"),
    _three(
        16, Matter.CARING_SKILLS, Of.CARER, "Skills, competence and potential to care for a child"
    ),
    _report("(c)", Matter.ALSO_RELEVANT, "Anything else that matters"),
    _report("(c)", Matter.SUITABILITY, "Whether they are suitable to foster, and why"),
    _report("(c)", Matter.TERMS_PROPOSED, "Terms that are proposed"),
)
"""Paragraphs 1 to 10 are Part 1, those after them Part 2; then what the report itself adds."""

PAPERS: dict[Paper, tuple[Item, ...]] = {
    Paper.SCHEDULE_4: SCHEDULE_4,
    Paper.DAY_ZERO: DAY_ZERO,
    Paper.GUARDIANSHIP: GUARDIANSHIP,
    Paper.SCHEDULE_3: SCHEDULE_3,
}


def items(paper: Paper, on: date, of: Iterable[Of] = tuple(Of)) -> tuple[Item, ...]:
    """The items of a paper that were asked on a day, about these."""
    wanted = frozenset(of)
    return tuple(
        item
        for item in PAPERS[paper]
        if item.of in wanted and (item.since is None or item.since <= on)
    )
