"""What those who look after updates answer to a recipient who wrote about one: to that person alone."""

import dataclasses

import sqlmodel

import commands.arguments
import commands.replies
import commands.request
import commands.rows
import data.models
import data.people
import data.remarks
import data.updates
import jobs.remarks
import messages.remarks
import rules.errors

TEXT = commands.arguments.Text("text", most=messages.remarks.ANSWER_LIMIT)


@dataclasses.dataclass(frozen=True)
class _Asked:
    """What is answered, whose it is, and the update that it is about."""

    remark: data.models.Remark
    writer: data.models.Person
    update: data.models.Update


def form(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """The form of an answer."""
    asked = _asked(session, request)
    view = messages.remarks.answering_about_update(asked.remark, asked.writer, asked.update)
    return commands.replies.Open(view, again=messages.remarks.ANSWER_UPDATE, subject=str(asked.remark.id))


def answer(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """Send it under the copy of whoever wrote."""
    asked = _asked(session, request)
    remark = data.models.Remark(
        update_id=asked.update.id, author_id=request.person.id or 0, words=TEXT.of(request), at=request.now
    )
    scene = request.scene(session)
    jobs.remarks.answer_about_update(scene, data.remarks.add(session, remark), asked.update, asked.writer)
    return commands.replies.Done()


def _asked(session: sqlmodel.Session, request: commands.request.Request) -> _Asked:
    remark = data.remarks.find(session, request.ident or 0)
    update = data.updates.find(session, remark.update_id or 0) if remark is not None else None
    if remark is None or update is None:
        raise rules.errors.ProgramError("These words are no longer kept, so nobody can be answered here.")
    writer = data.people.load_by_id(session, [remark.author_id])[remark.author_id]
    if not writer.active:
        raise rules.errors.ProgramError("Who wrote this is in the workspace no more: nobody would read the answer.")
    return _Asked(remark, writer, update)


BUTTONS = (
    commands.rows.Button(
        commands.rows.ADVISERS,
        form,
        action=messages.remarks.ANSWER_UPDATE,
        does="Open the form that answers what somebody wrote about an update.",
    ),
)
FORMS = (
    commands.rows.Form(
        commands.rows.ADVISERS,
        answer,
        callback=messages.remarks.ANSWER_UPDATE_FORM,
        does="Answer somebody about an update, and nobody else.",
        arguments=(TEXT,),
        writes=True,
    ),
)
