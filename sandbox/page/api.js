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
const LOOK_BACK = 100;

/**
 * Follow the journal from a little before now: `heard(entry, isNew)` for each, `connected(true | false)` as the socket
 * comes and goes.
 */
export async function follow({ heard, connected }) {
  let known = (await ask("state")).n;
  let last = Math.max(0, known - LOOK_BACK);
  let pause = FIRST_PAUSE;
  const again = () => {
    connected(false);
    setTimeout(open, pause);
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  };
  const open = async () => {
    const state = await ask("state").catch(() => null);
    if (!state) return again();
    if (state.n < last) last = known = 0; // another run of the sandbox, whose numbers begin anew
    const socket = new WebSocket(`ws://${location.host}/_sandbox/live?after=${last}`);
    socket.addEventListener("open", () => {
      pause = FIRST_PAUSE;
      connected(true);
    });
    socket.addEventListener("message", ({ data }) => {
      const entry = JSON.parse(data);
      last = entry.n;
      heard(entry, entry.n > known);
    });
    socket.addEventListener("close", again);
  };
  await open();
}
