// Where you type: messages, commands with their hints, mentions, files by name, and what you said last.

import { ask } from "./api.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { commandIn, suggest } from "./suggestions.js";
import { workspace } from "./workspace.js";

/**
 * Fills a form: `id` begins the ids of its parts, `name` is what its field is called, `target()` says where what is
 * sent belongs ({channel, thread_ts?, reply_broadcast?}), and `settled()` is called when something has been sent.
 */
export class Composer {
  constructor(form, { id, name, target, settled }) {
    this.id = id;
    this.target = target;
    this.settled = settled;
    this.said = [];
    this.recalled = 0;
    this.offered = { items: [] };
    this.picked = 0;
    this.files = [];
    this.build(form, name);
    this.wire(form);
  }

  build(form, name) {
    const part = (what) => `${this.id}-${what}`;
    this.offers = el("ul", { id: part("suggestions"), className: "suggestions", role: "listbox", "aria-label": "Suggestions", hidden: true });
    this.field = el("textarea", {
      id: part("text"), className: "composer-text", rows: 1, role: "combobox", spellcheck: false, "aria-label": name,
      "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": part("suggestions"),
      "aria-describedby": `${part("hint")} ${part("status")}`,
    });
    this.chooser = el("input", { type: "file", multiple: true, hidden: true, "aria-label": "Files" });
    this.attach = el("button", { type: "button", className: "quiet", "aria-label": "Attach files by name", title: "Attach files: only their names are kept" }, icon("clip"));
    this.button = el("button", { className: "button primary", type: "submit" }, "Send");
    this.attached = el("ul", { className: "attached", "aria-label": "Attached", hidden: true });
    this.hinted = el("span", { id: part("hint"), className: "composer-hint" });
    this.told = el("span", { id: part("status"), role: "status" });
    form.replaceChildren(this.offers, this.attached,
      el("div", { className: "composer-box" }, this.field, this.chooser, this.attach, this.button),
      el("p", { className: "composer-foot" }, this.hinted, this.told));
  }

  wire(form) {
    this.field.addEventListener("input", () => this.changed());
    this.field.addEventListener("keydown", (event) => this.pressed(event));
    this.field.addEventListener("blur", () => this.offer({ items: [] }));
    this.attach.addEventListener("click", () => this.chooser.click());
    this.chooser.addEventListener("change", () => {
      this.hold([...this.files, ...[...this.chooser.files].map(({ name, type }) => ({ name, ...(type && { mimetype: type }) }))]);
      this.chooser.value = "";
      this.field.focus();
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
  }

  /** Put words in, ready to be sent. */
  put(words) {
    this.field.value = words;
    this.field.focus();
    this.field.setSelectionRange(words.length, words.length);
    this.fit();
    this.hint();
  }

  placeholder(text) {
    this.field.placeholder = text;
  }

  /** What was typed for another place is not for this one. */
  clear() {
    this.field.value = "";
    this.hold([]);
    this.status("");
    this.fit();
    this.hint();
  }

  /** The names of files to go with the next message. */
  hold(files) {
    this.files = files;
    this.attached.hidden = files.length === 0;
    this.attached.replaceChildren(...files.map((file) => el("li", { className: "file" }, icon("file"), file.name,
      el("button", {
        type: "button", className: "quiet", "aria-label": `Leave out ${file.name}`,
        on: { click: () => this.hold(this.files.filter((other) => other !== file)) },
      }, "✕"))));
  }

  changed() {
    this.status("");
    this.fit();
    this.hint();
    this.offer(suggest(this.field.value, this.field.selectionStart));
  }

  fit() {
    this.field.style.height = "auto";
    const needed = Math.min(this.field.scrollHeight, 200);
    if (needed) this.field.style.height = `${needed}px`; // nothing is needed by what is not on show
  }

  hint() {
    const command = commandIn(this.field.value);
    this.hinted.textContent = command && this.field.value.includes(" ") ? `${command.command} ${command.usage_hint ?? ""}` : "";
  }

  offer(found) {
    this.offered = found;
    this.picked = 0;
    this.offers.replaceChildren(...found.items.map(({ title, usage, detail }, index) => el("li", {
      id: `${this.id}-suggestion-${index}`, role: "option",
      on: { mousedown: (event) => { event.preventDefault(); this.take(index); } },
    }, el("strong", {}, title), usage && el("code", {}, usage), el("span", { className: "muted" }, detail))));
    this.offers.hidden = found.items.length === 0;
    this.field.setAttribute("aria-expanded", String(!this.offers.hidden));
    this.mark();
  }

  mark() {
    [...this.offers.children].forEach((row, index) => row.setAttribute("aria-selected", String(index === this.picked)));
    if (this.offers.hidden) this.field.removeAttribute("aria-activedescendant");
    else this.field.setAttribute("aria-activedescendant", `${this.id}-suggestion-${this.picked}`);
    this.offers.children[this.picked]?.scrollIntoView({ block: "nearest" });
  }

  take(index) {
    const { insert } = this.offered.items[index];
    const { start, end } = this.offered;
    this.field.setRangeText(insert, start, end, "end");
    this.offer({ items: [] });
    this.fit();
    this.hint();
  }

  pressed(event) {
    if (event.isComposing) return;
    if (!this.offers.hidden && this.inList(event)) {
      event.preventDefault();
      event.stopPropagation(); // the panel around it does not close for this Escape
      return;
    }
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.send();
    }
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (step && (this.field.value === "" || this.field.value === this.said[this.recalled])) this.recall(step, event);
  }

  /** Whether a key was for the open list. A command that is typed in full is sent by Enter, not picked. */
  inList(event) {
    const isWhole = this.picked === 0 && this.field.value === commandIn(this.field.value)?.command;
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (step) {
      this.picked = (this.picked + step + this.offered.items.length) % this.offered.items.length;
      this.mark();
    } else if (event.key === "Tab" || (event.key === "Enter" && !isWhole)) this.take(this.picked);
    else if (event.key === "Escape") this.offer({ items: [] });
    else return false;
    return true;
  }

  recall(step, event) {
    const next = (this.field.value === "" ? this.said.length : this.recalled) + step;
    if (next < 0 || next > this.said.length) return;
    event.preventDefault();
    this.recalled = next;
    this.put(this.said[next] ?? "");
  }

  status(text, kind = "") {
    this.told.textContent = text;
    this.told.className = kind;
  }

  async send() {
    const text = this.field.value.trim();
    if ((!text && !this.files.length) || this.field.readOnly) return;
    this.offer({ items: [] });
    this.busy(true);
    this.status("Sending…");
    try {
      const { error, words } = await this.deliver(text);
      this.status(error ? words : "", error ? "error" : "");
      if (!error) this.sent(text);
    } catch (failure) {
      this.status(failure.message, "error");
    } finally {
      this.busy(false);
      this.settled();
    }
  }

  busy(yes) {
    this.field.readOnly = yes;
    this.button.disabled = yes;
  }

  sent(text) {
    if (text && this.said[this.said.length - 1] !== text) this.said.push(text);
    this.recalled = this.said.length;
    this.clear();
  }

  async deliver(text) {
    const { channel, ...thread } = this.target();
    const where = { user: workspace.you.id, channel, wait: 0 };
    if (!text.startsWith("/")) {
      await ask("message", { ...where, ...thread, text: escaped(text), files: this.files });
      return {}; // it stands there, whether or not the app heard of it
    }
    const [, command, rest] = text.match(/^(\/\S*)\s*([\s\S]*)$/);
    if (thread.thread_ts) throw new Error(`${command} is not supported in threads. Sorry!`);
    const answer = await ask("command", { ...where, command, text: rest });
    const isCode = answer.error && !answer.error.includes(" ");
    return { ...answer, words: isCode ? `${command} failed with the error ${answer.error}` : answer.error };
  }
}

/** What is typed is text: Slack's clients escape these three before they send a message. */
export function escaped(text) {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}
