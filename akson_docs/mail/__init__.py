"""The letter with which papers go out: who gets it, what it says, how it is sent, and who has got it."""
