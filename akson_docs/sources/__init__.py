"""Files → what they say: the one way in, from bytes to a validated model with the place of each part.

Entered with a folder or a revision of git (`snapshots.Snapshot`, `history.Past`), left with `loader.Parsed`: a value,
the spans of its parts, and everything that is wrong with it. No rule of the field is here, and nothing is written.
"""
