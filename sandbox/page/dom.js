// Builds DOM nodes from values; text only ever becomes text.

/** Make an element: `props` are properties, or attributes where the name has a dash; `on` holds listeners. */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null) continue;
    if (name === "on") for (const [type, listener] of Object.entries(value)) node.addEventListener(type, listener);
    else if (name.includes("-") || name === "role" || name === "for") node.setAttribute(name, value);
    else node[name] = value;
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** Make an element of a drawing: all of `props` are attributes. */
export function svg(tag, props = {}, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(props)) node.setAttribute(name, value);
  node.append(...children.flat());
  return node;
}

export function byId(id) {
  return document.getElementById(id);
}

let made = 0;

/** An id that no other element of this page has. */
export function freshId(stem) {
  made += 1;
  return `${stem}-${made}`;
}

/** Tell a screen reader, politely, without moving the focus. */
export function announce(sentence) {
  byId("announcer").textContent = sentence;
}

/** Keep Tab within a box, as a dialog should. */
export function trapTab(event, box) {
  if (event.key !== "Tab") return;
  const stops = [...box.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")].filter(
    (stop) => !stop.disabled && stop.getClientRects().length > 0,
  );
  if (stops.length === 0) return;
  const [first, last] = [stops[0], stops[stops.length - 1]];
  const leaving = event.shiftKey ? document.activeElement === first : document.activeElement === last;
  if (!leaving) return;
  event.preventDefault();
  (event.shiftKey ? last : first).focus();
}
