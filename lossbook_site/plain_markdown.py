"""MyST Markdown of a page, said in the plain Markdown that every notebook program understands.

myst-parser reads; here stands what becomes of what it finds. A line that needs no other form stays as it is. To teach
a directive or a role, add it to ``DIRECTIVES`` or ``ROLES``; one that isn't there is an error.
"""

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from runpy import run_path
from typing import NamedTuple
from urllib.parse import quote

from docutils.parsers.rst.directives.misc import TestDirective
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.myst_role.index import myst_role
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.directives import parse_directive_text
from myst_parser.parsers.mdit import create_md_parser
from pybtex.backends.markdown import Backend
from pybtex.database import Entry
from pybtex.style.formatting.plain import Style

from lossbook.catalog import CATALOG
from lossbook_course.teaching import gallery
from lossbook_course.teaching.questions import LETTERS, Question, find
from lossbook_course.teaching.sources import loss_source
from lossbook_site.cards import PAGE as CARDS
from lossbook_site.contents import BOOK
from lossbook_site.reading import minutes

STYLE = Style()
NAMED = re.compile(r"(?P<text>.*\S)\s*<(?P<target>[^<>]+)>")
# Pages without code that have a notebook all the same, since the notebooks of others lead there.
TO_READ = ("choosing", "appendix/glossary", "appendix/notation")
# What stands for a number until whoever makes the notebook says it: what the role names, between two private signs.
QUOTED = re.compile("\ue000(?P<role>[^\ue001]*)\ue001")


class NotPlain(ValueError):
    """A page uses something for which no plain form is known."""


def myst_extensions() -> list[str]:
    """The extensions of Markdown that the site is built with."""
    return run_path(str(BOOK / "conf.py"))["myst_enable_extensions"]


@cache
def parser(*without: str) -> MarkdownIt:
    """The parser of the site's pages, without some of its rules."""
    made = create_md_parser(MdParserConfig(enable_extensions=set(myst_extensions())), RendererHTML)
    made.inline.ruler.at("myst_role", placed_role)
    return made.disable(list(without))


def placed_role(state, silent: bool) -> bool:
    """The parser's own rule for a role, which also notes where in the text the role stands."""
    start = state.pos
    found = myst_role(state, silent)
    if found and not silent:
        state.tokens[-1].meta["place"] = start, state.pos
    return found


class Directive(NamedTuple):
    """A directive, and the line of the page at which its body begins."""

    name: str
    argument: str
    options: dict
    body: str
    line: int


class Label(NamedTuple):
    """What a label names: the page, what a reader knows the place as, the heading that it is or stands under.

    A definition, an exercise or the like has a number too, such as ``Definition 27``; an equation's is its title.
    """

    page: "Page"
    title: str
    heading: str
    number: str = ""


class Course:
    """All pages, by names such as ``appendix/clinic``, in their order, what they refer to, and what they cite."""

    def __init__(self, texts: dict[str, str], references: dict[str, Entry]) -> None:
        self.references = references
        self.labels: dict[str, Label] = {}
        self.equations: dict[str, Label] = {}
        self.boxes: Counter[str] = Counter()
        self.pages = {name: Page(self, name, text) for name, text in texts.items()}

    def next_number(self, kind: str) -> str:
        """The number of a definition or the like: as on the site, they are counted through all pages."""
        self.boxes[kind] += 1
        return f"{kind} {self.boxes[kind]}" if kind else ""


class Page:
    """One page: it notes what can be referred to, and says parts of itself in plain Markdown."""

    def __init__(self, course: Course, name: str, text: str) -> None:
        self.course, self.name, self.text = course, name, text
        self.notebook = f"{posixpath.basename(name)}.ipynb"
        self.title, self.has_notebook = "", name in TO_READ
        self.cited: set[str] = set()
        self.note()

    def note(self) -> None:
        """Tell the course what others can refer to."""
        course, heading = self.course, ""
        for node, it in self.blocks(self.text, deep=True):
            after = node.next_sibling
            if node.type == "heading":
                heading = node.children[0].content
                self.title = self.title or heading
            elif node.type == "myst_target" and after and after.type == "heading":
                course.labels[node.content] = Label(self, after.children[0].content, after.children[0].content)
            elif node.type == "myst_target":
                course.labels[node.content] = Label(self, node.content, heading)
            elif node.type == "math_block_label":
                course.equations[node.info] = Label(self, f"({len(course.equations) + 1})", heading)
            elif it and (name := it.options.get("label")):
                label = Label(self, it.argument or name, heading, course.next_number(box(it)))
                heading = exercise_title(label) if box(it) == "Exercise" else heading
                course.labels[name] = label._replace(heading=heading)
            elif it and it.name == "code-cell":
                self.has_notebook = True

    def blocks(self, text: str, line: int = 1, deep: bool = False) -> Iterator[tuple[SyntaxTreeNode, Directive | None]]:
        """The blocks of a text that begins at this line; where ``deep``, those in the bodies of directives too."""
        # Only at the top of a page does a rule begin its front matter.
        rules = parser("inline") if line == 1 else parser("inline", "front_matter")
        for node in SyntaxTreeNode(rules.parse(text)).walk(include_self=False):
            self.line = line + node.map[0] if node.map else self.line
            it = self.directive(node)
            yield node, it
            if deep and it and it.name != "code-cell":
                yield from self.blocks(it.body, it.line, deep)

    def directive(self, node: SyntaxTreeNode) -> Directive | None:
        """The directive that a block is, if it is one."""
        name, argument = (*node.info.split(maxsplit=1), "", "")[:2]
        if node.type not in ("fence", "colon_fence") or not (name.startswith("{") and name.endswith("}")):
            return None
        # As myst-parser has it: after an empty line, colons that open a fence within are not read as an option.
        added = "\n" if node.content.startswith(":::") else ""
        # The class for tests is the one of which myst-parser takes any option. Those of a cell are more than text.
        text = added + node.content
        read = parse_directive_text(TestDirective, argument, text, validate_options=name != "{code-cell}")
        if read.warnings:
            raise self.error(f"the directive {name}: {read.warnings[0].msg}")
        line = self.line + 1 + read.body_offset - len(added)
        return Directive(name[1:-1], argument.strip(), read.options, "\n".join(read.body), line)

    def error(self, problem: str) -> NotPlain:
        """An error that says where the reading is."""
        return NotPlain(f"{self.name}, line {self.line}: {problem}")

    def find(self, known: dict, name: str, kind: str):
        """What has this name."""
        if name not in known:
            raise self.error(f"there is no {kind} {name!r}")
        return known[name]

    def render(self, text: str, line: int) -> str:
        """Plain Markdown of a part that begins at this line of the page."""
        lines, plain, done = text.split("\n"), [], 0
        for node, it in self.blocks(text, line):
            start, end = node.map or (0, 0)
            # The second cell of a table's row stands on the line of the first.
            changed = self._block(node, it, "\n".join(lines[start:end])) if start >= done else None
            if changed is not None:
                plain += [*lines[done:start], changed]
                done = end
        return "\n".join([*plain, *lines[done:]])

    def _block(self, node: SyntaxTreeNode, it: Directive | None, source: str) -> str | None:
        """The plain form of a block, whose source these lines are, or None if they stay."""
        if it and node.level:
            raise self.error(f"the directive {it.name!r} in a list or quotation")
        if it:
            return self.find(DIRECTIVES, it.name, "plain form of the directive")(self, it)
        if node.type == "inline":
            return self.inline(source)
        if node.type == "math_block_label":
            return rf"{source.rpartition('$$')[0]}\tag{{{self.course.equations[node.info].title[1:-1]}}}$$"
        return "" if node.type in ("myst_target", "myst_line_comment") else None

    def inline(self, text: str) -> str:
        """Running text with its roles said plainly, code left alone."""
        line, plain, done = self.line, "", 0
        for token in parser().parseInline(text)[0].children:
            if ".md" in (href := str(token.attrs.get("href", ""))) and "://" not in href:
                raise self.error(f"no notebook has {href!r} beside it: lead there by the role doc or ref")
            if token.type == "myst_role":
                start, end = token.meta["place"]
                self.line = line + text.count("\n", 0, start)
                role = self.find(ROLES, token.meta["name"], "plain form of the role")
                shown, target = named.groups() if (named := NAMED.fullmatch(token.content)) else ("", token.content)
                plain += text[done:start] + role(self, target, shown)
                done = end
        return plain + text[done:]

    def references(self) -> str:
        """The list of what the page has cited so far, or an empty string."""
        entries = STYLE.sort([self.course.references[key] for key in self.cited])
        texts = (formatted.text.render(Backend()) for formatted in STYLE.format_entries(entries))
        # pybtex escapes every full stop and breaks lines between the parts of an entry; neither is needed.
        items = [re.sub(r"\\([.()!+-])", r"\1", "- " + " ".join(text.split())) for text in texts]
        return "\n".join(["## References", "", *items]) if items else ""


# The plain form of each directive: a function of the page and the directive


def quotation(page: Page, title: str, it: Directive) -> str:
    """A box with a title, as a quotation."""
    lines = [f"**{page.inline(title)}.**", "", *one_line_mathematics(page, it).split("\n")]
    return "\n".join(["", *(f"> {line}".rstrip() for line in lines), ""])


def one_line_mathematics(page: Page, it: Directive) -> str:
    """The body with each formula on one line: in a quotation, programs take the next line's mark for mathematics."""
    plain = page.render(it.body, it.line).strip("\n")
    lines = plain.split("\n")
    for node, _ in reversed([*page.blocks(plain, it.line)]):
        if node.type == "math_block":
            start, end = node.map
            lines[start:end] = [f"{lines[start].partition('$$')[0]}$${' '.join(node.content.split())}$$"]
    return "\n".join(lines)


def body(page: Page, it: Directive) -> str:
    """What the directive holds, and nothing around it."""
    return page.render(it.body, it.line)


def box(it: Directive) -> str:
    """What the site calls a directive that it numbers, such as ``Definition``; nothing if it doesn't."""
    if it.name in ("exercise", "exercise-start"):
        return "Exercise"
    return it.name.removeprefix("prf:").capitalize() if it.name in PROOFS else ""


def proof(page: Page, it: Directive) -> str:
    """A definition or the like."""
    number = page.find(page.course.labels, it.options.get("label"), "label").number
    return quotation(page, f"{number} ({it.argument})" if it.argument else number, it)


def exercise(page: Page, it: Directive) -> str:
    """An exercise, under a heading of its own."""
    label = page.find(page.course.labels, it.options.get("label"), "label")
    return f"\n### {page.inline(exercise_title(label))}\n\n{body(page, it)}"


def exercise_title(label: Label) -> str:
    """The heading of an exercise."""
    return f"{label.number}: {label.title}"


def source(page: Page, it: Directive) -> str:
    """The library's own code of a loss, folded."""
    try:
        code = loss_source(it.argument)
    except LookupError as error:
        raise page.error(f"loss-source: {error}") from error
    parts = (f"**{framework}**\n\n```python\n{text}\n```" for framework, text in code.items())
    return folded(f"<code>{it.argument}</code> in the library: {', '.join(code)}", "\n\n".join(parts))


def card(page: Page, it: Directive) -> str:
    """A card that leads somewhere, as an entry of a list."""
    role = page.find(ROLES, it.options.get("link-type"), "plain form of the role")
    return f"- {role(page, it.options['link'], it.argument)}: {page.inline(it.body.strip())}"


def glossary(page: Page, it: Directive) -> str:
    """The terms, each with its other names and what it means, as a list."""
    entries = []
    for entry in re.split(r"\n\s*\n(?=\S)", it.body.strip()):
        lines = entry.split("\n")
        term, *names = (line for line in lines if not line.startswith(" "))
        meaning = page.inline(" ".join(line.strip() for line in lines if line.startswith(" ")))
        entries.append(f"- {' · '.join([f'**{term}**', *names])}<br>\n  {meaning}")
    return "\n".join(entries)


def question(page: Page, it: Directive) -> str:
    """A question; the cell that takes the answer comes after it."""
    asked = found(page, it)
    options = [f"- ({letter}) {each.text}" for letter, each in zip(LETTERS, asked.options, strict=False)]
    lines = "\n".join([f"**{'Guess' if asked.is_guess else 'Question'}.** {asked.text}", "", *options]).strip()
    return "\n".join(["", *(f"> {line}".rstrip() for line in lines.split("\n")), ""])


def found(page: Page, it: Directive) -> Question:
    """The question that a directive names."""
    try:
        return find(it.argument)
    except (LookupError, ValueError) as error:
        raise page.error(str(error)) from error


def folded(summary: str, text: str) -> str:
    """A text that the reader unfolds."""
    return f"<details>\n<summary>{summary}</summary>\n\n{text}\n\n</details>"


NOTES = ("note", "tip", "hint", "important", "warning", "caution", "danger", "attention", "seealso", "admonition")
KINDS = ("definition", "theorem", "lemma", "corollary", "proposition", "property", "proof", "remark", "example")
PROOFS = [f"prf:{kind}" for kind in KINDS]

DIRECTIVES: dict[str, Callable[[Page, Directive], str]] = {
    "bibliography": lambda page, it: "",
    "draw-a-digit": body,
    "dropdown": lambda page, it: folded(page.inline(it.argument), body(page, it).strip("\n")),
    "exercise": exercise,
    "exercise-end": lambda page, it: "",
    "exercise-start": exercise,
    "glossary": glossary,
    "grid": lambda page, it: re.sub(r"\n+", "\n", body(page, it)),
    "grid-item-card": card,
    "loss-source": source,
    "question": question,
    "tab-item": lambda page, it: f"**{it.argument}**\n\n{body(page, it)}\n",
    "tab-set": body,
    "table": body,
    **dict.fromkeys(NOTES, lambda page, it: quotation(page, it.argument or it.name.capitalize(), it)),
    **dict.fromkeys(PROOFS, proof),
}

# The plain form of each role: a function of the page, what the role leads to, and the text if it has one


def to_page(page: Page, other: Page, text: str = "") -> str:
    """A link to a page, or its title alone if it has no notebook or is this one."""
    text = text or other.title
    return f"[{text}]({other.notebook})" if other.has_notebook and other is not page else f"*{text}*"


def doc(page: Page, target: str, text: str) -> str:
    """A link to the page at a path."""
    path = posixpath.normpath(posixpath.join("/", posixpath.dirname(page.name), target))
    return to_page(page, page.find(page.course.pages, path.lstrip("/"), "page"), text)


def to_place(page: Page, label: Label, text: str) -> str:
    """A link to the heading at or above a place, or the text alone if the page has no notebook."""
    if label.page is page:
        return f"[{text}]({anchor(label)})"
    if not label.page.has_notebook:
        return f"*{text}*"
    return f"[{text}]({label.page.notebook}{anchor(label) if label.heading != label.page.title else ''})"


def anchor(label: Label) -> str:
    """The anchor that Jupyter gives to a heading: what the heading says, with dashes for spaces."""
    tokens = parser().parseInline(label.page.inline(label.heading))[0].children
    said = "".join(f"${token.content}$" if token.type == "math_inline" else token.content for token in tokens)
    return "#" + quote(said.replace(" ", "-"), safe="/:,;!'()?")


def ref(page: Page, target: str, text: str) -> str:
    """A link to a label."""
    label = page.find(page.course.labels, target, "label")
    return to_place(page, label, text or page.inline(label.title))


def box_ref(page: Page, target: str, text: str) -> str:
    """A link to a definition or the like, by its number."""
    label = page.find(page.course.labels, target, "label")
    return to_place(page, label, text or label.number)


def to_card(page: Page, name: str, _: str) -> str:
    """A link to the card of a loss. A cell displays it, with the anchor that it has on the site."""
    row = page.find(CATALOG, name, "loss")
    return f"[`{name}`]({page.course.pages[CARDS].notebook}#{gallery.anchor(row)})"


def eq(page: Page, target: str, text: str) -> str:
    """A link to an equation, by its number."""
    label = page.find(page.course.equations, target, "equation")
    return to_place(page, label, text or label.title)


def cite(page: Page, keys: str, form: str) -> list[str]:
    """Who wrote each source and when, in this form. The sources join the page's list."""
    keys = [key.strip() for key in keys.split(",")]
    entries = [page.find(page.course.references, key, "entry of references.bib") for key in keys]
    page.cited.update(keys)
    return [form.format(authors(entry), entry.fields["year"]) for entry in entries]


def authors(entry: Entry) -> str:
    """``Shannon``, ``Kullback and Leibler`` or ``Lin et al.``."""
    people = entry.persons.get("author") or entry.persons["editor"]
    names = [" ".join(part.strip("{}") for part in (*person.prelast_names, *person.last_names)) for person in people]
    return names[0] + " et al." if len(names) > 2 else " and ".join(names)


ROLES: dict[str, Callable[[Page, str, str], str]] = {
    "cite:p": lambda page, keys, _: f"({'; '.join(cite(page, keys, '{} {}'))})",
    "cite:t": lambda page, keys, _: " and ".join(cite(page, keys, "{} ({})")),
    "doc": doc,
    "eq": eq,
    "glue:text": lambda page, quoted, _: f"\ue000{quoted}\ue001",
    "loss": to_card,
    "minutes": lambda page, name, _: str(minutes(name)),
    **dict.fromkeys(["abbr", "kbd", "term"], lambda page, target, text: text or target),
    **dict.fromkeys(["code", "func", "class", "mod"], lambda page, name, _: f"`{name.lstrip('~')}`"),
    "prf:ref": box_ref,
    "ref": ref,
}
