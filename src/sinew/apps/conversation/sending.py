"""Turning a form, or what a page's outbox sends, into a message; and refusals into words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from sinew.apps.accounts.http import SignedInRequest
from sinew.apps.conversation.actions.sending import LONGEST, send_message
from sinew.apps.conversation.errors import (
    AttachmentRefused,
    KeyUsedElsewhere,
    NothingSaid,
    TooLong,
    TooManyMessages,
)
from sinew.apps.conversation.files import LARGEST_BYTES, MOST_FILES, Checked, check_file
from sinew.apps.conversation.files.checking import TOO_LARGE
from sinew.apps.conversation.forms import MessageForm
from sinew.apps.members.errors import ConsentMissing
from sinew.apps.members.models import Member
from sinew.errors import SinewError

TOO_MANY_FILES = _("Send at most 3 files with one message.")
REFUSALS = {
    NothingSaid: (400, _("Write something, or choose a file.")),
    TooLong: (400, _("A message has at most %(longest)s characters. Send it in two parts.")),
    TooManyMessages: (429, _("These are many messages at once. Wait ten minutes, then send again.")),
    KeyUsedElsewhere: (400, _("This form was sent before with other words. Send it again.")),
    ConsentMissing: (409, _("Nobody would read it: you do not let your care team read your record.")),
}


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of a form.

    Attributes:
        problem: why nothing was stored; empty if something was.
        status: the answer's HTTP status.
    """

    status: int
    problem: str = ""

    @property
    def is_stored(self) -> bool:
        return not self.problem


def send_from(request: SignedInRequest, member: Member) -> Sent:
    """Store the message of this request in the member's thread, or say why not."""
    form = MessageForm(request.POST)
    if not form.is_valid():
        return Sent(400, str(REFUSALS[KeyUsedElsewhere][1]))
    try:
        _message, is_new = send_message(
            member=member,
            body=form.cleaned_data["body"],
            key=form.cleaned_data["key"],
            files=read_files(request.FILES.getlist("files")),
            at=request.at,
            by=request.user,
        )
    except AttachmentRefused as refused:
        return Sent(400, str(refused))
    except tuple(REFUSALS) as refused:
        return _refused(refused)
    return Sent(201 if is_new else 200)


def read_files(files: Sequence[UploadedFile[Any]]) -> list[Checked]:
    """Every file, checked and written anew.

    Raises:
        AttachmentRefused: one of them cannot be taken, or there are too many.
    """
    chosen = [file for file in files if file.name]
    if len(chosen) > MOST_FILES:
        raise AttachmentRefused(TOO_MANY_FILES)
    if any((file.size or 0) > LARGEST_BYTES for file in chosen):
        raise AttachmentRefused(TOO_LARGE)
    return [_checked(file, of=len(chosen)) for file in chosen]


def _checked(file: UploadedFile[Any], *, of: int) -> Checked:
    try:
        return check_file(name=file.name or "", data=file.read())
    except AttachmentRefused as refused:
        raise AttachmentRefused(f"{file.name}: {refused}" if of > 1 else str(refused)) from None


def _refused(refused: SinewError) -> Sent:
    status, says = REFUSALS[type(refused)]
    return Sent(status, str(says) % {"longest": LONGEST} if "%(" in str(says) else str(says))
