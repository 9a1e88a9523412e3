// Talks to the sandbox: its control API, and the live stream of its journal.

/** A control call; throws an Error whose message is a sentence. */
export async function ask(path, body) {
  const options = body && {
    method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body),
  };
  const response = await fetch(`/_sandbox/${path}`, options).catch(() => {
    throw new Error("The sandbox does not answer. Is it still running?");
  });
  const answer = await response.json().catch(() => ({ ok: false }));
  if (!answer.ok) throw new Error(answer.error ?? `The sandbox answered ${response.status}.`);
  return answer;
}

const FIRST_PAUSE = 400;
const LONGEST_PAUSE = 5000;

/** Follow the journal after entry `after`: `heard(entry)` for each, `connected(true | false)` as the socket comes and goes. */
export function follow(after, { heard, connected }) {
  let last = after;
  let pause = FIRST_PAUSE;
  const open = () => {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}/_sandbox/live?after=${last}`);
    socket.addEventListener("open", () => {
      pause = FIRST_PAUSE;
      connected(true);
    });
    socket.addEventListener("message", ({ data }) => {
      const entry = JSON.parse(data);
      last = entry.n;
      heard(entry);
    });
    socket.addEventListener("close", () => {
      connected(false);
      setTimeout(open, pause);
      pause = Math.min(pause * 2, LONGEST_PAUSE);
    });
  };
  open();
}
