"""html in a real browser: searched, filtered, sorted and linked with a script, read without one, printed."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from congress_cli.language import texts
from tests.formats.html.big import COPIES, big_report, big_report_text
from tests.formats.html.browser import PHONE, Axe, Browser, Opened, Window, expect, launched
from tests.formats.html.pages import page_of, rendered
from tests.formats.reports import report_of
from tests.formats.test_hostile_names import HOSTILE
from tests.patience import some

FEW_OF_A_LIST = """() => document.querySelectorAll("tbody, ul, ol").forEach((list) => {
  const seen = new Set();
  for (const row of [...list.children]) {
    const classes = [row, ...row.querySelectorAll("[class]")].map((one) => one.getAttribute("class"));
    const looks = [...new Set(classes)].sort().join();
    seen.has(looks) ? row.remove() : seen.add(looks);
  }
})"""  # of the rows that look alike the first
PATIENCE = 5.0  # seconds; on a machine with nothing else to do it is a third of one

Open = Callable[..., Opened]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as running:
        yield running


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Path]:
    folder = tmp_path_factory.mktemp("pages")

    def file_of(subject: str, language: str) -> Path:
        path = folder / f"{subject}-{language}.html"
        if not path.exists():
            copies = {"big": COPIES, "huge": COPIES + 1}.get(subject)
            page = rendered(big_report_text(copies)) if copies else page_of(subject, language)
            path.write_text(page, "utf-8")
        return path

    return file_of


@pytest.fixture(scope="module")
def windows() -> defaultdict[str, list[Window]]:
    """The windows that show nothing now, under their options."""
    return defaultdict(list)


@pytest.fixture
def opened(
    browser: Browser, files: Callable[[str, str], Path], windows: defaultdict[str, list[Window]]
) -> Iterator[Open]:
    """Opens a page; whatever happens on it, the browser has nothing to complain of and asks nobody for anything."""
    pages: list[tuple[Opened, list[Window]]] = []

    def open_page(subject: str | Path = "city", address: str = "", language: str = "vi", **options: Any) -> Opened:
        free = windows[repr(options)]
        path = subject if isinstance(subject, Path) else files(subject, language)
        pages.append((Opened(free.pop() if free else Window(browser, **options), path, address), free))
        return pages[-1][0]

    yield open_page
    for one, free in pages:
        assert one.window.complaints == []
        assert {re.split("[?#]", url)[0] for url in one.window.requests} == {one.url}
        one.window.empty()
        free.append(one.window)


def phrase(code: str, language: str = "vi", **values: object) -> str:
    return texts(language, "webpage")[code].format(**values)


def wanted(subject: str, **asked: str) -> Counter[tuple[str, str]]:
    """The rules and statuses of the findings of a report that have these values."""
    report = big_report() if subject == "big" else report_of(subject)
    fitting = [one for one in report["findings"] if all(one[key] == value for key, value in asked.items())]
    return Counter((one["rule"], one["status"]) for one in fitting)


# ---------------------------------------------------------------- search, filter, sort


def test_a_search_without_accents_finds_the_name_with_them(opened: Open) -> None:
    one = opened("shipped")

    one.page.get_by_role("searchbox").fill("hoan kiem")

    assert {*one.units()} == {"Đảng bộ quận Hoàn Kiếm"}
    assert one.found == phrase("results", count=35, units=1, total=8005)
    assert one.page.url.endswith("#q=hoan+kiem")
    assert not one.page.locator("#blocks").is_visible()


@pytest.mark.parametrize("typed", ["DONG DA", "Đống đa", "đống đa", "HN-006", " dong da "])
def test_capitals_accents_and_ids_are_all_the_same_to_it(opened: Open, typed: str) -> None:
    one = opened("shipped")

    one.page.get_by_role("searchbox").fill(typed)

    assert "Đảng bộ quận Đống Đa" in one.units()


def test_a_search_that_finds_nothing_says_so_and_of_how_many(opened: Open) -> None:
    one = opened("city")

    one.page.get_by_role("searchbox").fill("<b>không có")

    assert one.found == phrase("results-none", total=961)
    assert one.units() == []


def test_statuses_are_chosen_together_and_the_address_says_which(opened: Open) -> None:
    one = opened("city")

    one.page.get_by_role("checkbox", name="quá hạn").check()
    one.page.get_by_role("checkbox", name="muộn").check()

    assert Counter(text.split()[0] for text in one.shown()) == {"quá": 16, "muộn": 3}
    assert "status=overdue%2Clate" in one.page.url


@pytest.mark.parametrize(
    ("choice", "value", "count"),
    [
        ("rule", "upper-congress-in-time", 11),
        ("under", "MAU-04", 37 + 70),
        ("under", "MAU", 958),
        ("force", "TF-02", 428),
    ],
)
def test_each_choice_narrows_the_list(opened: Open, choice: str, value: str, count: int) -> None:
    one = opened("city")

    one.page.locator(f"select[name={choice}]").select_option(value)

    assert int(one.found.split()[0]) == count


def test_the_counts_of_a_choice_are_those_of_the_report() -> None:
    report = report_of("city")
    above = {unit["id"]: unit["parent"] for unit in report["units"]}
    forces = {unit["id"]: unit["task_force"] for unit in report["units"]}

    def force_of(unit: str | None) -> str | None:
        while unit in above and forces[unit] is None:
            unit = above[unit]
        return forces.get(unit or "", unit)

    assert sum(wanted("city", rule="upper-congress-in-time").values()) == 11
    assert sum(one["unit"] in ("MAU-04",) or above.get(one["unit"]) == "MAU-04" for one in report["findings"]) == 107
    assert sum(one["unit"] in above for one in report["findings"]) == 958
    assert sum(force_of(one["unit"]) == "TF-02" for one in report["findings"]) == 428


def test_the_list_is_sorted_as_asked(opened: Open) -> None:
    one = opened("shipped", "#rule=upper-congress-in-time")
    sorting = one.page.locator("select[name=sort]")

    assert [*dict.fromkeys(one.shown())] == ["muộn", "chưa rõ", "đạt", "không áp dụng"]
    sorting.select_option("unit")
    names = one.units()
    assert names.index("Đảng bộ quận Ba Đình") < names.index("Đảng bộ quận Bắc Từ Liêm")
    assert names.index("Đảng bộ quận Cầu Giấy") < names.index("Đảng bộ quận Đống Đa")
    assert names.index("Đảng bộ quận Đống Đa") < names.index("Đảng bộ quận Hà Đông")


def test_what_is_due_first_comes_first(opened: Open) -> None:
    one = opened("city", "#status=due_soon&sort=day")

    days = one.page.locator("#rows .when").all_inner_texts()

    assert [re.findall(r"\d\d/\d\d/\d{4}", day)[0] for day in days[:5]] == ["19/06/2020"] * 4 + ["29/06/2020"]


def test_clearing_brings_back_what_the_page_came_with(opened: Open) -> None:
    one = opened("city", "#q=sen&status=overdue&unit=MAU-01-01")

    one.page.get_by_role("button", name=phrase("clear")).click()

    one.page.locator("#blocks").wait_for(state="visible")
    assert not one.page.locator("#results").is_visible()
    assert one.page.get_by_role("searchbox").input_value() == ""
    assert one.page.url.endswith("#")


# ---------------------------------------------------------------- one unit, its proof, the address


def test_an_address_opens_the_same_view_again(opened: Open) -> None:
    one = opened("city")
    one.page.get_by_role("searchbox").fill("mau bon")
    one.page.get_by_role("checkbox", name="quá hạn").check()

    again = opened("city", "#" + one.page.url.partition("#")[2])

    assert again.found == one.found
    assert again.units() == one.units() == ["Đảng bộ thị xã Mẫu Bốn"] * 6
    assert again.page.get_by_role("searchbox").input_value() == "mau bon"


def test_a_unit_opened_from_the_grid_tells_all_its_findings_and_where_it_belongs(opened: Open) -> None:
    one = opened("city")

    one.page.locator("table.grid").get_by_role("link", name="Đảng bộ thị xã Mẫu Bốn").first.click()

    card = one.page.locator("#chosen")
    expect(card).to_contain_text("MAU-04")
    assert "Đảng bộ thành phố Mẫu" in card.inner_text()
    assert "Đoàn công tác số 2" in card.inner_text()
    assert len(one.shown()) == sum(wanted("city", unit="MAU-04").values())
    one.page.go_back()
    one.page.locator("#blocks").wait_for(state="visible")


def test_a_proof_gives_sentence_facts_place_last_day_and_remedy(opened: Open) -> None:
    one = opened("city", "#unit=MAU-04&rule=personnel-vetted")

    proof = one.page.locator("#rows .proof").inner_text()

    assert "câu 7.2: Thẩm định tiêu chuẩn chính trị của nhân sự theo 199-KH/TU" in proof
    assert "nhân sự được thẩm định tiêu chuẩn chính trị: 30/36" in proof
    assert re.search(r"examples/thanh-pho-mau/units\.yaml:\d+:\d+", proof)
    assert "ngày cuối Chủ nhật 14/06/2020" in proof
    assert (
        "Thẩm định xong trước ngày đại hội; chỉ ghi số lượng, không ghi tên." in one.page.locator("#rows").inner_text()
    )


def test_an_opened_proof_repeats_nothing_of_the_line_above_it(opened: Open) -> None:
    one = opened("city", "#unit=MAU-04&rule=personnel-vetted")
    static = opened("city").page.locator("#blocks .item").first
    static.locator("summary").click()

    for item in (one.page.locator("#rows .item"), static):
        proof = item.locator(".proof").inner_text()
        for part in ("told", "remedy"):
            assert item.locator(f".{part}").inner_text().removeprefix("→ ") not in proof


def test_a_line_without_anything_to_do_yet_tells_the_remedy_in_its_proof(opened: Open) -> None:
    one = opened("city", "#unit=MAU-01&status=open")

    item = one.page.locator("#rows .item").first
    item.locator("summary").click()

    assert item.locator(".remedy").count() == 0
    assert phrase("remedy") in item.locator(".proof").inner_text()


def test_a_cell_of_the_grid_opens_the_proof_behind_it(opened: Open) -> None:
    one = opened("city")

    one.page.locator("tr[data-row=MAU-01] td.s1").click()

    expect(one.page.locator("#rows .proof")).to_be_visible()
    assert "rule=logistics-ready" in one.page.url
    assert one.shown() == ["muộn"]


@pytest.mark.parametrize(
    ("address", "wrong"),
    [
        ("#unit=NOWHERE", "unit=NOWHERE"),
        ("?unit=NOWHERE", "unit=NOWHERE"),
        ("#rule=%3Cscript%3E", "rule=<script>"),
        ("#sort=sideways", "sort=sideways"),
        ("#who=MAU-99&work=play", "work=play, who=MAU-99"),
        ("#status=good", "status=good"),
        ("#colour=red", "colour=red"),
        ("#nowhere", "nowhere"),
    ],
)
def test_an_address_that_asks_for_what_is_not_there_is_told(opened: Open, address: str, wrong: str) -> None:
    one = opened("city", address)

    assert one.page.get_by_role("alert").inner_text() == phrase("astray", names=wrong)
    assert one.page.locator("#filter").is_visible()
    assert one.page.locator("#blocks").is_visible()


@pytest.mark.parametrize("address", ["", "#q=%", "#=&&&", "#list", "#unit=MAU-04&status=met", "?who=MAU-04"])
def test_an_address_of_which_everything_is_there_raises_no_alarm(opened: Open, address: str) -> None:
    one = opened("city", address)

    assert one.page.get_by_role("alert").count() == 0
    assert one.page.locator("#blocks").is_visible() is (address in ("", "#=&&&", "#list"))


def test_what_an_address_asks_for_in_part_is_shown_and_the_rest_is_told(opened: Open) -> None:
    one = opened("city", "#status=late,good")

    assert {*one.shown()} == {"muộn"}
    assert one.page.get_by_role("alert").inner_text() == phrase("astray", names="status=good")


def test_the_list_grows_by_parts(opened: Open) -> None:
    one = opened("shipped", "#sort=unit")

    assert len(one.shown()) == 100
    one.page.locator("#more").click()

    assert len(one.shown()) == 200
    assert one.page.locator("#more").inner_text() == phrase("more", count=100, left=8005 - 200)


# ---------------------------------------------------------------- the work


@pytest.mark.parametrize("subject", ["city", "shipped"])
def test_the_work_stands_on_the_first_screen(opened: Open, subject: str) -> None:
    wide = opened(subject, viewport={"width": 1400, "height": 900}).page.locator(".work").bounding_box()
    narrow = opened(subject, viewport=PHONE, is_mobile=True, has_touch=True).page.locator(".work")
    first = narrow.locator(".first li, .asked li").first.bounding_box()

    assert wide is not None
    assert wide["y"] + wide["height"] <= 900
    assert first is not None
    assert first["y"] + first["height"] <= 667  # of the smallest phones in use


@pytest.mark.parametrize("subject", ["city", "shipped"])
def test_each_number_of_those_responsible_opens_as_many_findings(opened: Open, subject: str) -> None:
    one = opened(subject)
    one.page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    links = one.page.locator(".ranked [data-work] a").evaluate_all("all => all.map((a) => [a.hash, a.textContent])")
    responsible = {who["who"]: who for who in report_of(subject)["tasks"]["by_responsible"]}

    assert {re.findall("who=([^&]+)", link)[0] for link, _ in links} == {
        who
        for who, of in responsible.items()
        if any(of[part][kind] for part in ("own", "below") for kind in of[part] if kind != "late")
    }
    for link, count in links:
        one.page.evaluate("(link) => { location.hash = link; }", link)
        expect(one.page.locator("#found")).to_have_text(re.compile(f"^{count} "))


def test_the_first_things_to_do_open_their_proof(opened: Open) -> None:
    one = opened("city")

    one.page.locator(".first a").first.click()

    expect(one.page.locator("#rows .proof")).to_be_visible()
    assert len(one.shown()) == 1


# ---------------------------------------------------------------- keyboard, eyes, phones, paper


def test_everything_can_be_done_with_the_keyboard(opened: Open) -> None:
    one = opened("city")
    page = one.page

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # to the list, past all that stands above it
    expect(page.locator("#list")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("mau bon")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert one.units() == ["Đảng bộ thị xã Mẫu Bốn"] * 6

    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('#rows') !== null"):
            break
    page.keyboard.press("Enter")
    expect(page.locator("#rows .proof")).to_have_count(1)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("unit=MAU-04"))
    expect(page.locator("#list")).to_be_focused()


@pytest.mark.parametrize(
    ("subject", "address", "language"),
    [("city", "", "vi"), ("city", "#unit=MAU-04", "en"), *some([("shipped", "", "vi")], [])],
)
def test_no_rule_of_accessibility_is_broken(opened: Open, subject: str, address: str, language: str) -> None:
    one = opened(subject, address, language, color_scheme="light")
    for kind in (".fold", ".branch", ".group", "figure details", "#blocks .item", "#rows .item"):
        one.page.locator(kind).evaluate_all("all => all.slice(0, 2).forEach(one => one.open = true)")

    one.page.evaluate(some("() => 0", FEW_OF_A_LIST))
    ran = Axe().run(one.page)
    one.page.emulate_media(color_scheme="dark")
    dark = Axe().run(one.page, options=some({}, {"runOnly": ["color-contrast"]}))

    assert len(ran.response["passes"]) > 20
    assert dark.response["passes"]
    for results in (ran, dark):
        assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize(
    ("subject", "address"), [("city", ""), ("city", "#unit=MAU-04"), ("city", "#q=mau"), ("shipped", "")]
)
def test_a_narrow_phone_needs_no_sideways_scrolling(opened: Open, subject: str, address: str) -> None:
    one = opened(subject, address, viewport=PHONE, is_mobile=True, has_touch=True)
    one.page.locator("details").evaluate_all("all => all.slice(0, 60).forEach(one => one.open = true)")

    assert one.page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert one.page.evaluate("window.visualViewport.scale") == 1


def test_without_a_script_everything_can_be_read(opened: Open) -> None:
    one = opened("city", java_script_enabled=False)
    page = one.page

    assert not page.locator("#filter").is_visible()
    assert page.get_by_text("ngày cuối Chủ nhật 14/06/2020").first.is_visible()
    page.get_by_text("Huyện ủy Mẫu Năm").first.click()
    assert page.get_by_role("cell", name="quá hạn").first.is_visible()
    page.locator("#blocks .item summary").first.click()
    assert page.get_by_text("examples/thanh-pho-mau/units.yaml").first.is_visible()
    assert page.locator("main section a").count() == 0
    assert "11 việc phải làm ngay" in page.locator(".work h2").inner_text()


def test_a_phone_folds_the_filter_and_keeps_letters_readable(opened: Open) -> None:
    one = opened("city", viewport=PHONE, is_mobile=True, has_touch=True)
    choice = one.page.locator("select[name=rule]")

    assert one.page.get_by_role("searchbox").is_visible()
    assert not choice.is_visible()
    one.page.get_by_text(phrase("narrow")).click()
    assert choice.is_visible()
    heights = one.page.locator(".chart text").evaluate_all(
        "all => all.map((one) => one.getBoundingClientRect().height)"
    )
    assert min(heights) >= 11  # pixels


def test_columns_of_one_clause_tell_what_tells_them_apart(opened: Open) -> None:
    one = opened("city")

    heads = one.page.locator("table.grid").first.locator("thead th span")

    texts_ = heads.all_inner_texts()
    assert len({text.split()[0] for text in texts_}) < len(texts_)
    assert len({text[:20] for text in texts_}) == len(texts_)
    assert all(box.is_visible() for box in heads.all())


def test_a_filtered_page_prints_the_filter_its_totals_and_all_it_found(opened: Open) -> None:
    one = opened("shipped", "#who=HN-277&work=to_ask&status=unknown")
    count = int(one.found.split()[0])
    narrowed = opened("shipped", "#rule=grassroots-congress-in-time&status=unknown")
    for page in (one.page, narrowed.page):
        page.emulate_media(media="print")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")

    text = one.page.locator("#told").inner_text()
    assert all(part in text for part in ("chưa rõ", f"{phrase('work')}: {phrase('work-to_ask')}", f"{phrase('who')}: "))
    assert one.page.locator("#sums").inner_text() == phrase("sums", told=f"{count} chưa rõ")
    overdue = opened("city", "#status=overdue").page.locator("#sums").inner_text()
    assert overdue == phrase("sums", told=f"16 quá hạn; {phrase('of-rolled', count=9)}")
    assert narrowed.page.locator("#rows > li").count() == 577
    for hidden in (".work", ".totals", ".grid", "#filter"):
        assert not one.page.locator(hidden).first.is_visible()


@pytest.mark.parametrize("subject", ["city", "shipped"])
def test_it_prints_on_a4(opened: Open, tmp_path: Path, subject: str) -> None:
    paper = opened(subject).page.pdf(prefer_css_page_size=True)

    (size,) = {*re.findall(rb"/MediaBox \[([^\]]+)\]", paper)}
    width, height = (float(number) for number in size.split()[2:])
    assert (round(width), round(height)) == (595, 842)
    assert 2 <= len(re.findall(rb"/Type /Page\b", paper)) <= 12


def test_hostile_names_are_nothing_but_names(opened: Open, tmp_path: Path) -> None:
    report = report_of("city")
    names = dict(zip((unit["id"] for unit in report["units"]), HOSTILE.values(), strict=False))
    units = [{**unit, "name": names.get(unit["id"], unit["name"])} for unit in report["units"]]
    path = tmp_path / "page.html"
    path.write_text(rendered(json.dumps({**report, "units": units})), "utf-8")

    one = opened(path, "#sort=unit")
    while one.page.locator("#more").is_visible():
        one.page.locator("#more").click()

    lines = one.page.locator("#rows .what > b").evaluate_all("all => all.map((one) => one.textContent)")
    assert {*lines} >= {*HOSTILE.values()}
    assert one.page.locator("main :is(script, img, [onmouseover], a[href^=javascript])").count() == 0


# ---------------------------------------------------------------- thousands of units


def test_thousands_of_units_open_and_are_searched_at_once(opened: Open, files: Callable[[str, str], Path]) -> None:
    files("big", "vi")
    begun = monotonic()
    one = opened("big")
    assert one.page.locator("#filter").is_visible()
    assert monotonic() - begun < PATIENCE

    report = big_report()
    named = "Đảng bộ phường Sen Vàng 82"
    begun = monotonic()
    one.page.get_by_role("searchbox").fill("sen vang 82")
    assert {*one.units()} == {named}
    assert monotonic() - begun < PATIENCE
    (unit,) = [unit["id"] for unit in report["units"] if unit["name"] == named]
    assert len(one.units()) == sum(wanted("big", unit=unit).values())
    assert one.found == phrase("results", count=len(one.units()), units=1, total=len(report["findings"]))


def test_the_script_itself_takes_a_fraction_of_a_second_for_thousands_of_units(opened: Open) -> None:
    one = opened("big")

    taken = one.page.evaluate(
        """() => ["unit", "rule", "day", ""].map((sort) => {
          const begun = performance.now();
          document.querySelector("[name=sort]").value = sort;
          document.querySelector("[name=q]").value = "dang bo";
          document.getElementById("filter").dispatchEvent(new Event("input"));
          document.body.getBoundingClientRect();
          return performance.now() - begun;
        })"""
    )

    named = {unit["id"] for unit in big_report()["units"] if unit["name"].startswith("Đảng bộ")}
    assert max(taken) < 2000
    assert int(one.found.split()[0]) == sum(finding["unit"] in named for finding in big_report()["findings"])


def test_a_page_of_more_units_has_totals_and_work_and_says_where_single_findings_are(opened: Open) -> None:
    one = opened("huge")
    page = one.page

    text = phrase("too-many", most=5000, command="congress check").removesuffix(".")
    assert page.get_by_text(text).is_visible()
    assert page.get_by_text(phrase("too-many-words")).is_visible()
    for missing in ("#filter", "table.grid", "#blocks .item", "script"):
        assert page.locator(missing).count() == 0
    assert len(page.content()) < 2_000_000  # characters; with every finding they are 12,000,000
    rows = page.locator(".ranked tbody tr").evaluate_all(
        """rows => rows.map((row) => ["li", "td:nth-child(2) b, td:nth-child(4) b"].map(
          (cells) => [...row.querySelectorAll(cells)].map((cell) => cell.textContent)))"""
    )
    assert rows
    for rules, numbers in rows:
        counts = [int(count) for rule in rules for count in re.findall(r"[:,] (\d+) ", rule)]
        assert sum(counts) == sum(map(int, numbers))
