"""Docs, manifest, settings and the local Slack say what the registries say; a test names the line that is missing."""

import ast
import collections.abc
import datetime
import json
import pathlib
import re

import pytest
import typer

import bot.__main__
import bot.manifest
import bot.settings
import commands
import commands.rows
import data.models
import jobs
import rules.outgoing
import rules.settings
import sandbox.methods

ROOT = pathlib.Path(__file__).parents[2]
DOCS = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *ROOT.glob("docs/**/*.md"), *ROOT.glob("sandbox/*.md")])

WHO = {
    commands.rows.ALL: "everyone with a role",
    commands.rows.ADVISERS: "advisers, managers",
    commands.rows.MANAGERS: "managers",
    commands.rows.FREELANCERS: "freelancers",
}


def page(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def compare(name: str, wanted: collections.abc.Iterable[str], start: str) -> None:
    """Each wanted line stands in the page, and the page has no other line that starts like them."""
    lines = [line.rstrip() for line in page(name).splitlines()]
    wanted = list(wanted)
    missing = [f"{name} lacks this line:\n    {line}" for line in wanted if line not in lines]
    stale = [line for line in lines if re.match(start, line) and line not in wanted]
    missing += [f"{name} has this line, which nothing stands behind:\n    {line}" for line in stale]
    if missing:
        pytest.fail("\n".join(missing), pytrace=False)


def test_every_command_is_documented_with_its_usage_and_who() -> None:
    rows = [
        f"| `{verb.usage}` | {WHO[verb.who]} | {verb.does} | {f'`{verb.example}`' if verb.example else ''} |"
        for verb in commands.VERBS
    ]
    compare("docs/commands.md", rows, r"\| `/")


def test_every_button_form_and_shortcut_is_documented_with_who() -> None:
    buttons = [f"| button `{row.action}` | {WHO[row.who]} | {row.does} |" for row in commands.BUTTONS]
    forms = [f"| form `{row.callback}` | {WHO[row.who]} | {row.does} |" for row in commands.FORMS]
    shortcuts = [f"| shortcut `{row.callback}` | {WHO[row.who]} | {row.does} |" for row in commands.SHORTCUTS]
    compare("docs/commands.md", buttons + forms + shortcuts, r"\| (button|form|shortcut) `")
    assert [row.label for row in commands.SHORTCUTS if f"*{row.label}*" not in page("docs/commands.md")] == []


def test_every_alias_is_documented() -> None:
    text = page("docs/commands.md")
    aliases = [alias for verb in commands.VERBS for alias in verb.aliases]
    assert [alias for alias in aliases if f"`{alias}`" not in text] == []


def test_the_manifest_has_each_root_with_verbs_and_no_other() -> None:
    features = json.loads(json.dumps(bot.manifest.build()))["features"]
    roots = [command["command"].removeprefix("/") for command in features["slash_commands"]]
    assert sorted(roots) == sorted({verb.root for verb in commands.VERBS})
    assert set(bot.manifest.DESCRIPTIONS) == set(roots)
    for root in roots:
        own = [verb for verb in commands.VERBS if verb.root == root]
        assert "" in {verb.words for verb in own}, f"/{root} alone says nothing"
        assert "help" in {verb.words for verb in own}, f"/{root} help says nothing"


def test_the_manifest_keeps_slacks_limits() -> None:
    manifest = json.loads(json.dumps(bot.manifest.build()))
    information = manifest["display_information"]
    assert len(information["name"]) <= 35
    assert len(information["description"]) <= 140
    for command in manifest["features"]["slash_commands"]:
        assert 2 <= len(command["command"]) <= 32
        assert command["should_escape"] is True
        assert command["description"]
    assert len(manifest["features"]["shortcuts"]) <= 10
    for shortcut in manifest["features"]["shortcuts"]:
        assert 1 <= len(shortcut["name"]) <= 24
        assert 1 <= len(shortcut["description"]) <= 150
        assert len(shortcut["callback_id"]) <= 255


def test_no_two_rows_answer_to_the_same_words() -> None:
    words = [f"/{verb.root} {words}" for verb in commands.VERBS for words in (verb.words, *verb.aliases)]
    names = words + [row.action for row in commands.BUTTONS]
    names += [row.callback for row in (*commands.FORMS, *commands.SHORTCUTS)]
    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize("verb", [verb for verb in commands.VERBS if verb.arguments], ids=lambda verb: verb.usage)
def test_a_verb_with_arguments_has_an_example_of_itself(verb: commands.rows.Verb) -> None:
    assert verb.example.startswith(" ".join(["/" + verb.root, verb.words]).rstrip() + " ")


def default(value: object) -> str:
    text = value if isinstance(value, str) else f"{value:g}" if isinstance(value, int | float) else ""
    return f"`{text}`" if text else "empty"


def environment() -> dict[str, tuple[str, object]]:
    """Meaning and default of each setting of the environment, by name."""
    fields = bot.settings.Settings.model_fields.items()
    return {name.upper(): (str(field.description), field.default) for name, field in fields}


def test_every_setting_of_the_environment_is_documented() -> None:
    rows = [f"| `{name}` | {meaning} | {default(value)} |" for name, (meaning, value) in environment().items()]
    compare("docs/settings.md", rows, r"\| `[A-Z]")


def test_every_setting_of_the_programme_is_documented() -> None:
    rows = [f"| `{one.name}` | {one.meaning} | {default(one.default)} |" for one in rules.settings.SETTINGS]
    compare("docs/settings.md", rows, r"\| `[a-z]")


def test_the_example_of_the_environment_has_every_setting_with_its_meaning_and_no_other() -> None:
    lines = page(".env.example").splitlines()
    for name, (meaning, value) in environment().items():
        given = default(value).strip("`").replace("empty", "")
        assert f"{name}={given}" in lines, f".env.example lacks this line: {name}={given}"
        assert lines[lines.index(f"{name}={given}") - 1] == f"# {meaning}"
    assert {line.partition("=")[0] for line in lines if line and not line.startswith("#")} == set(environment())


def test_the_example_of_the_environment_can_be_taken_as_it_is() -> None:
    taken = bot.settings.Settings(_env_file=ROOT / ".env.example")  # type: ignore[call-arg]  # pydantic's own
    assert taken == bot.settings.Settings()
    assert not any(getattr(taken, secret.lower()).get_secret_value() for secret in bot.settings.SECRETS)


def test_every_kind_of_what_goes_out_by_itself_is_documented() -> None:
    rows = [f"| `{kind}` | {tells} |" for kind, tells in {"all": "everything", **rules.outgoing.KINDS}.items()]
    compare("docs/morning.md", rows, r"\| `[a-z]")


def pace(every: datetime.timedelta) -> str:
    hours, seconds = divmod(int(every.total_seconds()), 3600)
    return f"every {seconds} seconds" if seconds else f"every {hours} hours" if hours > 1 else "every hour"


def test_every_job_is_documented_with_its_pace() -> None:
    compare("docs/jobs.md", [f"| `{job.name}` | {job.does} | {pace(job.every)} |" for job in jobs.JOBS], r"\| `[a-z]")
    assert len({job.name for job in jobs.JOBS}) == len(jobs.JOBS)


NEEDS = {
    "auth.test": (),
    "apps.connections.open": (),
    "chat.postMessage": ("chat:write",),
    "chat.update": ("chat:write",),
    "conversations.open": ("im:write",),
    "conversations.info": ("channels:read", "groups:read"),
    "conversations.members": ("channels:read", "groups:read"),
    "conversations.history": ("channels:history", "groups:history", "im:history"),
    "conversations.replies": ("channels:history", "groups:history", "im:history"),
    "conversations.setTopic": ("channels:write.topic", "groups:write.topic"),
    "usergroups.list": ("usergroups:read",),
    "usergroups.create": ("usergroups:write",),
    "usergroups.enable": ("usergroups:write",),
    "usergroups.users.list": ("usergroups:read",),
    "usergroups.users.update": ("usergroups:write",),
    "users.info": ("users:read",),
    "users.lookupByEmail": ("users:read.email",),
    "views.open": (),
    "views.push": (),
    "views.update": (),
    "views.publish": (),
}
"""Slack's facts: the scopes that each method takes, for the kinds of channel in which Muster calls it."""

AHEAD = {"chat.getPermalink"}
"""Methods that the local Slack answers though Muster has no use for them yet."""

METHOD = re.compile(r"(auth|apps|chat|conversations|users|usergroups|views|reactions|pins|files|team)(\.[a-zA-Z]+)+")


def called() -> set[str]:
    """The methods that bot/ names in full, or calls by the SDK's own function."""
    nodes = [node for path in (ROOT / "bot").glob("*.py") for node in ast.walk(ast.parse(path.read_text()))]
    texts = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    attributes = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    known = {name.replace(".", "_").lower(): name for name in {*sandbox.methods.METHODS, *NEEDS}}
    return {text for text in texts if METHOD.fullmatch(text)} | {known[name] for name in attributes & set(known)}


def test_every_method_that_muster_calls_is_known_to_the_local_slack_and_the_reverse() -> None:
    assert called() - set(sandbox.methods.METHODS) == set()
    assert set(sandbox.methods.METHODS) - called() == AHEAD


def test_every_scope_has_a_reason_and_a_method_that_needs_it_and_the_reverse() -> None:
    assert called() == set(NEEDS)
    needed = {scope for method in called() for scope in NEEDS[method]} | {"commands"}
    assert set(bot.manifest.SCOPES) == needed
    assert [scope for scope, reason in bot.manifest.SCOPES.items() if len(reason.split()) < 4] == []


def test_every_scope_is_documented_with_its_reason() -> None:
    compare("docs/scopes.md", [f"| `{scope}` | {why} |" for scope, why in bot.manifest.SCOPES.items()], r"\| `[a-z]")


def test_every_event_of_the_manifest_is_listened_to_and_the_reverse() -> None:
    tree = ast.parse(page("bot/slack.py"))
    listened = [
        str(node.args[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "event"
        and isinstance(node.args[0], ast.Constant)
    ]
    assert sorted(listened) == sorted({event.partition(".")[0] for event in bot.manifest.EVENTS})


def test_every_make_target_that_the_docs_name_is_there() -> None:
    targets = set(re.findall(r"^([a-z]+):", page("Makefile"), re.MULTILINE))
    for path in DOCS:
        named = set(re.findall(r"(?:`|^ +|^)make ([a-z]+)", path.read_text(), re.MULTILINE))
        assert named <= targets, path.name
    assert {"demo", "test"} <= set(re.findall(r"make ([a-z]+)", page("README.md")))


def test_every_subcommand_that_the_docs_name_is_there() -> None:
    subcommands = set(typer.main.get_command(bot.__main__.app).commands)  # type: ignore[attr-defined]  # a group has them
    text = "\n".join(path.read_text() for path in DOCS)
    named = set(re.findall(r"(?:`|^ +|^|bin/)muster ([a-z][a-z-]+)", text, re.MULTILINE))
    assert named <= subcommands
    assert subcommands <= named


LINK = re.compile(r"(?:\]\(|(?:src|srcset|href)=\")([^)\"\s]+)")


def anchors(path: pathlib.Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", path.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_resolves(path: pathlib.Path) -> None:
    for link in LINK.findall(path.read_text()):
        if link.startswith("https://"):
            continue
        name, _, anchor = link.partition("#")
        target = (path.parent / name).resolve() if name else path
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


def test_every_page_can_be_found_from_the_readme() -> None:
    seen: set[pathlib.Path] = set()
    waiting = [ROOT / "README.md"]
    while waiting:
        path = waiting.pop()
        seen.add(path)
        links = [link.partition("#")[0] for link in LINK.findall(path.read_text()) if "://" not in link]
        pages = {(path.parent / link).resolve() for link in links if link.endswith(".md")}
        waiting += pages - seen - set(waiting)
    assert [path for path in DOCS if path not in seen] == []


def test_the_roles_of_the_docs_are_the_rosters() -> None:
    glossary = page("docs/glossary.md")
    assert [role for role in data.models.Role if f"| {role} |" not in glossary] == []
