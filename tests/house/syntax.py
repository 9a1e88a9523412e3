"""The house rules that neither ruff nor import-linter can keep, each a question to one module's syntax tree."""

import ast
import collections.abc
import dataclasses
import fnmatch
import functools
import io
import pathlib
import re
import tokenize
import tomllib

ROOT = pathlib.Path(__file__).parents[2]
PRODUCT = ("bot", "commands", "jobs", "data", "rules", "messages", "sandbox")
OURS = (*PRODUCT, "tests", "bench")

TRANSACTIONS = ("data/database.py", "data/migrations/env.py")  # Alembic's own environment begins its own
TRANSACTION_CALLS = {"commit", "rollback", "begin", "begin_nested"}
TRANSACTION_WORDS = re.compile(r"\s*(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)\b")
SENTENCE = re.compile(r"\S.*[.!?][)`'\"]*", re.DOTALL)
NEXT_SENTENCE = re.compile(r"[.!?][)`'\"]*\s+[A-Z]")
VAGUE = {"util", "utils", "helper", "helpers", "manager", "managers", "processor", "processors", "handler", "handlers"}
BLIND = {"Exception", "BaseException"}
WAIVER = re.compile(
    r"#\s*(?:noqa(?P<noqa>:\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*)?|type:\s*ignore(?P<ignore>\[[\w, -]+\])?)(?P<why>.*)"
)
WHOLE_FILE_WAIVER = re.compile(r"#\s*((ruff|flake8):\s*noqa|mypy:)")

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


@dataclasses.dataclass(frozen=True)
class Source:
    """One module: its path from the root, and its text."""

    path: str
    text: str

    @functools.cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.path)

    @functools.cached_property
    def nodes(self) -> list[ast.AST]:
        return list(ast.walk(self.tree))

    @property
    def folder(self) -> str:
        return self.path.split("/", maxsplit=1)[0]

    def comments(self) -> collections.abc.Iterator[tuple[int, str]]:
        for token in tokenize.generate_tokens(io.StringIO(self.text).readline):
            if token.type == tokenize.COMMENT:
                yield token.start[0], token.string


Lines = collections.abc.Iterator[int]


@dataclasses.dataclass(frozen=True)
class Rule:
    """What the house asks, where it asks it, and the lines of a module that break it."""

    sentence: str
    folders: tuple[str, ...]
    broken: collections.abc.Callable[[Source], Lines]


def last_name(node: ast.AST) -> str:
    """The `c` of `a.b.c`, of `a.b.c(…)` and of `c`."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Call(func=function):
            return last_name(function)
        case _:
            return ""


def excused(path: str, *codes: str) -> bool:
    """Whether ruff's settings name this module as one that need not keep one of these codes."""
    return any(fnmatch.fnmatch(path, pattern) for pattern in excuses(*codes))


@functools.cache
def excuses(*codes: str) -> list[str]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    ignores: dict[str, list[str]] = settings["tool"]["ruff"]["lint"]["per-file-ignores"]
    return [pattern for pattern, ignored in ignores.items() if set(codes) & set(ignored)]


def calls(source: Source) -> collections.abc.Iterator[ast.Call]:
    return (node for node in source.nodes if isinstance(node, ast.Call))


def transactions(source: Source) -> Lines:
    if source.path in TRANSACTIONS:
        return
    for call in calls(source):
        words = [node.value for node in call.args if isinstance(node, ast.Constant) and isinstance(node.value, str)]
        method = isinstance(call.func, ast.Attribute) and call.func.attr in TRANSACTION_CALLS
        if method or any(TRANSACTION_WORDS.match(word) for word in words):
            yield call.lineno


def piecemeal_imports(source: Source) -> Lines:
    for node in source.nodes:
        match node:
            case ast.ImportFrom(level=level, module=module):
                if level or str(module).split(".")[0] in OURS:
                    yield node.lineno
            case ast.Import(names=names):
                if any(alias.asname and alias.name.split(".")[0] in OURS for alias in names):
                    yield node.lineno


def dotted(node: ast.expr) -> str:
    """The `a.b.c` of that expression; what is no name has none."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=name):
            return f"{dotted(value)}.{name}"
        case _:
            return ""


def unused_imports(source: Source) -> Lines:
    """Those that ruff takes for used since anything of the same folder is."""
    used = {dotted(node) for node in source.nodes if isinstance(node, ast.Attribute)}
    for node in source.nodes:
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names if alias.name.split(".")[0] in OURS and not alias.asname]
            if any("." in name and name not in used for name in names):
                yield node.lineno


def hidden_imports(source: Source) -> Lines:
    if excused(source.path, "PLC0415"):
        return
    for function in source.nodes:
        if isinstance(function, FUNCTIONS):
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    yield node.lineno


def openings(source: Source) -> Lines:
    opening = (ast.get_docstring(source.tree) or "").split("\n\n")[0]
    if not SENTENCE.fullmatch(opening) or NEXT_SENTENCE.search(opening):
        yield 1


def vague_names(source: Source) -> Lines:
    folders = source.path.removesuffix(".py").split("/")
    if any(folder.split("_")[-1] in VAGUE for folder in folders):
        yield 1
    for node in source.nodes:
        if isinstance(node, ast.ClassDef) and re.split("(?=[A-Z])", node.name)[-1].lower() in VAGUE:
            yield node.lineno


def relationships(source: Source) -> Lines:
    for node in source.nodes:
        match node:
            case ast.Attribute(attr="Relationship" | "relationship") | ast.Name(id="Relationship"):
                yield node.lineno
            case ast.alias(name="Relationship" | "relationship"):
                yield node.lineno


def blind_excepts(source: Source) -> Lines:
    """Where all errors are caught and not raised again: handlers, and `contextlib.suppress`."""
    for node in source.nodes:
        match node:
            case ast.ExceptHandler(type=kind, body=[*_, last]):
                kinds = kind.elts if isinstance(kind, ast.Tuple) else [kind] if kind else []
                blind = not kinds or any(last_name(each) in BLIND for each in kinds)
                if blind and not (isinstance(last, ast.Raise) and last.exc is None):
                    yield node.lineno
            case ast.Call(args=kinds) if last_name(node) == "suppress":
                if any(last_name(each) in BLIND for each in kinds):
                    yield node.lineno


def blind_excepts_outside_bot(source: Source) -> Lines:
    return blind_excepts(source) if source.folder != "bot" else iter(())


def bare_waivers(source: Source) -> Lines:
    if not re.search("noqa|type:|mypy:", source.text):
        return  # comments are only found by reading every token, which is slow
    for line, comment in source.comments():
        waiver = WAIVER.search(comment)
        reasoned = waiver and (waiver["noqa"] or waiver["ignore"]) and re.search("[a-z]{2}", waiver["why"])
        if WHOLE_FILE_WAIVER.search(comment) or (waiver and not reasoned):
            yield line


def prints(source: Source) -> Lines:
    if excused(source.path, "T20", "T201"):
        return
    for call in calls(source):
        if isinstance(call.func, ast.Name) and call.func.id == "print":
            yield call.lineno


def sleeps(source: Source) -> Lines:
    if not source.path.startswith("tests/stories/"):
        return
    for call in calls(source):
        if last_name(call) in {"sleep", "wait_for_timeout"}:
            yield call.lineno


RULES = (
    Rule("only data/database.py begins, commits and rolls back", PRODUCT, transactions),
    Rule("our own modules are imported whole and under their own name", OURS, piecemeal_imports),
    Rule("our own modules are used where they are imported", OURS, unused_imports),
    Rule("imports stand at the top, but in the modules of bot/ that ruff's settings name", OURS, hidden_imports),
    Rule("one sentence opens every module", OURS, openings),
    Rule("nothing is called utils, helpers, manager, processor or handler", OURS, vague_names),
    Rule("rows have no Relationship", PRODUCT, relationships),
    Rule("all errors are caught in bot/ alone; elsewhere they are raised again", PRODUCT, blind_excepts_outside_bot),
    Rule("a noqa or type: ignore names its code and its reason, and is for one line", OURS, bare_waivers),
    Rule("nothing is printed outside the command line of bot/", PRODUCT, prints),
    Rule("a story never sleeps: it waits on the journal or on the clock", ("tests",), sleeps),
)


def violations(source: Source) -> list[str]:
    """Each as `file:line: the rule`."""
    return [
        f"{source.path}:{line}: {rule.sentence}"
        for rule in RULES
        if source.folder in rule.folders
        for line in rule.broken(source)
    ]


def sources() -> list[Source]:
    """Every module of ours."""
    return [
        Source(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
        for folder in OURS
        for path in sorted((ROOT / folder).rglob("*.py"))
    ]
