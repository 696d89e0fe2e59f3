"""What goes into the meeting: briefs and slides whose every number is a published value."""
