"""MyST Markdown of a page, said in the plain Markdown that every notebook program understands.

A directive or role that this file doesn't know is an error, so that none can slip through.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from pybtex.backends.markdown import Backend
from pybtex.database import Entry, parse_file
from pybtex.plugin import find_plugin

FENCE = re.compile(r"^(?P<fence>`{3,}|:{3,}|~{3,})(?:\{(?P<name>[\w:-]+)\})?[ ]*(?P<argument>.*)$")
OPTION = re.compile(r"^:(?P<key>[\w-]+):[ ]*(?P<value>.*)$")
TARGET = re.compile(r"^\((?P<label>[\w.:-]+)\)=\s*$")
HEADING = re.compile(r"^#+\s+(?P<title>.+)$")
EQUATION_END = re.compile(r"^(?P<before>.*)\$\$\s*\((?P<label>[\w.:-]+)\)\s*$")
ROLE = re.compile(r"\{(?P<name>[a-z][\w:+-]*)\}`(?P<content>[^`]+)`")
NAMED = re.compile(r"^(?P<text>.*\S)\s*<(?P<target>[^<>]+)>$", re.S)
PAGE_LINK = re.compile(r"\]\((?P<page>[\w./-]+)\.md(?P<anchor>#[\w-]*)?\)")

ADMONITIONS = ("note", "tip", "hint", "important", "warning", "caution", "danger", "attention", "seealso")
SILENT = ("exercise-end", "bibliography")


class NotPlain(ValueError):
    """A page uses something for which no plain form is known."""


@dataclass
class Directive:
    """One fenced directive: its name, what follows the name, its options and its body."""

    name: str
    argument: str
    options: dict[str, str]
    body: list[str]


Item = str | list[str] | Directive  # a line of prose, a listing, or a directive


@dataclass
class Page:
    """What references need to know about a page."""

    name: str
    title: str
    has_notebook: bool
    equations: dict[str, int] = field(default_factory=dict)

    @property
    def notebook(self) -> str:
        """Its notebook's file name."""
        return f"{Path(self.name).name}.ipynb"


@dataclass
class Label:
    """Where a label stands and what a reader knows the place as."""

    page: Page
    title: str
    is_page: bool = False
    is_heading: bool = False


class Course:
    """All pages' titles and labels, and the sources that they cite."""

    def __init__(self, sources: dict[str, str], bibliography: Path) -> None:
        """Read the pages, given as name (``appendix/clinic``) and text."""
        self.bibliography = bibliography
        self.labels: dict[str, Label] = {}
        self.pages = {name: self._read(name, text) for name, text in sources.items()}

    def _read(self, name: str, text: str) -> Page:
        lines = text.splitlines()
        title = next(match["title"] for line in lines if (match := re.match(r"^# (?P<title>.+)$", line)))
        page = Page(name, title, has_notebook="{code-cell}" in text)
        for number, line in enumerate(lines):
            if match := TARGET.match(line):
                following = next((HEADING.match(later) for later in lines[number + 1 :] if later.strip()), None)
                heading = following["title"] if following else match["label"]
                self.labels[match["label"]] = Label(page, heading, heading == title, is_heading=following is not None)
            elif match := EQUATION_END.match(line):
                page.equations[match["label"]] = len(page.equations) + 1
            elif (match := FENCE.match(line)) and match["name"]:
                self._read_directive(page, lines[number : number + 6], match)
        return page

    def _read_directive(self, page: Page, lines: list[str], opening: re.Match) -> None:
        options = (match for line in lines[1:] if (match := OPTION.match(line)))
        label = next((option["value"] for option in options if option["key"] == "label"), "")
        if label and opening["name"] == "math":
            page.equations[label] = len(page.equations) + 1
        elif label:
            self.labels[label] = Label(page, opening["argument"] or label)

    @cached_property
    def references(self) -> dict[str, Entry]:
        """The entries of references.bib."""
        return dict(parse_file(self.bibliography).entries)


class PlainPage:
    """Turns one page into plain Markdown, cell by cell."""

    def __init__(self, course: Course, page: Page) -> None:
        """Start at the top of the page."""
        self.course = course
        self.page = page
        self.cited: set[str] = set()
        self.in_solution = False

    def parts(self, text: str) -> Iterator[tuple[str, str]]:
        """The plain parts of a Markdown cell: ``("markdown", text)`` or ``("loss", name)``."""
        items: list[Item] = []
        title = ""
        for item in blocks(text.splitlines()):
            name = item.name if isinstance(item, Directive) else ""
            if name not in ("loss-source", "solution-start", "solution-end"):
                items.append(item)
                continue
            yield from self._part(items, title)
            items, title = [], ""
            if name == "loss-source":
                yield "loss", item.argument
            else:
                self.in_solution = name == "solution-start"
            if name == "solution-start":
                title = f"Solution: {self._label(item.argument).title}"
        yield from self._part(items, title)

    def _part(self, items: list[Item], title: str) -> Iterator[tuple[str, str]]:
        """The text of a cell; folded where it belongs to a solution, and there even if there is none."""
        text = re.sub(r"\n{3,}", "\n\n", "\n".join(self._plain(items))).strip()
        if self.in_solution and (text or title):
            text = text or "The next cell is the solution. Unfold it."
            text = f"<details>\n<summary><b>{title or 'Solution, continued'}</b></summary>\n\n{text}\n\n</details>"
        if text:
            yield "markdown", text

    def render(self, lines: list[str]) -> list[str]:
        """Plain lines of MyST lines."""
        return self._plain(blocks(lines))

    def _plain(self, items: list[Item]) -> list[str]:
        plain: list[str] = []
        prose: list[str] = []
        for item in [*items, None]:
            if isinstance(item, str):
                prose.append(item)
                continue
            if prose:
                plain += self._prose(prose)
                prose = []
            if isinstance(item, Directive):
                plain += self._directive(item)
            elif item is not None:
                plain += item  # a listing
        return plain

    # Directives

    def _directive(self, it: Directive) -> list[str]:
        if it.name in SILENT:
            return []
        if it.name.startswith("prf:"):
            kind = it.name.removeprefix("prf:").capitalize()
            return self._quoted(f"{kind} ({it.argument})" if it.argument else kind, it.body)
        if it.name in ADMONITIONS:
            return self._quoted(it.argument or it.name.capitalize(), it.body)
        known: dict[str, Callable[[Directive], list[str]]] = {
            "admonition": lambda it: self._quoted(it.argument, it.body),
            "dropdown": self._details,
            "exercise": self._exercise,
            "exercise-start": self._exercise,
            "math": self._math,
            "tab-set": lambda it: self.render(it.body),
            "tab-item": lambda it: [f"**{it.argument}**", "", *self.render(it.body), ""],
            "draw-a-digit": lambda it: self.render(it.body),
            "figure": self._figure,
            "image": self._figure,
        }
        if it.name not in known:
            raise NotPlain(f"{self.page.name}: no plain form of the directive {it.name!r} is known")
        return known[it.name](it)

    def _quoted(self, title: str, body: list[str]) -> list[str]:
        lines = [f"**{self._inline(title)}.**", "", *one_line_mathematics(trimmed(self.render(body)))]
        return ["", *(f"> {line}".rstrip() for line in lines), ""]

    def _details(self, it: Directive) -> list[str]:
        summary = f"<summary>{self._inline(it.argument)}</summary>"
        return ["<details>", summary, "", *trimmed(self.render(it.body)), "", "</details>"]

    def _exercise(self, it: Directive) -> list[str]:
        return ["", f"### Exercise: {self._inline(it.argument)}", "", *self.render(it.body)]

    def _math(self, it: Directive) -> list[str]:
        label = it.options.get("label")
        return ["$$", *trimmed(it.body), f"{self._tag(label)}$$" if label else "$$"]

    def _figure(self, it: Directive) -> list[str]:
        path = Path("../book") / Path(self.page.name).parent / it.argument
        return [f"![{it.options.get('alt', '')}]({path.as_posix()})", "", *self.render(it.body)]

    def _tag(self, label: str) -> str:
        return rf"\tag{{{self.page.equations[label]}}}"

    # Prose

    def _prose(self, lines: list[str]) -> list[str]:
        kept = []
        for line in lines:
            if TARGET.match(line) or line.startswith("% "):
                continue
            equation = EQUATION_END.match(line)
            kept.append(f"{equation['before']}{self._tag(equation['label'])}$$" if equation else line)
        return self._inline("\n".join(kept)).split("\n")

    def _inline(self, text: str) -> str:
        """Roles and links of running text, code left alone."""
        text = ROLE.sub(lambda match: self._role(match["name"], match["content"]), text)
        return PAGE_LINK.sub(lambda match: f"]({Path(match['page']).name}.ipynb)", text)

    def _role(self, name: str, content: str) -> str:
        named = NAMED.match(content)
        text, target = (named["text"], named["target"]) if named else (None, content)
        match name:
            case "doc":
                return self._to_page(self._page(target), text)
            case "ref" | "prf:ref" | "numref":
                return self._to_label(self._label(target), None if name == "numref" else text)
            case "eq":
                return f"({self._equation(target)})"
            case "cite:p" | "cite:t" | "cite":
                return self._cite(content, textual=name == "cite:t")
            case "glue:text" | "glue":
                return f"`{content.split(':')[0]}`"
            case "math":
                return f"${content}$"
            case "loss":
                return self._to_page(self.course.pages["appendix/losses"], f"`{content}`")
            case "func" | "class" | "mod" | "py:func" | "py:class" | "py:mod" | "code":
                return f"`{content.lstrip('~')}`"
            case "term" | "abbr" | "kbd":
                return text or content
        raise NotPlain(f"{self.page.name}: no plain form of the role {name!r} is known")

    def _page(self, target: str) -> Page:
        folder = Path(self.page.name).parent
        name = target.lstrip("/") if target.startswith("/") else (folder / target).as_posix()
        while "../" in name:
            name = re.sub(r"(^|[\w-]+/)\.\./", "", name, count=1)
        if name not in self.course.pages:
            raise NotPlain(f"{self.page.name}: there is no page {target!r}")
        return self.course.pages[name]

    def _label(self, label: str) -> Label:
        if label not in self.course.labels:
            raise NotPlain(f"{self.page.name}: nothing has the label {label!r}")
        return self.course.labels[label]

    def _equation(self, label: str) -> str:
        if label in self.page.equations:
            return str(self.page.equations[label])
        for page in self.course.pages.values():
            if label in page.equations:
                return f"{page.equations[label]} in {self._to_page(page)}"
        raise NotPlain(f"{self.page.name}: no equation has the label {label!r}")

    def _to_page(self, page: Page, text: str | None = None) -> str:
        if page is self.page or not page.has_notebook:
            return f"*{text or page.title}*"
        return f"[{text or page.title}]({page.notebook})"

    def _to_label(self, label: Label, text: str | None = None) -> str:
        text = text or self._inline(label.title)
        if label.is_page or label.page is not self.page:
            return self._to_page(label.page, text)
        if label.is_heading:
            return f"[{text}](#{label.title.replace(' ', '-')})"
        return f"*{text}*"

    # Citations

    def _cite(self, keys: str, textual: bool) -> str:
        said = []
        for key in (key.strip() for key in keys.split(",")):
            if key not in self.course.references:
                raise NotPlain(f"{self.page.name}: references.bib has no {key!r}")
            self.cited.add(key)
            who, year = authors(self.course.references[key]), self.course.references[key].fields["year"]
            said.append(f"{who} ({year})" if textual else f"{who} {year}")
        return " and ".join(said) if textual else f"({'; '.join(said)})"

    def references(self) -> str:
        """The list of what the page has cited so far, or an empty string."""
        if not self.cited:
            return ""
        style = find_plugin("pybtex.style.formatting", "plain")()
        entries = [self.course.references[key] for key in self.cited]
        texts = (formatted.text.render(Backend()) for formatted in style.format_entries(style.sort(entries)))
        # pybtex escapes every full stop and breaks lines between the parts of an entry; neither is needed.
        items = (re.sub(r"\\([.()!+-])", r"\1", " ".join(text.split())) for text in texts)
        return "\n".join(["## References", "", *(f"- {item}" for item in items)])


def authors(entry: Entry) -> str:
    """``Shannon``, ``Kullback and Leibler`` or ``Lin et al.``."""
    people = entry.persons.get("author") or entry.persons["editor"]
    names = [" ".join(part.strip("{}") for part in (*person.prelast_names, *person.last_names)) for person in people]
    return names[0] + " et al." if len(names) > 2 else " and ".join(names)


def blocks(lines: list[str]) -> list[Item]:
    """Lines of prose, listings as lists of lines, and directives."""
    items: list[Item] = []
    rest = iter(lines)
    for line in rest:
        opening = FENCE.match(line)
        if not opening:
            items.append(line)
            continue
        closing = re.compile(rf"^{opening['fence'][0]}{{{len(opening['fence'])},}}\s*$")
        inside = []
        for inner in rest:
            if closing.match(inner):
                break
            inside.append(inner)
        if opening["name"]:
            items.append(directive(opening["name"], opening["argument"].strip(), inside))
        else:
            items.append([line, *inside, opening["fence"]])
    return items


def directive(name: str, argument: str, inside: list[str]) -> Directive:
    """Part the options from the body."""
    options = {}
    while inside and (match := OPTION.match(inside[0])):
        options[match["key"]] = match["value"]
        inside = inside[1:]
    return Directive(name, argument, options, inside)


def trimmed(lines: list[str]) -> list[str]:
    """The lines without empty ones at either end."""
    return "\n".join(lines).strip("\n").split("\n")


def one_line_mathematics(lines: list[str]) -> list[str]:
    """Each displayed formula on one line: in a quotation, programs take the mark of a second line for mathematics."""
    joined = re.sub(r"\$\$(.+?)\$\$", lambda match: f"$${' '.join(match[1].split())}$$", "\n".join(lines), flags=re.S)
    return joined.split("\n")
