"""The page 'The doctor' on the site: what each rule shows, where its links arrive, how the search leads there."""

import re

import pytest
from playwright.sync_api import expect

from lossbook.doctor.rules import RULES
from lossbook_course.teaching.doctor import anchor

PAGE = "appendix/doctor.html"
EACH_RULE = pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)


@EACH_RULE
def test_each_rule_shows_what_the_doctor_says(soups, rule):
    entry = soups[PAGE].find(id=anchor(rule))
    assert entry.name == "details" and rule.code in entry.summary.get_text()
    faulty, said, mended = (block.get_text() for block in entry.find_all("pre"))
    assert faulty != mended
    assert re.match(rf"(program\.py:\d+:\d+ )?{rule.code} ", said)


@EACH_RULE
def test_each_rule_leads_to_its_entry_of_the_clinic(soups, rule):
    links = [link["href"] for link in soups[PAGE].find(id=anchor(rule)).find_all("a")]
    assert f"clinic.html#{rule.clinic}" in links
    assert soups["appendix/clinic.html"].find(id=rule.clinic)


@pytest.mark.browser
@pytest.mark.parametrize("asked", ["doctor", "linter", "check my code", "LB102"])
def test_search_leads_to_the_doctor(visit, asked):
    page = visit.open(f"search.html?q={asked.replace(' ', '+')}")
    page.wait_for_function("document.querySelector('.search-summary')?.textContent.includes('found')")
    found = page.eval_on_selector_all("#search-results li a", "links => links.map((link) => link.getAttribute('href'))")
    assert any(PAGE in href for href in found[:10]), found[:10]


@pytest.mark.browser
def test_a_rule_unfolds(visit):
    page = visit.open(PAGE)
    entry = page.locator("#doctor-lb102")
    expect(entry.locator("pre").first).to_be_hidden()
    entry.locator("summary").click()
    expect(entry.locator("pre").first).to_be_visible()
