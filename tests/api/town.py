"""A small network in which everything that the API speaks of is there once, and somebody is hidden."""

from __future__ import annotations

from tests.worlds import Account, Asked, Employer, Knows, Skilled, Stay, World, job, person

TOWN = World(
    people=(
        person(
            "wang", "王伟", jobs=(job("yuntu", "工程师", since="2022", function="software", level=3),),
            cohorts=(Stay("law19", "2019-09", "2022-06"),), places=(Stay("330100", "2022"),),
            skills=(Skilled("python"),), email="wang@example.com", mentor=True,
        ),
        person("li", "李娜", jobs=(job("yuntu", "经理", since="2021-03", function="sales", level=4),),
               cohorts=(Stay("law19"),), events=(Stay("spring"),), groups=(Stay("wx1"),)),
        person("han", "韩小宁", name_latin="Han Xiaoning", events=(Stay("spring"),), places=(Stay("330100"),)),
        person("ghost", "隐身人", listed="nobody", jobs=(job("secret", "顾问"),)),
        person("zhao", "赵敏", show_connections=False, contact_audience="connections", phone="10000000000"),
    ),
    employers=(Employer("yuntu", "杭州云图科技有限公司", "I65"), Employer("secret", "无名事务所", "J66")),
    knows=(Knows("wang", "li", "2019"), Knows("li", "han"), Knows("han", "zhao"), Knows("ghost", "han")),
    blocks=(("zhao", "wang"),),
    requests=(Asked("first", "han", "wang", message="你好"),),
    accounts=(
        Account("alumnus", "alumnus", "wang"),
        Account("staff", "staff"),
        Account("researcher", "researcher"),
        Account("admin", "admin"),
    ),
)  # fmt: skip
