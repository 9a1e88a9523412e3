// The workspace's clock: it runs at real speed, and only its offset is known here.

let offset = 0;

/** Take over what the sandbox's clock says now. */
export function set(iso) {
  offset = Date.parse(iso) - Date.now();
}

/** Workspace time in milliseconds. */
export function now() {
  return Date.now() + offset;
}
