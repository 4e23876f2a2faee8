"""Words that the check of a profile goes by: months, what is no name, what few children share."""

from __future__ import annotations

import re

_SHORT = "jan feb mar apr may jun jul aug sep oct nov dec"
_LONG = "january february march april may june july august september october november december"
MONTHS = {
    **{name: number for number, name in enumerate(_LONG.split(), start=1)},
    **{name: number for number, name in enumerate(_SHORT.split(), start=1)},
    "sept": 9,
}

_FIRST = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
ORDINALS = {
    **{name: number for number, name in enumerate(_FIRST.split(), start=1)},
    **{
        f"twenty{between}{name}": 20 + number
        for between in ("-", " ")
        for number, name in enumerate(_FIRST.split()[:9], start=1)
    },
    "thirtieth": 30,
    "thirty-first": 31,
    "thirty first": 31,
}

GENERIC = frozenset(
    "the and of for primary secondary junior infant infants school schools academy college "
    "nursery church england catholic high saint preschool pre-school community special grammar "
    "hall house home homes centre foundation voluntary aided controlled trust demonstration "
    "family families fostering foster service services care mrs miss street road lane avenue "
    "close drive way court park view hill north south east west county council children "
    "childrens young people supported living social worker test".split()
)
"""Parts of the names of schools, streets and services that say nothing by themselves."""

ALSO_WORDS = frozenset(
    "may will hope grace faith joy rose summer autumn dawn eve iris ivy daisy lily ruby amber "
    "jade pearl violet holly hazel heather poppy rich mark grant frank guy drew chase max art "
    "bill pat sue rob jack jay dean earl duke king price brown green white black gray young "
    "long short small little hall wood woods field hill lake stone rivers banks church bishop "
    "page cook baker carter mason taylor fisher hunter walker gardener butler potter miller day "
    "west east north winter marsh moor moore love best good noble sharp swift strong wise "
    "bright keen read reading hook dale ford forest glen heath brook brooks cross bell ball "
    "ward bond nice victor carol april june august ray gene hay ross law penny robin ash sky "
    "skye star storm angel harmony melody chance ace buddy honey sunny happy blossom bloom fern "
    "clay reed sage basil olive ginger saffron".split()
)
"""Names that are words as well: they are names where they have a capital inside a sentence."""

MAY_STAND = frozenset(
    "i i'm i'd i've bsl makaton esol english british camhs ehcp adhd asd gp sen senco send lac "
    "dols tv pe nhs uk aged monday tuesday wednesday thursday friday saturday sunday january "
    "february march april june july august september october november december christmas easter "
    "minecraft lego xbox playstation ofsted placement standard wales england".split()
)
"""Words with a capital that name nobody."""

BEGINNINGS = frozenset(
    "a about above adult adults after again all already also although always an and another any "
    "anyone are arranged arrives as ask at avoid away baby be because bed bedroom bedtime "
    "before being best better between both boundaries boy boys brother brothers but by calm can "
    "cannot carefully carer carers cares caring child children clear close communicates "
    "communication company consistent contact cooks could dance dancing day days deprivation do "
    "does drawing during each eats either emotional enjoys even every everybody everyone "
    "expected experienced family feels female few finds first five food football for foster "
    "four from full funny gentle gets girl girls give gives goes going good happy has have "
    "having he health help helps her here his holidays home homes how however if in independent "
    "is it its keen keeps kind known late later less likes listens lively living long looks "
    "loves made make makes male many may meals men might more morning most mother moves much "
    "music must near nearest need needed needs neither never new night nights no nobody none "
    "nor not nothing now of often older on once one only open or other others our out parents "
    "patient people pets places play playing plays please polite praise prefers present quiet "
    "quite rather reading reads responds risk risks routine routines ruled safe school see "
    "seems sensitive settled settles several share shared sharing she short should shows shy "
    "since sister sisters sleep sleeps small smoke smoking so solo some somebody someone "
    "something sometimes soon speaks sport sports stable stays still strong struggles suitable "
    "support supports swimming takes talks term than that the their them then there these they "
    "things this those though three time to today together tomorrow tonight too trust trusts "
    "two under unless until up usually very wants warm was we well were what when where whether "
    "which while who why will wishes with within without women worries would yes yet you young "
    "younger your".split()
)
"""Words that a sentence begins with."""

UNCOMMON = tuple(
    (re.compile(pattern), because)
    for pattern, because in (
        (r"\btwins?\b|\btriplets?\b|\bquadruplets?\b", "Twins are few, and known"),
        (r"\bbirthday\b", "A birthday that is near tells the day"),
        (r"\bpregnan\w*|\bexpecting a baby\b", "Few are"),
        (
            r"\bmurder\w*|\bmanslaughter\b|\bsuicide\b|\bkilled\b|\bhomicide\b|\bstabb\w+|\binquest\b",
            "What a newspaper tells says who it is",
        ),
        (
            r"\bin the (?:news|papers?|press)\b|\bnewspapers?\b|\btelevision\b|\bwent viral\b",
            "What a newspaper tells says who it is",
        ),
        (r"\bprison\b|\bjail\b|\bconvicted\b|\bsentenced\b|\bon trial\b", "A case in court"),
        (
            r"\b(?:mother|father|mum|dad|parents?|stepfather|stepmother|uncle|aunt|grandfather|"
            r"grandmother)(?:'s|’s)? (?:is|was|are|were|works?|worked|runs?|ran|owns?) "
            r"(?:an? |the |as )?(?:\w+ )?(?:police\w*|teacher|headteacher|doctor|gp|nurse|vicar|"
            r"councillor|footballer|farmer|soldier|shop|pub|musician|singer|actor|magistrate|judge|mayor)\b",
            "What a parent does tells who it is",
        ),
        (r"\brefugees?\b|\basylum\b|\bunaccompanied\b|\btrafficked\b", "Few children are"),
        (
            r"\bgypsy\b|\broma\b|\btraveller\b|\bshowman\b|\bshowmen\b|\bboat ?dweller",
            "Few children are",
        ),
        (
            r"\b(?:polish|romanian|bulgarian|lithuanian|portuguese|kurdish|arabic|pashto|dari|farsi|"
            r"tigrinya|vietnamese|albanian|ukrainian|russian|mandarin|cantonese|urdu|punjabi|bengali|"
            r"tamil|somali|welsh|spanish|french|german|italian|turkish|hungarian|slovak|czech)\b",
            "A language that few children speak",
        ),
        (
            r"\bmuslim\b|\bjewish\b|\bhindu\b|\bsikh\b|\bbuddhist\b|\bjehovah\w*|"
            r"\bplymouth brethren\b|\bamish\b|\bmormon\b|\bquaker\b",
            "A faith that few children here have",
        ),
        (r"\bwheelchair\b|\bhoist\b|\bamput\w+|\bprosthe\w+", "Few children are so disabled"),
        (r"\bblind\b|\bdeaf\b|\bcochlear\b|\bhearing aids?\b", "Few children are so disabled"),
        (
            r"\bcystic fibrosis\b|\bleuk\w+|\bcancer\b|\bepilep\w+|\bsickle[- ]cell\b|\bdowns?'?s? "
            r"syndrome\b|\bdown syndrome\b|\bcerebral palsy\b|\bmuscular dystrophy\b|"
            r"\btransplant\b|\bhaemophili\w+|\btype (?:1|one) diabet\w+|\bfoetal alcohol\b|"
            r"\bfasd?\b|\btourette\w*|\balbin\w+|\b\w+ syndrome\b",
            "An illness that few children have",
        ),
        (r"\btrans\b|\btransgender\b|\bnon-binary\b", "Few children are, and it is theirs to tell"),
        (
            r"\bwitness\b|\bprotected address\b|\bhonour[- ]based\b|\bforced marriage\b",
            "It endangers",
        ),
        (
            r"\bchampion\w*|\bplays? for (?:the )?(?:county|country|wales|england)\b|\bprodigy\b",
            "What somebody is known for",
        ),
        (
            r"\bbirthmark\b|\bscars?\b|\btattoos?\b|\bred hair\b|\bginger hair\b",
            "How somebody looks",
        ),
        (r"\badopt(?:ed|ion) (?:broke|break|disrupt|fail)\w*|\bformerly adopted\b", "Few were"),
        (
            r"\b(?:six|seven|eight|nine|ten|eleven|twelve|[6-9]|1[0-2]) "
            r"(?:brothers|sisters|siblings)\b",
            "A family so large is known",
        ),
        (r"\bdeprivation of liberty\b|\bsecure (?:home|unit|order)\b", "Few children are"),
    )
)
"""What can stand in a profile only if somebody says why: no list counts it, and few share it."""
