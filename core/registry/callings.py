"""How people write who rang: where a caller's name stands in a sentence, and what belongs to it."""

import re
import unicodedata
from collections.abc import Iterator

from rapidfuzz.distance import OSA

# What may stand between a name and the verb, in Japanese.
_PERSON = r"(?:員|官|さん|様)?(?:の)?(?:者|もの|方|人|男|女|男性|女性|社員|職員|担当者?|係(?:員|の人)?|名前|名義|関係者|本部|署員)?"
_QUOTE = r"[」』\"”’']?"
# A copula, plain or of the west, the north and the south, before "said".
_IS = r"(?:です|だ|や|じゃ|どす|だべ|やけど|ですけど)?"
_SAID = (
    r"(?:(?:と|を|って|だと|ですと|だって|やと|じゃと|とか|と自ら|と自分で)?(?:名乗|名のっ|名のる|なのる|なのっ|称す|称し|騙|かたる|かたっ|装)"
    r"|(?:の|な)?(?:ふり|フリ|なりすま)|になりすま"
    r"|(?:と|って|だと|ですと|だって|や|やと|からだと|からと|からって)(?:言|い[いうっわ]|申|おっしゃ|自己紹介|話)"
    r"|(?:です(?:が|けど|けれど)|と申し|でございます)"
    r"|(?:です|だ)(?:と|って)(?:電話|$|[。、!?\s])|(?:だ|です|や|じゃ)って|だとさ|らしい|だそうで|とのこと"
    rf"|{_IS}[、,]?\s*(?:って|と|て|っち|ち)?(?:言う[てと]|言わは|言うとっ|言いよ|ゆう[てと]|ゆうとっ|ゆって|ゆわれ|ゆわは|ぬかし)"
    r"|\s?やと(?:[。、\s]|$)"
    rf"|{_IS}、(?:って|と)|から[^。、]{{0,14}}(?:と|って)(?:言わ|いわ)れ|(?:だ|や|です)?っ?ちゅう"
    r"|(?:です|だ|でございます|と申します)[^」』。]{0,40}[」』](?:って|と|とか|の)|って(?:とこ|ところ|会社|業者|人|方)(?:から|が|の)"
    r"|(?:とか|って|と|や|じゃ|だ)?(?:いう|言う|ゆう)(?:とこ|ところ|会社|業者|人|ひと|方|団体|事務所|やつ)(?:から|が|で|を|の人|$))"
)
_DEPARTMENT = r"(?:課|係|部|部門|室|署|センター|デスク|窓口|本部|支店|支社|局|班|隊|チーム|サービス|サポート|dept|department)"
_OFFICE = (
    rf"(?:(?:の(?!件)|[・\s](?=[^\s、。「」をと]{{1,12}}?{_DEPARTMENT}))[^\s、。「」をとでがは]{{1,14}}?"
    rf"|[一-鿿ァ-ヶー]{{1,10}}?{_DEPARTMENT})??"
)
_SOMEBODY = r"(?:の(?!件)[^\s、。「」をとにでがは]{1,10}?)??"  # their own name, behind the department
EXPLICIT_AFTER = re.compile(
    _QUOTE + _OFFICE + _SOMEBODY + _PERSON + _QUOTE + r"(?:から(?:の電話)?)?[、,]?" + _SAID
)
ASKED_AFTER = re.compile(
    _OFFICE
    + _PERSON
    + _QUOTE
    + r"(?:の(?:電話)?(?:番号|電話|ナンバー)|か\b|かな|から(?!の?(?:お金|借|融資|請求書|手紙|相談(?:なん|され|を受|です)|頼まれ|聞いた|教えてもら))|です|でした|だった|でしょう|だろう|なの|って(?!い)|と(?:出|表示|一致|合)|より|を名|で(?:合|間違|まちが)|\s*[?(）)]|\s*$"
    r"|\s*(?:calling|called|rang|said|says|phoned|is calling|number\b|'s (?:phone )?number|on the (?:phone|line)))"
)
NO_CALLER_AFTER = re.compile(
    r"(?:署|官|の人)?(?:に|へ|にも)(?:は|も)?(?:相談|通報|連絡|電話|届|行|聞|問|被害|かけ|掛け|確認|知らせ|伝え|言(?!わ)|話)"
    r"|から(?:の)?(?:お金|借|融資)|の(?:口座|カード(?!の(?:方|人|者|担当|係)|会社|デスク|センター)|暗証|窓口で|アプリ|通帳)(?![^。、]{0,14}(?:から|です|と(?:名乗|言|い)|って))"
    r"|(?:な|だ)のに|(?:の(?:携帯|スマホ|ユーザー|利用者|会員|契約者))?(?:を使っ|を契約|ユーザー|契約者)"
)
# Who is denied, or is only near to the one named: 「アコムではない」「アコムの子会社」; 「みずほさんという女性」 is a person.
NOT_AFTER = re.compile(
    r"(?:さん)?(?:の(?:人|者|方))?(?:では|じゃ|とは|だとは|とも|と)?\s*(?:ない|なかっ|あり?ません|なく|違|ちが)"
    r"|(?:さん)?(?:以外|とは(?:関係|無関係|別)|と(?:は)?(?:名乗|言)(?:ら|わ|りませ|いませ)(?!れ))"
    r"|の?(?:子会社|関連会社|グループ会社|系列|代理店|委託)|さんと(?:いう|名乗る)(?:人|女|男|方)"
)
_NOT_BEFORE = r"\b(?:not|never|\w+n't|isnt|wasnt|didnt)\b[^.!?]{0,40}$"
NOT_BEFORE = re.compile(_NOT_BEFORE)
EXPLICIT_BEFORE = re.compile(
    r"[\"“'「『:]\s*(?:hello|hi|good (?:morning|afternoon|evening))?[,.!]?\s*(?:this is|i'm from|i am from|we are|we're)\s+(?:the\s+)?$|(?:本当に|ほんとに|ほんとうに|ホントに|本物の|実際に|まじで|自称(?:是)?)\s*[「『\"“]?$"
    r"|\b(?:claim(?:s|ed|ing)?|said|says|say|saying|told me|pretend(?:s|ed|ing)?|impersonat(?:es|ed|ing|e)|pos(?:es|ed|ing)"
    r"|introduc(?:es|ed|ing)|call(?:s|ed|ing) (?:himself|herself|themselves|itself)|identif(?:y|ies|ied)"
    r"|really|truly|genuine(?:ly)?|actually|on behalf of|supposedly|allegedly|real)\b"
    r"(?:\s+[\"“']?(?:to|be|that|it|its|it's|he|he's|she|she's|they|they're|is|are|was|were|from|as|the|a|an|my|i|i'm|this|someone|somebody|at|in|with|of|call|calling|himself|herself|themselves|we|we're|you|local)){0,7}\s*[\"“']?$"
)
ASKED_BEFORE = re.compile(
    r"\b(?:from|is|are|was|be|it's|that's|this is|being|as|by)\s+[\"“']?(?:(?:this|it|that|he|she|they|the|a|an|my|from|call|number)\s+){0,3}[\"“']?$"
)
NO_CALLER_BEFORE = re.compile(
    r"\b(?:call|calling|tell|told|report(?:ed)?|contact|contacted|ask|asked|inform|go|went|notify|phone|ring|rang|talk|speak|spoke|complain)"
    r"(?:\s+(?:it|this|them|to|the|a|an|my|with|at)){0,4}\s*$"
)
# A run of letters that a name is written in; hiragana would take the sentence along.
_RUN = re.compile(r"[ァ-ヺー一-鿿々A-Za-z0-9・&.]{2,20}")
# A firm whose name says of which form it is: the hiragana in it belongs to the name.
_FIRM = re.compile(
    r"((?:株式会社|有限会社|合同会社|弁護士法人|司法書士法人|税理士法人|社団法人|財団法人|NPO法人)[^\s、。「」()]{2,14}?)(?=と|って|を|から|の(?:人|者|方|担当))"
)
# A name in quotes: it ends in no hiragana, unless it has no other letters; what a caller said mostly does.
_QUOTED = re.compile(
    r"[「『\"“]((?:[ぁ-ゖァ-ヺー一-鿿々A-Za-z0-9・&.']{1,19}(?<![ぁ-ゖ])|[ぁ-んー]{2,8}|[A-Z][\w&.' -]{1,19}))[」』\"”]"
)
_SENTENCE = re.compile(
    r".*(?:を|が|は|に|で|から|です|ます|ました|ない)(?=[一-鿿ァ-ヺ])|.*(?:です|ます|した|して|ください|ない|すぐ|だよ|だから)$"
)
_OF_SOMEBODY = re.compile(r"(?:社員|職員|担当者?|係員?|関係者|員|官)$")
_STRANGER_AFTER = re.compile(_PERSON + r"(?:から(?:の電話)?)?" + _SAID)
_STRANGER_LATIN = re.compile(
    r"(?:[Cc]laim(?:s|ed|ing)? to be|[Ss]a(?:id|ys?|ying) (?:that )?(?:they|he|she|it)(?:'re|'s| are| is| was| were)"
    r"|pretending to be|posing as|impersonating|[Cc]alling on behalf of)"
    r"(?: calling)?(?: (?:from|with|at|of))?(?: the| an?)? ([A-Z][\w&.\-]*(?: [A-Z][\w&.\-]*){0,3})"
)
_MISSPELT_AFTER = re.compile(r"(?:さん)?(?:の番号|の電話|です|でしょう|から|かな|なの|\s*[?)]|\s*$)")
_MISSPELT_LATIN = re.compile(
    r"\b(?:from|is|[Ii]s (?:this|it)(?: really)?(?: from)?) (?:the )?([A-Za-z][\w&.\-]*(?: [A-Z][\w&.\-]*){0,2})"
)
_CHILD = re.compile(rf"([ぁ-ゖァ-ヺー一-鿿]{{2,6}}(?:ちゃん|くん|君)|孫|息子|娘|甥|姪|弟|兄){_SAID}")
# What a department is called, behind the name of an organisation; and a business of its own behind it.
DEPARTMENT = re.compile(rf".*(?:{_DEPARTMENT}|担当)")
# What stands between somebody's employer and their own name: 「田園調布署・生活安全課の」田中.
EMPLOYED = re.compile(r"[・\s]?[^\s、。「」をがはで]{0,14}の?[\s、]?")
_EMPLOYER = re.compile(r"([ァ-ヺー一-鿿々A-Za-z0-9・&.]{2,24})の[\s、]?$")
BUSINESS = re.compile(
    r"カード|銀行|証券|信託|生命|損保|保険|モバイル|ファイナンス|クレジット|ペイ|リース|不動産|でんき|債権回収"
)
# A word before "bank" or "警察" that makes it one of them, and words that do not.
_COMPOUND = re.compile(r"([ァ-ヺー一-鿿々a-z0-9]+)$")
# Hiragana is part of a name only where nothing but a name can stand: at the start, or after a mark.
_COMPOUND_HIRAGANA = re.compile(r"(?:^|[\s、。,「『（(:])([ぁ-ゖー]{2,6})$")
_NO_COMPOUND_HIRAGANA = re.compile(
    r".*(?:の|は|が|を|に|も|から|この|その|あの|さっき|きのう|きょう|けさ|もしかして|ほんとに|ほんとうに|なんか|たぶん)"
)
_COMPOUND_LATIN = re.compile(r"\b([a-z][a-z&.\-]+) $")
_NO_COMPOUND = re.compile(
    r"(?:.*(?:昨日|今日|今朝|昨夜|昨晩|今晩|先日|先程|今|本物|本当|番号|電話|着信|地元|近所|日本|突然|急|時|頃|分|日|後|前|秒|側|対|偽|某|自称|ニセ"
    r"|実際|多分|取引先|[0-9])|[県府都道市区町])?"
)
_PLAIN_WORDS = frozenset(
    [
        "the",
        "a",
        "an",
        "my",
        "your",
        "our",
        "his",
        "her",
        "their",
        "local",
        "real",
        "is",
        "from",
        "this",
        "are",
        "some",
        "be",
        "any",
        "actual",
        "being",
        "really",
        "it",
        "japanese",
        "was",
        "as",
        "for",
        "by",
        "at",
        "to",
        "of",
        "and",
        "or",
        "said",
        "credit",
        "fake",
    ]
)
_NOBODY = re.compile(
    r"(?:(?:至急|緊急|重要)?(?:調査|アンケート|確認|連絡|点検|工事|案内|営業|勧誘|集金|未納|逮捕|詐欺|当選)|子会社|関連会社|グループ会社|代理店|誰|だれ|何|なに|名前|本名|会社名?|相手|電話|番号|自分|向こう|株式会社|カード|知らない人|人|男|女|者|方)"
)
LEGAL = re.compile(r"^(?:株式会社|有限会社|合同会社|\(株\))|(?:株式会社|有限会社|合同会社|\(株\)|さん)$")
_NUMERAL = re.compile(r"[0-9.・]+[時分日月年回秒番号]*")
_LETTER = re.compile(r"\w")
_DIGITS = re.compile(r"\+?[\d\-()\s]{3,}")
_KANJI = re.compile(r"[一-鿿]")
_SMALL = str.maketrans("ァィゥェォャュョヮ", "アイウエオヤユヨワ", "ーッ・")
LONG_NAME = 6  # letters of a name of which one may be another, wherever it stands
SHORTEST_SLIP = 4  # letters of a name of which one may be wrong
_SHORT_REST = 4  # letters beside a name and a number that make no sentence


def explicit_names(plain: str) -> Iterator[tuple[int, int, str]]:
    """Names, known or not, of which the text says that somebody called by them."""
    for quoted in _QUOTED.finditer(plain):
        named = not _NOBODY.fullmatch(quoted[1]) and not _SENTENCE.match(quoted[1])
        if named and _STRANGER_AFTER.match(plain, quoted.end()):
            yield *quoted.span(1), quoted[1]
    for firm in _FIRM.finditer(plain):
        if _STRANGER_AFTER.match(plain, firm.end()):
            yield *firm.span(1), firm[1]
    for run in _RUN.finditer(plain):
        if _STRANGER_AFTER.match(plain, run.end()):
            name = _OF_SOMEBODY.sub("", run.group())
            if len(name) > 1 and not _NOBODY.fullmatch(name) and not _NUMERAL.fullmatch(name):
                yield *run.span(), name
    for child in _CHILD.finditer(plain):
        yield *child.span(1), child[1]
    for found in _STRANGER_LATIN.finditer(plain):
        yield *found.span(1), found[1]


def employer(before: str) -> str:
    """The name of whom somebody works for whose own name follows; "" where none stands there."""
    found = _EMPLOYER.search(before)
    return found[1] if found else ""


def written_names(plain: str, start: int = 0) -> Iterator[tuple[int, int, str]]:
    """All that may be a name by the letters it is written in, from `start` on."""
    yield from (
        (*run.span(), run.group())
        for run in _RUN.finditer(plain, start)
        if not _NUMERAL.fullmatch(run.group())
    )


def asked_names(plain: str) -> Iterator[tuple[int, int, str]]:
    """Names, known or not, of which the text asks whether they called."""
    yield from (found for found in written_names(plain) if _MISSPELT_AFTER.match(plain, found[1]))
    yield from ((*found.span(1), found[1]) for found in _MISSPELT_LATIN.finditer(plain))


def compound(before: str) -> str:
    """What belongs to the name that follows."""
    if found := _COMPOUND_LATIN.search(before):
        return "" if found[1] in _PLAIN_WORDS else f"{found[1]} "
    if found := _COMPOUND_HIRAGANA.search(before):
        return "" if _NO_COMPOUND_HIRAGANA.fullmatch(found[1]) else found[1]
    found = _COMPOUND.search(before)
    return "" if found is None or _NO_COMPOUND.fullmatch(found[1]) else found[1]


def is_bare(rest: str) -> bool:
    """Whether what stands beside a name makes no sentence."""
    return len(_LETTER.findall(_DIGITS.sub("", rest))) <= _SHORT_REST


def has_skeleton(name: str) -> bool:
    """Whether a name has enough katakana to be known by its skeleton; kanji may stand beside it."""
    kana = [letter for letter in name if "ァ" <= letter <= "ー" or letter == "・"]
    return len(skeleton("".join(kana))) >= 3 and all(
        _KANJI.match(letter) for letter in name if letter not in kana
    )


def skeleton(name: str) -> str:
    """Katakana without what is easily mistaken: voicing marks, long vowels, small letters."""
    bare = unicodedata.normalize("NFD", name.translate(_SMALL))
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


def is_slip(spelt: str, name: str, changed: bool) -> bool:
    """One letter changed, added, left out or swapped, in a name long enough that this is no other word."""
    if abs(len(spelt) - len(name)) > 1:
        return False
    replaced = len(spelt) == len(name) and sorted(spelt) != sorted(name)
    if replaced and not changed:
        return False
    kanji = bool(_KANJI.search(name))
    shortest = 5 + (kanji and replaced) if kanji or (replaced and name.isascii()) else SHORTEST_SLIP
    return len(name) >= shortest and OSA.distance(spelt, name, score_cutoff=1) <= 1
