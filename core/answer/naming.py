"""Which numbers and organisations a text names, for the gates of the search."""

from core.faq.gates import Named, Naming
from core.recognise.reader import Reader
from core.registry.registry import Registry


def naming_of(reader: Reader, registry: Registry) -> Naming:
    """Numbers as the reader finds them, organisations by the registry's names."""

    def name(text: str) -> Named:
        numbers = frozenset(number.e164 for number in reader.read(text).numbers)
        return Named(numbers, frozenset(owner.id for owner in registry.named(text)))

    return name
