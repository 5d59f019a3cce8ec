"""What is to be made and what need not be: the archive as read, jobs with their keys, the cache, and the output tree.

Entered with a request and a snapshot, left with jobs and with bytes in their places. How anything looks, nobody here
knows.
"""
