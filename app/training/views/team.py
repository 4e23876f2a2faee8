"""The whole team's training, the council's list of courses, and a course for many at once."""

from __future__ import annotations

from flask import abort, flash, render_template, request, url_for

from app.accounts.permissions import May
from app.audit.carried_out import carried_out
from app.audit.small_page import small_page
from app.core.db import db
from app.core.security import requires
from app.core.today import today
from app.core.web import as_at, as_file, known_at, page_of
from app.people.forms import OnForm
from app.people.models import Person
from app.supervision import queries as supervision
from app.training import actions, present, queries
from app.training.forms import AttendedForm, CourseForm, NewCourseForm
from app.training.views.opening import bp, user


def _rows(day, known):
    workers = supervision.worker_of(None, day, known)
    found = []
    for each in queries.learnt(day, known):
        worker = workers.get(each.carer.household_id)
        name, ref = (worker.name, worker.ref) if worker else ("", "")
        found.append(present.Row(each, name, ref, day))
    return found


@bp.get("/training")
@requires(May.SEE_REGISTER)
def team():
    """Every approved carer of ours: what is late, what comes next; narrowed, as a sheet."""
    day, known = as_at(), known_at()
    listed, everyone = queries.courses(day, known), _rows(day, known)
    wanted = present.Wanted(
        worker=request.args.get("worker", ""),
        late=request.args.get("late") == "yes",
        course=request.args.get("course", ""),
        sort=request.args.get("sort", "late"),
    )
    found, columns = wanted.of(everyone, listed), present.columns(listed)
    return as_file(f"training-{day:%Y-%m-%d}", "Training", columns, found) or render_template(
        "training/team.html",
        page=page_of(found),
        columns=columns,
        wanted=wanted,
        listed=listed,
        workers=sorted({(row.worker, row.worker_ref) for row in everyone if row.worker}),
        carers=len(everyone),
        late=sum(bool(row.late) for row in everyone),
        said=present.said,
    )


@bp.get("/training/courses")
@requires(May.SEE_REGISTER)
def courses():
    """The council's list: what is asked of each course, and how many are late with it."""
    day = as_at()
    listed = queries.courses(day, known_at())
    return render_template(
        "training/courses.html",
        listed=listed,
        late=present.counted(_rows(day, known_at()), listed, day),
        may_record=user().may(May.EDIT_HOUSEHOLD),
        may_set=user().may(May.SET_WEIGHTS),
    )


# ------------------------------------------------------------------------------ the council's list


def _course_or_404(ref):
    course = queries.course_by_ref(ref)
    if course is None:
        abort(404)
    return course


def _small_page(form, action, *args, heading, told, **shown):
    """A form about the list, carried out, and back to the list."""
    return small_page(
        form,
        action,
        *args,
        template="training/course.html",
        there=url_for("training.courses"),
        about="Courses",
        title=heading,
        answers=told,
        **shown,
    )


@bp.route("/training/courses/add", methods=["GET", "POST"])
@requires(May.SET_WEIGHTS)
def add_course():
    form = NewCourseForm()
    return _small_page(form, actions.add_course, heading="Put a course on the list", told=form.told)


@bp.route("/training/courses/<ref>/change", methods=["GET", "POST"])
@requires(May.SET_WEIGHTS)
def change_course(ref):
    course = _course_or_404(ref)
    now = next(iter(queries.rules_through_time(course)), None)
    form = CourseForm(
        data={
            "required": now.required,
            "within": now.within_months,
            "lasts": now.lasts_months,
            "starts_on": today(),
        }
        if now is not None and request.method == "GET"
        else None
    )
    return _small_page(
        form,
        actions.change_course,
        course,
        heading=f"What is asked of {course.name}",
        says="What was attended before that day keeps the length that it had.",
        told=form.told,
    )


@bp.route("/training/courses/<ref>/withdraw", methods=["GET", "POST"])
@requires(May.SET_WEIGHTS)
def withdraw_course(ref):
    course = _course_or_404(ref)
    form = OnForm()
    return _small_page(
        form,
        actions.withdraw_course,
        course,
        heading=f"Take {course.name} off the list",
        says="Nobody is asked for it from that day. What was attended stays on record.",
        save="Take it off",
        told=form.answers,
    )


# -------------------------------------------------------------------------- one course, many people


@bp.route("/training/courses/<ref>/attended", methods=["GET", "POST"])
@requires(May.EDIT_HOUSEHOLD)
def attended(ref):
    """Who attended a course: those who need it first, everybody else of one's own below."""
    course = _course_or_404(ref)
    day = today()
    mine = queries.to_record(user(), day)
    form = AttendedForm(carers=[each.carer for each in mine])
    if form.validate_on_submit():
        people = [db.session.get_one(Person, each) for each in form.chosen()]
        done = carried_out(
            form,
            actions.record_attended,
            course,
            people=people,
            leads_to=lambda _: url_for("training.courses"),
            **form.told(),
        )
        if done is not None:
            number = len(people)
            flash(
                f"{course.name}: recorded for {number} {'carer' if number == 1 else 'carers'}.",
                "success",
            )
            return done.redirect
    page = render_template(
        "training/attended.html",
        form=form,
        course=course,
        parts=_by_need(mine, course.id, day),
        said=present.said,
        ticked=set(form.people.data or ()),
    )
    return page, form.http_status


def _by_need(mine, course_id, day):
    """Those for whom it is late or due, soonest first; then everybody else, by name."""
    needing = present.needing(mine, course_id, day)
    among = {each.carer.approval_id for each in needing}
    others = [each for each in mine if each.carer.approval_id not in among]
    return [
        ("Need it", [(each.carer, each.of(course_id)) for each in needing]),
        ("Everybody else", [(each.carer, each.of(course_id)) for each in others]),
    ]
