"""`translations`: what each language does not say in its own words."""

from collections import Counter
from importlib.resources import files

from core.answer.knowledge import load_knowledge
from core.answer.wording import lacks


def check_translations() -> int:
    """Print what is missing, stale or too long, and how much in each language; 1 where there is anything.

    Keys and placeholders that differ refuse the content, with file and line of each.
    """
    know = load_knowledge(files("config"))
    found = lacks(know)
    for lack in found:
        print(lack)  # noqa: T201 -- this is the command's result
    counts = Counter(lack.language for lack in found)
    print(", ".join(f"{language}: {counts[language]}" for language in know.texts))  # noqa: T201
    return 1 if found else 0
