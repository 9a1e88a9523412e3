"""The Web API methods that this Slack knows: one row each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import sandbox.chat
import sandbox.conversations
import sandbox.people
import sandbox.slack
import sandbox.usergroups
import sandbox.views

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Method:
    """`scopes`: any one of them; a mapping asks by the kind of channel. `errors`: its own, beside the common ones."""

    name: str
    call: Callable[[sandbox.slack.Slack, Json], Json]
    required: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()
    scopes: tuple[str, ...] | Mapping[str, tuple[str, ...]] = ()
    tier: int | None = None  # None: a rule of its own
    errors: tuple[str, ...] = ()
    stores: bool = False
    caller: str = "bot"  # the kind of token: bot or app


COMMON_ERRORS = (
    "invalid_arguments",
    "invalid_auth",
    "missing_scope",
    "not_allowed_token_type",
    "not_authed",
    "ratelimited",
    "token_revoked",
    "account_inactive",
)
PAGED = ("channel", "cursor", "include_all_metadata", "inclusive", "latest", "limit", "oldest")
READ_ERRORS = ("channel_not_found", "invalid_cursor", "invalid_limit", "invalid_ts_latest", "invalid_ts_oldest")
POSTED = ("attachments", "as_user", "blocks", "channel", "link_names", "markdown_text", "metadata", "parse", "text")
BLOCK_ERRORS = ("invalid_blocks", "invalid_metadata_format", "invalid_metadata_schema", "no_text")
MODAL_ERRORS = (
    "duplicate_external_id",
    "exchanged_trigger_id",
    "expired_trigger_id",
    "invalid_blocks",
    "invalid_trigger_id",
    "view_too_large",
)


def by_kind(suffix: str) -> Mapping[str, tuple[str, ...]]:
    return {kind: (f"{kind}:{suffix}",) for kind in ("channels", "groups", "im", "mpim")}


TOPIC = {
    "channels": ("channels:write.topic", "channels:manage"),
    "groups": ("groups:write.topic", "groups:write"),
    "im": ("im:write.topic", "im:write"),
    "mpim": ("mpim:write.topic", "mpim:write"),
}

PLAN_ERRORS = ("plan_upgrade_required",)
CHANGE_ERRORS = (*PLAN_ERRORS, "permission_denied")

METHODS: Mapping[str, Method] = {
    row.name: row
    for row in (
        Method("auth.test", sandbox.people.auth_test),
        Method(
            "apps.connections.open", sandbox.people.connections_open, tier=3, errors=("forbidden_team",), caller="app"
        ),
        Method(
            "chat.postMessage",
            sandbox.chat.post_message,
            required=("channel",),
            allowed=(
                *POSTED,
                *("icon_emoji", "icon_url", "mrkdwn", "reply_broadcast", "thread_ts"),
                *("unfurl_links", "unfurl_media", "username"),
            ),
            scopes=("chat:write",),
            errors=(
                *BLOCK_ERRORS,
                *("cannot_reply_to_message", "channel_not_found", "messages_tab_disabled", "not_in_channel"),
                "user_disabled",
            ),
            stores=True,
        ),
        Method(
            "chat.update",
            sandbox.chat.update,
            required=("channel", "ts"),
            allowed=(*POSTED, "file_ids", "reply_broadcast", "ts", "unfurled_attachments"),
            scopes=("chat:write",),
            tier=3,
            errors=(
                *BLOCK_ERRORS,
                *("cant_broadcast_message", "cant_update_message", "channel_not_found", "message_not_found"),
                *("msg_too_long", "no_dual_broadcast_content_update"),
            ),
            stores=True,
        ),
        Method(
            "chat.getPermalink",
            sandbox.chat.permalink,
            required=("channel", "message_ts"),
            allowed=("channel", "message_ts"),
            errors=("channel_not_found", "message_not_found"),
        ),
        Method(
            "conversations.open",
            sandbox.conversations.open_,
            allowed=("channel", "prevent_creation", "return_im", "users"),
            scopes={**by_kind("write"), "channels": ("channels:manage", "im:write", "mpim:write", "groups:write")},
            tier=3,
            errors=(
                *("channel_not_found", "invalid_user_combination", "too_many_users"),
                *("user_disabled", "user_not_found", "users_list_not_supplied"),
            ),
            stores=True,
        ),
        Method(
            "conversations.info",
            sandbox.conversations.info,
            required=("channel",),
            allowed=("channel", "include_locale", "include_num_members"),
            scopes=by_kind("read"),
            tier=3,
            errors=("channel_not_found",),
        ),
        Method(
            "conversations.history",
            sandbox.conversations.history,
            required=("channel",),
            allowed=PAGED,
            scopes=by_kind("history"),
            tier=3,
            errors=(*READ_ERRORS, "not_in_channel"),
        ),
        Method(
            "conversations.replies",
            sandbox.conversations.replies,
            required=("channel", "ts"),
            allowed=(*PAGED, "ts"),
            scopes=by_kind("history"),
            tier=3,
            errors=(*READ_ERRORS, "not_in_channel", "thread_not_found"),
        ),
        Method(
            "conversations.members",
            sandbox.conversations.members,
            required=("channel",),
            allowed=("channel", "cursor", "limit"),
            scopes=by_kind("read"),
            tier=4,
            errors=("channel_not_found", "invalid_cursor", "invalid_limit"),
        ),
        Method(
            "conversations.setTopic",
            sandbox.conversations.set_topic,
            required=("channel", "topic"),
            allowed=("channel", "topic"),
            scopes=TOPIC,
            tier=2,
            errors=("channel_not_found", "method_not_supported_for_channel_type", "not_in_channel", "too_long"),
            stores=True,
        ),
        Method(
            "usergroups.list",
            sandbox.usergroups.list_,
            allowed=("include_count", "include_disabled", "include_users"),
            scopes=("usergroups:read",),
            tier=2,
            errors=PLAN_ERRORS,
        ),
        Method(
            "usergroups.create",
            sandbox.usergroups.create,
            required=("name",),
            allowed=(
                *("additional_channels", "channels", "description", "enable_section"),
                *("handle", "include_count", "name"),
            ),
            scopes=("usergroups:write",),
            tier=2,
            errors=(
                *CHANGE_ERRORS,
                *("bad_handle", "description_too_long", "forbidden_handle", "handle_already_exists"),
                *("missing_subteam_name", "name_already_exists"),
            ),
            stores=True,
        ),
        Method(
            "usergroups.enable",
            sandbox.usergroups.enable,
            required=("usergroup",),
            allowed=("include_count", "usergroup"),
            scopes=("usergroups:write",),
            tier=2,
            errors=CHANGE_ERRORS,
            stores=True,
        ),
        Method(
            "usergroups.users.list",
            sandbox.usergroups.users_list,
            required=("usergroup",),
            allowed=("include_disabled", "usergroup"),
            scopes=("usergroups:read",),
            tier=2,
            errors=(*PLAN_ERRORS, "no_such_subteam"),
        ),
        Method(
            "usergroups.users.update",
            sandbox.usergroups.users_update,
            required=("usergroup", "users"),
            allowed=("additional_channels", "include_count", "is_shared", "usergroup", "users"),
            scopes=("usergroups:write",),
            tier=2,
            errors=(*CHANGE_ERRORS, "invalid_users", "no_users_provided"),
            stores=True,
        ),
        Method(
            "users.info",
            sandbox.people.info,
            required=("user",),
            allowed=("include_locale", "user"),
            scopes=("users:read",),
            tier=4,
            errors=("user_not_found",),
        ),
        Method(
            "users.lookupByEmail",
            sandbox.people.by_email,
            required=("email",),
            allowed=("email",),
            scopes=("users:read.email",),
            tier=3,
            errors=("users_not_found",),
        ),
        Method(
            "views.open",
            sandbox.views.open_,
            required=("view",),
            allowed=("interactivity_pointer", "trigger_id", "view"),
            tier=4,
            errors=MODAL_ERRORS,
            stores=True,
        ),
        Method(
            "views.push",
            sandbox.views.push,
            required=("view",),
            allowed=("interactivity_pointer", "trigger_id", "view"),
            tier=4,
            errors=(*MODAL_ERRORS, "not_found", "push_limit_reached"),
            stores=True,
        ),
        Method(
            "views.update",
            sandbox.views.update,
            required=("view",),
            allowed=("external_id", "hash", "view", "view_id"),
            tier=4,
            errors=("hash_conflict", "invalid_blocks", "not_found", "view_too_large"),
            stores=True,
        ),
        Method(
            "views.publish",
            sandbox.views.publish,
            required=("user_id", "view"),
            allowed=("hash", "interactivity_pointer", "user_id", "view"),
            tier=4,
            errors=("hash_conflict", "invalid_blocks", "not_enabled", "view_too_large"),
            stores=True,
        ),
    )
}
