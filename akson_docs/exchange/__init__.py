"""Other forms of what an archive says: values → files for other systems, and files of others → source files.

A module a form. Nothing here touches the disk, and nothing knows more than it is handed: what goes out is made of an
edition of a meeting, as pages are, so that what an edition withholds cannot be in it. What comes in is written as a
secretary would have written it, and is checked as such.
"""
