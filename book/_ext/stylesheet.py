"""Join style sheets into one, without the rules that no page can need, and without what only people read.

The theme brings all of Bootstrap, 400 kB, and a page shows nothing before it has read it; the course uses a tenth.
A rule stays if one of its selectors can match: every class, id and element that it names occurs in a page, or as a
word in a script, which may add it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

import tinycss2
from tinycss2.ast import AtRule, Node, QualifiedRule

TAG = re.compile(r"<([a-zA-Z][\w-]*)((?:\s+[^\s=>/]+(?:=(?:\"[^\"]*\"|'[^']*'|[^\s>]+))?)*)\s*/?>")
ATTRIBUTE = re.compile(r"([^\s=>/]+)(?:=(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+)))?")
WORD = re.compile(r"[\w-]+")
CUSTOM = re.compile(r"var\(\s*(--[\w-]+)")
DEFINED = re.compile(r"(?<=[{;])(--[\w-]+):(?:[^;{}\"']|\"[^\"]*\"|'[^']*')*(?:;|(?=}))")


@dataclass
class Used:
    """The names that occur in pages and scripts."""

    elements: set[str] = field(default_factory=lambda: {"html", "body", "*"})
    names: set[str] = field(default_factory=set)  # of classes and ids
    properties: set[str] = field(default_factory=set)  # custom ones, such as --pst-color-text-base

    def add_page(self, html: str) -> None:
        """Take in the names of a page."""
        for tag, attributes in TAG.findall(html):
            self.elements.add(tag.lower())
            for name, *values in ATTRIBUTE.findall(attributes):
                if name in ("class", "id"):
                    self.names.update("".join(values).split())
                elif name == "style":
                    self.properties.update(CUSTOM.findall("".join(values)))

    def add_script(self, script: str) -> None:
        """Take in every word of a script: any may become the name of a class or an element."""
        words = WORD.findall(script)
        self.names.update(words)
        self.elements.update(word for word in words if word.isalpha() and word.islower())
        self.properties.update(word for word in words if word.startswith("--"))


class _All:
    """A set of which everything is a member."""

    def __contains__(self, name: object) -> bool:
        return True

    def __ror__(self, other: set) -> "_All":
        return self

    __or__ = __ror__


class Everything(Used):
    """For style sheets that are taken whole."""

    def __init__(self) -> None:
        """Take every name as used."""
        self.elements = self.names = self.properties = _All()


def joined(sheets: Iterable[str], used: Used) -> str:
    """One style sheet from several, in their order."""
    rules = [rule for sheet in sheets for rule in read(sheet)]
    rules = without_unused_names([kept for rule in rules if (kept := pruned(rule, used))])
    return without_unused_properties("".join(written(rule) for rule in rules), used)


def read(sheet: str) -> list[Node]:
    """The rules of a style sheet; one that cannot be read is an error."""
    rules = tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
    for rule in rules:
        if rule.type == "error":
            raise ValueError(f"line {rule.source_line} of a style sheet: {rule.message}")
    return [rule for rule in rules if not (rule.type == "at-rule" and rule.lower_at_keyword == "charset")]


def pruned(rule: Node, used: Used) -> Node | None:
    """A rule with those of its selectors that can match, or None."""
    if isinstance(rule, QualifiedRule):
        kept = [selector for selector in split(rule.prelude) if can_match(selector, used)]
        if not kept or not tinycss2.serialize(rule.content).strip():
            return None
        rule.prelude = [token for selector in kept for token in [*COMMA, *selector]][1:]
        return rule
    if isinstance(rule, AtRule) and rule.lower_at_keyword in ("media", "supports", "layer", "container"):
        inside = tinycss2.parse_rule_list(rule.content or [], skip_comments=True, skip_whitespace=True)
        rule.content = [kept for one in inside if (kept := pruned(one, used))]
        return rule if rule.content else None
    return rule


COMMA = tinycss2.parse_component_value_list(",")


def split(prelude: list[Node]) -> list[list[Node]]:
    """The selectors of a list."""
    selectors: list[list[Node]] = [[]]
    for token in prelude:
        if token == ",":
            selectors.append([])
        elif token.type != "comment":
            selectors[-1].append(token)
    return selectors


def can_match(selector: list[Node], used: Used) -> bool:
    """Whether all names of a selector are used; what stands in brackets and parentheses is taken to match."""
    before = None
    for token in selector:
        if token.type == "hash" and token.value not in used.names:
            return False
        if token.type == "ident":
            if before == ".":
                if token.value not in used.names:
                    return False
            elif before != ":" and token.lower_value not in used.elements:
                return False
        before = token.value if token.type == "literal" else None
    return True


def without_unused_names(rules: list[Node]) -> list[Node]:
    """The rules without animations and fonts that no other rule names."""
    named = {id(rule): name for rule in rules if (name := name_given(rule))}
    said = " ".join(written(rule) for rule in rules if id(rule) not in named).replace("\\", "")
    return [rule for rule in rules if id(rule) not in named or named[id(rule)] in said]


def name_given(rule: Node) -> str:
    """The name of the animation or the font that a rule defines, if it does."""
    if not isinstance(rule, AtRule):
        return ""
    if rule.lower_at_keyword.endswith("keyframes"):
        return short(rule.prelude)
    if rule.lower_at_keyword == "font-face":
        family = re.search(r"font-family:([^;]+)", declarations(rule.content))
        return family[1].strip("\"'").replace("\\", "") if family else ""
    return ""


def written(rule: Node) -> str:
    """A rule without comments and without spaces that say nothing."""
    if isinstance(rule, QualifiedRule):
        return f"{short(rule.prelude)}{{{declarations(rule.content)}}}"
    head = f"@{rule.at_keyword} {short(rule.prelude)}"
    if rule.content is None:
        return f"{head};"
    if rule.content and isinstance(rule.content[0], QualifiedRule | AtRule):
        return f"{head}{{{''.join(written(one) for one in rule.content)}}}"
    if rule.lower_at_keyword.endswith("keyframes"):
        frames = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
        return f"{head}{{{''.join(written(frame) for frame in frames)}}}"
    return f"{head}{{{declarations(rule.content)}}}"


def declarations(content: list[Node]) -> str:
    """The declarations of a rule."""
    said = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
    parts = []
    for one in said:
        if one.type == "declaration":
            parts.append(f"{one.name}:{short(one.value)}{'!important' if one.important else ''}")
        elif one.type == "qualified-rule":
            parts.append(written(one))
    return ";".join(parts)


def short(tokens: list[Node]) -> str:
    """Tokens as text, with one space where there are many, and none around a comma or a combinator."""
    kept = [token for token in tokens if token.type != "comment"]
    text = tinycss2.serialize([BLANK if token.type == "whitespace" else token for token in kept]).strip()
    return text if '"' in text or "(" in text else re.sub(r" ?([,>~]) ?", r"\1", text)


BLANK = tinycss2.parse_component_value_list(" ")[0]


def without_unused_properties(sheet: str, used: Used) -> str:
    """The sheet without custom properties that nothing reads, nor those that only such a one reads."""
    while True:
        read_by = used.properties | set(CUSTOM.findall(sheet))
        said = DEFINED.finditer(sheet)
        shorter = re.sub("|".join({re.escape(it[0]) for it in said if it[1] not in read_by}) or "$^", "", sheet)
        if shorter == sheet:
            return re.sub(r";}", "}", re.sub(r"[^{}@;]+\{\}", "", sheet))
        sheet = shorter
