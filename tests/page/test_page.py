"""The sandbox's page in a real browser, on a real sandbox; the bot is Slack's own SDK and a few lines of each test."""

from __future__ import annotations

import collections.abc
import contextlib
import json
import os
import pathlib
import queue
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from typing import Any

import playwright.sync_api
import pytest
import slack_sdk.socket_mode
import slack_sdk.socket_mode.request
import slack_sdk.socket_mode.response
import slack_sdk.web

Json = dict[str, Any]
expect = playwright.sync_api.expect
expect.set_options(timeout=20_000)
Request = slack_sdk.socket_mode.request.SocketModeRequest

BOT_TOKEN, APP_TOKEN = "xoxb-page-1", "xapp-page-1"
CHROMIUM = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
]
WORKSPACE: Json = {
    "team": {"id": "T0PAGE", "name": "Lingua Support", "domain": "lingua"},
    "now": "2026-03-02T17:40:00Z",
    "limits": "off",
    "members": [
        {"id": "U0ADA", "name": "ada", "real_name": "Ada Obi", "title": "Freelancer", "tz": "Africa/Lagos"},
        {
            "id": "U0MIA",
            "name": "mia",
            "real_name": "Mia Hartmann",
            "title": "Programme manager",
            "tz": "Europe/Berlin",
        },
        {"id": "U0KEN", "name": "kenji", "real_name": "Kenji Watanabe", "title": "Adviser", "tz": "Asia/Tokyo"},
        {"id": "U0GUS", "name": "gus", "real_name": "Gus Keller", "title": "Auditor", "is_guest": True},
        {"id": "U0OLG", "name": "olga", "real_name": "Olga Petrova", "title": "Freelancer", "deleted": True},
    ],
    "channels": [
        {"id": "C0TRI", "name": "triage", "topic": "Bug reports", "members": ["U0ADA", "U0MIA", "U0KEN", "U0BOT"]},
        {"id": "C0NEWS", "name": "news", "members": ["U0ADA", "U0MIA", "U0BOT"]},
    ],
    "app": {
        "id": "A0PAGE",
        "name": "Muster",
        "bot_user": "U0BOT",
        "bot_token": BOT_TOKEN,
        "app_token": APP_TOKEN,
        "signing_secret": "page-secret",
        "manifest": {
            "display_information": {"name": "Muster"},
            "features": {
                "app_home": {
                    "home_tab_enabled": True,
                    "messages_tab_enabled": True,
                    "messages_tab_read_only_enabled": False,
                },
                "bot_user": {"display_name": "Muster"},
                "slash_commands": [
                    {
                        "command": "/duty",
                        "description": "Who is on duty",
                        "usage_hint": "[next, calendar]",
                        "should_escape": True,
                    },
                    {
                        "command": "/bug",
                        "description": "Report a problem",
                        "usage_hint": "[title]",
                        "should_escape": True,
                    },
                ],
                "shortcuts": [
                    {"name": "File as bug", "type": "message", "callback_id": "file:bug", "description": "a report"},
                    {"name": "Send to reporters", "type": "message", "callback_id": "send:bug", "description": "tell"},
                    {"name": "New report", "type": "global", "callback_id": "new:bug", "description": "a report"},
                ],
            },
            "oauth_config": {
                "scopes": {"bot": ["commands", "chat:write", "im:write", "im:history", "channels:history"]}
            },
            "settings": {
                "event_subscriptions": {"bot_events": ["app_home_opened", "message.im", "message.channels"]},
                "interactivity": {"is_enabled": True},
                "socket_mode_enabled": True,
            },
        },
    },
    "guide": {
        "title": "Welcome to Muster",
        "you": "U0ADA",
        "channel": "C0TRI",
        "welcome": ["Nothing here leaves your machine."],
        "try": [{"say": "/duty", "why": "who is on duty now"}, {"say": "/bug", "why": "to report", "as": "U0KEN"}],
        "clock": "Two weeks pass in seconds.",
    },
}
FORM: Json = {
    "type": "modal",
    "callback_id": "report",
    "title": {"type": "plain_text", "text": "Report a problem"},
    "submit": {"type": "plain_text", "text": "Send"},
    "blocks": [
        {
            "type": "input",
            "block_id": "title",
            "label": {"type": "plain_text", "text": "Title"},
            "element": {"type": "plain_text_input", "action_id": "title"},
        },
        {
            "type": "input",
            "block_id": "urgency",
            "label": {"type": "plain_text", "text": "Urgency"},
            "element": {
                "type": "static_select",
                "action_id": "urgency",
                "options": [
                    {"text": {"type": "plain_text", "text": "It can wait"}, "value": "low"},
                    {"text": {"type": "plain_text", "text": "It stops my work"}, "value": "high"},
                ],
            },
        },
    ],
}


class Sandbox:
    """A `python -m sandbox` of our own, and its control API."""

    def __init__(self, file: pathlib.Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._file = file
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "sandbox", "--workspace", str(self._file), "--port", str(self.port)]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        end = time.monotonic() + 20
        while True:
            with contextlib.suppress(urllib.error.URLError, ConnectionError):
                self.get("state")
                return
            assert time.monotonic() < end, "the sandbox did not start within 20 s"
            assert self._process.poll() is None, "the sandbox ended at once"
            time.sleep(0.05)

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(10)

    def get(self, path: str) -> Json:
        with urllib.request.urlopen(f"{self.url}/_sandbox/{path}", timeout=20) as answer:  # noqa: S310  # our own
            return dict(json.load(answer))

    def post(self, path: str, **body: Any) -> Json:
        request = urllib.request.Request(  # noqa: S310  # our own
            f"{self.url}/_sandbox/{path}", json.dumps(body).encode(), {"content-type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310  # our own
            return dict(json.load(answer))


class Bot:
    """Slack's SDK on a socket: it acknowledges what it hears with the bodies that a test lays out, else with none."""

    def __init__(self, url: str) -> None:
        self.web = slack_sdk.web.WebClient(BOT_TOKEN, base_url=f"{url}/api/")
        self.heard: queue.Queue[Request] = queue.Queue()
        self.bodies: list[Json] = []
        self.view: Json | None = None
        self.silent = False
        self._socket = slack_sdk.socket_mode.SocketModeClient(APP_TOKEN, web_client=self.web)
        self.web.proxy = self._socket.proxy = None
        self._socket.socket_mode_request_listeners.append(self._hear)

    def __enter__(self) -> Bot:
        self._socket.connect()
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def _hear(self, client: slack_sdk.socket_mode.client.BaseSocketModeClient, request: Request) -> None:
        if self.silent:
            return
        body = self.bodies.pop(0) if self.bodies and request.type != "events_api" else None
        client.send_socket_mode_response(
            slack_sdk.socket_mode.response.SocketModeResponse(request.envelope_id, payload=body)
        )
        if request.type == "slash_commands" and self.view:
            self.web.views_open(trigger_id=request.payload["trigger_id"], view=self.view)
        self.heard.put(request)

    def refresh(self) -> None:
        """Forget what earlier tests laid out and heard."""
        self.bodies, self.view, self.silent = [], None, False
        self.heard = queue.Queue()

    def next(self, kind: str) -> Json:
        """The payload of the next request of a kind."""
        while True:
            request = self.heard.get(timeout=20)
            if request.type == kind:
                return request.payload


@pytest.fixture(scope="module")
def browser() -> collections.abc.Iterator[playwright.sync_api.Browser]:
    path = shutil.which("chromium")
    if path is None:
        missing = "the page's tests need Chromium on the PATH: apt-get install chromium"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    with playwright.sync_api.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=path, args=CHROMIUM)
        yield started
        started.close()


@pytest.fixture(scope="module")
def server(
    browser: playwright.sync_api.Browser, tmp_path_factory: pytest.TempPathFactory
) -> collections.abc.Iterator[Sandbox]:
    file = tmp_path_factory.mktemp("page") / "workspace.json"
    file.write_text(json.dumps(WORKSPACE))
    started = Sandbox(file)
    yield started
    started.stop()


@pytest.fixture
def slack(server: Sandbox) -> Sandbox:
    """The sandbox, as on the first day."""
    server.post("reset", workspace=WORKSPACE)
    return server


@pytest.fixture(scope="module")
def connected(server: Sandbox) -> collections.abc.Iterator[Bot]:
    with Bot(server.url) as started:
        yield started


@pytest.fixture
def bot(slack: Sandbox, connected: Bot) -> Bot:
    connected.refresh()
    return connected


class Tabs:
    """Opens the page, and remembers what the browser complained of."""

    def __init__(self, browser: playwright.sync_api.Browser, url: str) -> None:
        self._browser = browser
        self._url = url
        self.contexts: list[playwright.sync_api.BrowserContext] = []
        self.complaints: list[str] = []

    def open(self, address: str = "#as=U0ADA&in=C0TRI", width: int = 1280) -> playwright.sync_api.Page:
        context = self._browser.new_context(viewport={"width": width, "height": 800}, reduced_motion="reduce")
        context.set_default_timeout(20_000)
        self.contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: self._note(message.type, message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(f"{self._url}/{address}")
        expect(page.locator("#you strong")).not_to_be_empty()
        return page

    def _note(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self.complaints.append(text)


@pytest.fixture
def tabs(browser: playwright.sync_api.Browser, slack: Sandbox) -> collections.abc.Iterator[Tabs]:
    """Whatever a test does, the console stays empty: no error, no refusal by the content security policy."""
    opened = Tabs(browser, slack.url)
    yield opened
    for context in opened.contexts:
        context.close()
    assert opened.complaints == []


def composer(page: playwright.sync_api.Page) -> playwright.sync_api.Locator:
    return page.get_by_role("combobox", name="Message")


def say(page: playwright.sync_api.Page, text: str) -> None:
    composer(page).fill(f"{text} ")  # the space closes the list of members
    composer(page).press("Enter")


def button(label: str, **more: Any) -> Json:
    text = {"type": "plain_text", "text": label}
    return {"type": "button", "text": text, "action_id": "claim:bug", "value": "BUG-1", **more}


def actions(*elements: Json) -> list[Json]:
    return [{"type": "actions", "block_id": "card", "elements": list(elements)}]


@pytest.mark.parametrize(
    "typed",
    [
        "<img src=x onerror=document.title='pwned'>",
        "<script>document.title='pwned'</script>",
        "<javascript:document.title='pwned'|a safe link>",
        "<!channel> &amp; <@U0MIA> &lt;b&gt;",
    ],
)
def test_markup_that_people_type_is_shown_as_they_typed_it(slack: Sandbox, tabs: Tabs, typed: str) -> None:
    page = tabs.open()
    say(page, typed)
    shown = page.locator("#messages article .prose")
    expect(shown).to_have_text(typed)
    expect(shown.locator("img, script, a, b")).to_have_count(0)
    assert "pwned" not in page.title()


def test_links_of_a_dangerous_kind_are_no_links_even_from_the_bot(bot: Bot, tabs: Tabs) -> None:
    page = tabs.open()
    text = "<javascript:alert(1)|click me>, <data:text/html,x|or me>, <https://example.com/?a=1&amp;b=2|a good one>"
    bot.web.chat_postMessage(channel="C0TRI", text=text)
    links = page.locator("#messages a")
    expect(page.locator("#messages article")).to_contain_text("click me, or me, a good one")
    expect(links).to_have_count(1)
    expect(links).to_have_attribute("href", "https://example.com/?a=1&b=2")


def test_a_message_of_the_bot_appears_without_a_reload_in_the_readers_own_time(bot: Bot, tabs: Tabs) -> None:
    lagos, tokyo = tabs.open(), tabs.open("#as=U0KEN&in=C0TRI")
    text = "*Handover* at <!date^1772474400^{date_num} {time}|later>, <@U0KEN> in <#C0TRI> :wave:"
    bot.web.chat_postMessage(channel="C0TRI", text=text)
    said = "Handover at {}, @Kenji Watanabe in #triage 👋"
    expect(lagos.locator("#messages .prose")).to_have_text(said.format("2026-03-02 19:00"))
    expect(tokyo.locator("#messages .prose")).to_have_text(said.format("2026-03-03 03:00"))
    expect(lagos.locator("#messages .byline time")).to_have_text("18:40")


def test_the_answer_to_a_command_is_shown_to_the_one_who_gave_it_alone(bot: Bot, tabs: Tabs) -> None:
    ada, mia = tabs.open(), tabs.open("#as=U0MIA&in=C0TRI")
    bot.bodies.append({"text": "Kenji and Leo are on duty."})
    say(ada, "/duty next @mia")
    expect(ada.locator("#messages article")).to_contain_text("Only visible to you")
    expect(ada.locator("#messages article")).to_contain_text("Kenji and Leo are on duty.")
    heard = bot.next("slash_commands")
    assert heard["command"] == "/duty"
    assert heard["text"].startswith("next <@U0MIA")
    expect(mia.locator("#messages article")).to_have_count(0)


def test_a_command_that_nobody_acknowledges_fails_in_slacks_words(bot: Bot, tabs: Tabs) -> None:
    page = tabs.open()
    bot.silent = True
    say(page, "/duty")
    expect(page.locator("#composer-status")).to_have_text("Sending…")
    expect(page.locator("#composer-status")).to_have_text("/duty failed with the error operation_timeout")
    expect(composer(page)).to_have_value("/duty ")


def test_a_press_reaches_the_bot_after_its_confirmation(bot: Bot, tabs: Tabs) -> None:
    page = tabs.open()
    question = {
        "title": {"type": "plain_text", "text": "Claim it?"},
        "text": {"type": "plain_text", "text": "It is yours then."},
        "confirm": {"type": "plain_text", "text": "Claim it"},
        "deny": {"type": "plain_text", "text": "Not now"},
    }
    blocks = actions(button("Claim", style="primary", confirm=question), button("Ask", action_id="ask:bug"))
    posted = bot.web.chat_postMessage(channel="C0TRI", text="BUG-1", blocks=blocks)
    page.get_by_role("button", name="Claim").click()
    page.get_by_role("button", name="Not now").click()
    page.get_by_role("button", name="Claim").click()
    page.get_by_role("dialog").get_by_role("button", name="Claim it").click()
    heard = bot.next("interactive")
    assert [(one["action_id"], one["value"]) for one in heard["actions"]] == [("claim:bug", "BUG-1")]
    assert heard["user"]["id"] == "U0ADA"
    bot.web.chat_update(channel="C0TRI", ts=str(posted["ts"]), text="Claimed by Ada", blocks=[])
    expect(page.locator("#messages article")).to_contain_text("Claimed by Ada")
    expect(page.locator("#messages article")).to_contain_text("(edited)")


def test_every_kind_of_choice_in_a_message_reaches_the_bot(bot: Bot, tabs: Tabs) -> None:
    page = tabs.open()
    options = [{"text": {"type": "plain_text", "text": word}, "value": word.lower()} for word in ("Week", "Month")]
    holder = {"type": "plain_text", "text": "Period"}
    elements: list[Json] = [
        {"type": "static_select", "action_id": "period", "placeholder": holder, "options": options},
        {"type": "users_select", "action_id": "person", "placeholder": {"type": "plain_text", "text": "Person"}},
        {"type": "datepicker", "action_id": "day"},
        {"type": "checkboxes", "action_id": "several", "options": options},
        {"type": "radio_buttons", "action_id": "one", "options": options},
        {"type": "overflow", "action_id": "more", "options": options},
    ]
    bot.web.chat_postMessage(channel="C0TRI", text="choices", blocks=actions(*elements))

    def chosen() -> Json:
        return dict(bot.next("interactive")["actions"][0])

    page.get_by_label("Period").select_option("Month")
    assert chosen()["selected_option"]["value"] == "month"
    page.get_by_label("Person").select_option("U0MIA")
    assert chosen()["selected_user"] == "U0MIA"
    page.locator("input[type=date]").fill("2026-03-05")
    assert chosen()["selected_date"] == "2026-03-05"
    page.get_by_role("checkbox", name="Month").check()
    assert [one["value"] for one in chosen()["selected_options"]] == ["month"]
    page.get_by_role("radio", name="Week").check()
    assert chosen()["selected_option"]["value"] == "week"
    page.locator(".block-actions").get_by_label("More actions").click()
    page.locator(".block-actions .menu").get_by_role("button", name="Week").click()
    assert chosen()["selected_option"]["value"] == "week"


def test_a_form_shows_errors_at_the_field_and_keeps_what_was_typed(bot: Bot, tabs: Tabs) -> None:
    page = tabs.open()
    bot.view = FORM
    say(page, "/bug")
    form = page.get_by_role("dialog", name="Report a problem")
    form.get_by_role("button", name="Send").click()
    expect(form.locator(".field-error").first).to_have_text("This field is required.")
    form.get_by_label("Title").fill("blank")
    form.get_by_label("Urgency").select_option("It stops my work")
    bot.bodies.append({"response_action": "errors", "errors": {"title": "Say what does not work."}})
    form.get_by_role("button", name="Send").click()
    expect(form.locator(".field-error:visible")).to_have_text("Say what does not work.")
    expect(form.get_by_label("Title")).to_be_focused()
    expect(form.get_by_label("Title")).to_have_attribute("aria-invalid", "true")
    expect(form.get_by_label("Title")).to_have_value("blank")
    expect(form.get_by_label("Urgency")).to_have_value("high")
    form.get_by_label("Title").fill("The payment page is blank")
    form.get_by_label("Title").press("Enter")
    expect(form).to_have_count(0)
    sent = [bot.next("interactive")["view"]["state"]["values"] for _ in range(2)]
    assert sent[1]["title"]["title"]["value"] == "The payment page is blank"
    assert sent[1]["urgency"]["urgency"]["selected_option"]["value"] == "high"


def test_the_clock_moves_for_everybody_and_shows_each_their_own_time(slack: Sandbox, tabs: Tabs) -> None:
    ada, kenji = tabs.open(), tabs.open("#as=U0KEN&in=C0TRI")
    expect(ada.locator("#clock")).to_contain_text("Mon 2 Mar 2026 18:40 Lagos · UTC+1")
    ada.get_by_role("button", name="+1 day").click()
    expect(ada.locator("#clock-day")).to_have_text("Tue 3 Mar 2026")
    expect(kenji.locator("#clock")).to_contain_text("Wed 4 Mar 2026 02:40 Tokyo · UTC+9")
    expect(ada.locator("#clock.moving")).to_have_count(0)
    ada.get_by_text("To…").click()
    ada.get_by_label("Move the clock to").fill("2026-03-09T09:00")
    ada.get_by_role("button", name="Move", exact=True).click()
    expect(ada.locator("#clock")).to_contain_text("Mon 9 Mar 2026 09:00")
    assert slack.get("state")["clock"]["now"].startswith("2026-03-09T08:00")


def test_all_of_it_can_be_done_from_the_keyboard(bot: Bot, tabs: Tabs) -> None:
    page = tabs.open()
    composer(page).focus()
    page.keyboard.type("/d")
    expect(page.get_by_role("option")).to_contain_text("/duty")
    page.keyboard.press("Tab")
    expect(composer(page)).to_have_value("/duty ")
    expect(page.locator("#composer-hint")).to_have_text("/duty [next, calendar]")
    page.keyboard.type("@k")
    page.keyboard.press("Enter")
    bot.bodies.append({"text": "Kenji sits."})
    page.keyboard.press("Enter")
    expect(page.locator("#messages article")).to_contain_text("Kenji sits.")
    page.keyboard.press("ArrowUp")
    expect(composer(page)).to_have_value("/duty @kenji")
    page.keyboard.press("ArrowDown")
    expect(composer(page)).to_have_value("")
    page.locator("#you").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("tokyo")
    page.keyboard.press("Enter")
    expect(page.locator("#you strong")).to_have_text("Kenji Watanabe")
    bot.view = FORM
    composer(page).focus()
    page.keyboard.type("/bug")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Title")).to_be_focused()
    for _ in range(8):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('dialog') !== null")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(composer(page)).to_be_focused()


def test_the_picker_says_who_is_a_guest_and_who_is_gone(slack: Sandbox, tabs: Tabs) -> None:
    page = tabs.open()
    page.locator("#you").click()
    people = page.locator("#picker-list button")
    expect(people.filter(has_text="Gus Keller")).to_contain_text("Guest")
    expect(people.filter(has_text="Kenji Watanabe")).to_contain_text("02:40Tokyo, UTC+9")
    expect(people.filter(has_text="Olga Petrova")).to_be_disabled()
    page.get_by_label("Search by name, role or place").fill("manager berlin")
    expect(people).to_have_count(1)
    people.click()
    expect(page.locator("#you strong")).to_have_text("Mia Hartmann")


def test_the_guide_puts_its_words_into_the_composer_as_the_right_person(slack: Sandbox, tabs: Tabs) -> None:
    page = tabs.open("")
    guide = page.get_by_role("complementary", name="Welcome to Muster")
    expect(guide).to_contain_text("You are Ada Obi, Freelancer, in Lagos, where it is 18:40.")
    guide.get_by_role("button", name="to report").click()
    expect(composer(page)).to_have_value("/bug")
    expect(page.locator("#you strong")).to_have_text("Kenji Watanabe")
    guide.get_by_label("Hide the guide").click()
    expect(guide).to_have_count(0)
    page.get_by_role("button", name="Guide").click()
    expect(guide).to_be_visible()


def test_news_elsewhere_is_marked_until_it_is_read(bot: Bot, tabs: Tabs) -> None:
    page = tabs.open()
    bot.web.chat_postMessage(channel="C0NEWS", text="Something new")
    bot.web.chat_postMessage(channel="U0ADA", text="For you alone")
    news = page.get_by_role("navigation").get_by_role("button", name="news")
    expect(news.locator(".dot")).to_be_visible()
    direct = page.get_by_role("navigation").get_by_role("button", name="Muster")
    expect(direct.locator(".dot")).to_be_visible()
    direct.click()
    expect(page.locator("#messages article")).to_contain_text("For you alone")
    expect(page.locator(".dot")).to_have_count(1)


def article(page: playwright.sync_api.Page, number: int = 0) -> playwright.sync_api.Locator:
    return page.locator("#messages article").nth(number)


def more(page: playwright.sync_api.Page, number: int, label: str) -> None:
    """Choose from the menu of a message."""
    article(page, number).hover()
    article(page, number).get_by_label("More actions on the message").click()
    article(page, number).get_by_role("button", name=label).click()


def test_a_thread_has_its_count_below_the_message_and_a_pane_of_its_own(bot: Bot, tabs: Tabs) -> None:
    page = tabs.open()
    bot.web.chat_postMessage(channel="C0TRI", text="BUG-1")
    bot.web.chat_postMessage(channel="C0TRI", text="BUG-2")
    article(page).hover()
    page.get_by_label("Reply in the thread of Muster").first.click()
    pane = page.get_by_role("complementary", name="Thread")
    expect(pane).to_contain_text("No replies yet")
    page.keyboard.type("/duty")  # the composer of the pane has the focus
    page.keyboard.press("Enter")
    expect(pane).to_contain_text("/duty is not supported in threads. Sorry!")
    pane.get_by_role("combobox").fill("I look at it")
    page.keyboard.press("Enter")
    expect(pane.locator("article").nth(1)).to_contain_text("I look at it")
    expect(page.locator("#messages article")).to_have_count(2)
    expect(article(page).locator(".thread-link")).to_contain_text("1 reply")
    assert bot.next("events_api")["event"]["text"] == "BUG-1"
    pane.get_by_label("Also show it in the channel").check()
    pane.get_by_role("combobox").fill("It is fixed")
    page.keyboard.press("Enter")
    expect(pane.locator("article")).to_have_count(3)
    expect(page.locator("#messages article")).to_have_count(3)
    page.keyboard.press("Escape")
    expect(pane).to_be_hidden()
    expect(composer(page)).to_be_focused()
    article(page, 2).get_by_role("button", name="Replied in a thread").click()
    expect(pane.locator("article")).to_have_count(3)
    article(page).get_by_role("button", name="2 replies").click()
    expect(pane).to_be_visible()


def test_a_messages_shortcuts_are_reached_from_the_keyboard(bot: Bot, tabs: Tabs) -> None:
    page = tabs.open()
    posted = bot.web.chat_postMessage(channel="C0TRI", text="BUG-1")
    page.get_by_label("Reply in the thread of Muster").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(article(page).locator(".menu")).to_have_text("File as bugMusterSend to reportersMuster")
    for key in ("ArrowDown", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    heard = bot.next("interactive")
    assert (heard["type"], heard["callback_id"]) == ("message_action", "send:bug")
    assert heard["message"]["ts"] == posted["ts"]
    expect(article(page).locator(".menu")).to_be_hidden()
    expect(page.get_by_label("More actions on the message of Muster")).to_be_focused()


def test_what_you_wrote_is_edited_and_deleted_by_you_alone(bot: Bot, tabs: Tabs) -> None:
    page = tabs.open()
    say(page, "a < b for @kenji")
    expect(page.locator("#messages article")).to_have_count(1)
    more(page, 0, "Edit message")
    field = page.get_by_label("Edit your message")
    expect(field).to_have_value("a < b for @kenji")
    page.keyboard.press("Escape")
    expect(field).to_have_count(0)
    more(page, 0, "Edit message")
    field.fill("a > b & c")
    page.keyboard.press("Enter")
    expect(article(page).locator(".prose")).to_have_text("a > b & c(edited)")
    written, changed = (bot.next("events_api")["event"] for _ in range(2))
    assert (changed["subtype"], changed["message"]["text"]) == ("message_changed", "a &gt; b &amp; c")
    bot.web.chat_postMessage(channel="C0TRI", text="BUG-1", thread_ts=str(written["ts"]))
    expect(article(page).locator(".thread-link")).to_have_text(re.compile("^M1 reply"))
    more(page, 0, "Delete message")
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(article(page)).to_contain_text("This message was deleted.")
    expect(article(page).locator(".message-tools")).to_have_count(0)
    bot.web.chat_postMessage(channel="C0TRI", text="BUG-2")
    article(page, 1).hover()
    article(page, 1).get_by_label("More actions on the message").click()
    expect(article(page, 1).locator(".menu button")).to_have_count(2)  # the app's shortcuts, and no more


def test_files_are_shared_by_name_and_shown_as_links(bot: Bot, tabs: Tabs) -> None:
    page = tabs.open()
    page.locator("#composer input[type=file]").set_input_files(
        [
            playwright.sync_api.FilePayload(name=name, mimeType="image/png", buffer=b"x")
            for name in ("screen.png", "other.png")
        ]
    )
    page.get_by_label("Leave out other.png").click()
    page.get_by_role("button", name="Send").click()
    link = article(page).get_by_role("link", name="screen.png")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    expect(page.get_by_role("list", name="Attached")).to_be_hidden()
    heard = bot.next("events_api")["event"]
    assert (heard["subtype"], [one["name"] for one in heard["files"]]) == ("file_share", ["screen.png"])
    expect(link).to_have_attribute("href", heard["files"][0]["permalink"])


def test_a_link_into_the_workspace_is_followed_within_it(bot: Bot, tabs: Tabs) -> None:
    page = tabs.open()
    posted = bot.web.chat_postMessage(channel="C0NEWS", text="BUG-1")
    reply = bot.web.chat_postMessage(channel="C0NEWS", text="claimed", thread_ts=str(posted["ts"]))
    links = [
        str(bot.web.chat_getPermalink(channel="C0NEWS", message_ts=str(one["ts"]))["permalink"])
        for one in (posted, reply)
    ]
    file = "https://lingua.slack.com/files/U0ADA/F1/a.png"
    text = f"<{links[0]}|the card>, <{links[1]}|the reply>, <{file}|a.png>"
    bot.web.chat_postMessage(channel="C0TRI", text=text)
    page.get_by_role("link", name="a.png").click()
    expect(page.get_by_text("Only the name of a file is kept here")).to_be_visible()
    page.get_by_role("link", name="the card").click()
    expect(page.locator("#place-title")).to_have_text("#news")
    expect(page.locator("#messages li:focus")).to_contain_text("BUG-1")
    page.get_by_role("navigation").get_by_role("button", name="triage").click()
    page.get_by_role("link", name="the reply").click()
    expect(page.get_by_role("complementary", name="Thread").locator("article").nth(1)).to_contain_text("claimed")
    assert len(page.context.pages) == 1


def test_charts_are_drawn_and_said_and_data_has_pages(bot: Bot, tabs: Tabs) -> None:
    page = tabs.open()
    days, rows = ("Mon", "Tue"), [("Area", 30), *((f"Area {n}", n) for n in range(7))]
    data = [{"label": day, "value": number} for number, day in enumerate(days, 3)]
    plot = {"series": [{"name": name, "data": data} for name in ("New", "Done")], "axis_config": {"categories": days}}
    charts = [
        {"type": "data_visualization", "title": kind.title(), "chart": {"type": kind, **plot}}
        for kind in ("bar", "area")
    ]
    pie = {"type": "pie", "segments": [{"label": "Guide", "value": 1}, {"label": "Broken", "value": 3}]}
    cells = [
        [{"type": "raw_text", "text": area}, {"type": "raw_number", "value": number, "text": str(number)}]
        for area, number in rows
    ]
    bot.web.chat_postMessage(channel="C0TRI", text="trends", blocks=charts)
    table = {"type": "data_table", "caption": "Themes", "rows": cells}
    share = {"type": "data_visualization", "title": "Share", "chart": pie}
    bot.web.chat_postMessage(channel="C0TRI", text="more", blocks=[share, table])
    said = "bar chart, Bar. Mon: New 3, Done 3; Tue: New 4, Done 4."
    expect(page.get_by_role("img", name=said).locator("svg g rect")).to_have_count(4)
    expect(page.get_by_role("img", name="area chart").locator("path.area")).to_have_count(2)
    expect(page.get_by_role("img", name="pie chart, Share. Guide: 1; Broken: 3.")).to_contain_text("Broken: 3 (75 %)")
    themes = page.get_by_role("table", name="Themes")
    expect(themes.get_by_role("rowheader")).to_have_text([f"Area {n}" for n in range(5)])
    page.get_by_role("button", name="Next").click()
    expect(themes.get_by_role("rowheader")).to_have_text(["Area 5", "Area 6"])
    expect(page.get_by_text("6 to 7 of 7")).to_be_visible()


def test_a_form_takes_every_kind_of_choice(bot: Bot, tabs: Tabs) -> None:
    def field(label: str, kind: str, **more: Any) -> Json:
        element = {"type": kind, "action_id": "it", **more}
        return {"type": "input", "block_id": label, "label": {"type": "plain_text", "text": label}, "element": element}

    page = tabs.open()
    options = [{"text": {"type": "plain_text", "text": word}, "value": word[0]} for word in ("Broken", "Guide")]
    groups = [{"label": {"type": "plain_text", "text": "Kinds"}, "options": options}]
    fields = [
        field("Kind", "radio_buttons", options=options, initial_option=options[0]),
        field("Seen", "checkboxes", options=options),
        field("Area", "static_select", option_groups=groups),
        field("Person", "users_select"),
        field("People", "multi_users_select", initial_users=["U0MIA"]),
        field("Story", "plain_text_input", multiline=True, max_length=20),
        field("Link", "url_text_input"),
    ]
    bot.view = {**FORM, "blocks": fields}
    say(page, "/bug")
    form = page.get_by_role("dialog", name="Report a problem")
    form.get_by_role("radiogroup", name="Kind").get_by_label("Guide").check()
    form.get_by_role("group", name="Seen").get_by_label("Broken").check()
    form.get_by_label("Area").select_option("Guide")
    form.get_by_label("Person").select_option(label="Kenji Watanabe · Adviser")
    form.get_by_role("group", name="People").get_by_label("Gus Keller").check()
    form.get_by_label("Story").fill("one\ntwo")
    form.get_by_label("Link").fill("no address")
    form.get_by_role("button", name="Send").click()
    expect(form.locator(".field-error:visible")).to_contain_text("valid URL")
    form.get_by_label("Link").fill("https://x.test/1")
    form.get_by_role("button", name="Send").click()
    expect(form).to_have_count(0)
    values = {label: entry["it"] for label, entry in bot.next("interactive")["view"]["state"]["values"].items()}
    assert [values[one]["selected_option"]["value"] for one in ("Kind", "Area")] == ["G", "G"]
    assert [one["value"] for one in values["Seen"]["selected_options"]] == ["B"]
    assert (values["Person"]["selected_user"], values["People"]["selected_users"]) == ("U0KEN", ["U0MIA", "U0GUS"])
    assert (values["Story"]["value"], values["Link"]["value"]) == ("one\ntwo", "https://x.test/1")


def test_the_home_is_drawn_and_its_buttons_reach_the_bot(bot: Bot, tabs: Tabs) -> None:
    page = tabs.open()
    view = {"type": "home", "blocks": [{"type": "header", "text": {"type": "plain_text", "text": "My week"}}]}
    bot.web.views_publish(user_id="U0ADA", view={**view, "blocks": [*view["blocks"], *actions(button("Claim"))]})
    page.get_by_role("navigation").get_by_role("button", name="Home").click()
    expect(page.get_by_role("heading", name="My week")).to_be_visible()
    page.get_by_role("button", name="Claim").click()
    assert bot.next("interactive")["actions"][0]["value"] == "BUG-1"


def test_the_inspector_tells_of_calls_and_of_how_long_an_acknowledgement_took(bot: Bot, tabs: Tabs) -> None:
    page = tabs.open()
    say(page, "/duty")
    page.get_by_role("button", name="Inspector").click()
    entries = page.locator("#inspector-list summary")
    expect(entries.filter(has_text="/duty")).to_have_count(1)
    expect(entries.filter(has_text=re.compile(r"ack.*\d+ ms$"))).not_to_have_count(0)


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_is_wider_than_the_window(slack: Sandbox, tabs: Tabs, width: int) -> None:
    page = tabs.open(width=width)
    slack.post("message", user="U0ADA", channel="C0TRI", text="unbroken" * 60)
    expect(page.locator("#messages article")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_lost_connection_is_said_and_mended(browser: playwright.sync_api.Browser, tmp_path: pathlib.Path) -> None:
    file = tmp_path / "workspace.json"
    file.write_text(json.dumps(WORKSPACE))
    server = Sandbox(file)
    tabs = Tabs(browser, server.url)
    try:
        page = tabs.open()
        server.stop()
        expect(page.get_by_role("alert")).to_contain_text("The connection to the sandbox is lost")
        server.start()
        expect(page.locator("#offline")).to_be_hidden()
        server.post("message", user="U0MIA", channel="C0TRI", text="I am back")
        expect(page.locator("#messages article")).to_contain_text("I am back")
    finally:
        tabs.contexts[0].close()
        server.stop()
