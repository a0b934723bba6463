"""What a language lacks is named."""

from core.answer.wording import Lack, lacks
from core.texts import Texts
from core.translations import Row, Translations
from tests.core.talk import product

KIND = "False delivery notices"
STEP = "To end the call, read this out."


def with_rows(*without: str, **more: str) -> list[Lack]:
    """What the product lacks with other rows in Vietnamese."""
    know = product()
    vi = know.texts["vi"]
    rows = {key: row for key, row in vi.content.rows.items() if key not in without}
    rows |= {key: Row("vi.yaml", 7, said) for key, said in more.items()}
    return lacks(know._replace(texts={**know.texts, "vi": Texts("vi", {}, Translations(rows))}))


def test_a_text_without_a_row_is_missing() -> None:
    """Where it stands and what it says, in the language that lacks it alone."""
    (lack,) = with_rows(KIND)

    assert lack == Lack("missing", "vi", "scams/kinds delivery_sms", KIND)
    assert str(lack) == f"missing: vi: scams/kinds delivery_sms: {KIND!r}"


def test_a_row_without_a_text_is_stale() -> None:
    """With its file and line."""
    assert with_rows(**{"Of yesterday": "Hôm qua"}) == [Lack("stale", "vi", "vi.yaml:7", "Of yesterday")]


def test_a_step_that_is_too_long_is_told() -> None:
    """It is read with a caller on the line."""
    found = with_rows(**{STEP: "dài " * 50})

    assert [(lack.kind, lack.where) for lack in found] == [("too long", "guide ringing_back")]


def test_a_kind_of_damage_that_a_language_does_not_hear_is_missing() -> None:
    """So is a guide that nothing starts in it."""
    know = product()
    deaf = know._replace(
        damages=type(know.damages)(
            [kind for entry in know.damages.entries() if (kind := know.damages.get(entry))]
        ),
        guides=type(know.guides)(know.guides.all()),
    )

    found = {(lack.language, lack.where, lack.text) for lack in lacks(deaf)}
    assert ("ko", "guides/damage", "sent_money") in found
    assert ("pt", "guides/starts", "during_call") in found
