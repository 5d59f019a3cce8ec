"""What the sources say, as values: site, boards, meetings, slides, texts in several languages, numbers of items.

Here is what may be written and what it means; never how it is read, shown or judged. `walk` is the one walk over it:
every leaf with its path, its field and its words. Nothing here knows a file, a day or an edition.
"""
