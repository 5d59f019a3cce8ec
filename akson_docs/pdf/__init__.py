"""Pages → PDF files that can be proved: typesetting, what is put together, what they were made from, signatures.

Entered with HTML that is finished, left with bytes. What a meeting is, nobody here knows.
"""
