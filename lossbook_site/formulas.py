r"""Set formulas in MathML when the site is built: browsers and screen readers know it by themselves, without a script.

math-core makes MathML of TeX and refuses what it doesn't know, so that a mistake in a formula is a warning of the
build. A formula is what Sphinx takes for one, in pages and in docstrings, and what stands between ``\(`` and ``\)`` or
``\[`` and ``\]`` in an element of the class ``math`` of raw HTML, which code cells display.

How formulas look is a matter of the font: it must have a MATH table, which says how thick the bar of a fraction is and
how a parenthesis grows. Many devices have no such font. So the site brings a part of STIX Two Math, the same on every
page, from the package ziamath.
"""

import re
from html import escape, unescape
from importlib.metadata import files
from logging import WARNING, getLogger
from pathlib import Path
from unicodedata import category

from docutils import nodes
from fontTools.subset import Options, Subsetter, load_font, save_font
from math_core import LatexError, LatexToMathML
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number
from sphinx.writers.html5 import HTML5Translator

RAW_FORMULA = re.compile(
    r'(?P<opening><(?P<tag>span|div) class="math[ "][^>]*>)'
    r"\s*(?:\\\((?P<inline>.*?)\\\)|\\\[(?P<block>.*?)\\\])\s*(?=</(?P=tag)>)",
    re.DOTALL,
)
CONVERTER = LatexToMathML(fancy_error=False)
# What math-core reads without an error and yet sets otherwise than TeX, or numbers where Sphinx does.
REFUSED = re.compile(
    r"\n\s*\n|\\\\\*|^(?!.*\\(?:begin|substack)\b).*\\\\"  # lines outside an environment
    r"|\\(?:eqref|overline)\b|\\begin\{(?:align|alignat|equation|flalign|gather|multline)\}",
    re.DOTALL,
)
SPACE_BELOW = re.compile(r"(?<=\\\\)\[[\d.]+(?:ex|em|pt)\]")  # math-core would show it; rows have space enough
# Chromium lets an operator that bears a script grow only inside a row of its own.
GROWN_BASE = re.compile(r"(<msu(?:b|p|bsup)>)(<mo minsize[^>]*>[^<]*</mo>)")

LOGGER = logging.getLogger(__name__)

FONT = "formulas.woff2"
# The signs that formulas may have. Each costs every reader some bytes; a formula with another one is refused.
RANGES = (
    (0x20, 0x7E), (0xA0, 0xA0), (0xAC, 0xAC), (0xAF, 0xB1), (0xB7, 0xB7), (0xD7, 0xD7), (0xF7, 0xF7), (0x2C6, 0x2C7),
    (0x2D8, 0x2DC), (0x393, 0x3F5), (0x2016, 0x2016), (0x2026, 0x2026), (0x2032, 0x2032),  # letters, accents
    (0x210E, 0x2113), (0x2115, 0x2115), (0x211D, 0x211D), (0x2124, 0x2124), (0x212C, 0x212C),  # h, l; E, L, N, R, Z
    (0x2190, 0x2194), (0x21A6, 0x21A6), (0x21D2, 0x21D4), (0x2200, 0x2213), (0x221A, 0x221E), (0x2223, 0x222B),
    (0x223C, 0x223C), (0x2243, 0x2248), (0x2260, 0x226B), (0x2282, 0x2287), (0x2295, 0x2299), (0x22A4, 0x22A5),
    (0x22C5, 0x22C5), (0x22EE, 0x22F1), (0x2308, 0x230B), (0x23DE, 0x23DF), (0x27E8, 0x27E9),  # operators, brackets
    (0x1D434, 0x1D467), (0x1D49C, 0x1D4B5), (0x1D538, 0x1D550), (0x1D6FC, 0x1D71B),  # italic, script, double, Greek
)  # fmt: skip
SIGNS = frozenset(chr(code) for first, last in RANGES for code in range(first, last + 1))
UNSEEN = frozenset("\n\u2061\u2062\u2063\u2064")  # 'function of', 'times', 'and', 'plus': said, not drawn


def mathml(tex: str, display: bool) -> str:
    """A formula in TeX as MathML; a ValueError says what is wrong with it."""
    if found := REFUSED.search(tex.strip()):
        raise ValueError(f"the site doesn't set {found[0][-20:]!r}: use aligned, cases or a label of Sphinx")
    try:
        made = CONVERTER.convert_with_local_state(SPACE_BELOW.sub("", tex.strip()), displaystyle=display)
    except LatexError as error:
        raise ValueError(f"at character {error}") from None
    for sign in unescape(re.sub("<[^>]*>", "", made)):
        if sign not in SIGNS | UNSEEN and category(sign) != "Lo":  # words in Chinese are set in the page's own font
            raise ValueError(f"the site's font has no {sign!r} (U+{ord(sign):04X}): add it to RANGES in {__name__}")
    # The font's next size after the plain one is a little less than math-core asks for.
    made = made.replace('size="1.2em"', 'size="1.18em"')
    return GROWN_BASE.sub(r"\1<mrow>\2</mrow>", made).replace("<math", '<math class="notranslate"', 1)


def checked(tex: str, display: bool, node: nodes.Node) -> str:
    """A formula as MathML; if it is wrong, a warning says where it stands."""
    try:
        return mathml(tex, display)
    except ValueError as error:
        LOGGER.warning("formula %r: %s", tex.strip(), error, location=node, type="formulas")
        return f"<code>{escape(tex)}</code>"


def visit_inline(self: HTML5Translator, node: nodes.math) -> None:
    """Write a formula between words."""
    self.body.append(checked(node.astext(), False, node))
    raise nodes.SkipNode


def visit_block(self: HTML5Translator, node: nodes.math_block) -> None:
    """Write a displayed formula, with its number if it has one."""
    # The theme Furo puts a box around it that has its id already.
    named = {} if node["ids"] == node.parent["ids"] else node
    self.body.append(self.starttag(named, "div", "", CLASS="math"))
    if node["number"]:
        self.body.append(f'<span class="eqno">({get_node_equation_number(self, node)})')
        self.add_permalink_ref(node, _("Link to this equation"))
        self.body.append("</span>")
    self.body.append(f"{checked(node.astext(), True, node)}</div>\n")
    raise nodes.SkipNode


def visit_raw(self: HTML5Translator, node: nodes.raw) -> None:
    """Write raw HTML with its formulas set; the search, which reads the node, finds the words that it found before."""

    def replace(match: re.Match) -> str:
        display = match["block"] is not None
        return match["opening"] + checked(unescape(match["block"] if display else match["inline"]), display, node)

    made = nodes.raw("", RAW_FORMULA.sub(replace, node.astext()), **node.attributes)
    made.parent = node.parent
    type(self).visit_raw(self, made)


def make_font(app: Sphinx) -> None:
    """Put the font beside the style sheet: the signs of RANGES, and how they grow."""
    target = Path(app.outdir) / "_static" / FONT
    if app.builder.format != "html" or target.exists():
        return
    getLogger("fontTools").setLevel(WARNING)  # it tells of every table
    options = Options(flavor="woff2", layout_features=[], hinting=False, name_IDs=[0, 1, 2, 5, 13, 14])
    source = next(path for path in files("ziamath") if path.name == "STIXTwoMath-Regular.ttf")
    font = load_font(source.locate(), options)
    for table in font["cmap"].tables:
        table.cmap[0x2032] = "minute.ssty"  # the prime as a superscript: browsers don't ask for it
    font["MATH"].table.MathConstants.AccentBaseHeight.Value = 440  # a hat, clear of the y below it
    # As in TeX, a script on a letter is as high or as low on p and f as on x.
    font["MATH"].table.MathConstants.SubscriptBaselineDropMin.Value = 0
    font["MATH"].table.MathConstants.SuperscriptBaselineDropMax.Value = 380
    # Chromium makes a parenthesis as wide as its widest form; the tallest ones are put together from parts.
    for sign in font["MATH"].table.MathVariants.VertGlyphConstruction:
        if sign.GlyphAssembly:
            sign.MathGlyphVariantRecord = sign.MathGlyphVariantRecord[:7]
            sign.VariantCount = len(sign.MathGlyphVariantRecord)
    font["OS/2"].fsSelection |= 1 << 7  # on Windows too, lines are as high as letters and not as the tallest sign
    subsetter = Subsetter(options)
    subsetter.populate(text="".join(SIGNS))
    subsetter.subset(font)
    target.parent.mkdir(parents=True, exist_ok=True)
    save_font(font, target, options)


def setup(app: Sphinx) -> dict[str, bool]:
    """Register what sets formulas, and what they are set in."""
    app.add_html_math_renderer("mathml", (visit_inline, None), (visit_block, None))
    app.add_node(nodes.raw, override=True, html=(visit_raw, None))
    app.connect("builder-inited", make_font)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
