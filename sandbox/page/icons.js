// The few icons of this page, as drawings of our own: no font has to hold them.

import { svg } from "./dom.js";

const PATHS = {
  channel: "M6.2 2.5 4.8 13.5M11.2 2.5 9.8 13.5M2.5 5.8h11M2.5 10.2h11",
  private: "M4 7.2h8v6.3H4zM5.6 7V5a2.4 2.4 0 0 1 4.8 0v2",
  message: "M2.5 3.5h11v7.5H7l-3 2.5V11H2.5z",
  home: "M2.5 7.5 8 2.8l5.5 4.7M4.2 6.5v6.7h7.6V6.5",
  eye: "M1.8 8S4 4 8 4s6.2 4 6.2 4S12 12 8 12 1.8 8 1.8 8zM8 6.4a1.6 1.6 0 1 0 0 3.2 1.6 1.6 0 0 0 0-3.2z",
  file: "M4 1.8h5.2L12 4.6v9.6H4zM9 1.8v3h3",
  clip: "M12.8 7.4 7.9 12.3a3 3 0 0 1-4.2-4.2l5.3-5.3a2 2 0 0 1 2.8 2.8l-5 5a1 1 0 0 1-1.4-1.4l4.4-4.4",
  bin: "M3 4.5h10M6.3 4.5V3h3.4v1.5M4.2 4.5l.7 9h6.2l.7-9",
  picture: "M2.5 3.5h11v9h-11zM2.5 11l3.2-3.2 2.3 2.3 2-2 3.5 3.4",
};

export function icon(name) {
  return svg("svg", { viewBox: "0 0 16 16", class: "icon", "aria-hidden": "true" }, svg("path", { d: PATHS[name] }));
}
