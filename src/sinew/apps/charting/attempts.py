"""What makes a form that is sent twice do its work once, and lose nothing that was typed into it later."""

from uuid import UUID, uuid5


def attempt(key: UUID, *content: object) -> UUID:
    """Names what was sent: the same form with the same content is one attempt.

    A browser that goes back shows a form it has sent before, with its old key. What is written into it then
    is something else, and is kept too.

    Args:
        key: made with the form.
        content: who sent it, about whom, and what.
    """
    return uuid5(key, "\n".join(str(part) for part in content))
