"""Sign-in mail (codes, notices) goes through the outbox like all other mail."""

from typing import Any
from uuid import uuid4

from allauth.account.models import EmailAddress

from sinew.apps.accounts.adapters import SignInAdapter
from sinew.apps.notifications.actions import queue_text


class AccountAdapter(SignInAdapter):
    """allauth's adapter, with our outbox as its mailer."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Render allauth's plain-text mail and queue it; each call is an occasion of its own."""
        message = self.render_mail(template_prefix, email, {"email": email, **context})
        address = EmailAddress.objects.filter(email__iexact=email).select_related("user").first()
        queue_text(
            to=email,
            recipient=context.get("user") or (address.user if address else None),
            template=f"account/{template_prefix.rpartition('/')[2]}",
            subject=message.subject,
            body=message.body + "\n",
            key=f"account:{uuid4()}",
        )
