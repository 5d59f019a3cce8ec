"""What was sent, what a reader of it saw, and what has changed since: dispatches, issues, withdrawals, calendars."""
