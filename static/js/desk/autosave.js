// Sends what is being typed to the server as it is typed: `data-autosave` is where, what it answers is
// said in `data-autosave-said`. One request at a time, the last words always sent; the form saves.
const PAUSE = 700;
const PAUSE_AFTER_FAILURE = 5000;

export function enhance(form) {
  const output = form.querySelector("[data-autosave-said]");
  let waiting = 0;
  let sending = false;
  let isNew = false;
  let isLeaving = false;
  let pause = PAUSE;

  const say = (words) => {
    if (output && output.textContent !== words) output.textContent = words;
  };

  const send = async () => {
    clearTimeout(waiting);
    if (sending || !isNew || isLeaving) return;
    sending = true;
    isNew = false;
    try {
      const answer = await fetch(form.dataset.autosave, { method: "POST", body: new FormData(form), keepalive: true });
      const { said } = await answer.json();
      say(said);
      pause = PAUSE;
    } catch {
      isNew = true;
      pause = PAUSE_AFTER_FAILURE;
      say(form.dataset.autosaveFailed);
    } finally {
      sending = false;
    }
    if (isNew) waiting = setTimeout(send, pause);
  };

  form.addEventListener("input", () => {
    isNew = true;
    clearTimeout(waiting);
    waiting = setTimeout(send, PAUSE);
  });
  // What the button saves is not sent a second time, to come after it and be a draft again.
  form.addEventListener("submit", () => {
    isLeaving = true;
    clearTimeout(waiting);
  });
  window.addEventListener("pageshow", () => {
    isLeaving = false;
  });
  window.addEventListener("pagehide", send);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") send();
  });
}
