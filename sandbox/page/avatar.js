// A square with a person's initials, in a tone that stays theirs.

import { el } from "./dom.js";

const TONES = 8;

export function avatar(id, name) {
  const sum = [...id].reduce((total, letter) => (total * 31 + letter.codePointAt(0)) % 9973, 7);
  const letters = name.split(/\s+/).map((word) => [...word][0] ?? "").filter((letter) => /\p{L}|\p{N}/u.test(letter));
  const initials = (letters.length > 1 ? letters[0] + letters[letters.length - 1] : letters[0] ?? "?").toUpperCase();
  return el("span", { className: `avatar tone-${sum % TONES}`, "aria-hidden": "true" }, initials);
}
