"""Follow a program as a reader does: names, branches, loops, calls and classes, without running anything.

The language is here; what the frameworks' names do is in :mod:`lossbook.doctor.read.library`. Whatever cannot be
followed becomes unknown, and of what is unknown the doctor says nothing.
"""

from __future__ import annotations

import ast
import builtins
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from lossbook.doctor.read import layers, library, parts, training
from lossbook.doctor.read.names import USUAL, canonical
from lossbook.doctor.read.program import Program
from lossbook.doctor.read.seen import Event, Seen
from lossbook.doctor.read.values import (
    UNKNOWN,
    Chain,
    Class,
    Either,
    Function,
    Instance,
    Items,
    Known,
    Layer,
    Method,
    Path,
    Scope,
    Table,
    Tensor,
    Unknown,
    Value,
    constant,
    either,
)

DEEPEST = 24  # calls within calls that are followed
LONGEST = 32  # items of a list that a loop is followed over
BUDGET = 60_000  # expressions that are looked at in a file, and ten more a line, before the doctor has seen enough
KEPT = 400  # lists that a branch may change; what was made long before is taken to stay
BUILDING = {"append", "add", "extend", "insert", "add_module", "register_module"}
TRAINING = {"backward", "step", "fit", "apply_gradients", "zero_grad", "train_on_batch", "minimize"}


class Enough(Exception):
    """The file is too long to be followed any further."""


@dataclass
class Flow:
    """How a block ended: what it returned so far, and whether nothing after it is reached."""

    ended: bool = False
    returned: list[Value] = field(default_factory=list)


@dataclass
class State:
    """What a branch may change, as it was: names of the scope it stands in, lists, and the names of objects."""

    scope: dict[str, Value]
    names: dict[str, Value | None]
    lists: list[tuple[list[Any], list[Any]]]
    tables: list[tuple[dict[Any, Any], dict[Any, Any]]]


class Follower:
    """Follows one program, and notes in ``seen`` what the rules have to know."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.seen: Seen = Seen()
        self.module: Scope = Scope({})
        self.stars: list[str] = []
        self.lists: deque[list[Value]] = deque(maxlen=KEPT)
        self.tables: list[dict[str, Value]] = [self.module.names]
        self.loops: list[ast.AST] = []
        self.batches: list[int] = []
        self.repeats: list[bool] = []  # whether a loop is followed once, for all its turns
        self.conditions: list[ast.expr] = []
        self.calls: list[ast.AST] = []
        self.called: set[int] = set()
        self.yielded: list[list[Value]] = []
        self.made: list[Instance] = []
        self.without_gradient: int = 0
        self.tapes: int = 0
        self.within: int = 0
        self.looked: int = 0
        self.budget: int = BUDGET + 10 * program.source.count("\n")

    def follow(self) -> Seen:
        """Everything from top to bottom, and then whatever function or class was never used."""
        try:
            self.block(self.program.tree.body, self.module)
            self._leftovers(list(self.module.names.values()))
        except (Enough, RecursionError):
            self.seen.whole = False
        return self.seen

    def _leftovers(self, values: list[Value]) -> None:
        for value in values:
            self.within += 1
            if isinstance(value, Class) and id(value) not in self.called:
                self.instantiate(value, [], {}, None)
        for made in self.made:
            self.within += 1
            self._methods(made)
        for value in values:
            self.within += 1
            if isinstance(value, Function) and id(value.node) not in self.called and value.scope is self.module:
                training.followed_alone(self, value)

    def _methods(self, value: Value) -> None:
        if not isinstance(value, Instance) or not isinstance(value.of, Class):
            return
        for name in list(value.of.body.names):
            method = value.of.body.names[name]
            unused = isinstance(method, Function) and id(method.node) not in self.called
            if isinstance(method, Function) and unused and name not in ("__init__", "forward", "call"):
                result = self.call_function(self.bind(method, value), [], {}, unsure=True)
                training.returned_by_method(self, value, name, method, result)

    # Statements.

    def block(self, statements: list[ast.stmt], scope: Scope) -> Flow:
        """Follow statements one after the other."""
        flow = Flow()
        for statement in statements:
            one = self.statement(statement, scope)
            flow.returned += one.returned
            if one.ended:
                flow.ended = True
                break
        return flow

    def statement(self, node: ast.stmt, scope: Scope) -> Flow:
        """Follow one statement."""
        follow: Callable[[Any, Scope], Flow | None] | None = getattr(self, f"_{type(node).__name__.lower()}", None)
        if follow is None:
            return Flow()
        return follow(node, scope) or Flow()

    def _expr(self, node: ast.Expr, scope: Scope) -> None:
        self.value(node.value, scope)
        if isinstance(node.value, ast.Attribute) and node.value.attr in ("backward", "step", "zero_grad"):
            self.seen.fault("LB502", node, f"{ast.unparse(node.value)} without its brackets", "torch")

    def noticed(self, kind: str, node: ast.AST, tensor: Tensor, number: float) -> None:
        """Outputs are held against 0.5."""
        if number == 0.5:
            self.seen.events.append(Event(kind, node, (), (), tensor))

    def _import(self, node: ast.Import, scope: Scope) -> None:
        for alias in node.names:
            name = alias.name if alias.asname else alias.name.split(".", 1)[0]
            scope.names[alias.asname or name] = Path(canonical(name))
            self.seen.imports.add(canonical(alias.name))

    def _importfrom(self, node: ast.ImportFrom, scope: Scope) -> None:
        module = canonical(node.module or "")
        self.seen.imports.add(module)
        for alias in node.names:
            if alias.name == "*":
                self.stars.append(module)
            elif node.level:
                scope.names[alias.asname or alias.name] = UNKNOWN
            elif isinstance(parts.argument(alias.name), Tensor):
                scope.names[alias.asname or alias.name] = parts.argument(alias.name)
            else:
                scope.names[alias.asname or alias.name] = Path(canonical(f"{module}.{alias.name}"))

    def _functiondef(self, node: ast.FunctionDef | ast.AsyncFunctionDef, scope: Scope) -> None:
        decorators = tuple(ast.unparse(it) for it in node.decorator_list)
        scope.names[node.name] = Function(node, scope, decorators=decorators)

    _asyncfunctiondef = _functiondef

    def _classdef(self, node: ast.ClassDef, scope: Scope) -> None:
        body = Scope({}, scope)
        made = Class(node.name, tuple(self.value(base, scope) for base in node.bases), body)
        scope.names[node.name] = made
        self.tables.append(body.names)
        self.block(node.body, body)
        for value in body.names.values():
            if isinstance(value, Function):
                value.scope = scope

    def _return(self, node: ast.Return, scope: Scope) -> Flow:
        return Flow(True, [self.value(node.value, scope) if node.value else Known(None)])

    def _raise(self, node: ast.Raise, scope: Scope) -> Flow:
        return Flow(True)

    def _break(self, node: ast.stmt, scope: Scope) -> Flow:
        return Flow(True)

    _continue = _break

    def _assign(self, node: ast.Assign, scope: Scope) -> None:
        value = self.value(node.value, scope)
        if isinstance(node.value, ast.BinOp) and ast.unparse(node.value.left) == ast.unparse(node.targets[0]):
            before, added = self.value(node.value.left, scope), self.value(node.value.right, scope)
            training.added(self, node, node.targets[0], node.value.op, node.value.right, before, added)
        for target in node.targets:
            self.assign(target, value, scope)

    def _annassign(self, node: ast.AnnAssign, scope: Scope) -> None:
        if node.value is not None:
            self.assign(node.target, self.value(node.value, scope), scope)

    def _augassign(self, node: ast.AugAssign, scope: Scope) -> None:
        added = self.value(node.value, scope)
        before = self.value(ast.copy_location(_loaded(node.target), node), scope)
        training.added(self, node, node.target, node.op, node.value, before, added)
        if isinstance(before, Items) and isinstance(added, Items):
            before.items += added.items
            return
        if isinstance(node.target, ast.Attribute) and node.target.attr == "grad":
            return  # scaled, and neither set to zero nor put in anew
        total = library.arithmetic(self, node, node.op, before, added)
        if self.repeats and self.repeats[-1] and isinstance(total, Known):
            total = Unknown(ast.unparse(node.target))  # another number in each turn
        self.assign(node.target, training.running_total(self, total, added), scope)

    def assign(self, target: ast.expr, value: Value, scope: Scope) -> None:
        """Give a value to a name, an attribute, or several of them."""
        if isinstance(target, ast.Name):
            home = self.module if target.id in scope.shared else scope
            home.names[target.id] = parts.argument(target.id) if value is UNKNOWN else value
        elif isinstance(target, ast.Attribute):
            library.set_attribute(self, target, self.value(target.value, scope), value)
        elif isinstance(target, ast.Subscript):
            changed = library.set_item(self, self.value(target.value, scope), self.value(target.slice, scope), value)
            if changed is not None and isinstance(target.value, ast.Name):
                scope.names[target.value.id] = changed
        elif isinstance(target, ast.Starred):
            self.assign(target.value, UNKNOWN, scope)
        elif isinstance(target, ast.Tuple | ast.List):
            self._unpack(target.elts, value, scope)

    def _unpack(self, targets: list[ast.expr], value: Value, scope: Scope) -> None:
        exact = isinstance(value, Items) and value.whole and len(value.items) == len(targets)
        for number, target in enumerate(targets):
            if exact and isinstance(value, Items):
                part = value.items[number]
            else:
                part = parts.part_of(self, value, number, _name_of(target))
            self.assign(target, part, scope)

    def _if(self, node: ast.If, scope: Scope) -> Flow:
        truth = self.truth(node.test, scope)
        if truth is not None:
            return self.block(node.body if truth else node.orelse, scope)
        before = self.state(scope, node)
        with self.under(node.test):
            yes = self.block(node.body, scope)
            after = self.state(scope, node)
            self.restore(before)
            no = self.block(node.orelse, scope)
        if no.ended and not yes.ended:
            self.restore(after)
        elif not yes.ended:
            self.join(after)
        return Flow(yes.ended and no.ended, yes.returned + no.returned)

    def _match(self, node: ast.Match, scope: Scope) -> Flow:
        self.value(node.subject, scope)
        returned: list[Value] = []
        with self.under(node.subject):
            for case in node.cases:
                before = self.state(scope, node)
                flow = self.block(case.body, scope)
                after = self.state(scope, node)
                self.restore(before)
                if not flow.ended:
                    self.join(after)
                returned += flow.returned
        return Flow(False, returned)

    def _for(self, node: ast.For | ast.AsyncFor, scope: Scope) -> Flow:
        over = self.value(node.iter, scope)
        items = parts.items_of(over)
        calls = {
            it.func.attr for it in ast.walk(node) if isinstance(it, ast.Call) and isinstance(it.func, ast.Attribute)
        }
        counted = isinstance(node.iter, ast.Call) and isinstance(over, Items) and ast.unparse(node.iter.func) == "range"
        if items is not None and (calls & TRAINING or (counted and not calls & BUILDING and len(items) > LONGEST)):
            items = items[:1] if not counted else None
        returned: list[Value] = []
        self.loops.append(node)
        self.batches.append(parts.batch_size(over))
        self.repeats.append(items is None or calls & TRAINING != set())
        try:
            for item in [parts.part_of(self, over, -1, _name_of(node.target))] if items is None else items[:LONGEST]:
                self.assign(node.target, item, scope)
                returned += self.block(node.body, scope).returned
        finally:
            self.loops.pop()
            self.batches.pop()
            self.repeats.pop()
        rest = self.block(node.orelse, scope)
        return Flow(rest.ended, returned + rest.returned)

    _asyncfor = _for

    def _while(self, node: ast.While, scope: Scope) -> Flow:
        self.value(node.test, scope)
        self.loops.append(node)
        self.repeats.append(True)
        try:
            flow = self.block(node.body, scope)
        finally:
            self.loops.pop()
            self.repeats.pop()
        rest = self.block(node.orelse, scope)
        return Flow(rest.ended, flow.returned + rest.returned)

    def _with(self, node: ast.With | ast.AsyncWith, scope: Scope) -> Flow:
        unwatched = 0
        for item in node.items:
            value = self.value(item.context_expr, scope)
            unwatched += library.entered(value, node)
            if item.optional_vars is not None:
                self.assign(item.optional_vars, value, scope)
        taped = sum("GradientTape" in ast.unparse(item.context_expr) for item in node.items)
        self.without_gradient += unwatched
        self.tapes += taped
        try:
            return self.block(node.body, scope)
        finally:
            self.without_gradient -= unwatched
            self.tapes -= taped

    _asyncwith = _with

    def _try(self, node: ast.Try, scope: Scope) -> Flow:
        flow = self.block(node.body, scope)
        before = self.state(scope, node)
        for handler in node.handlers:
            flow.returned += self.block(handler.body, scope).returned
            self.restore(before)
        if not flow.ended:
            rest = self.block(node.orelse, scope)
            flow = Flow(rest.ended, flow.returned + rest.returned)
        last = self.block(node.finalbody, scope)
        return Flow(flow.ended or last.ended, flow.returned + last.returned)

    _trystar = _try

    def _global(self, node: ast.Global, scope: Scope) -> None:
        scope.shared.update(node.names)

    def _delete(self, node: ast.Delete, scope: Scope) -> None:
        for target in node.targets:
            if isinstance(target, ast.Name):
                scope.names.pop(target.id, None)

    # Branches: what may be changed is copied before, and joined after.

    @contextmanager
    def under(self, test: ast.expr) -> Iterator[None]:
        """Within a branch that may not be taken."""
        self.conditions.append(test)
        try:
            yield
        finally:
            self.conditions.pop()

    def state(self, scope: Scope, *statements: ast.AST) -> State:
        """Copies of all that these statements may change: names, attributes, lists."""
        tables = [it for it in self.tables if it is not scope.names]
        given = {it.id for one in statements for it in ast.walk(one) if isinstance(it, ast.Name)}
        names = {name: scope.names.get(name) for name in given}
        return State(scope.names, names, [(it, it.copy()) for it in self.lists], [(it, it.copy()) for it in tables])

    def restore(self, state: State) -> None:
        """Everything as it was."""
        for name, value in state.names.items():
            if value is None:
                state.scope.pop(name, None)
            else:
                state.scope[name] = value
        for held, items in state.lists:
            held[:] = items
        for table, values in state.tables:
            table.clear()
            table.update(values)

    def join(self, other: State) -> None:
        """What is now, or what was at the end of the other branch."""
        for table, values in ((other.scope, other.names), *other.tables):
            for name, value in values.items():
                mine = table.get(name)
                if mine is not value and value is not None:
                    table[name] = value if mine is None else either([value, mine])
        for held, items in other.lists:
            if len(held) == len(items):
                held[:] = [a if a is b else either([a, b]) for a, b in zip(items, held, strict=True)]
            else:  # what only one branch appends may be there or not
                longer, shorter = (items, held) if len(items) > len(held) else (held, items)
                maybe = [either([value, layers.NOTHING]) for value in longer[len(shorter) :]]
                held[:] = [*shorter, *maybe]

    def truth(self, test: ast.expr, scope: Scope) -> bool | None:
        """Whether a condition holds; None if that cannot be told."""
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            inner = self.truth(test.operand, scope)
            return None if inner is None else not inner
        if isinstance(test, ast.BoolOp):
            parts = [self.truth(it, scope) for it in test.values]
            stop = isinstance(test.op, ast.Or)
            if stop in parts:
                return stop
            return None if None in parts else not stop
        value = self.value(test, scope)
        if isinstance(value, Known):
            return bool(value.value)
        if isinstance(value, Items | Table) and value.items:
            return True
        return True if isinstance(value, Layer | Chain | Function | Instance) else None

    # Expressions.

    def value(self, node: ast.expr | None, scope: Scope) -> Value:
        """What an expression is."""
        if node is None:
            return Known(None)
        self.looked += 1
        if self.looked > self.budget:
            raise Enough
        find: Callable[[Any, Scope], Value] | None = getattr(self, f"_v_{type(node).__name__.lower()}", None)
        return find(node, scope) if find else UNKNOWN

    def _v_constant(self, node: ast.Constant, scope: Scope) -> Value:
        return Known(node.value)

    def _v_name(self, node: ast.Name, scope: Scope) -> Value:
        found = scope.find(node.id)
        if found is not None:
            return found
        if node.id == "__name__":
            return Known("__main__")
        for module in self.stars:
            if library.has(module, node.id):
                return Path(f"{module}.{node.id}")
        if node.id in USUAL:
            return Path(USUAL[node.id])
        return Path(f"builtins.{node.id}") if hasattr(builtins, node.id) else parts.argument(node.id)

    def _v_attribute(self, node: ast.Attribute, scope: Scope) -> Value:
        return self.attribute(self.value(node.value, scope), node.attr, node)

    def attribute(self, owner: Value, name: str, node: ast.AST) -> Value:
        """An attribute of a value."""
        if isinstance(owner, Either):
            return either(self.attribute(it, name, node) for it in owner.options)
        if isinstance(owner, Path):
            return Path(canonical(f"{owner.name}.{name}"))
        if isinstance(owner, Instance):
            if name in owner.names:
                return owner.names[name]
            found = owner.of.find(name) if isinstance(owner.of, Class) else None
            if isinstance(found, Function):
                method = self.bind(found, owner)
                return self.call_function(method, [], {}) if "property" in found.decorators else method
            if found is not None:
                return found
            if name == "training":
                return Known(True)
        if isinstance(owner, Class):
            found = owner.find(name)
            return found if found is not None else Method(owner, name)
        return library.attribute(self, owner, name, node)

    def bind(self, method: Function, owner: Value) -> Function:
        """A method with its object."""
        if "staticmethod" in method.decorators:
            return method
        return Function(method.node, method.scope, owner, method.decorators)

    def _v_call(self, node: ast.Call, scope: Scope) -> Value:
        if isinstance(node.func, ast.Name) and node.func.id == "super":
            return Method(scope.find("self") or UNKNOWN, "super")
        function = self.value(node.func, scope)
        arguments: list[Value] = []
        for given in node.args:
            if isinstance(given, ast.Starred):
                inner = self.value(given.value, scope)
                arguments += parts.items_of(inner) or [Unknown("*")]
            else:
                arguments.append(self.value(given, scope))
        named: dict[str, Value] = {}
        for keyword in node.keywords:
            value = self.value(keyword.value, scope)
            if keyword.arg is not None:
                named[keyword.arg] = value
            elif isinstance(value, Table):
                named |= {key: it for key, it in value.items.items() if isinstance(key, str)}
            else:
                named["**"] = value
        return self.call(function, arguments, named, node)

    def call(self, function: Value, arguments: list[Value], named: dict[str, Value], node: ast.AST) -> Value:
        """What a call gives."""
        if isinstance(function, Either):
            return either(self.call(it, arguments, named, node) for it in function.options)
        if isinstance(function, Function):
            return self.call_function(function, arguments, named)
        if isinstance(function, Class):
            return self.instantiate(function, arguments, named, node)
        if isinstance(function, Instance) and isinstance(function.of, Class):
            return self.call_instance(function, arguments, named, node)
        return library.call(self, function, arguments, named, node)

    def call_instance(self, made: Instance, arguments: list[Value], named: dict[str, Value], node: ast.AST) -> Value:
        """Call an object of a class of the program: ``forward``, ``call`` or ``__call__``."""
        for name in ("__call__", "forward", "call"):
            found = made.of.find(name) if isinstance(made.of, Class) else None
            if isinstance(found, Function):
                return self.call_function(self.bind(found, made), arguments, named)
        if " chain" in made.names:  # what the library's own class was made of
            return self.call(made.names[" chain"], arguments, named, node)
        return library.call(self, made, arguments, named, node)

    def instantiate(
        self, made_of: Class, arguments: list[Value], named: dict[str, Value], node: ast.AST | None
    ) -> Value:
        """Make an object of a class of the program."""
        self.called.add(id(made_of))
        made = Instance(made_of)
        self.made.append(made)
        self.tables.append(made.names)
        start = made_of.find("__init__")
        if isinstance(start, Function):
            self.call_function(self.bind(start, made), arguments, named)
        elif {"dataclass", "NamedTuple"} & made_of.ancestors:
            made.names |= named
        return made

    def call_function(
        self, function: Function, arguments: list[Value], named: dict[str, Value], unsure: bool = False
    ) -> Value:
        """Follow a function of the program with these arguments; ``unsure``: nobody calls it, none are known."""
        node = function.node
        self.called.add(id(node))
        if len(self.calls) >= DEEPEST or node in self.calls:
            return UNKNOWN
        scope = Scope({}, function.scope)
        self._bind_arguments(function, scope, arguments, named, unsure)
        self.tables.append(scope.names)
        self.calls.append(node)
        unwatched = any("no_grad" in it or "inference_mode" in it for it in function.decorators)
        self.without_gradient += unwatched
        self.yielded.append([])
        try:
            if isinstance(node, ast.Lambda):
                return self.value(node.body, scope)
            flow = self.block(node.body, scope)
            if self.yielded[-1]:
                return parts.batches_of(either(self.yielded[-1]))
            return UNKNOWN if not flow.returned and _yields(node) else either(flow.returned)
        finally:
            self.without_gradient -= unwatched
            self.calls.pop()
            self.yielded.pop()
            self.tables = [it for it in self.tables if it is not scope.names]

    def _bind_arguments(
        self, function: Function, scope: Scope, arguments: list[Value], named: dict[str, Value], unsure: bool
    ) -> None:
        given = function.node.args
        places = [*given.posonlyargs, *given.args]
        values = list(arguments)
        if function.owner is not None and places:
            values = [function.owner, *values]
        defaults = dict(zip([it.arg for it in places][::-1], given.defaults[::-1], strict=False))
        defaults |= {it.arg: value for it, value in zip(given.kwonlyargs, given.kw_defaults, strict=True) if value}
        for number, parameter in enumerate([*places, *given.kwonlyargs]):
            name = parameter.arg
            if number < len(values) and parameter in places:
                scope.names[name] = values[number]
            elif name in named:
                scope.names[name] = named[name]
            elif name in defaults:
                usual = self.value(defaults[name], function.scope)
                scope.names[name] = either([usual, Unknown(name)]) if unsure and constant(usual) is not None else usual
            else:
                scope.names[name] = training.guessed(self, name, function.node) if unsure else parts.argument(name)
        if given.vararg:
            scope.names[given.vararg.arg] = Items(values[len(places) :], whole=not unsure)
        if given.kwarg:
            known = {it.arg for it in [*places, *given.kwonlyargs]}
            scope.names[given.kwarg.arg] = Table({key: it for key, it in named.items() if key not in known})

    def _v_binop(self, node: ast.BinOp, scope: Scope) -> Value:
        left, right = self.value(node.left, scope), self.value(node.right, scope)
        return library.arithmetic(self, node, node.op, left, right)

    def _v_unaryop(self, node: ast.UnaryOp, scope: Scope) -> Value:
        return library.unary(self, node, self.value(node.operand, scope))

    def _v_boolop(self, node: ast.BoolOp, scope: Scope) -> Value:
        values = [self.value(it, scope) for it in node.values]
        if all(isinstance(it, Known) for it in values):
            truths = [constant(it) for it in values]
            stop = isinstance(node.op, ast.Or)
            return next((Known(it) for it in truths if bool(it) is stop), values[-1])
        return either(values)

    def _v_compare(self, node: ast.Compare, scope: Scope) -> Value:
        values = [self.value(it, scope) for it in (node.left, *node.comparators)]
        return library.compare(self, node, values)

    def _v_ifexp(self, node: ast.IfExp, scope: Scope) -> Value:
        truth = self.truth(node.test, scope)
        if truth is not None:
            return self.value(node.body if truth else node.orelse, scope)
        with self.under(node.test):
            return either([self.value(node.body, scope), self.value(node.orelse, scope)])

    def _v_list(self, node: ast.List | ast.Tuple | ast.Set, scope: Scope) -> Value:
        items: list[Value] = []
        whole = True
        for it in node.elts:
            if isinstance(it, ast.Starred):
                inner = parts.items_of(self.value(it.value, scope))
                whole &= inner is not None
                items += inner or []
            else:
                items.append(self.value(it, scope))
        made = Items(items, whole)
        if isinstance(node, ast.List):
            self.lists.append(made.items)
        return made

    _v_tuple = _v_list
    _v_set = _v_list

    def _v_dict(self, node: ast.Dict, scope: Scope) -> Value:
        items: dict[Any, Value] = {}
        for key, value in zip(node.keys, node.values, strict=True):
            found = self.value(value, scope)
            if key is None:
                items |= found.items if isinstance(found, Table) else {}
            else:
                name = constant(self.value(key, scope))
                items[name if name is not None else ast.dump(key)] = found
        return Table(items)

    def _v_subscript(self, node: ast.Subscript, scope: Scope) -> Value:
        return library.item(self, self.value(node.value, scope), node.slice, self.value(node.slice, scope))

    def _v_joinedstr(self, node: ast.JoinedStr, scope: Scope) -> Value:
        for it in node.values:
            if isinstance(it, ast.FormattedValue):
                self.value(it.value, scope)
        return UNKNOWN

    def _v_slice(self, node: ast.Slice, scope: Scope) -> Value:
        return UNKNOWN

    def _v_lambda(self, node: ast.Lambda, scope: Scope) -> Value:
        return Function(node, scope)

    def _v_namedexpr(self, node: ast.NamedExpr, scope: Scope) -> Value:
        value = self.value(node.value, scope)
        self.assign(node.target, value, scope)
        return value

    def _v_yield(self, node: ast.Yield, scope: Scope) -> Value:
        value = self.value(node.value, scope)
        if self.yielded:
            self.yielded[-1].append(value)
        return UNKNOWN

    def _v_await(self, node: ast.Await, scope: Scope) -> Value:
        return self.value(node.value, scope)

    def _v_listcomp(self, node: ast.ListComp | ast.GeneratorExp | ast.SetComp, scope: Scope) -> Value:
        inner = Scope({}, scope)
        first = node.generators[0]
        over = self.value(first.iter, inner)
        items = parts.items_of(over)
        made: list[Value] = []
        for it in [parts.part_of(self, over, -1, _name_of(first.target))] if items is None else items[:LONGEST]:
            self.assign(first.target, it, inner)
            for further in node.generators[1:]:
                self.assign(further.target, parts.part_of(self, self.value(further.iter, inner), -1, ""), inner)
            if all(self.truth(test, inner) is not False for test in first.ifs):
                made.append(self.value(node.elt, inner))
        result = Items(made, whole=items is not None and not first.ifs)
        self.lists.append(result.items)
        return result

    _v_generatorexp = _v_listcomp
    _v_setcomp = _v_listcomp


def _loaded(target: ast.expr) -> ast.expr:
    """The target of an assignment, as an expression."""
    if isinstance(target, ast.Name):
        return ast.Name(target.id, ast.Load())
    if isinstance(target, ast.Attribute):
        return ast.Attribute(target.value, target.attr, ast.Load())
    return target


def _yields(node: ast.AST) -> bool:
    return any(isinstance(it, ast.Yield | ast.YieldFrom) for it in ast.walk(node))


def _name_of(target: ast.expr) -> str:
    return target.id if isinstance(target, ast.Name) else ""
