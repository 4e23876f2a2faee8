"""Forms about approval, terms, availability and agreements."""

from __future__ import annotations

from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from app.core.forms import CodeField, CodeRadios, HearthForm, UKDateField
from app.core.words import words
from app.people.forms import Boxes, FromForm, OnForm, WholeNumberField, day_field, offered, required
from app.register.deciding import KINDS, DecisionKind, ExitReason, Outcome
from app.register.models import ApprovalEnd, HoldReason, NotAvailable
from sufficiency.types import Kind, Sex

MOST_LINES = 8


class ApproveForm(FromForm):
    """A decision to approve."""

    person = RadioField("Who is approved", validators=[InputRequired("Choose a carer")])
    starts_on = day_field("Day of the decision", "Enter the day of the decision")
    recommended_on = UKDateField("Day of the panel’s recommendation", validators=[Optional()])
    decided_by = StringField("Decision maker", validators=[Optional(), Length(max=120)])
    family_and_friends = BooleanField("Family and friends carer")


class EndApprovalForm(OnForm):
    """How and when an approval ended."""

    how = CodeRadios("How it ended", ApprovalEnd)
    on = day_field("First day without approval", "Enter the first day without approval")


class ResignationForm(HearthForm):
    """Written notice came, from one carer or from both."""

    received_on = day_field("Written notice received on", "Enter the day it was received")
    reason = CodeField("Why, in their own view", ExitReason, blank="Choose")
    others = Boxes("The same notice is from", validators=[Optional()])


class ExitStepForm(HearthForm):
    """What followed a resignation."""

    happened_on = day_field("On", "Enter the day")
    words = TextAreaField(
        "In their own words",
        description="Read only by those who supervise or audit; never by the placement team",
        validators=[Optional()],
    )


class TransferForm(HearthForm):
    """Another service approved a carer."""

    to_service = StringField(
        "Approved by",
        description="The other fostering service",
        validators=[required("Enter which service approved them"), Length(max=160)],
    )
    approved_on = day_field("Approved there on", "Enter the day of their approval")


class RecordsAskedForm(HearthForm):
    """Another service asks for records."""

    asked_by = StringField(
        "Asked by",
        description="The fostering service or adoption agency that asks",
        validators=[required("Enter who asks"), Length(max=160)],
    )
    received_on = day_field("Request received on", "Enter the day it was received")
    consented_on = UKDateField(
        "Carer agreed on",
        description="Leave it empty until they have agreed: nothing is sent before",
        validators=[Optional()],
    )


class RecordsSentForm(HearthForm):
    """Records were opened to the service that asked."""

    consented_on = UKDateField("Carer agreed on", validators=[Optional()])
    sent_on = day_field("Sent on", "Enter the day")
    what = TextAreaField(
        "What was sent",
        description="Which records, of which dates, and how they were sent",
        validators=[required("Say what was sent")],
    )


class TermsLineForm(Form):
    """One line of terms: up to so many children, of these ages, sex and kinds, or one child."""

    up_to = WholeNumberField("Up to", validators=[Optional()])
    min_age = WholeNumberField("From age", validators=[Optional(), NumberRange(0, 25)])
    max_age = WholeNumberField("To age", validators=[Optional(), NumberRange(0, 25)])
    sex = CodeField("Sex", Sex, only=[Sex.FEMALE, Sex.MALE], required=False, blank="Any")
    kinds = Boxes(
        "Kinds of fostering (any, unless ticked)",
        choices=offered((kind.value, words(kind)) for kind in Kind),
        validators=[Optional()],
    )
    child = SelectField(
        "Named child", choices=offered([("", "Nobody named")]), validators=[Optional()]
    )

    def is_blank(self):
        """Was this line left empty?"""
        return self.up_to.data is None and not self.child.data


class TermsForm(FromForm):
    """The terms in an approval notice. `replaces` says which terms were in force when it opened."""

    replaces = HiddenField()
    overall = WholeNumberField(
        "Children at once", validators=[required("Enter how many children at once")]
    )
    lines = FieldList(FormField(TermsLineForm), min_entries=1, max_entries=MOST_LINES)
    decided_on = UKDateField("Day of the decision", validators=[Optional()])
    note = TextAreaField("As the notice puts it", validators=[Optional()])

    @staticmethod
    def answers_from(terms, refs):
        """The form filled in from terms that are recorded. `refs`: children's, by their number."""
        if terms is None:
            return {}
        lines = [
            {
                "up_to": line.up_to,
                "min_age": line.min_age,
                "max_age": line.max_age,
                "sex": line.sex,
                "kinds": line.kinds or [],
                "child": refs.get(line.child_id, ""),
            }
            for line in terms.criteria
        ]
        return {"overall": terms.overall, "lines": lines, "replaces": str(terms.id)}

    def name_children(self, children):
        """Offer these children, by their reference, to be named in a line."""
        choices = offered([("", "Nobody named"), *children])
        for line in self.lines:
            line.form.child.choices = choices

    def criteria(self, children):
        """The lines that were filled in, as the action takes them. `children` are by reference."""
        return [
            {
                "up_to": line.up_to.data if line.up_to.data is not None else 1,
                "min_age": line.min_age.data if line.min_age.data is not None else 0,
                "max_age": line.max_age.data if line.max_age.data is not None else 17,
                "sex": line.sex.data,
                "kinds": [Kind(kind) for kind in line.kinds.data or ()] or None,
                "child": children.get(line.child.data),
            }
            for line in (entry.form for entry in self.lines)
            if not line.is_blank()
        ]


class ExemptionForm(FromForm):
    """An exemption from the usual fostering limit, as the notice has it."""

    children = Boxes("Children named", validators=[Optional()])
    another = SelectField("Another child", validators=[Optional()])
    starts_on = day_field("In force from", "Enter the first day")
    decided_on = day_field("Decided on", "Enter the day of the decision")
    decided_by = StringField(
        "Decided by",
        description="The officer of the area authority",
        validators=[required("Enter who decided"), Length(max=120)],
    )
    conditions = TextAreaField("Conditions", validators=[Optional()])

    def refs(self):
        """The children named, by reference, each once."""
        return list(
            dict.fromkeys([*(self.children.data or []), *filter(None, [self.another.data])])
        )


class HoldForm(FromForm):
    """No placements for now, or fewer."""

    places = WholeNumberField(
        "Places held back", description="Leave it empty for all of them", validators=[Optional()]
    )
    reason = CodeRadios("Reason", HoldReason)
    note = TextAreaField(
        "What happened", description="Not shown to the placement team", validators=[Optional()]
    )
    plan = TextAreaField("Plan", description="Who does what meanwhile", validators=[Optional()])
    review_on = UKDateField("Looked at again on", validators=[required("Enter the day")])

    def answers(self):
        """What was answered."""
        told = super().answers()
        return {**told, "note": told["note"] or "", "plan": told["plan"] or ""}


class LookAgainForm(HearthForm):
    """A hold goes on."""

    plan = TextAreaField("Plan from now", validators=[required("Say what the plan is now")])
    review_on = UKDateField("Looked at again on", validators=[required("Enter the day")])


class UnavailableForm(FromForm):
    """Places that cannot be offered for now."""

    places = WholeNumberField(
        "How many places",
        description="Leave it empty for all of them",
        validators=[Optional()],
    )
    reason = CodeRadios("Reason", NotAvailable)
    ends_on = UKDateField(
        "Until",
        description="The first day on which they can be offered again, if it is known",
        validators=[Optional()],
    )
    note = TextAreaField("Note", validators=[Optional()])

    def answers(self):
        """What was answered."""
        told = super().answers()
        return {**told, "note": told["note"] or ""}


class AgreementForm(FromForm):
    """A foster care agreement was signed."""

    starts_on = day_field("Signed on", "Enter the day on which it was signed")


class SharingForm(FromForm):
    """Two children may share a bedroom."""

    child = SelectField("Child", validators=[required("Choose a child")])
    with_child = SelectField("Shares with", validators=[required("Choose the other child")])
    agreed_by = StringField(
        "Agreed by",
        description="Who agreed, for each child’s responsible authority",
        validators=[required("Enter who agreed"), Length(max=120)],
    )


class ReviewForm(HearthForm):
    """A review was held."""

    held_on = day_field("Held on", "Enter the day of the review")
    panel_on = UKDateField(
        "Considered by the panel on",
        description="The first review must go to the panel",
        validators=[Optional()],
    )


class TemporaryForm(FromForm):
    """A temporary approval was given."""

    child = SelectField("For which child", validators=[required("Choose the child")])
    starts_on = day_field("Given on", "Enter the day on which it was given")
    decided_by = StringField(
        "Decided by",
        description="The nominated officer",
        validators=[required("Enter who decided"), Length(max=120)],
    )


class ExtensionForm(HearthForm):
    """A temporary approval was extended."""

    last_day = UKDateField("New last day", validators=[required("Enter the new last day")])
    decided_on = day_field("Decided on", "Enter the day of the decision")
    decided_by = StringField(
        "Decided by",
        description="The nominated officer",
        validators=[required("Enter who decided"), Length(max=120)],
    )


class InErrorForm(HearthForm):
    """One fact that never was."""

    which = RadioField("What was recorded in error", validators=[InputRequired("Choose one")])

    def __init__(self, told, **kw):
        super().__init__(**kw)
        self.facts = {f"{type(fact).__tablename__}-{fact.id}": fact for _, fact in told}
        self.which.choices = offered(zip(self.facts, (says for says, _ in told), strict=True))

    def chosen(self):
        """The fact chosen; None before one is."""
        return self.facts.get(self.which.data)


# ------------------------------------------------------------------------------------- decisions


class TermsAskedForm(HearthForm):
    """The terms that are proposed."""

    overall = WholeNumberField(
        "Children at once", validators=[required("Enter how many children at once")]
    )
    lines = FieldList(FormField(TermsLineForm), min_entries=1, max_entries=MOST_LINES)
    note = TextAreaField("As the notice would put it", validators=[Optional()])
    name_children = TermsForm.name_children
    criteria = TermsForm.criteria


class ExemptionAskedForm(HearthForm):
    """The children whom an exemption would cover, those living there among them."""

    children = Boxes("Children named", validators=[Optional()])
    another = SelectField("Another child", validators=[Optional()])
    conditions = TextAreaField("Conditions", validators=[Optional()])
    refs = ExemptionForm.refs


class ConditionsForm(HearthForm):
    """Which exemption, and the conditions that it would have."""

    which = RadioField("Which exemption", validators=[InputRequired("Choose one")])
    conditions = TextAreaField("Conditions from now", validators=[Optional()])


class WhichOneForm(HearthForm):
    """Which approval, or which exemption."""

    which = RadioField("Which", validators=[InputRequired("Choose one")])


_BASES = {
    DecisionKind.CHANGE_OF_TERMS: TermsAskedForm,
    DecisionKind.TERMINATION: WhichOneForm,
    DecisionKind.EXEMPTION: ExemptionAskedForm,
    DecisionKind.EXEMPTION_VARIED: ConditionsForm,
    DecisionKind.EXEMPTION_CANCELLED: WhichOneForm,
    DecisionKind.HOLD_LIFTED: HearthForm,
}

_NEEDED = {
    DecisionKind.EXEMPTION: "Needed from (the day the child is to move in)",
}


def propose_form(kind):
    """The form of a kind of proposal: what is proposed, the judgement asked, the day needed."""
    fields = {
        each.key: TextAreaField(each.asks, description=each.hint, validators=[Optional()])
        for each in KINDS[kind].questions
    }
    if kind is not DecisionKind.TERMINATION:
        fields["needed_on"] = day_field(_NEEDED.get(kind, "Needed from"), "Enter the day")
    return type("ProposeForm", (_BASES[kind],), fields)


class DecideForm(HearthForm):
    """Agreed or refused, from when, and why."""

    outcome = CodeRadios("Your decision", Outcome, only=[Outcome.AGREED, Outcome.REFUSED])
    effective_on = UKDateField("If agreed, from", validators=[Optional()])
    reasons = TextAreaField("Your reasons", validators=[Optional()])


class ReasonsForm(HearthForm):
    """Why."""

    reasons = TextAreaField("Why", validators=[Optional()])


class StepForm(HearthForm):
    """Something happened on the way to a decision."""

    carer = RadioField("Which carer", validators=[Optional()])
    happened_on = day_field("On", "Enter the day")
    note = TextAreaField("Note", validators=[Optional()])


class SecondPersonForm(HearthForm):
    """Which decisions take two people, beside those of our own rules."""

    kinds = Boxes(
        "These take two people: who proposes does not decide",
        choices=offered(
            (kind.value, card.says) for kind, card in KINDS.items() if not card.independent
        ),
        validators=[Optional()],
    )
