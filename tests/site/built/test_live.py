"""Cells run in the page: they give what the book shows, exercises answer, and nothing that a reader does breaks it."""

import gzip
import json
import os
import re
import subprocess
import sys
import zipfile

import numpy as np
import pytest
from conftest import SITE, Visit
from playwright.sync_api import Page, expect
from test_accessible import found_by_axe

from lossbook_site.contents import ROOT
from lossbook_site.languages import say
from lossbook_site.live.cells import Cells, read

pytestmark = pytest.mark.browser

PAGE = "02-cross-entropy.html"
EXERCISE = "#ex-cross-entropy-chance"
NUMBER = re.compile(r"-?\d+\.?\d*(?:e[-+]?\d+)?")
MOST_BYTES_BEFORE = 3 * 1024  # of a page, compressed

# Cells that take a minute or more in a page, by a piece of their code; those who wait get what the book shows.
SLOW = ("best_logit(e,",)
# Cells that show the rounding of single precision itself, which is another one on another processor.
ROUNDING = ("np.float32([1e-1, 1e-2, 1e-3, 1e-4])", "best = {name: steps[np.argmin(error)]")
# NumPy 2.0, which the page has, counts in Python's numbers where a later one counts in its own.
COUNTED = re.compile(r"np\.int64\((-?\d+)\)")


# Judges each answer of a chapter, and says whether the verdict is the one that is wanted; run natively, then in a page.
# A page has neither PyTorch nor SciPy: answers that use them become what no check can read, here and there.
JUDGING = """
import json
import sys

import numpy as np

class Absent:
    __name__, __path__ = "absent", []

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *_, **__):
        return self

    @staticmethod
    def softmax(z, axis=None):
        powers = np.exp(z - np.max(z, axis=axis, keepdims=True))
        return powers / powers.sum(axis=axis, keepdims=True)

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = __pow__ = __call__
    __neg__ = __getitem__ = __matmul__ = __rmatmul__ = __lt__ = __gt__ = __call__

for name in ("torch", "scipy", "scipy.special", "scipy.optimize", "scipy.stats", "sklearn", "sklearn.svm"):
    sys.modules[name] = Absent()

names = {{"__name__": "answers"}}
exec({source!r}, names)

from lossbook_course.teaching.exercises import judge

def verdicts(rows):
    for name, row in rows.items():
        for hint, answer in {{hint: answer for answer, hint in reversed(row)}}.items():  # the first of each hint
            verdict, said = judge(name, answer)
            yield name, [verdict + ": " + said, verdict == ("not yet" if hint else "correct") and (hint or "") in said]

told = {{}}
for name, verdict in verdicts(names["ANSWERS"]):
    told.setdefault(name, []).append(verdict)
print(json.dumps(told))
"""
ANSWERS = ROOT / "tests" / "course" / "answers"
CHAPTERS = sorted(path.stem for path in ANSWERS.glob("*.py") if path.stem != "mnist_digits")  # a page has no digits
STARTERS = ".exercise .lossbook-live .cell_input"


@pytest.fixture(autouse=True)
def patience():
    """Python takes its time to come where the machine is busy."""
    expect.set_options(timeout=120_000)
    yield
    expect.set_options(timeout=30_000)


@pytest.fixture(scope="session")
def running(english) -> list[str]:
    """The pages of which a cell runs."""
    found = [address for address, soup in english.items() if soup.select(".lossbook-run")]
    if not found:
        pytest.fail("no page has a cell that runs: the build found no Pyodide")
    return found


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "running_address" in metafunc.fixturenames:
        from conftest import SITE, content_pages

        pages = [it for it in content_pages() if (SITE / it).exists() and not it.startswith("zh/")]
        runs = [it for it in pages if 'class="lossbook-run"' in (SITE / it).read_text(encoding="utf-8")]
        metafunc.parametrize("running_address", runs)


def cell(page: Page, within: str):
    return page.locator(f"{within} .lossbook-live").first


def run(page: Page, within: str = EXERCISE) -> None:
    cell(page, within).get_by_role("button", name="Run").click()


def said(page: Page, within: str = EXERCISE):
    return cell(page, within).locator(".lossbook-run [role=status]")


def output(page: Page, within: str = EXERCISE):
    return cell(page, within).locator(".cell_output")


def editor(page: Page, within: str = EXERCISE):
    return cell(page, within).get_by_role("textbox")


def write(page: Page, code: str, within: str = EXERCISE) -> None:
    editor(page, within).fill(code)


@pytest.fixture
def running_page(visit: Visit) -> Page:
    """A page whose first exercise has run."""
    page = visit.open(PAGE)
    run(page)
    expect(said(page)).to_have_text("Done.")
    return page


def outputs(page: Page) -> list[str]:
    """What stands below each cell that runs, as it is read."""
    return page.eval_on_selector_all(
        ".lossbook-live",
        """(cells) => {
            // Of a figure its words: where the ticks are is another matter in another version of Matplotlib.
            const words = (svg) => [...svg.querySelectorAll("text")].map((each) => each.textContent.trim())
                .filter((each) => /[a-z]/i.test(each)).join(" ");
            const read = (box) => box.querySelector(".lossbook-figure")
                ? [...box.querySelectorAll(".lossbook-figure svg")].map(words).join(" ")
                : (box.querySelector(".highlight > pre") ?? box).textContent;
            return cells.map((cell) => [...cell.querySelectorAll(".cell_output .output")]
                .map(read).map((text) => text.trim().replace(/[ ]+$/gm, "")).join("\\n"));
        }""",
    )


def is_same(text: str, wanted: str) -> bool:
    """Whether two texts say the same, their numbers to a millionth."""
    text, wanted = (COUNTED.sub(r"\1", re.sub(r",\s+", ", ", each)) for each in (text, wanted))
    if NUMBER.sub("#", text) != NUMBER.sub("#", wanted):
        return False
    numbers = [[float(each) for each in NUMBER.findall(it)] for it in (text, wanted)]
    return np.allclose(*numbers, rtol=1e-6, atol=1e-6)


@pytest.mark.slow
def test_cells_give_what_the_book_shows(visit, running_address):
    """All that claim to run do, from the top to the bottom; starters are 'not answered', and solutions 'correct'."""
    page = visit.open(running_address)
    wanted, codes = outputs(page), page.locator(".lossbook-live .cell_input pre").all_text_contents()
    fast = [not any(piece in code for piece in SLOW) for code in codes]
    page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
    press = """(wanted) => document.querySelectorAll(".lossbook-run button:first-child")
        .forEach((each, at) => wanted[at] && each.click())"""
    first = fast.index(True)
    page.evaluate(press, [at == first for at in range(len(fast))])
    expect(page.locator(".lossbook-python")).to_be_visible()  # from now on buttons are heard
    page.evaluate(press, [it and at != first for at, it in enumerate(fast)])
    states = page.locator(".lossbook-run [role=status]")
    for at in [at for at, it in enumerate(fast) if it]:
        expect(states.nth(at)).to_have_text(re.compile(r"^(Done|Ran)"))
    found = outputs(page)
    held = [it and not any(piece in code for piece in ROUNDING) for it, code in zip(fast, codes, strict=True)]
    rows = [row for row, it in zip(zip(codes, wanted, found, strict=True), held, strict=True) if it]
    assert [row for row in rows if not is_same(row[2], row[1])] == []
    for starter in page.locator(".exercise .lossbook-live").all():
        if "check(" in starter.locator(".cell_input").text_content():
            assert "not answered" in starter.locator(".cell_output").text_content()
    assert visit.foreign == [] and visit.errors == []


def test_an_exercise_is_answered_where_it_stands(visit, running_page):
    page = running_page
    solved = page.locator(f"{EXERCISE} .lossbook-solved")
    expect(output(page)).to_have_text("… not answered")
    write(page, 'chance_loss = np.log2(1000)\ncheck("cross-entropy-chance", chance_loss)')
    run(page)
    expect(output(page)).to_contain_text("not yet: that is in bits; the library's losses are in nats")
    expect(solved).to_have_attribute("aria-pressed", "false")
    write(page, 'chance_loss = np.log(1000)\ncheck("cross-entropy-chance", chance_loss)')
    editor(page).press("Shift+Enter")
    expect(output(page)).to_have_text("✓ correct")
    expect(solved).to_have_attribute("aria-pressed", "true")
    assert visit.foreign == [] and visit.errors == []


@pytest.mark.slow
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_known_answer_gets_its_verdict_in_the_page(visit, english, chapter):
    """What `tests/course/answers` knows is judged in the page as in a notebook, by the same checks."""
    code = JUDGING.format(source=(ANSWERS / f"{chapter}.py").read_text(encoding="utf-8"))
    there = {**os.environ, "PYTHONPATH": str(ROOT)}
    natively = subprocess.run([sys.executable, "-c", code], env=there, capture_output=True, text=True, check=True)
    wanted = json.loads(natively.stdout)
    address, number = next(
        (address, number)
        for address, soup in english.items()
        for number, each in enumerate(soup.select("article .cell"))
        if "lossbook-live" in each["class"] and any(f'check("{name}"' in each.get_text() for name in wanted)
    )
    running = {name for name in wanted if any(f'"{name}"' in it.get_text() for it in english[address].select(STARTERS))}
    page = visit.open(address)
    original = page.locator("article .cell").nth(number).locator(".cell_input pre").first.text_content()
    edits = json.dumps({address.removesuffix(".html"): {number: [original, code]}})
    page.evaluate("(edits) => localStorage.setItem('lossbook-code', edits)", edits)
    page.reload()
    place = page.locator("article .cell").nth(number)
    place.get_by_role("button", name="Run").click()
    expect(place.locator(".lossbook-run [role=status]")).to_have_text(re.compile("^(Done|Ran)"), timeout=300_000)
    shown = place.locator(".cell_output").text_content()  # warnings too
    found = json.loads(next(line for line in shown.splitlines() if line.startswith("{")))
    assert len(running) >= 1
    for name in running:
        known = [here for here, (_, is_known) in zip(found[name], wanted[name], strict=True) if is_known]
        assert len(known) >= 5, name
        assert [told for told, is_right in known if not is_right] == [], name


def test_a_cell_runs_those_above_that_it_needs_and_no_others(visit):
    page = visit.open(PAGE)
    codes = page.locator("article .cell .cell_input pre").all_text_contents()
    cells = Cells([read(code) for code in codes])
    runs = page.eval_on_selector_all("article .cell", "all => all.map((each) => each.matches('.lossbook-live'))")
    number = max((at for at in range(len(codes)) if runs[at]), key=lambda at: len(cells.needs(at).cells))
    needed = cells.needs(number).cells
    place = page.locator("article .cell")
    place.nth(number).locator(".lossbook-run button").first.click()
    expect(place.nth(number).get_by_role("status")).to_have_text(
        f"Ran {len(needed)} above first, which this one needs."
    )
    told = page.locator(".lossbook-run [role=status]").all_text_contents()
    assert told.count("Run for a cell below.") == len(needed) and told.count("") == len(told) - len(needed) - 1
    assert visit.errors == []


def test_an_endless_loop_is_stopped_and_the_page_goes_on(visit, running_page):
    page = running_page
    write(page, "print('once')\nwhile True:\n    pass")
    run(page)
    expect(output(page)).to_have_text("once")
    page.get_by_role("button", name="Stop").click()
    expect(said(page)).to_contain_text("All variables are forgotten")
    assert page.evaluate("document.activeElement.textContent") == "Run"
    write(page, "chance_loss = np.log(1000)\nchance_loss.round(2)")
    run(page)
    expect(output(page)).to_have_text("np.float64(6.91)")
    assert visit.errors == []


def test_a_loop_that_prints_without_end_does_not_fill_the_page(running_page):
    write(running_page, "while True:\n    print('again and again')")
    run(running_page)
    expect(output(running_page)).to_contain_text(re.compile(r"again\s+…"))
    running_page.get_by_role("button", name="Stop").click()
    assert len(output(running_page).text_content()) < 110_000


def test_an_error_is_short_and_its_line_is_marked_until_the_code_changes(running_page):
    page = running_page
    write(page, "x = 1\nif x:\nprint(x)")
    run(page)
    expect(output(page)).to_contain_text("Line 3: IndentationError: expected an indented block")
    expect(cell(page, EXERCISE).locator(".wrong")).to_have_text("print(x)")
    write(page, "x = 1\nif x:\n    print(x / 0)")
    expect(cell(page, EXERCISE).locator(".wrong")).to_have_count(0)
    run(page)
    expect(output(page)).to_have_text("Line 3: ZeroDivisionError: division by zero")
    write(page, "x = 1\nif x:\n    print(x)")
    run(page)
    expect(output(page)).to_have_text("1")


def test_changes_stay_until_they_are_taken_back(visit, running_page):
    page = running_page
    original = page.locator(f"{EXERCISE} .cell_input pre").first.text_content()
    write(page, "print('mine')")
    page.reload()
    code = page.locator(f"{EXERCISE} .cell_input pre").first
    expect(code).to_have_text("print('mine')")
    run(page)
    expect(output(page)).to_have_text("mine")
    cell(page, EXERCISE).get_by_role("button", name="Back to the original").click()
    expect(editor(page)).to_contain_text("# your answer")
    expect(output(page)).to_have_text("… not answered")
    page.reload()
    assert code.text_content() == original
    assert visit.errors == []


def test_it_works_where_storage_is_not_allowed(visit):
    visit.page.add_init_script(
        """for (const name of ["localStorage", "sessionStorage"]) {
            const get = () => { throw new DOMException("not allowed", "SecurityError"); };
            Object.defineProperty(window, name, { get, configurable: true });
        }"""
    )
    page = visit.open(PAGE)
    run(page)
    expect(said(page)).to_have_text("Done.")
    write(page, "print(1)")
    run(page)
    expect(output(page)).to_have_text("1")
    assert visit.errors == []


def test_it_goes_by_keyboard_alone(visit):
    page = visit.open(PAGE)
    cell(page, EXERCISE).get_by_role("button", name="Run").focus()
    page.keyboard.press("Enter")
    expect(said(page)).to_have_text("Done.")
    page.keyboard.press("Shift+Tab")  # back over the button that copies, into the code
    while not page.evaluate("document.activeElement.matches('.cm-content')"):
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Control+A")
    page.keyboard.type("if True:\nprint(3)")  # the editor indents
    page.keyboard.press("Shift+Enter")
    expect(output(page)).to_have_text("3")
    page.keyboard.press("Tab")
    expect(editor(page)).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(editor(page)).not_to_be_focused()
    assert page.evaluate("document.activeElement.tagName") == "BUTTON"


def test_a_phone_runs_it_too(browser, server):
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    visit = Visit(context.new_page(), server)
    page = visit.open(PAGE)
    cell(page, EXERCISE).get_by_role("button", name="Run").tap()
    expect(said(page)).to_have_text("Done.")
    write(page, "print('a long line ' * 20)  # and a comment that is far too long for the width of a phone, too")
    cell(page, EXERCISE).get_by_role("button", name="Run").tap()
    expect(output(page)).to_contain_text("a long line")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_with_an_editor_open(visit, theme):
    page = visit.open(PAGE, theme)
    run(page)
    expect(said(page)).to_have_text("Done.")
    write(page, 'def f(x):\n    """Text."""\n    return x / 0  # 1\n\nprint("a")\nf(1)')
    run(page)
    expect(output(page)).to_contain_text("ZeroDivisionError")
    assert found_by_axe(page, theme) == []


@pytest.fixture
def drawing_page(visit: Visit, site) -> Page:
    """A page with a cell that draws."""
    if not [*(site / "_static" / "live").glob("*/matplotlib-*.whl")]:
        pytest.skip("the site was built without Matplotlib")  # as it may be: no build hangs on that source
    return visit.open(PAGE)


def test_a_figure_is_drawn_in_the_page(visit, drawing_page):
    page = drawing_page
    place = page.locator(".lossbook-draws").first
    figures = place.locator(".lossbook-figure svg")
    press = place.get_by_role("button", name="Run")
    before, words = figures.count(), place.locator(".cell_output").text_content().split()
    size = int(re.search(r"loads (\d+) MB", press.text_content())[1])
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    run(page)
    expect(said(page)).to_have_text("Done.")
    expect(press).to_have_text("Run (loads 8 MB once)")
    assert not [url for url in asked if "matplotlib" in url]
    press.click()
    expect(place.locator(".lossbook-run [role=status]")).to_have_text(re.compile("^(Done|Ran)"))
    expect(press).to_have_text("Run")
    assert figures.count() == before >= 1
    assert place.locator(".cell_output").text_content().split() == words
    box = figures.first.bounding_box()
    assert box["width"] > 200 and box["height"] > 100
    loaded = sum(path.stat().st_size for path in (SITE / "_static" / "live").glob("*/*.whl"))
    assert size == pytest.approx(loaded / 1e6 + 6, abs=1)  # and Python, compressed
    assert visit.foreign == [] and visit.errors == []


def test_code_that_a_reader_writes_draws_too(visit, drawing_page):
    page = drawing_page
    run(page)
    expect(said(page)).to_have_text("Done.")
    write(page, "from matplotlib import pyplot as plt\nplt.plot([1, 2], [3, 4], label='mine')\nplt.legend();")
    run(page)
    expect(output(page).locator("svg")).to_contain_text("mine")
    write(page, "plt.bar(['one', 'two'], [1, 2])\nplt.show()\nplt.plot([1, 2], 'no such format')")
    run(page)
    expect(output(page).locator("svg")).to_have_count(1)
    expect(output(page)).to_contain_text("Line 3: ValueError")
    assert visit.errors == []


def test_a_chinese_page_runs_and_says_it_in_chinese(visit):
    page = visit.open(f"zh/{PAGE}")
    cell(page, EXERCISE).locator(".lossbook-run button").click()
    expect(said(page)).to_have_text(say("zh_CN", "Done."))
    assert visit.errors == []


def test_before_it_is_asked_for_a_page_loads_no_more_than_its_marks(visit, running_address):
    asked = []
    visit.page.on("request", lambda request: asked.append(request.url))
    page = visit.open(running_address)
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if "/live/" in url] == []


def test_marks_are_small(site, running):
    for address in running:
        with_marks = (site / address).read_text(encoding="utf-8")
        without = re.sub(r'<p class="lossbook-(run|elsewhere)">.*?</p>', "", with_marks)
        without = re.sub(r"<script>addEventListener\(.DOMContentLoaded.*?</script>", "", without, flags=re.S)
        without = without.replace(" lossbook-live", "")
        assert "lossbook-live" in with_marks and "/live/" not in without
        more = [len(gzip.compress(text.encode(), 6)) for text in (with_marks, without)]
        assert more[0] - more[1] < MOST_BYTES_BEFORE - 300, address  # the style sheet has 300 more


def test_what_a_page_loads_says_its_licences(site):
    (ours,) = {path.parent for path in (site / "_static" / "live").glob("*/LICENCES.txt")}
    told = (ours / "LICENCES.txt").read_text()
    assert all(part in told for part in ("MPL-2.0.txt", "Python.txt", "Emscripten.txt", "codemirror-LICENCES.txt"))
    assert "MIT License" in (ours / "codemirror-LICENCES.txt").read_text()
    assert "Mozilla Public License Version 2.0" in (ours / "MPL-2.0.txt").read_text()
    assert "PYTHON SOFTWARE FOUNDATION LICENSE" in (ours / "Python.txt").read_text()
    for wheel in (site / "_static" / "live").glob("*/*.whl"):
        assert [name for name in zipfile.ZipFile(wheel).namelist() if re.search("dist-info/.*LICENSE", name)], wheel
