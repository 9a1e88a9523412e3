"""User groups: made, found, filled as a whole, and refused as Slack refuses them."""

from __future__ import annotations

from typing import Any

import pytest

import sandbox.methods
import tests.sandbox.small_workspace
import tests.sandbox.test_web_api
import tests.workspace

Json = dict[str, Any]
Workspace = tests.workspace.Workspace

call, refusal = tests.sandbox.test_web_api.call, tests.sandbox.test_web_api.refusal
DUTY = {"id": "S0DUTY", "handle": "adviser-on-duty", "name": "Adviser on Duty", "users": ["U0ADA"]}
METHODS = {
    "usergroups.list": {},
    "usergroups.create": {"name": "Another"},
    "usergroups.enable": {"usergroup": "S0DUTY"},
    "usergroups.users.list": {"usergroup": "S0DUTY"},
    "usergroups.users.update": {"usergroup": "S0DUTY", "users": "U0BOB"},
}


@pytest.fixture
def slack(running: Workspace) -> Workspace:
    """With a group that Ada is in, and an app that may read and write groups."""
    running.reset(workspace())
    return running


def workspace(*scopes: str, **changes: Any) -> Json:
    made = tests.sandbox.small_workspace.workspace(**{"usergroups": [DUTY], **changes})
    made["app"]["manifest"]["oauth_config"]["scopes"]["bot"] += scopes or ("usergroups:read", "usergroups:write")
    return made


def groups(slack: Workspace) -> dict[str, Json]:
    return {one["handle"]: one for one in slack.state()["usergroups"]}


def update(slack: Workspace, *users: str) -> Json:
    return call(slack, "usergroups.users.update", usergroup="S0DUTY", users=",".join(users))


# -- reading


def test_a_group_of_the_workspace_file_is_listed_with_its_members_if_asked(slack: Workspace) -> None:
    (group,) = call(slack, "usergroups.list", include_users=True)["usergroups"]
    assert (group["id"], group["handle"], group["users"], group["date_delete"]) == (
        "S0DUTY",
        "adviser-on-duty",
        ["U0ADA"],
        0,
    )
    (group,) = call(slack, "usergroups.list")["usergroups"]
    assert "users" not in group


def test_the_control_shows_the_groups(slack: Workspace) -> None:
    shown = groups(slack)["adviser-on-duty"]
    assert shown == {**DUTY, "description": "", "disabled": False}


def test_a_disabled_group_is_there_only_if_asked_for(slack: Workspace) -> None:
    slack.change_usergroup("S0DUTY", disabled=True)
    assert call(slack, "usergroups.list")["usergroups"] == []
    (group,) = call(slack, "usergroups.list", include_disabled=True)["usergroups"]
    assert group["date_delete"] > 0
    assert refusal(slack, "usergroups.users.list", usergroup="S0DUTY")["error"] == "no_such_subteam"
    shown = call(slack, "usergroups.users.list", usergroup="S0DUTY", include_disabled=True)
    assert shown["users"] == ["U0ADA"]


def test_an_enabled_group_is_there_again(slack: Workspace) -> None:
    slack.change_usergroup("S0DUTY", disabled=True)
    call(slack, "usergroups.enable", usergroup="S0DUTY")
    assert call(slack, "usergroups.users.list", usergroup="S0DUTY")["users"] == ["U0ADA"]


def test_a_flag_of_a_form_is_a_flag(slack: Workspace) -> None:
    (group,) = tests.sandbox.test_web_api.form(slack, "usergroups.list", include_users="1")["usergroups"]
    assert group["users"] == ["U0ADA"]
    (group,) = tests.sandbox.test_web_api.form(slack, "usergroups.list", include_users="0")["usergroups"]
    assert "users" not in group


# -- changing


def test_an_update_replaces_the_whole_list(slack: Workspace) -> None:
    answer = update(slack, "U0BOB", "U0GUS")
    assert answer["usergroup"]["users"] == ["U0BOB", "U0GUS"]
    assert groups(slack)["adviser-on-duty"]["users"] == ["U0BOB", "U0GUS"]


def test_a_group_is_never_empty_by_an_update(slack: Workspace) -> None:
    assert refusal(slack, "usergroups.users.update", usergroup="S0DUTY", users="")["error"] == "no_users_provided"
    assert groups(slack)["adviser-on-duty"]["users"] == ["U0ADA"]


@pytest.mark.parametrize("user", ["U0NOBODY", "U0OUT"])
def test_an_unknown_or_deactivated_user_refuses_the_whole_list(slack: Workspace, user: str) -> None:
    refused = refusal(slack, "usergroups.users.update", usergroup="S0DUTY", users=f"U0BOB,{user}")
    assert refused["error"] == "invalid_users"
    assert groups(slack)["adviser-on-duty"]["users"] == ["U0ADA"]


def test_who_is_deactivated_leaves_every_group(slack: Workspace) -> None:
    update(slack, "U0ADA", "U0BOB")
    slack.change_member("U0ADA", deleted=True)
    assert groups(slack)["adviser-on-duty"]["users"] == ["U0BOB"]


def test_a_new_group_has_no_members_yet(slack: Workspace) -> None:
    made = call(slack, "usergroups.create", name="Reviewers", handle="reviewers", description="Who reviews.")
    assert made["usergroup"]["users"] == []
    assert groups(slack)["reviewers"]["description"] == "Who reviews."
    made = call(slack, "usergroups.create", name="Second Line")
    assert made["usergroup"]["handle"] == "second-line"


@pytest.mark.parametrize(
    ("error", "asked"),
    [
        ("missing_subteam_name", {"name": " "}),
        ("name_already_exists", {"name": "adviser on duty", "handle": "other"}),
        ("handle_already_exists", {"name": "Other", "handle": "adviser-on-duty"}),
        ("handle_already_exists", {"name": "Other", "handle": "ada"}),
        ("handle_already_exists", {"name": "Other", "handle": "triage"}),
        ("forbidden_handle", {"name": "Other", "handle": "everyone"}),
        ("bad_handle", {"name": "Other", "handle": "On Duty"}),
        ("description_too_long", {"name": "Other", "description": "x" * 141}),
    ],
)
def test_a_group_that_cannot_be_is_not_made(slack: Workspace, error: str, asked: Json) -> None:
    assert refusal(slack, "usergroups.create", **asked)["error"] == error
    assert list(groups(slack)) == ["adviser-on-duty"]


# -- in what people write


def test_a_handle_that_somebody_types_is_a_mention_of_the_group(slack: Workspace) -> None:
    slack.message("U0ADA", "C0TRIAGE", "@adviser-on-duty and @bob, please look")
    (message,) = slack.channel("C0TRIAGE", "U0ADA")
    assert message["text"] == "<!subteam^S0DUTY> and <@U0BOB>, please look"


@pytest.mark.parametrize("text", ["@adviser-on-duty2", "me@adviser-on-duty.test", "adviser-on-duty"])
def test_what_only_looks_like_a_handle_is_none(slack: Workspace, text: str) -> None:
    slack.message("U0ADA", "C0TRIAGE", text)
    (message,) = slack.channel("C0TRIAGE", "U0ADA")
    assert "subteam" not in message["text"]


@pytest.mark.parametrize(
    ("command", "text"), [("/duty", "<!subteam^S0DUTY|@adviser-on-duty>"), ("/plain", "@adviser-on-duty")]
)
def test_a_group_in_a_command_is_escaped_as_the_manifest_says(slack: Workspace, command: str, text: str) -> None:
    n = slack.command("U0ADA", "C0TRIAGE", command, "@adviser-on-duty", wait=0)["n"]
    (envelope,) = [one for one in slack.journal(n - 1, kind="envelope") if one["n"] == n]
    assert envelope["payload"]["text"] == text


# -- who may


@pytest.mark.parametrize("method", METHODS)
def test_a_free_plan_has_no_groups_until_it_is_upgraded(running: Workspace, method: str) -> None:
    running.reset(workspace(plan="free"))
    assert refusal(running, method, **METHODS[method])["error"] == "plan_upgrade_required"
    running.change_plan("paid")
    assert call(running, method, **METHODS[method])["ok"]


@pytest.mark.parametrize("method", ["usergroups.create", "usergroups.enable", "usergroups.users.update"])
def test_where_owners_alone_change_groups_an_app_can_only_read_them(running: Workspace, method: str) -> None:
    running.reset(workspace(usergroup_editors="owners"))
    assert refusal(running, method, **METHODS[method])["error"] == "permission_denied"
    assert call(running, "usergroups.list")["ok"]


@pytest.mark.parametrize("method", METHODS)
def test_each_method_asks_for_its_scope(running: Workspace, method: str) -> None:
    (needed,) = sandbox.methods.METHODS[method].scopes
    other = {"usergroups:read", "usergroups:write"} - {needed}
    running.reset(workspace(*other))
    refused = refusal(running, method, **METHODS[method])
    assert (refused["error"], refused["needed"]) == ("missing_scope", needed)


# -- the file and the control


def test_a_group_with_a_stranger_in_it_is_no_workspace(running: Workspace) -> None:
    with pytest.raises(tests.workspace.WorkspaceError, match="S0DUTY has members that are not in the workspace"):
        running.reset(workspace(usergroups=[{**DUTY, "users": ["U0NOBODY"]}]))


@pytest.mark.parametrize("plan", ["gold", ""])
def test_the_control_knows_two_plans(slack: Workspace, plan: str) -> None:
    with pytest.raises(tests.workspace.WorkspaceError, match='"free"'):
        slack.change_plan(plan)
