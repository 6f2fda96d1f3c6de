"""Faults that can be told from how a program is written, with nothing followed."""

from __future__ import annotations

import ast
import re
from collections import deque
from collections.abc import Iterator

from lossbook.doctor.read.arrays import LABELS
from lossbook.doctor.read.seen import Fault

BOUNDS = {"eps", "epsilon", "EPS", "tiny", "tol", "threshold"}  # what a value is held against
SHUFFLES = re.compile(r"(np|numpy|random|rng|sklearn|utils)?[\w.]*\bshuffle$")
DRAWS = re.compile(r"[\w.]*\b(permutation|randperm)\(")


def mixes_precisions(tree: ast.Module) -> bool:
    """Whether a program names a policy of mixed precision."""
    policies = ("mixed_float16", "mixed_bfloat16")
    return any(isinstance(node, ast.Constant) and node.value in policies for node in ast.walk(tree))


def sets_another_backend(tree: ast.Module) -> bool:
    """Whether a program sets another backend of Keras than TensorFlow, by the variable of its environment."""
    set_to = (
        it.value
        for it in ast.walk(tree)
        if isinstance(it, ast.Assign) and any("'KERAS_BACKEND'" in ast.unparse(target) for target in it.targets)
    )
    return any(isinstance(value, ast.Constant) and value.value != "tensorflow" for value in set_to)


def of_where(tree: ast.Module) -> Iterator[Fault]:
    """A branch of where() that takes a logarithm or a root of what the condition is about."""
    for block in ast.walk(tree):
        if not isinstance(block, ast.Module | ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        named = {
            it.targets[0].id: it.value
            for it in _own(block)
            if isinstance(it, ast.Assign) and len(it.targets) == 1 and isinstance(it.targets[0], ast.Name)
        }
        for statement in block.body:
            if not isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                for node in ast.walk(statement):
                    if isinstance(node, ast.Call):
                        yield from _of_one_where(node, named)


def _of_one_where(node: ast.Call, named: dict[str, ast.expr]) -> Iterator[Fault]:
    name = ast.unparse(node.func)
    root = name.split(".", 1)[0]
    if not name.endswith(".where") or len(node.args) != 3 or root in ("np", "numpy", "jnp", "pd"):
        return
    test = node.args[0]
    test = named.get(test.id, test) if isinstance(test, ast.Name) else test
    about = {ast.dump(it) for it in _compared(test) if not isinstance(it, ast.Constant)}
    for branch in node.args[1:]:
        written = [branch, *(named[it.id] for it in ast.walk(branch) if isinstance(it, ast.Name) and it.id in named)]
        for it in (inner for one in written for inner in ast.walk(one)):
            if any(_is_plainly(one, about) and not _is_data(one) for one in _endangered(it)):
                yield Fault(
                    "LB305", node, f"{ast.unparse(it)} in a branch of where()", "torch" if root == "torch" else "keras"
                )
                return


def _compared(test: ast.expr) -> list[ast.expr]:
    """What a condition compares: ``x > 0``, ``tf.equal(x, 0)``."""
    if isinstance(test, ast.Compare):
        return [test.left, *test.comparators]
    named = ast.unparse(test.func).rsplit(".", 1)[-1] if isinstance(test, ast.Call) else ""
    comparing = ("equal", "greater", "less", "not_equal", "greater_equal", "gt", "lt", "ne")
    return list(test.args) if isinstance(test, ast.Call) and named in comparing else []


def _is_data(node: ast.expr) -> bool:
    """Whether no gradient goes to it, by its name."""
    return isinstance(node, ast.Constant) or (isinstance(node, ast.Name) and node.id in LABELS | BOUNDS)


def _endangered(node: ast.AST) -> list[ast.expr]:
    """What must not be 0 or less: the argument of a logarithm or a root."""
    if not isinstance(node, ast.Call) or ast.unparse(node.func).rsplit(".", 1)[-1] not in ("log", "sqrt", "rsqrt"):
        return []
    return node.args or ([node.func.value] if isinstance(node.func, ast.Attribute) else [])


def _is_plainly(argument: ast.expr, about: set[str]) -> bool:
    """Whether an argument is what the condition is about, or a product or a quotient of it, with nothing to save it."""
    if isinstance(argument, ast.BinOp) and isinstance(argument.op, ast.Mult | ast.Div):
        return _is_plainly(argument.left, about) or _is_plainly(argument.right, about)
    return not isinstance(argument, ast.Constant) and ast.dump(argument) in about


def only_evaluates(tree: ast.Module) -> bool:
    """Whether a program evaluates a model of Keras, or predicts with it, and trains none."""
    called = {it.func.attr for it in ast.walk(tree) if isinstance(it, ast.Call) and isinstance(it.func, ast.Attribute)}
    trains = {"fit", "fit_generator", "train_on_batch", "apply_gradients", "step", "minimize"}
    return bool(called & {"evaluate", "predict", "test_on_batch"}) and not called & trains


def returned(tree: ast.Module) -> set[ast.AST]:
    """The calls whose values a function returns, at once or by a name."""
    found: set[ast.AST] = set()
    for scope in _scopes(tree):
        own = list(_own(scope))
        given = [it for one in own if isinstance(one, ast.Return) for it in ast.walk(one)]
        names = {it.id for it in given if isinstance(it, ast.Name)}
        found |= {it for it in given if isinstance(it, ast.Call)}
        for it in own:
            if isinstance(it, ast.Assign) and any(isinstance(one, ast.Name) and one.id in names for one in it.targets):
                found |= {one for one in ast.walk(it.value) if isinstance(one, ast.Call)}
    return found


def of_order(tree: ast.Module) -> Iterator[Fault]:
    """Inputs and targets that are shuffled in different orders."""
    for scope in _scopes(tree):
        own = list(_own(scope))
        parts, born = _parts(scope), _first_lines(own)
        seeded = sum(isinstance(it, ast.Call) and ast.unparse(it.func).endswith(".seed") for it in own)
        shuffled = {name: node for it in own for name, node in _shuffled(it)}
        for node in own:
            pair = {parts.get(name, name) for name in _pair(node)}
            hit = [shuffled[name] for name in pair & shuffled.keys()]
            both_old = all(born.get(name, 0) <= it.lineno for name in pair for it in hit)  # type: ignore[attr-defined]
            if len(pair) == 2 and hit and seeded < 2 and both_old:
                told = "is shuffled, and what belongs to it is not" if len(hit) == 1 else "are shuffled by two draws"
                names = " and ".join(sorted(pair & shuffled.keys()))
                yield Fault("LB208", hit[0], f"{names} {told}")
        yield from _of_permutations(own)


def _shuffled(node: ast.AST) -> list[tuple[str, ast.AST]]:
    """``shuffle(x)``, ``x = shuffle(x)``, ``x = x[permutation(n)]``: the name, where one array goes alone."""
    if isinstance(node, ast.Call) and SHUFFLES.match(ast.unparse(node.func)) and len(node.args) == 1:
        return [(node.args[0].id, node)] if isinstance(node.args[0], ast.Name) else []
    alone = isinstance(node, ast.Assign) and isinstance(node.value, ast.Subscript) and len(node.targets) == 1
    if alone and DRAWS.match(ast.unparse(node.value.slice)):  # type: ignore[attr-defined]
        name, source = ast.unparse(node.targets[0]), ast.unparse(node.value.value)  # type: ignore[attr-defined]
        return [(name, node)] if name == source else []
    return []


def _first_lines(nodes: list[ast.AST]) -> dict[str, int]:
    """On which line each name is first given a value."""
    found: dict[str, int] = {}
    for node in nodes:
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found[node.id] = min(node.lineno, found.get(node.id, node.lineno))
    return found


def _parts(scope: ast.AST) -> dict[str, str]:
    """Names of parts of an array, with the array's."""
    found = {}
    for node in _own(scope):
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            target = node.targets[0]
            targets = target.elts if isinstance(target, ast.Tuple) else [target]
            values = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]
            for name, value in zip(targets, values, strict=False):
                if (
                    isinstance(value, ast.Subscript)
                    and isinstance(value.value, ast.Name)
                    and isinstance(name, ast.Name)
                ):
                    found[name.id] = value.value.id
    return found


def _pair(node: ast.AST) -> list[str]:
    """The names of inputs and targets that go together into ``fit``, a data set or a split."""
    called = ast.unparse(node.func).rsplit(".", 1)[-1] if isinstance(node, ast.Call) else ""
    if isinstance(node, ast.Call) and called in (
        "fit",
        "TensorDataset",
        "train_test_split",
        "from_tensor_slices",
        "zip",
    ):
        given = node.args[0].elts if node.args and isinstance(node.args[0], ast.Tuple) else node.args[:2]
        given = [*given, *(it.value for it in node.keywords if it.arg in ("x", "y"))]
        inner = [it for one in given for it in ast.walk(one) if isinstance(it, ast.Name)]
        return list(dict.fromkeys(it.id for it in inner if it.id not in ("torch", "np", "tf", "numpy")))[:3]
    return []


def _of_permutations(own: list[ast.AST]) -> Iterator[Fault]:
    """``x[permutation(n)], y[permutation(n)]``: two draws, which may be meant."""
    drawn: list[tuple[str, ast.AST]] = []
    for node in own:
        if (
            isinstance(node, ast.Subscript)
            and isinstance(node.value, ast.Name)
            and DRAWS.match(ast.unparse(node.slice))
        ):
            drawn.append((node.value.id, node))
    if len({name for name, _ in drawn}) > 1:
        what = f"{drawn[0][0]} and {drawn[1][0]} are permuted by two draws"
        yield Fault("LB208", drawn[1][1], what, "", (("severity", "look"),))


def of_overwriting(tree: ast.Module, losses: set[ast.AST]) -> Iterator[Fault]:
    """A loss that is given a name, which another loss is given before anything reads it."""
    for block in _blocks(tree):
        waiting: dict[str, ast.stmt] = {}
        for statement in block:
            read = {it.id for it in ast.walk(statement) if isinstance(it, ast.Name) and isinstance(it.ctx, ast.Load)}
            for name in read:
                waiting.pop(name, None)
            if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
                target = statement.targets[0]
                if isinstance(target, ast.Name) and any(it in losses for it in ast.walk(statement.value)):
                    if target.id in waiting:
                        yield Fault("LB409", waiting[target.id], f"{target.id} is overwritten before it is used")
                    waiting[target.id] = statement
            elif not isinstance(statement, ast.Expr | ast.Assign | ast.AugAssign | ast.AnnAssign):
                waiting.clear()
        yield from _of_last_turn(block, losses)


def _of_last_turn(block: list[ast.stmt], losses: set[ast.AST]) -> Iterator[Fault]:
    """A loop that gives a loss a name in each turn, of which only the last is trained on, after the loop."""
    for at, loop in enumerate(block):
        if not isinstance(loop, ast.For):
            continue
        for it in loop.body:
            named = isinstance(it, ast.Assign) and len(it.targets) == 1 and isinstance(it.targets[0], ast.Name)
            if not named or not any(inner in losses for inner in ast.walk(it.value)):  # type: ignore[attr-defined]
                continue
            name = it.targets[0].id  # type: ignore[attr-defined]
            inside = [one for one in ast.walk(loop) if isinstance(one, ast.Name) and one.id == name]
            if any(isinstance(one.ctx, ast.Load) for one in inside):
                continue
            if any(f"{name}.backward" in ast.unparse(one) for one in block[at + 1 :]):
                yield Fault("LB409", it, f"{name} is overwritten in each turn, and only the last is trained on")


def _scopes(tree: ast.Module) -> Iterator[ast.AST]:
    yield tree
    yield from (it for it in ast.walk(tree) if isinstance(it, ast.FunctionDef | ast.AsyncFunctionDef))


def _own(scope: ast.AST) -> Iterator[ast.AST]:
    """What stands in a scope, without the functions and classes in it."""
    waiting = deque(ast.iter_child_nodes(scope))
    while waiting:
        node = waiting.popleft()
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            waiting += ast.iter_child_nodes(node)


def _blocks(tree: ast.Module) -> Iterator[list[ast.stmt]]:
    for node in ast.walk(tree):
        for name in ("body", "orelse", "finalbody"):
            block = getattr(node, name, None)
            if isinstance(block, list) and block and isinstance(block[0], ast.stmt):
                yield block
