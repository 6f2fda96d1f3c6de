"""The drawing board: it reads a digit as PyTorch does, by mouse, finger and keyboard, and is loaded only when asked."""

import re

import numpy as np
import pytest
import torch
from axe_playwright_python.sync_playwright import Axe
from conftest import NEXT_PICTURE
from playwright.sync_api import expect

import lossbook.numpy as lnp
from lossbook_course.datasets import load_mnist
from lossbook_course.mnist import torch_model
from lossbook_course.mnist.browser import HARD, PLAIN
from lossbook_course.mnist.trained import load_trained

pytestmark = pytest.mark.browser

ADDRESS = "digit.html"
FILES = ("board.css", "board.js", "networks.safetensors")
NETWORKS = ("cross_entropy", "focal")
LOADED = "performance.getEntriesByType('resource').map((it) => it.name).filter((it) => it.includes('draw-a-digit'))"
VALUES = "(cells) => cells.map((cell) => Number(cell.dataset.value ?? NaN))"
OPTIONS = {"resultTypes": ["violations"], "preload": False}  # of axe; it would fetch style sheets once more

# The page's timers wait until the test lets them go, so that it doesn't matter how fast the test is.
HELD = """() => {
    let last = 0;
    window.held = new Map();
    window.setTimeout = (call) => (held.set(++last, call), last);
    window.clearTimeout = (id) => held.delete(id);
    window.said = [];
    new MutationObserver(() => said.push(document.querySelector(".digit-summary").textContent))
        .observe(document.querySelector(".digit-summary"), { childList: true });
}"""

# What the board makes of digits that are drawn on its paper dot by dot and moved by some dots.
PREPARED = """async ([address, images, down, across]) => {
    const { prepare } = await import(address);
    return images.map((image) => {
        const ink = new Uint8ClampedArray(280 * 280);
        for (let i = 0; i < ink.length; i++) {
            const row = Math.floor(i / 280) - down, column = (i % 280) - across;
            const inside = row >= 0 && row < 280 && column >= 0 && column < 280;
            ink[i] = inside ? image[Math.floor(row / 10) * 28 + Math.floor(column / 10)] : 0;
        }
        return Array.from(prepare(ink), (value) => 255 * value);
    });
}"""


def start(page):
    page.get_by_role("button", name="Start drawing").click()
    page.locator(".digit-board").wait_for()
    return page


@pytest.fixture
def board(visit):
    yield start(visit.open(ADDRESS))
    assert visit.errors == [] and visit.foreign == []


@pytest.fixture(scope="module")
def stored():
    images, labels = load_mnist("test")
    chosen = [*PLAIN, *HARD]
    return images[chosen].astype(np.float32) / 255, labels[chosen].astype(int)


def torch_logits(network, images):
    model = torch_model.build_model()
    torch_model.set_weights(model, load_trained(network).weights)
    with torch.inference_mode():
        return model(torch.from_numpy(images)).numpy()


def shown(page, table, network):
    """The values of a column, once the picture on the screen is the newest."""
    page.evaluate(NEXT_PICTURE)
    return np.array(page.eval_on_selector_all(f".digit-{table} [data-network={network}]", VALUES))


def take(page, position):
    page.get_by_role("button", name=f", number {position} of the test digits").click()
    page.evaluate(NEXT_PICTURE)


def test_nothing_is_loaded_before_the_start(visit):
    page = visit.open(ADDRESS)
    page.wait_for_load_state("networkidle")
    assert page.evaluate(LOADED) == []
    assert page.locator("canvas").count() == 0
    start(page)
    assert sorted(name.partition("?")[0].rpartition("/")[2] for name in page.evaluate(LOADED)) == sorted(FILES)


def test_the_button_says_how_much_it_loads(visit, site):
    size = sum((site / "_static" / "draw-a-digit" / name).stat().st_size for name in FILES)
    page = visit.open(ADDRESS)
    expect(page.get_by_role("button", name=f"loads {size / 1e6:.2f} MB")).to_be_visible()


def test_stored_digits_have_the_probabilities_that_torch_gives(board, stored):
    images, labels = stored
    for network in NETWORKS:
        expected = torch.softmax(torch.from_numpy(torch_logits(network, images)), dim=1).numpy()
        for i, position in enumerate([*PLAIN, *HARD]):
            take(board, position)
            assert np.allclose(shown(board, "answers", network), expected[i], rtol=0, atol=1e-4), position
            expect(board.get_by_role("radio", name=str(labels[i]), exact=True)).to_be_checked()


@pytest.mark.parametrize("scaled", [False, True])
@pytest.mark.parametrize("gamma", [0, 2, 5])
def test_losses_are_those_of_the_library(board, stored, gamma, scaled):
    position = HARD.index(2654) + len(PLAIN)  # a 6 that both are sure is a 1: where a careless formula breaks
    take(board, 2654)
    board.get_by_label("γ of the focal loss").fill(str(gamma))
    board.get_by_label("temperature").set_checked(scaled)
    for network in NETWORKS:
        z = torch_logits(network, stored[0][[position]]).astype(float)
        z /= load_trained(network).temperature if scaled else 1
        p = np.exp(z - z.max()) / np.exp(z - z.max()).sum()
        for truth in (6, 1):
            board.get_by_role("radio", name=str(truth), exact=True).check()
            expected = [
                lnp.sparse_categorical_cross_entropy([truth], z, from_logits=True),
                lnp.sparse_categorical_focal([truth], z, gamma=gamma, from_logits=True),
                10 * lnp.mean_squared_error(np.eye(10)[[truth]], p),
                lnp.crammer_singer([truth], z),
            ]
            assert np.allclose(shown(board, "losses", network), expected, rtol=1e-4, atol=1e-4), truth
    expect(board.locator(".digit-losses")).to_contain_text(f"γ = {gamma}")


def test_no_loss_without_a_truth(board):
    take(board, PLAIN[3])
    board.get_by_role("button", name="Clear").click()
    assert np.isnan(shown(board, "losses", "focal")).all()
    assert np.isnan(shown(board, "answers", "focal")).all()
    expect(board.get_by_role("radio", checked=True)).to_have_count(0)


def stroke_by_mouse(page):
    box = page.locator("#digit-canvas").bounding_box()
    across, top, bottom = (box["x"] + box["width"] / 2, box["y"] + 40, box["y"] + box["height"] - 40)
    page.mouse.move(across, top)
    page.mouse.down()
    page.mouse.move(across, bottom, steps=5)
    page.mouse.up()


def assert_it_reads_a_one(page):
    for network in NETWORKS:
        p = shown(page, "answers", network)
        assert p.argmax() == 1 and np.isclose(p.sum(), 1)


def test_draw_with_the_mouse(board):
    board.locator("#digit-canvas").scroll_into_view_if_needed()
    assert np.isnan(shown(board, "answers", "focal")).all()
    stroke_by_mouse(board)
    assert_it_reads_a_one(board)
    before = shown(board, "answers", "focal")
    paper = board.locator("#digit-canvas").bounding_box()
    board.mouse.move(paper["x"] + 60, paper["y"] + 60, steps=5)  # the button is up: nothing is drawn
    assert np.array_equal(shown(board, "answers", "focal"), before)


def test_draw_with_a_finger(browser, server):
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, reduced_motion="reduce"
    )
    page = context.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{server}/{ADDRESS}")
    start(page)
    page.locator("#digit-canvas").scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    box = page.locator("#digit-canvas").bounding_box()
    across = box["x"] + box["width"] / 2
    touch = context.new_cdp_session(page)
    for kind, down in [("touchStart", 0.2), ("touchMove", 0.4), ("touchMove", 0.6), ("touchMove", 0.8)]:
        point = {"x": across, "y": box["y"] + down * box["height"]}
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [point]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert_it_reads_a_one(page)
    # A finger on the paper draws, and does not scroll; a pixel is the browser's own rounding.
    assert page.evaluate("scrollY") == pytest.approx(before, abs=2)
    assert page.evaluate("getComputedStyle(document.querySelector('.digit-board')).touchAction") == "auto"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert errors == []
    context.close()


def test_draw_and_choose_with_the_keyboard_alone(visit):
    page = visit.open(ADDRESS)
    page.get_by_role("button", name="Start drawing").focus()
    page.keyboard.press("Enter")
    page.locator(".digit-board").wait_for()
    page.wait_for_function("document.activeElement.id === 'digit-canvas'")
    for key in ["ArrowUp"] * 8 + ["Space"] + ["ArrowDown"] * 16:
        page.keyboard.press(key)
    expect(page.locator(".digit-cursor.down")).to_be_visible()
    expect(page.locator(".digit-pen")).to_have_text("Pen down at row 7, column 15.")
    assert_it_reads_a_one(page)
    before = shown(page, "answers", "focal")
    for key in ["Space"] + ["ArrowLeft"] * 5:
        page.keyboard.press(key)
    assert np.array_equal(shown(page, "answers", "focal"), before)  # a lifted pen leaves no ink

    for _ in range(len(PLAIN + HARD) + 2):  # past Clear and the stored digits to the choice of the truth
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="1", exact=True)).to_be_checked()
    assert np.isclose(shown(page, "losses", "focal")[0], -np.log(before[1]), atol=1e-6)
    assert visit.errors == []


def test_a_drawing_becomes_what_mnist_would_have_made_of_it(board):
    """Digits that are scaled and centred already stay as they are, and where on the paper they stand is all one."""
    images = load_mnist("test")[0][:200]
    script = board.evaluate(LOADED.replace("draw-a-digit", "board.js"))[0]
    flat = images.reshape(-1, 28 * 28).tolist()
    assert np.allclose(board.evaluate(PREPARED, [script, flat, 0, 0]), flat, atol=1e-6)
    images[:, 3:-3, 3:-3] = 0  # what is left has ink at the edge, and would be cut when it moves
    flat = [pixels for pixels, edge in zip(flat, images, strict=True) if not edge.any()]
    assert len(flat) > 100
    assert np.allclose(board.evaluate(PREPARED, [script, flat, -27, 29]), flat, atol=1e-6)


def test_the_answer_is_said_once_the_hand_rests(board):
    expect(board.locator(".digit-summary")).to_have_text(re.compile("^The paper is empty"))
    board.evaluate(HELD)
    for _ in range(3):
        stroke_by_mouse(board)
        board.evaluate(NEXT_PICTURE)
    take(board, PLAIN[4])
    assert board.evaluate("[said, held.size]") == [[], 1]  # of the four answers, the last alone waits to be said
    board.evaluate("held.forEach((call) => call())")
    (said,) = board.evaluate("said")
    assert said.startswith("Cross-entropy network: 4, with") and "Focal network: 4, with" in said


def test_the_truth_and_the_answer_are_marked_in_words_and_weight(board):
    take(board, 115)
    rows = board.locator(".digit-answers tbody tr")
    expect(rows.nth(4).get_by_text("truth")).to_be_visible()
    expect(board.locator(".digit-mark:not(:empty)")).to_have_count(1)
    weight = "(cell) => getComputedStyle(cell.querySelector('span')).fontWeight"
    assert rows.nth(9).locator("td").first.evaluate(weight) == "700"
    assert rows.nth(4).locator("td").first.evaluate(weight) == "400"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_the_board(board, theme):
    board.evaluate("(theme) => { document.body.dataset.theme = theme }", theme)
    take(board, 115)
    expect(board.locator(".digit-summary")).to_have_text(re.compile("^Cross-entropy network: "))
    violations = Axe().run(board, context=".lossbook-digit", options=OPTIONS).response
    assert not [(each["id"], [node["html"][:120] for node in each["nodes"]]) for each in violations["violations"]]
    for width in (1280, 390, 320):
        board.set_viewport_size({"width": width, "height": 844})
        assert board.evaluate("document.documentElement.scrollWidth") <= width


def test_what_does_not_load_is_said(visit):
    visit.page.route("**/networks.safetensors*", lambda route: route.abort())
    page = visit.open(ADDRESS)
    button = page.get_by_role("button", name="Start drawing")
    button.click()
    page.get_by_text("The drawing board did not load").wait_for()
    expect(button).to_be_enabled()
    expect(page.locator(".digit-board")).to_have_count(0)
    page.unroute("**/networks.safetensors*")
    start(page)  # the next try works
    expect(page.get_by_text("The drawing board did not load")).to_be_hidden()


def test_without_javascript_the_page_says_what_is_missing(browser, server):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server}/{ADDRESS}")
    expect(page.get_by_text("needs JavaScript")).to_be_visible()
    expect(page.get_by_role("button", name="Start drawing")).to_be_hidden()
    context.close()
