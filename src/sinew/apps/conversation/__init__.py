"""Messages between a member and their care team: attachments, alarms, quick replies, hours."""
