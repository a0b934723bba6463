"""LINE's faults one by one: no answer lost that could be sent, none sent twice, nobody else held up."""

from tests.bots.line import events as shapes
from tests.fakes.line import PUSH, QUOTA, RATE_LIMIT, REPLY, Fault
from tests.flow.line_faults import measured
from tests.flow.running import LINE_SECRET, World, until
from tests.flow.said import line_text

FIGURES = (
    'bangoban_limited_total{method="reply",platform="line",why="rate"} 1.0',
    'bangoban_limited_total{method="push",platform="line",why="quota"} 1.0',
    'bangoban_pushed_total{chat="private",platform="line"} 1.0',
    'bangoban_line_month_messages{what="allowed"} 200.0',
)


async def test_faults_one_by_one(world: World) -> None:
    """Each fault costs at most its own answer, and somebody else is answered meanwhile."""
    bot = await world.bot()

    rows = await measured(world, bot)

    for row in rows:
        assert row.arrived == row.wrong.arrive, row
        assert set(row.ways) <= {row.wrong.way}, row
        assert row.beside < 3.0, row


async def test_what_an_operator_sees(world: World) -> None:
    """Rate limit and quota are told apart in /metrics, pushes counted; an expired access token shows in /healthz."""
    bot = await world.bot()
    world.line.fail(REPLY, Fault(429, RATE_LIMIT))
    world.line.fail(PUSH, Fault(429, QUOTA))
    await bot.line(line_text())
    await until(lambda: world.line.sent, "the first is answered")
    for _ in range(2):
        body = shapes.delivery(line_text())
        assert await bot.line_raw(body, shapes.sign(LINE_SECRET, body)) == 200
    await until(lambda: world.line.count(PUSH) == 2, "both pushes are tried")
    await until(lambda: len(world.line.asked) == 2, "the month's figures are read")

    async def shown() -> bool:
        _, page = await bot.page("/metrics")
        return all(line in page for line in FIGURES)

    await until(shown, "the figures are shown")
    assert (await bot.health())["parts"]["line"] == "ok"
    world.line.token = "another"
    await bot.line(line_text())

    async def degraded() -> bool:
        health = await bot.health()
        return (health["status"], health["parts"]["line"], health["http"]) == ("degraded", "down", 200)

    await until(degraded, "the refused token is seen")
