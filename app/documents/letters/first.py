"""The letters as they first come, in plain words: a council changes them by sending its own.

`# ` begins a heading, `- ` a point of a list; `{% for %}` and `{% if %}` stand on their own lines.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import cache

from app.documents.kinds import LetterKey

HEAD = """
{% for line in recipient_address %}
{{ line }}
{% endfor %}
{{ written_on }}

Dear {{ recipient }}
"""

FOOT = """
Yours sincerely

{{ signed_by }}
{{ service }}
{% if worker %}
Your supervising social worker is {{ worker }}.
{% endif %}
"""

BODIES: Mapping[LetterKey, str] = {
    LetterKey.APPROVAL_NOTICE: """
# Your approval as a foster carer
On {{ decided_on }} {{ decided_by }}, who decides for {{ service }}, approved as foster carers:
{% for carer in carers %}
- {{ carer }}
{% endfor %}
{% if recommended_on %}
The fostering panel of {{ recommended_on }} had recommended it.
{% endif %}
# The terms of your approval
{% for line in terms %}
- {{ line }}
{% endfor %}
Children are placed with you within these terms. Before the first child comes, you and we sign \
the foster care agreement. We review your approval within a year, and whenever something \
important changes.
# If you do not agree with the terms
Tell us in writing, and we will tell you what can be done.
""",
    LetterKey.AGREEMENT: """
# Foster care agreement
This agreement is between {{ service }} and:
{% for carer in carers %}
- {{ carer }}
{% endfor %}
No child is placed with you before you and we have signed it.
# The terms of your approval
{% for line in terms %}
- {{ line }}
{% endfor %}
# What we promise
{% for line in support %}
- {{ line }}
{% endfor %}
- We review your approval within a year, and whenever something important changes. You say what \
you think, and see the report before anything is decided.
- Before a child comes, or within five working days, a placement plan is agreed with you: what you \
need to know of the child, what each of us does, who decides what, and what you are paid.
- If you are not content with us, or with the council whose child lives with you, tell \
{{ answer_to }}.
{{ liabilities }}
# What you promise
- You care for each child placed with you as you would for a child of your own, and promote their \
welfare as their plan says.
- You never hit a child, or punish a child by hurting them.
- What you are told in confidence of a child, their family or anybody else you tell nobody without \
our consent.
- You keep to each child’s placement plan and to our written policies: on behaviour and restraint, \
on a child who is missing, on safe care, on records.
- You tell us at once of anything serious that happens to a child, and keep us up to date with how \
they are.
- You let us, and the council whose child it is, see the child in your home, and work with whoever \
inspects our service.
- If we decide that a placement is no longer right for a child, you let the child move.
- You write to us at once before you move house; when somebody joins or leaves your home; when \
somebody of it is charged, cautioned or convicted; when anything else changes that matters to \
caring for a child; and when you ask anybody else to let you foster, adopt or mind children.
# Signed
{% for carer in carers %}
Signed by {{ carer }}, on:
{% endfor %}
Signed for {{ service }}, on:
""",
    LetterKey.REVIEW_NOTICE: """
# The outcome of your review
Your approval was reviewed on {{ held_on }}. {{ decided_by }} has decided:
{{ outcome }}
# The terms of your approval
{% for line in terms %}
- {{ line }}
{% endfor %}
The next review is due by {{ next_due_on }}.
""",
    LetterKey.RESIGNATION: """
# Your resignation
Your written notice reached us on {{ received_on }}. By law your approval ends 28 days after \
that day: its last day is {{ ends_on }}. Notice cannot be taken back once it has been \
received; if you wish to foster again, we would assess you anew.
{% if arrangements %}
{{ arrangements }}
{% endif %}
We would like to hear how fostering has been for you, and what we could have done better. Your \
worker will ask when it suits you.
Thank you for what you have done for children.
""",
    LetterKey.NOTICE_28_DAYS: """
# What we propose
{{ proposal }}
# Why
{{ reasons }}
{% if support %}
# Support
{{ support }}
{% endif %}
# What you can do
You have until {{ last_day }}, 28 days from the date of this letter, to do one of these, but \
not both:
- Write to us with your representations: {{ answer_to }}. They go to the fostering panel \
before anything is decided.
- Ask for an independent review: write to the Independent Review Mechanism.
If we hear from neither, we may decide after that day. Nothing changes before then.
""",
    LetterKey.RECORDS_ANSWER: """
# Your request for records
On {{ asked_on }} {{ asked_by }} asked for records about {{ household }}. With this letter we \
give:
{% for line in given %}
- {{ line }}
{% endfor %}
{% if withheld %}
{{ withheld }}
{% endif %}
These records are confidential. Keep them securely, and use them only for what they were asked \
for.
""",
    LetterKey.REVIEW_INVITATION: """
# Your annual review
Your approval is reviewed each year; this review is due by {{ due_on }}. We would like to meet \
you on {{ meeting_on }} at {{ meeting_at }}: {{ meeting_where }}.
{% if asked_of_you %}
Please bring, or send before:
{% for line in asked_of_you %}
- {{ line }}
{% endfor %}
{% endif %}
The children who live with you, and their social workers, are asked for their views as well. \
You will see the report before anything is decided.
""",
}


@cache
def template(key: LetterKey) -> bytes:
    """The letter as it first comes, as a Word file."""
    import docx
    from docx.shared import Cm, Pt

    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(11)
    for style in ("Heading 1", "List Bullet"):
        document.styles[style].font.name = "Arial"
    document.styles["Heading 1"].font.size = Pt(13)
    section.header.paragraphs[0].text = "{{ service }}"
    section.footer.paragraphs[0].text = "{{ household }}. Confidential."
    for line in f"{HEAD}{BODIES[key]}{FOOT}".splitlines():
        _add(document, line.strip())
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _add(document: object, line: str) -> None:
    """One line of the plain words, as a paragraph of the Word file."""
    add = document.add_paragraph  # type: ignore[attr-defined]
    if not line:
        return
    if line.startswith("{% "):
        add("{%p" + line[2:])  # the whole paragraph is the command, and leaves nothing behind
    elif line.startswith("# "):
        add(line[2:], style="Heading 1")
    elif line.startswith("- "):
        add(line[2:], style="List Bullet")
    else:
        add(line)
