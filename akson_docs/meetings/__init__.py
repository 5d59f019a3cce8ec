"""What follows from what is written: numbers, times, slides, votes, and what of it the public sees.

Entered with the model, left with `agenda.Agenda`, slides and `cards.MeetingCard`. `redaction` is the only place that
withholds, with `pseudonyms` for persons. Nothing is rendered here.
"""
