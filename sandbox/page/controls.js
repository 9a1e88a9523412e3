// Block Kit's interactive elements as the browser's own controls.

import { el, freshId } from "./dom.js";
import { menu } from "./menu.js";
import { textObject } from "./mrkdwn.js";
import { fieldValue, instantOf } from "./time.js";

const INPUT_TYPES = {
  plain_text_input: "text", number_input: "number", email_text_input: "email", url_text_input: "url",
  datepicker: "date", timepicker: "time", rich_text_input: "text", datetimepicker: "datetime-local",
};

/**
 * A control as {node, field, read(), write(value)}: `field` is what a label belongs to. `context` is {reader, people,
 * channels, act(element, value)}; `act` is absent for the inputs of a form, which are read at submission.
 */
export function control(element, context) {
  if (element.type === "button" || element.type === "workflow_button") return button(element, context);
  if (element.type === "overflow") return overflow(element, context);
  if (element.type === "checkboxes" || element.type === "radio_buttons") return choices(element, described(element, context), context);
  if (element.type.startsWith("multi_")) return choices(element, offered(element, context), context);
  if (element.type.endsWith("_select")) return select(element, context);
  if (element.type in INPUT_TYPES) return input(element, context);
  const node = el("span", { className: "muted" }, `(“${element.type}” is not drawn here)`);
  return { node, field: node, read: () => null, write: () => {} };
}

function button(element, { reader, act }) {
  const node = el("button", {
    type: "button", className: `button ${element.style ?? ""}`, "aria-label": element.accessibility_label,
    on: { click: () => act(element, element.value, node) },
  }, textObject(element.text, reader));
  return { node, field: node, read: () => null, write: () => {} };
}

function overflow(element, { reader, act }) {
  const node = menu({ sign: "⋯", name: "More actions" }, element.options.map((option) => ({
    label: textObject(option.text, reader),
    detail: option.description && textObject(option.description, reader),
    run: (chosen) => act(element, option.value, chosen),
  })));
  return { node, field: node.firstChild, read: () => null, write: () => {} };
}

/** The options of radio buttons or checkboxes as one group of value, text and description. */
function described({ options }, { reader }) {
  return [{ options: options.map(({ value, text, description }) => [value, textObject(text, reader), description && textObject(description, reader)]) }];
}

/** One or several of some groups, each option with a box of its own; many of them scroll. */
function choices(element, groups, { act }) {
  const many = element.type !== "radio_buttons";
  const name = freshId("choice");
  const begun = initialChoice(element);
  const boxes = [];
  const line = ([value, text, description]) => {
    boxes.push(el("input", { type: many ? "checkbox" : "radio", name, value, checked: begun.includes(value) }));
    return el("label", {}, boxes[boxes.length - 1], el("span", {}, text, description && el("small", {}, description)));
  };
  const rows = groups.map(({ label, options }) => [label && el("p", { className: "eyebrow" }, label), options.map(line)]);
  const read = () => {
    const chosen = boxes.filter((box) => box.checked).map((box) => box.value);
    return many ? chosen : chosen[0] ?? null;
  };
  const node = el("div", {
    className: element.type.startsWith("multi_") ? "choices many" : "choices", role: many ? "group" : "radiogroup",
    "aria-label": element.placeholder?.text,
  }, rows.flat(2));
  if (act) node.addEventListener("change", () => act(element, read(), node));
  const write = (value) => boxes.forEach((box) => { box.checked = [value].flat().includes(box.value); });
  return { node, field: boxes[0], read, write };
}

/** What a select offers: pairs of value and text, in groups if the element has them. */
function offered(element, { people, channels }) {
  if (element.type.includes("users_")) return [{ options: people.map(({ id, label }) => [id, label]) }];
  if (/conversations_|channels_/.test(element.type)) return [{ options: channels.map(({ id, name }) => [id, `#${name}`]) }];
  const pairs = (options) => options.map((option) => [option.value, option.text.text]);
  const groups = element.option_groups;
  if (groups) return groups.map((group) => ({ label: group.label.text, options: pairs(group.options) }));
  return [{ options: pairs(element.options ?? []) }];
}

function initialChoice(element) {
  const one = element.initial_option?.value ?? element.initial_user ?? element.initial_channel ?? element.initial_conversation;
  const several = element.initial_options?.map((option) => option.value);
  return several ?? element.initial_users ?? element.initial_channels ?? element.initial_conversations ?? [one ?? ""];
}

function select(element, context) {
  const begun = initialChoice(element);
  const option = ([value, text]) => el("option", { value, selected: begun.includes(value) }, text);
  const groups = offered(element, context).map(({ label, options }) =>
    label ? el("optgroup", { label }, options.map(option)) : options.map(option));
  const blank = el("option", { value: "" }, element.placeholder?.text ?? (element.type === "users_select" ? "Choose a member…" : "Choose…"));
  const node = el("select", { className: "field", "aria-label": element.placeholder?.text }, blank, groups.flat());
  const read = () => node.value || null;
  if (context.act) node.addEventListener("change", () => context.act(element, read(), node));
  const write = (value) => { node.value = value ?? ""; };
  return { node, field: node, read, write };
}

function initialText(element, reader) {
  if (element.initial_date_time) return fieldValue(element.initial_date_time * 1000, reader.zone);
  return element.initial_value ?? element.initial_date ?? element.initial_time ?? "";
}

function input(element, { reader, act }) {
  const long = element.multiline || element.type === "rich_text_input";
  const node = el(long ? "textarea" : "input", {
    className: "field", value: initialText(element, reader), placeholder: element.placeholder?.text,
    maxLength: element.max_length, minLength: element.min_length, min: element.min_value, max: element.max_value,
    "aria-label": act && element.placeholder?.text, autocomplete: "off",
  });
  if (long) node.rows = 4;
  else node.type = INPUT_TYPES[element.type];
  if (element.type === "number_input") node.step = element.is_decimal_allowed ? "any" : "1";
  const read = () => {
    if (node.value === "") return null;
    return element.type === "datetimepicker" ? instantOf(node.value, reader.zone) / 1000 : node.value;
  };
  const write = (value) => {
    node.value = element.type === "datetimepicker" && value ? fieldValue(value * 1000, reader.zone) : value ?? "";
  };
  if (act) node.addEventListener("change", () => act(element, read(), node));
  return { node, field: node, read, write };
}
