"""The commands, a module each: `arguments` says what it takes, `run` does it and gives the exit code.

What is slow to import is imported where it runs.
"""
