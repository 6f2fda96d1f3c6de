"""Questions take an answer by keyboard and by finger, and what was missed comes back, in this browser alone."""

import json
import re
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect
from test_accessible import found_by_axe

from lossbook_course.teaching.questions import asking_pages, questions

pytestmark = pytest.mark.browser

PAGE = "02-cross-entropy.html"
NUMBER, CHOICE = "ce-third-fine", "ce-forty"
MORNING = datetime(2027, 3, 26, 9, 0)  # summer time begins two days later in much of the world


def form(page, name):
    return page.locator(f"#question-{name}")


def status(page, name):
    return form(page, name).get_by_role("status")


def at(visit, address, day=0, hours=0):
    """A page as it is seen so many days and hours later."""
    visit.page.clock.set_fixed_time(MORNING + timedelta(days=day, hours=hours))
    return visit.open(address)


def say_number(page, name, number):
    form(page, name).locator("input").fill(str(number))
    form(page, name).get_by_role("button").click()


def miss(page, name=NUMBER):
    say_number(page, name, -1000)


def test_every_question_is_on_its_page(english):
    for name in asking_pages():
        there = [each["id"] for each in english[f"{name}.html"].select("form.lossbook-question")]
        assert there == [f"question-{it.name}" for it in questions(name)]


def test_a_number_is_typed_and_told_how_far_off_it_is(visit):
    page = visit.open(PAGE)
    form(page, NUMBER).locator("input").focus()
    page.keyboard.type("20")
    page.keyboard.press("Enter")
    expect(status(page, NUMBER)).to_have_text("It is 43.7 coins; yours is 23.7 too low.")
    expect(form(page, NUMBER).locator("details")).to_have_attribute("open", "")
    expect(form(page, NUMBER).locator("[data-mistake]:visible")).to_have_count(0)
    page.keyboard.press("Control+A")
    page.keyboard.type("90")
    page.keyboard.press("Enter")
    expect(status(page, NUMBER)).to_have_text("It is 43.7 coins; yours is 46.3 too high.")
    expect(form(page, NUMBER).locator("[data-mistake]:visible")).to_have_count(1)
    page.keyboard.press("Control+A")
    page.keyboard.type("44")
    page.keyboard.press("Enter")
    expect(status(page, NUMBER)).to_have_text("Right: it is 43.7 coins.")
    assert visit.errors == []


def test_an_option_is_chosen_by_keyboard(visit):
    page = visit.open(PAGE)
    form(page, CHOICE).locator("input").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(status(page, CHOICE)).to_have_text("No, it is c.")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(status(page, CHOICE)).to_have_text("Right.")


def test_a_finger_does_the_same(browser, server):
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(f"{server}/{PAGE}")
    form(page, CHOICE).locator("label").nth(2).tap()
    form(page, CHOICE).get_by_role("button").tap()
    expect(status(page, CHOICE)).to_have_text("Right.")
    form(page, NUMBER).locator("input").tap()
    page.keyboard.type("43.5")
    form(page, NUMBER).get_by_role("button").tap()
    expect(status(page, NUMBER)).to_have_text("Right: it is 43.7 coins.")
    context.close()


def test_nothing_is_said_before_an_answer_is_given(visit):
    page = visit.open(PAGE)
    form(page, CHOICE).get_by_role("button").click()
    expect(status(page, CHOICE)).to_have_text("")
    assert page.evaluate("localStorage.getItem('lossbook-questions')") is None


def test_an_answer_is_there_on_the_next_visit(visit):
    page = visit.open(PAGE)
    miss(page)
    form(page, CHOICE).locator("label").first.click()
    form(page, CHOICE).get_by_role("button").click()
    page.reload()
    expect(form(page, NUMBER).locator("input")).to_have_value("-1000")
    expect(status(page, NUMBER)).to_contain_text("too low")
    expect(form(page, CHOICE).locator("input").first).to_be_checked()
    expect(form(page, CHOICE).locator("details")).not_to_have_attribute("open", "")


def test_without_a_script_the_question_is_there_and_its_answer_folded(browser, server):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server}/{PAGE}")
    expect(form(page, CHOICE)).to_contain_text("What does the last line give?")
    expect(form(page, CHOICE).get_by_role("button")).to_be_hidden()
    reason = form(page, CHOICE).locator("details li").first
    expect(reason).to_be_hidden()
    form(page, CHOICE).locator("summary").click()
    expect(reason).to_be_visible()
    context.close()


def test_what_was_missed_comes_back_after_1_3_7_and_21_days(visit):
    miss(at(visit, PAGE))
    page = at(visit, "again.html", hours=14)
    expect(page.locator(".lossbook-again")).to_contain_text("Nothing to repeat today. Later: 1, the next on March 27.")
    day = 0
    for days in (1, 3, 7, 21):
        day += days
        expect(form(at(visit, "again.html", day - 1), NUMBER)).to_have_count(0)
        page = at(visit, "again.html", day, hours=-3)
        expect(page.locator(".lossbook-again")).to_contain_text("Questions for today: 1.")
        say_number(page, NUMBER, 43.7)
        expect(status(page, NUMBER)).to_have_text("Right: it is 43.7 coins.")
    page = at(visit, "again.html", day + 1000)
    expect(page.locator(".lossbook-again")).to_contain_text("Nothing to repeat today.")
    expect(page.locator(".lossbook-again")).not_to_contain_text("Later")
    assert visit.errors == []


def test_what_is_missed_again_begins_anew(visit):
    miss(at(visit, PAGE))
    say_number(at(visit, "again.html", 1), NUMBER, 43.7)
    miss(at(visit, "again.html", 4))
    say_number(visit.page, NUMBER, 43.7)  # on the same day, with the answer in sight, that changes nothing
    expect(form(at(visit, "again.html", 5), NUMBER)).to_be_visible()


def test_who_knew_it_is_not_asked_again(visit):
    say_number(at(visit, PAGE), NUMBER, 43.7)
    page = at(visit, "again.html", 1000)
    expect(page.locator(".lossbook-again")).to_have_text(re.compile("^Nothing to repeat today. ?Save"))


def test_who_missed_nothing_yet_is_told_what_will_come(visit):
    page = visit.open("again.html")
    expect(page.locator(".lossbook-again")).to_contain_text("comes back here a day later")
    expect(page.locator(".lossbook-again button")).to_have_text(["Take my answers from a file"])


def test_again_goes_by_keyboard_and_links_to_the_place(visit):
    miss(at(visit, PAGE))
    page = at(visit, "again.html", 1)
    link = page.locator(".lossbook-again").get_by_role("link", name="Cross-entropy")
    link.focus()
    page.keyboard.press("Tab")
    page.keyboard.type("43.7")
    page.keyboard.press("Enter")
    expect(status(page, NUMBER)).to_have_text("Right: it is 43.7 coins.")
    link.press("Enter")
    expect(page).to_have_url(re.compile(f"{PAGE}#question-{NUMBER}$"))
    expect(form(page, NUMBER)).to_be_in_viewport()


def test_answers_are_saved_and_erased_and_go_nowhere(visit):
    page = at(visit, PAGE)
    page.wait_for_load_state("networkidle")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    miss(page)
    assert [url for url in asked if not url.endswith("favicon.svg")] == []  # the browser asks for that when it likes
    page = at(visit, "again.html", 1)
    expect(form(page, NUMBER)).to_be_visible()
    assert visit.foreign == []
    with page.expect_download() as download:
        page.get_by_role("button", name="Save my answers").click()
    saved = json.loads(download.value.path().read_text())
    assert saved[NUMBER]["given"] == "-1000" and saved[NUMBER]["page"] == "02-cross-entropy"
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.get_by_role("button", name="Erase my answers").click()
    expect(form(page, NUMBER)).to_be_visible()
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Erase my answers").click()
    expect(page.locator(".lossbook-again")).to_contain_text("comes back here a day later")
    assert page.evaluate("localStorage.getItem('lossbook-questions')") is None


def take_from_file(page, content):
    """Choose a file of this content on the page 'Again'."""
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Take my answers").click()
    content = content if isinstance(content, str) else json.dumps(content)
    file = {"name": "answers.json", "mimeType": "application/json", "buffer": content.encode()}
    chooser.value.set_files(file)


def kept(page):
    return json.loads(page.evaluate("localStorage.getItem('lossbook-questions')") or "{}")


def test_saved_answers_come_into_another_browser(visit, browser, server):
    miss(at(visit, PAGE))
    with at(visit, "again.html", 1).expect_download() as download:
        visit.page.get_by_role("button", name="Save my answers").click()
    saved = download.value.path().read_text()
    context = browser.new_context()
    page = context.new_page()
    page.clock.set_fixed_time(MORNING + timedelta(days=1))
    page.goto(f"{server}/again.html")
    take_from_file(page, saved)
    expect(form(page, NUMBER)).to_be_visible()
    expect(page.locator(".lossbook-again .sum")).to_have_text("Questions for today: 1. Answers in the file: 1.")
    assert kept(page) == json.loads(saved)
    context.close()


def test_of_two_answers_what_is_asked_sooner_stays(visit):
    record = {"page": "02-cross-entropy", "given": "1", "right": False, "step": 0}
    known = {"page": "02-cross-entropy", "given": "43.7", "right": True, "step": 4}
    page = visit.open("again.html")
    take_from_file(page, {NUMBER: record | {"due": 90_000}, CHOICE: known})
    take_from_file(page, {NUMBER: record | {"due": 80_000}, CHOICE: record | {"due": 90_001}})
    expect(page.locator(".lossbook-again .sum")).to_contain_text("Answers in the file: 2.")
    take_from_file(page, {NUMBER: record | {"due": 85_000}, CHOICE: known})
    expect(page.locator(".lossbook-again .sum")).to_contain_text("Answers in the file: 2.")
    assert {name: it["due"] for name, it in kept(page).items()} == {NUMBER: 80_000, CHOICE: 90_001}


GOOD = {"page": "02-cross-entropy", "given": "1", "right": False, "step": 0, "due": 0}


@pytest.mark.parametrize(
    "content",
    [
        "no JSON",
        "",
        "null",
        "[1, 2]",
        '"text"',
        {"ce-forty": 1},
        {"ce-forty": None},
        {"ce forty": GOOD},
        {"ce-forty": GOOD | {"page": "https://elsewhere.example/page"}},
        {"ce-forty": GOOD | {"page": "../../other"}},
        {"ce-forty": GOOD | {"page": "//elsewhere.example/page"}},
        {"ce-forty": GOOD | {"given": {"a": 1}}},
        {"ce-forty": GOOD | {"right": "yes"}},
        {"ce-forty": GOOD | {"due": -1}},
        {"ce-forty": GOOD | {"due": "soon"}},
        {"ce-forty": GOOD | {"step": 0.5}},
        {"ce-forty": {name: GOOD[name] for name in GOOD if name != "step"}},
        {"ce-forty": GOOD, "ce-third-fine": {}},
        {"ce-forty": GOOD | {"given": "1" * 1_000_001}},
    ],
    ids=lambda content: str(content)[:90],
)
def test_a_file_that_holds_anything_else_changes_nothing(visit, content):
    miss(at(visit, PAGE))
    page = at(visit, "again.html")
    before = kept(page)
    take_from_file(page, content)
    expect(page.locator(".lossbook-again .sum")).to_contain_text("That is no file of answers; nothing has changed.")
    assert kept(page) == before and len(before) == 1
    assert visit.foreign == [] and visit.errors == []


def test_a_question_that_the_book_no_longer_has_is_forgotten(visit):
    visit.page.add_init_script(
        """localStorage.setItem("lossbook-questions", JSON.stringify({
            "ce-gone": { page: "02-cross-entropy", given: "1", right: false, step: 0, due: 0 },
            "gone-too": { page: "no-such-page", given: "1", right: false, step: 0, due: 0 },
        }))"""
    )
    page = visit.open("again.html")
    expect(page.locator(".lossbook-again")).to_contain_text("Nothing to repeat today.")
    expect(page.locator(".lossbook-again form")).to_have_count(0)
    assert page.evaluate("localStorage.getItem('lossbook-questions')") == "{}"


def test_in_chinese_the_question_comes_back_in_chinese(visit):
    page = at(visit, f"zh/{PAGE}")
    miss(page)
    expect(status(page, NUMBER)).to_contain_text("答案是")
    page = at(visit, "zh/again.html", 1)
    expect(form(page, NUMBER).locator("legend")).to_have_text("猜一猜")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_once_questions_are_answered(visit, theme):
    visit.page.clock.set_fixed_time(MORNING)
    page = visit.open(PAGE, theme)
    miss(page)
    form(page, CHOICE).locator("label").first.click()
    form(page, CHOICE).get_by_role("button").click()
    expect(status(page, CHOICE)).to_have_text("No, it is c.")
    visit.page.clock.set_fixed_time(MORNING + timedelta(days=1))
    visit.open("again.html")
    expect(form(page, CHOICE)).to_be_visible()
    miss(page)
    assert found_by_axe(page, theme) == []
