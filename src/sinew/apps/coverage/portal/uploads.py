"""The form a roster is sent with, and what it turns away before anything is kept."""

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat

_NOT_ROSTERS = (
    (
        b"PK\x03\x04",
        "This is a workbook (xlsx) or a zip archive. Save the sheet with the people as CSV, and send that.",
    ),
    (
        b"\xd0\xcf\x11\xe0",
        "This is an old workbook (xls) or document. Save the sheet with the people as CSV, and send that.",
    ),
    (b"%PDF", "This is a PDF. Ask for the same list as CSV, or as an X12 834 file."),
    (b"\x1f\x8b", "This file is packed (gzip). Unpack it first, then send what was inside."),
    (b"-----BEGIN PGP", "This file is encrypted. Decrypt it first: the way here is encrypted by itself."),
    (b"\x89PNG", "This is a picture. Send the list itself, as CSV."),
    (b"\xff\xd8\xff", "This is a picture. Send the list itself, as CSV."),
    (b"<!doctype html", "This is a web page. Export the list as CSV, and send that."),
    (b"<html", "This is a web page. Export the list as CSV, and send that."),
    (b"{\\rtf", "This is a text document. Save the list as CSV, and send that."),
)
"""What a file begins with that is no roster, and what to do instead."""
HEAD_BYTES = 64
ACCEPTED = ".csv,.tsv,.txt,.tab,.834,.edi,.x12,.dat,text/csv,text/plain,text/tab-separated-values"


class RosterUpload(forms.Form):
    """One file."""

    file = forms.FileField(
        label="A file with the people you cover",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        error_messages={
            "required": "Choose a file first.",
            "invalid": "The file did not arrive. Choose it again.",
        },
    )

    def clean_file(self) -> "UploadedFile[bytes]":
        """Turn away what cannot be a roster, by its size and its first bytes."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if not file.size:
            raise forms.ValidationError("The file is empty: it holds 0 bytes. Export it again.")
        if file.size > settings.ROSTER_UPLOAD_BYTES:
            largest = filesizeformat(settings.ROSTER_UPLOAD_BYTES)
            raise forms.ValidationError(
                f"The file is larger than {largest}, the most that can be sent here. Larger ones go into the "
                "drop folder, which the operator of this service opens for you."
            )
        head = file.read(HEAD_BYTES).lstrip()
        file.seek(0)
        for mark, instead in _NOT_ROSTERS:
            if head[: len(mark)].lower() == mark.lower():
                raise forms.ValidationError(instead)
        return file
