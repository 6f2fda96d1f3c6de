"""What a cell of a page needs from the cells above it, as its code says: read by the build and, in a page, by Python.

A cell that is only asked for an import gives that alone, and so does one that sets how all below it behave, as by
``warnings.simplefilter``. A function takes what its body names where it is *called*, so that a page may define
``train`` first and its data later. A cell that changes a value in place, by ``weights[0] = 1``, ``rows.append(1)`` or
a function of the page that does so, is needed by those below that take the value.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

KNOWN = {*dir(builtins), "display"}
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)

# Methods that leave their object as it was. What is not here may change it.
METHODS = """
all any argmax argmin argsort astype clip copy count cumsum diagonal dot endswith flatten format get index item items
join keys lower max mean min nonzero partition prod ravel repeat replace reshape round split squeeze startswith std
strip sum swapaxes take title tobytes tolist transpose upper values var
"""
HARMLESS = frozenset(METHODS.split())
# Calls after which a module is no longer the same for the cells below.
SETTINGS = frozenset(["filterwarnings", "seed", "set_printoptions", "seterr", "simplefilter"])
FILLS = frozenset(["copyto", "fill_diagonal", "shuffle"])  # which change what they are given


@dataclass
class Code:
    """What a cell, or the body of a function, gives and takes."""

    gives: set[str] = field(default_factory=set)
    takes: set[str] = field(default_factory=set)  # from above
    loads: set[str] = field(default_factory=set)  # these, and what it has given itself before
    changes: set[str] = field(default_factory=set)  # in place
    settings: list[tuple[str, str]] = field(default_factory=list)  # of a module for all below: its name, the statement
    hands: set[tuple[str, str]] = field(default_factory=set)  # to a function, a value
    imports: dict[str, str] = field(default_factory=dict)  # by name, the statement
    loaded: set[str] = field(default_factory=set)  # the imports inside functions
    inner: dict[str, Code] = field(default_factory=dict)  # the functions and classes of a cell
    checks: list[str] = field(default_factory=list)  # the exercises that it answers
    parameters: frozenset[str] = frozenset()

    def absorb(self, other: Code, local: frozenset[str]) -> None:
        """Take what code takes that may run at once, such as a lambda."""
        hidden = local | other.parameters
        self.loaded |= other.loaded
        self.takes |= other.takes - hidden - self.gives - {*self.imports}
        self.loads |= other.loads - hidden
        self.changes |= other.changes - hidden
        self.hands |= {(function, value) for function, value in other.hands if value not in hidden}


def read(source: str) -> Code:
    """What a cell gives and takes.

    Raises:
        SyntaxError: it is no Python.
    """
    code = Code()
    for statement in ast.parse(source).body:
        follow(statement, code, frozenset(), is_cell=True)
        match statement:
            case ast.Expr(value=ast.Call(func=ast.Attribute(attr=method, value=ast.Name(id=module)))):
                if method in SETTINGS:
                    code.settings.append((module, ast.unparse(statement)))
    return code


def follow(node: ast.AST, code: Code, local: frozenset[str], is_cell: bool = False) -> None:
    """Go through code in the order in which it runs, and note what concerns names that are not local."""

    def then(*parts: ast.AST | None) -> None:
        for part in parts:
            if part is not None:
                follow(part, code, local, is_cell)

    match node:
        case ast.Import() | ast.ImportFrom():
            if is_cell:
                code.imports |= dict(each_import(node))
            else:
                code.loaded |= {alone for _, alone in each_import(node)}
        case ast.Name(id=name) if name in local:
            pass
        case ast.Name(id=name, ctx=ast.Load()):
            code.loads.add(name)
            if name not in code.gives and name not in code.imports:
                code.takes.add(name)
        case ast.Name(id=name):
            code.gives.add(name)
        case ast.AugAssign(target=target, value=value):
            then(value)
            code.changes |= {*bases(target)} - local
            code.takes |= {*bases(target)} - local - code.gives
            then(target)
        case ast.Assign(targets=targets, value=value):
            then(value, *targets)
        case ast.AnnAssign(target=target, value=value) | ast.NamedExpr(target=target, value=value):
            then(value, target)
        case ast.For(target=target, iter=iterated, body=body, orelse=otherwise):
            then(iterated, target, *body, *otherwise)
        case ast.ExceptHandler(type=kind, name=name, body=body):
            then(kind)
            for part in body:  # after them the name is gone
                follow(part, code, local | {name} if name else local, is_cell)
        case ast.Subscript(ctx=ast.Store() | ast.Del()) | ast.Attribute(ctx=ast.Store() | ast.Del()):
            code.changes |= {*bases(node)} - local
            then(*ast.iter_child_nodes(node))
        case ast.Call():
            note_call(node, code, local)
            then(*ast.iter_child_nodes(node))
        case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
            follow_scope(node, code, local, is_cell)
        case _ if isinstance(node, COMPREHENSIONS):
            then(node.generators[0].iter)
            own = local.union(*(stored(each.target) for each in node.generators))
            for part in ast.iter_child_nodes(node):
                follow(part, code, own, is_cell)
        case _:
            then(*ast.iter_child_nodes(node))


def note_call(node: ast.Call, code: Code, local: frozenset[str]) -> None:
    """Note what a call may change."""
    handed = {name for each in (*node.args, *(it.value for it in node.keywords)) for name in bases(each)} - local
    match node.func:
        case ast.Name(id="check") if node.args and isinstance(node.args[0], ast.Constant):
            code.checks.append(node.args[0].value)
        case ast.Name(id=function):
            code.hands |= {(function, name) for name in handed}
        case ast.Attribute(attr=method, value=value):
            receivers = {*bases(value)} - local
            if method not in HARMLESS:
                code.changes |= receivers
            if method in FILLS:
                code.changes |= handed
    code.changes |= {name for it in node.keywords if it.arg == "out" for name in bases(it.value)} - local


def follow_scope(
    node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda,
    code: Code,
    local: frozenset[str],
    is_cell: bool,
) -> None:
    """Note what a function or a class takes: where it is called, if it stands in a cell and has a name."""
    body = node.body if isinstance(node.body, list) else [node.body]
    parameters: frozenset[str] = frozenset()
    at_once = [*getattr(node, "decorator_list", ()), *getattr(node, "bases", ())]
    if isinstance(node, FUNCTIONS):
        parameters = frozenset(each.arg for each in ast.walk(node.args) if isinstance(each, ast.arg))
        at_once += [each for each in (*node.args.defaults, *node.args.kw_defaults) if each]
    for part in at_once:
        follow(part, code, local, is_cell)
    shared = {name for each in ast.walk(node) if isinstance(each, ast.Global) for name in each.names}
    own = frozenset(name for part in body for name in stored(part)) - parameters - shared
    inner = Code(parameters=parameters)
    for part in body:
        follow(part, inner, local | own)
    if isinstance(node, ast.Lambda) or not is_cell:
        code.absorb(inner, local | own)
    else:
        code.inner[node.name] = inner
    if not isinstance(node, ast.Lambda) and node.name not in local:
        code.gives.add(node.name)


def stored(node: ast.AST) -> Iterator[str]:
    """The names that some code gives a value to."""
    for each in ast.walk(node):
        if isinstance(each, ast.Name) and not isinstance(each.ctx, ast.Load):
            yield each.id
        elif isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield each.name
        elif isinstance(each, ast.Import | ast.ImportFrom):
            yield from (name for name, _ in each_import(each))


def bases(node: ast.AST) -> Iterator[str]:
    """The name whose value ``name[0].part`` belongs to; several for a tuple."""
    while isinstance(node, ast.Subscript | ast.Attribute | ast.Starred):
        node = node.value
    if isinstance(node, ast.Name):
        yield node.id
    elif isinstance(node, ast.Tuple | ast.List):
        for each in node.elts:
            yield from bases(each)


def each_import(node: ast.Import | ast.ImportFrom) -> Iterator[tuple[str, str]]:
    """Each name that a statement imports, and a statement that imports it alone."""
    for each in node.names:
        alone = type(node)(**{**vars(node), "names": [each]})
        yield each.asname or each.name.partition(".")[0], ast.unparse(alone)


@dataclass(frozen=True)
class Needs:
    """What has to be there before a cell can run."""

    cells: tuple[int, ...]  # in their order
    statements: tuple[str, ...]  # imports, and settings after them
    unknown: frozenset[str]  # names that nothing above gives


class Cells:
    """The cells of a page; ``None`` is one that is no Python, which gives nothing."""

    def __init__(self, codes: Sequence[Code | None]) -> None:
        self.codes = codes
        self.whole = [code and self.with_inner(number, code) for number, code in enumerate(codes)]

    def with_inner(self, number: int, code: Code) -> Code:
        """A cell, with what the functions and classes that it names take and change when they are called."""
        takes, changes, hands = {*code.takes}, {*code.changes}, {*code.hands}
        waiting, seen = {*code.loads}, set()
        while waiting:
            name = waiting.pop()
            inner = self.defined(number, name)
            if inner is None or name in seen:
                continue
            seen.add(name)
            takes |= inner.takes - inner.parameters - code.gives - {*code.imports}
            changes |= inner.changes - inner.parameters
            hands |= {(function, value) for function, value in inner.hands if value not in inner.parameters}
            waiting |= inner.loads
        for function, value in hands:
            inner = self.defined(number, function)
            if inner is not None and inner.changes & inner.parameters:
                changes.add(value)
        modules = {name for each in self.codes[: number + 1] if each for name in each.imports}
        return Code(gives=code.gives, takes=takes, changes=changes - modules, imports=code.imports)

    def defined(self, number: int, name: str) -> Code | None:
        """The function or class that a name means in a cell, if a cell of the page defines it."""
        for code in reversed(self.codes[: number + 1]):
            if code is not None and (name in code.gives or name in code.imports):
                return code.inner.get(name)
        return None

    def needs(self, number: int) -> Needs:
        """What a cell needs of those above it."""
        code = self.whole[number]
        wanted = code.takes - KNOWN if code else set()
        settings = [it for above in self.codes[:number] if above for it in above.settings]
        wanted |= {module for module, _ in settings}
        cells: list[int] = []
        imports: dict[str, None] = {}
        for at in reversed(range(number)):
            if (code := self.whole[at]) is None:
                continue
            given = wanted & code.gives
            modules = (wanted - given) & {*code.imports}
            imports |= {code.imports[name]: None for name in sorted(modules)}
            wanted = wanted - modules
            if given or wanted & code.changes:
                cells.append(at)
                wanted = wanted - given | (code.takes - KNOWN)
        statements = (*reversed(imports), *(statement for _, statement in settings))
        return Needs(tuple(reversed(cells)), statements, frozenset(wanted))
