"""Replies of any content, for hypothesis: empty, far too long, of odd characters, with odd addresses."""

from hypothesis import strategies as st

from core.messages import Button, Card, Judged, Reply, Row, SourceLine, Text, Verdict

words = st.text(max_size=60) | st.sampled_from(
    [
        "",
        "<b>",
        "&amp;",
        "</a>",
        "\ud800",
        "\u202e110",
        "0120-629-215",
        "👨‍👩‍👧" * 30,
        "あ" * 5000,
        "x\n" * 1500,
        "😀" * 2100,
    ]
)
links = words | st.sampled_from(
    ["https://example.jp/a b?c=<d>&e='f'\"g\"", "http://例え.jp/", "https://a.jp:99999/"]
)
kinds = st.sampled_from(["press", "say", "link", "call", "copy"])
verdicts: st.SearchStrategy[Verdict | None] = st.sampled_from([None, "official", "danger"])
buttons = st.builds(Button, words, kinds, links)
cards = st.builds(
    Card,
    title=words,
    verdict=verdicts,
    headline=words,
    rows=st.lists(st.builds(Row, words, words), max_size=4).map(tuple),
    notes=st.lists(words, max_size=3).map(tuple),
    advice=st.lists(words, max_size=3).map(tuple),
    sources=st.lists(st.builds(SourceLine, words, links, words), max_size=3).map(tuple),
    buttons=st.lists(buttons, max_size=5).map(tuple),
)
judged = st.builds(
    Judged,
    e164=st.sampled_from(["+81120397972", "+442079460958", "110", "#9110", "+999"]) | words,
    verdict=st.just("unknown"),
)
replies = st.builds(
    Reply,
    parts=st.lists(st.builds(Text, words) | cards, max_size=7).map(tuple),
    text=words,
    choices=st.lists(buttons, max_size=13).map(tuple),
    language=st.sampled_from(["ja", "en"]),
    numbers=st.lists(judged, max_size=7).map(tuple),
)
