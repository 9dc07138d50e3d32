"""The form of the editor as a browser sends it: every field as the page has it, and what somebody typed."""

from html.parser import HTMLParser
from typing import Any

from django.test import Client
from django.urls import reverse

from sinew.apps.members.models import Member


class Fields(HTMLParser):
    """The fields of the editor's form with their values; a select has the option that is chosen."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.values: dict[str, list[str]] = {}
        self._is_inside, self._select, self._text = False, "", ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._is_inside = self._is_inside or (tag == "form" and "tailor" in given.get("class", "").split())
        if not self._is_inside:
            return
        if tag == "input" and (given.get("type") != "checkbox" or "checked" in given):
            self.values.setdefault(given["name"], []).append(given.get("value", ""))
        if tag == "select":
            self._select = given["name"]
        if tag == "option" and "selected" in given:
            self.values[self._select] = [given["value"]]
        if tag == "textarea":
            self._text, self.values[given["name"]] = given["name"], [""]

    def handle_data(self, data: str) -> None:
        if self._text:
            self.values[self._text][0] += data

    def handle_endtag(self, tag: str) -> None:
        self._text = "" if tag == "textarea" else self._text
        self._is_inside = self._is_inside and tag != "form"


def address(member: Member) -> str:
    return reverse("tailoring:editor", args=[member.pk])


def opened(client: Client, member: Member) -> dict[str, list[str]]:
    """The form of a page that has just been opened."""
    return Fields(client.get(address(member)).content.decode()).values


def sent(client: Client, member: Member, form: dict[str, list[str]], act: str, **typed: str) -> Any:
    """The answer to a button of a page, with what was typed into it."""
    return client.post(address(member), {**form, **{k: [v] for k, v in typed.items()}, "act": [act]})


def shown(answer: Any) -> dict[str, list[str]]:
    return Fields(answer.content.decode()).values
