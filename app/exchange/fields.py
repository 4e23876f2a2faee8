"""The fields of a carers' workbook, and the headings that people use for each of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a row of the workbook may say, and the headings (as words) that say it."""

    name: str
    label: str
    says: str
    headings: tuple[str, ...]
    example: Any = ""


def heading_words(heading: str) -> str:
    """A heading as it is compared: its words, in lower case, without notes in brackets."""
    plain = re.sub(r"\([^()]*\)", " ", heading.lower()).replace("&", " and ").replace("’", "'")
    plain = re.sub(r"'s\b", "s", plain)
    plain = re.sub(r"\bno\b\.?(?=\s|$)", "number", plain)
    return " ".join(re.findall(r"[a-z0-9]+", plain))


def _headings(said: str) -> tuple[str, ...]:
    return tuple(words for part in said.split("|") if (words := heading_words(part)))


def _field(name: str, label: str, says: str, headings: str, example: Any = "") -> Field:
    return Field(name, label, says, _headings(f"{label}|{headings}"), example)


FIELDS: Sequence[Field] = (
    _field(
        "household_ref",
        "Household reference",
        "Your own number for the household. The same in both rows of a couple.",
        """
        household id | household number | household key | family id | family number |
        fostering household id | fostering household reference | household record id |
        foster family id | fostering family id
        """,
        "H0142",
    ),
    _field(
        "carer_ref",
        "Carer reference",
        "Your own number for this carer.",
        """
        carer id | carer number | foster carer id | person id | mosaic id |
        liquidlogic id | lcs id | eclipse id | client id | ics id | id | ref | reference
        | carer 1 id | carer1 id | carer 1 reference | primary carer id
        """,
        "C0142",
    ),
    _field(
        "carer2_ref",
        "Second carer reference",
        "Your own number for the second carer.",
        """
        carer 2 id | carer2 id | carer 2 reference | second carer id |
        secondary carer id
        """,
        "C0143",
    ),
    _field(
        "household_name",
        "Household",
        "What the household is called.",
        """
        household name | fostering household | family | family name of household |
        foster family | fostering family | name of household
        """,
        "The Exampletons",
    ),
    _field(
        "name",
        "Carer",
        "The carer's whole name, or both names: Jane and Mark Doyle.",
        """
        carer name | carers | carers names | carer names | foster carer | foster carers
        | foster carer name | foster carers name | foster carers names | name | names |
        full name | name of carer | name of carers | name of foster carer | carer 1 |
        carer1 | carer 1 name | main carer | primary carer | first carer |
        carer full name | primary carer name | name of approved carers
        """,
        "",
    ),
    _field(
        "given_name",
        "First name",
        "The carer's first name.",
        """
        given name | forename | forenames | first names | carer 1 first name |
        carer 1 forename | carer1 forename | carer first name | carer forename |
        primary carer first name | christian name | fc1 first name
        """,
        "Jane",
    ),
    _field(
        "family_name",
        "Surname",
        "The carer's family name.",
        """
        family name | last name | carer 1 surname | carer 1 last name | carer1 surname |
        carer surname | carer last name | primary carer surname | fc1 surname
        """,
        "Exampleton",
    ),
    _field(
        "born",
        "Date of birth",
        "The carer's date of birth.",
        """
        dob | d o b | birth date | date of birth carer 1 | carer 1 dob | carer1 dob |
        carer dob | dob 1 | dob carer 1 | carer date of birth | carer 1 date of birth |
        primary carer dob | fc1 dob
        """,
        date(1978, 5, 22),
    ),
    _field(
        "sex",
        "Sex",
        "Female or male.",
        """
        gender | carer 1 gender | carer 1 sex | carer gender | carer sex | m f |
        primary carer gender
        """,
        "Female",
    ),
    _field(
        "phone",
        "Telephone",
        "A number to ring.",
        """
        phone | phone number | telephone number | tel | tel number | mobile |
        mobile number | contact number | home phone | home telephone | contact telephone
        """,
        "01632 960123",
    ),
    _field(
        "email",
        "Email",
        "An e-mail address.",
        """
        email address | e mail | e mail address | carer email | carer 1 email
        """,
        "jane@example.org",
    ),
    _field(
        "name2",
        "Second carer",
        "The second carer's whole name.",
        """
        carer 2 | carer2 | carer 2 name | partner | partner name | secondary carer |
        joint carer | second carer name | second foster carer | other carer |
        spouse partner | co carer
        """,
        "",
    ),
    _field(
        "given_name2",
        "Second carer first name",
        "The second carer's first name.",
        """
        carer 2 first name | carer 2 forename | carer2 forename | second carer forename
        | fc2 first name | secondary carer first name | partner first name |
        partner forename
        """,
        "Mark",
    ),
    _field(
        "family_name2",
        "Second carer surname",
        "The second carer's family name.",
        """
        carer 2 surname | carer 2 last name | carer2 surname | second carer last name |
        fc2 surname | secondary carer surname | partner surname | partner last name
        """,
        "Exampleton",
    ),
    _field(
        "born2",
        "Second carer date of birth",
        "The second carer's date of birth.",
        """
        carer 2 dob | carer2 dob | date of birth carer 2 | dob 2 | dob carer 2 |
        second carer dob | partner dob | carer 2 date of birth | secondary carer dob |
        fc2 dob
        """,
        date(1976, 11, 3),
    ),
    _field(
        "sex2",
        "Second carer sex",
        "Female or male.",
        """
        carer 2 gender | carer 2 sex | second carer gender | secondary carer gender
        """,
        "Male",
    ),
    _field(
        "address",
        "Address",
        "House and street.",
        """
        address 1 | address line 1 | address1 | addr 1 | home address | street |
        full address | carer address | house name number and street | postal address
        """,
        "1 Example Lane",
    ),
    _field(
        "address2",
        "Address line 2",
        "More of the address.",
        """
        address 2 | address2 | addr 2 | village | locality | district
        """,
        "",
    ),
    _field(
        "address3",
        "Town",
        "The town.",
        """
        address 3 | address line 3 | address3 | addr 3 | town city | city | post town
        """,
        "Leominster",
    ),
    _field(
        "address4",
        "County",
        "The county.",
        """
        address 4 | address line 4 | address4 | addr 4
        """,
        "",
    ),
    _field(
        "postcode",
        "Postcode",
        "The full postcode. Distance is measured from it.",
        """
        post code | pcode | p code | home postcode | address postcode | carer postcode |
        zip
        """,
        "HR6 8NZ",
    ),
    _field(
        "protected",
        "Address protected",
        "Yes if nobody may be told where they live.",
        """
        protected address | address confidential | confidential address |
        address to be withheld
        """,
        "No",
    ),
    _field(
        "approved_on",
        "Approved on",
        "The day the decision maker approved them. Needed.",
        """
        approval date | date approved | date of approval | approved | approval start |
        approval start date | approved date | date of initial approval |
        initial approval date | first approved | adm decision date | adm date |
        registration date | start date | approval from | date first approved |
        adm approval date
        """,
        date(2019, 3, 12),
    ),
    _field(
        "approved_on2",
        "Second carer approved on",
        "If it differs from the first carer's.",
        """
        carer 2 approval date | carer 2 approved | second carer approval date |
        carer 2 date approved
        """,
        "",
    ),
    _field(
        "approval_ended_on",
        "Approval ended on",
        "Blank while they are approved.",
        """
        approval end date | end date | date approval ended | deregistered |
        deregistration date | date deregistered | resignation date | date resigned |
        termination date | date ended | ended | approval to | approval end |
        date of resignation | leaving date | ceased date
        """,
        "",
    ),
    _field(
        "end_reason",
        "Why approval ended",
        "Resigned, terminated, moved to another service, died, order made.",
        """
        reason for leaving | reason ended | end reason | reason for ending |
        deregistration reason | reason for deregistration | leaving reason
        """,
        "",
    ),
    _field(
        "type",
        "Type of carer",
        "Mainstream, or family and friends (kinship, connected persons).",
        """
        carer type | type | type of fostering | approval type | fostering type |
        category of carer | category | household type | scheme | status type |
        kinship or mainstream
        """,
        "Mainstream",
    ),
    _field(
        "places",
        "Approved for (number of children)",
        "How many children at once.",
        """
        approved for | places | number of places | approved places | number of children
        | max children | beds | maximum number of children | number approved for |
        approval number | approved number | capacity | max placements |
        number of placements | approved beds | total places | children approved for |
        maximum placements | registered places
        """,
        2,
    ),
    _field(
        "ages",
        "Ages",
        "In whole years: 0 to 10, 5+, under 5.",
        """
        age range | approved age range | age | age group | approved ages | ages approved
        | age approval | approval age range | age range approved | age band |
        terms age range | ages approved for
        """,
        "0 to 10",
    ),
    _field(
        "min_age",
        "Youngest age",
        "In whole years.",
        """
        min age | minimum age | age from | from age | lower age | age min | youngest
        """,
        "",
    ),
    _field(
        "max_age",
        "Oldest age",
        "In whole years.",
        """
        max age | maximum age | age to | to age | upper age | age max | oldest
        """,
        "",
    ),
    _field(
        "children_sex",
        "Sex of children",
        "Either, girls or boys.",
        """
        gender of children | sex of child | gender of child | gender approved |
        approved gender | child gender | gender approved for | sex approved |
        gender preference of approval
        """,
        "Either",
    ),
    _field(
        "kinds",
        "Kinds of fostering",
        (
            "Short term, long term, emergency, short breaks, parent and child, fostering for "
            "adoption, remand."
        ),
        """
        type of placement | placement type | placement types | types of placement |
        approval category | categories | category of approval | approved category |
        type of care | kind of fostering | offers | fostering categories |
        placement category | type of placements offered
        """,
        "Short term, long term",
    ),
    _field(
        "terms",
        "Terms of approval",
        "The terms in words, where they are not in columns of their own.",
        """
        terms | approval terms | approval | approval details | approval status and terms
        | current approval | current terms | conditions of approval |
        terms and conditions | approved terms | approval range
        """,
        "",
    ),
    _field(
        "terms_from",
        "Terms from",
        "Since when these terms hold, if not since approval.",
        """
        date of terms | terms date | terms effective from | date terms changed |
        change of approval date | current terms from | terms start date |
        date of current terms
        """,
        "",
    ),
    _field(
        "agreement_on",
        "Foster care agreement signed",
        "The day it was signed. No child may be placed before it.",
        """
        agreement date | agreement signed | foster care agreement | fca signed |
        fca date | fc agreement | foster carer agreement | agreement signed on |
        date of agreement | foster carer agreement date
        """,
        date(2019, 3, 20),
    ),
    _field(
        "worker",
        "Supervising social worker",
        "By name or e-mail, as they sign in here.",
        """
        ssw | social worker | supervising sw | sw | allocated worker | allocated to |
        allocated ssw | fsw | worker | fostering social worker | link worker |
        allocated social worker | ssw name | supervising worker | current ssw |
        link social worker
        """,
        "Sarah Webb",
    ),
    _field(
        "worker_from",
        "Allocated on",
        "Since when they have this worker.",
        """
        ssw from | allocation date | date allocated | ssw start date | ssw since |
        worker since
        """,
        "",
    ),
    _field(
        "on_hold",
        "On hold",
        "Yes if they take no placements for now.",
        """
        hold | suspended | is on hold | on hold yes number | placement hold
        """,
        "No",
    ),
    _field(
        "hold_from",
        "On hold since",
        "The day the hold began.",
        """
        hold from | hold date | date on hold | suspended from | hold start date
        """,
        "",
    ),
    _field(
        "hold_reason",
        "Reason for hold",
        "Allegation, illness, bereavement, standard of care, own choice, other.",
        """
        hold reason | reason on hold | suspension reason | reason for suspension
        """,
        "",
    ),
    _field(
        "status",
        "Status",
        "Available, on hold, not available, resigned.",
        """
        carer status | approval status | current status | availability |
        availability status | household status | placement status | vacancy status
        """,
        "",
    ),
    _field(
        "unavailable_places",
        "Places not available",
        "How many, or all.",
        """
        unavailable places | not available | places unavailable | number not available |
        blocked beds | unavailable beds | beds unavailable | places blocked
        """,
        "",
    ),
    _field(
        "unavailable_reason",
        "Why not available",
        "In words.",
        """
        reason not available | unavailable reason | reason unavailable |
        reason for unavailability | why unavailable | reason places not available |
        blocked reason
        """,
        "",
    ),
    _field(
        "reviewed_on",
        "Last annual review",
        "The day the last review was held.",
        """
        last review | date of last review | annual review | annual review date |
        last annual review date | last review date | review date | last ahr |
        date of last annual review | ahr date | reviewed
        """,
        date(2026, 2, 10),
    ),
    _field(
        "pets",
        "Pets",
        "In words: 1 dog, 2 cats; or none.",
        """
        pet | animals | any pets | pets in home | pets in household
        """,
        "1 dog",
    ),
    _field(
        "dog",
        "Dog",
        "Yes or no.",
        """
        dogs | has dog | dog in home | dog y n
        """,
        "",
    ),
    _field(
        "cat",
        "Cat",
        "Yes or no.",
        """
        cats | has cat | cat in home
        """,
        "",
    ),
    _field(
        "smoker",
        "Smoker",
        "Yes if somebody there smokes or vapes.",
        """
        smokers | smoking | smoking household | smokes | smoker in household |
        smoking status
        """,
        "No",
    ),
    _field(
        "drives",
        "Drives",
        "Yes if a carer drives.",
        """
        driver | car driver | can drive | drivers
        """,
        "Yes",
    ),
    _field(
        "bedrooms",
        "Bedrooms for children",
        "How many bedrooms a fostered child may have.",
        """
        bedrooms | number of bedrooms | spare bedrooms | foster bedrooms |
        bedrooms available | bedrooms for fostering
        """,
        2,
    ),
    _field(
        "fee",
        "Weekly fee",
        "Whole pounds for one place.",
        """
        fee | weekly cost | cost per week | weekly rate | price per week
        """,
        "",
    ),
    _field(
        "provider",
        "Fostering service",
        "Blank for our own service; otherwise the agency or the other council.",
        """
        agency | provider | ifa | agency name | provider name | fostering agency |
        service
        """,
        "",
    ),
    _field(
        "provider_urn",
        "Ofsted number of the service",
        "The agency's URN: SC123456.",
        """
        urn | ofsted urn | agency urn | provider urn | ofsted number
        """,
        "",
    ),
)

BY_NAME: Mapping[str, Field] = {field.name: field for field in FIELDS}

KNOWN: Mapping[str, str] = {heading: field.name for field in FIELDS for heading in field.headings}

WORKED_OUT = frozenset(
    _headings(
        """
        vacancies | vacancy | vacant places | places vacant | filled | places filled | placed
        | children placed | age of carer | current placements | number placed | occupied
        | next review | next review date | next annual review | review due | vacant beds
        | children in placement | row | number | sr number | s number | beds filled
        | years approved | length of service | days unallocated | why it was not loaded
        """
    )
)
"""Headings that need no mapping: this record works them out, or counts its rows."""
