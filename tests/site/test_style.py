"""The one style sheet: what is left out cannot match, and what it names is there."""

import re
import sys

from conftest import ROOT

sys.path.insert(0, str(ROOT / "book" / "_ext"))

from stylesheet import Everything, Used, joined


def used_by(html, script=""):
    used = Used()
    used.add_page(html)
    used.add_script(script)
    return used


def test_a_rule_stays_as_far_as_it_can_match():
    sheet = ".a > p, .b p, p.c { color: red } #d { color: blue } table { color: green }"
    assert joined([sheet], used_by('<p class="a c" id=e>')) == ".a>p,p.c{color:red}"


def test_what_a_script_may_add_stays():
    assert joined([".open { top: 0 } .shut { top: 1px }"], used_by("<p>", "x.classList.add('open')")) == ".open{top:0}"


def test_what_stands_in_brackets_is_taken_to_match():
    sheet = "p:not(.unknown)[data-x='y']:is(.other, p)::before { content: '}' }"
    assert joined([sheet], used_by("<p>")) == 'p:not(.unknown)[data-x="y"]:is(.other, p)::before{content:"}"}'


def test_media_queries_go_with_their_last_rule():
    sheet = "@media print { .a { top: 0 } .b { top: 0 } } @media screen { .b { top: 0 } }"
    assert joined([sheet], used_by("<p class='a'>")) == "@media print{.a{top:0}}"


def test_properties_that_nothing_reads_go_and_so_do_those_that_only_they_read():
    sheet = ":root { --a: 1px; --b: var(--a); --c: var(--b); --d: 2px } p { top: var(--b); left: 0 }"
    assert joined([sheet], used_by("<p>")) == ":root{--a:1px;--b:var(--a)}p{top:var(--b);left:0}"


def test_animations_and_fonts_that_no_rule_names_go():
    sheet = (
        "@keyframes spin { to { rotate: 1turn } } @keyframes fade { to { opacity: 0 } } "
        "@font-face { font-family: 'A B'; src: url(a.woff) } @font-face { font-family: C; src: url(c.woff) } "
        "p { animation: fade 1s; font: 1em A B }"
    )
    left = joined([sheet], used_by("<p>"))
    assert "fade{to{opacity:0}}" in left and "spin" not in left
    assert "a.woff" in left and "c.woff" not in left


def test_our_own_rules_stay_whole():
    assert joined([".nowhere { --x: 1px }"], Everything()) == ".nowhere{--x:1px}"


def test_every_file_that_the_style_sheet_names_is_there(site):
    static = site / "_static"
    named = re.findall(r"url\(([^)]+)\)", (static / "lossbook-site.css").read_text(encoding="utf-8"))
    files = {name.strip("\"'") for name in named if not name.strip("\"'").startswith("data:")}
    assert any(name.endswith(".woff") for name in files)
    assert [name for name in sorted(files) if not (static / name).is_file()] == []


def test_nothing_of_the_icon_font_is_left(site):
    names = [path.name.lower() for path in site.rglob("*")]
    assert not [name for name in names if "fontawesome" in name or name.startswith("fa-")]
    assert "Font Awesome" not in (site / "_static" / "lossbook-site.css").read_text(encoding="utf-8")
