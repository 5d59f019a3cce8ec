"""What is wrong with what is written, beyond its form: the domain's rules, each with a code, and signs no font has.

Entered with an agenda or cards, left with diagnostics. A rule changes nothing.
"""
