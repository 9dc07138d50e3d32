"""What a page says over the WebSocket of a visit's room; anything else ends the socket.

Descriptions and candidates are passed on as they are, so only their form and size are looked at.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator

PageId = Annotated[str, Field(pattern=r"^[0-9a-f-]{36}$")]
"""Made by a page when it opens: who has this id is that very page."""


class _Said(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Description(_Said):
    """An offer or answer (``RTCSessionDescription``)."""

    type: Literal["offer", "answer"]
    sdp: str = Field(max_length=48_000)


class Candidate(_Said):
    """A way to reach the page (``RTCIceCandidate.toJSON``)."""

    candidate: str = Field(max_length=2_000)
    sdp_mid: str | None = Field(default=None, alias="sdpMid", max_length=64)
    sdp_m_line_index: int | None = Field(default=None, alias="sdpMLineIndex", ge=0, le=64)
    username_fragment: str | None = Field(default=None, alias="usernameFragment", max_length=256)


class Here(_Said):
    """A page is in the room, and whether it is in the call or still waits."""

    type: Literal["here"]
    page: PageId
    is_in: bool


class Signal(_Said):
    """A description or a candidate for that page of the other side."""

    type: Literal["signal"]
    to: PageId
    description: Description | None = None
    candidate: Candidate | None = None

    @model_validator(mode="after")
    def _holds_one(self) -> "Signal":
        if (self.description is None) == (self.candidate is None):
            raise ValueError("a signal is a description or a candidate")
        return self


class End(_Said):
    """The practitioner ends the call for both."""

    type: Literal["end"]


Said = Here | Signal | End
_ANY: TypeAdapter[Said] = TypeAdapter(Annotated[Said, Field(discriminator="type")])


def read(content: object) -> Said:
    """What was said.

    Raises:
        ValueError: nothing that a page of ours says.
    """
    return _ANY.validate_python(content)
