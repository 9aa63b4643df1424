// The moderators' desk: a decision is one request, whose answer is the next contribution, put where the
// last one was. Keys choose and send; they can be switched off, and never act inside a text field.
const STORE = "raccourcis-moderation";
const TYPING = "textarea, select, input:not([type=radio]):not([type=checkbox]), [contenteditable]";
const HOLD_EVERY = 120000;
const parse = (html) => new DOMParser().parseFromString(html, "text/html");

const stored = {
  get off() {
    try {
      return localStorage.getItem(STORE) === "non";
    } catch {
      return false;
    }
  },
  set off(value) {
    try {
      localStorage.setItem(STORE, value ? "non" : "oui");
    } catch {
      // Where nothing can be kept, the switch holds for this page alone.
    }
  },
};

const announce = (words) => {
  const live = document.getElementById("annonce");
  if (live && words) live.textContent = words;
};

export function enhance(desk) {
  let off = stored.off;
  let busy = false;
  let leaving = false;
  let holding = 0;
  const item = () => desk.querySelector("#item");
  const form = () => desk.querySelector("[data-decide]");
  const rows = () => [...desk.querySelectorAll("[data-queue] > li")];
  const rowOf = (key) => desk.querySelector(`#q-${key}`);
  const body = (values) => {
    const token = desk.querySelector("[name=csrf_token]");
    return new URLSearchParams({ csrf_token: token ? token.value : "", ...values });
  };

  const hold = () => {
    clearInterval(holding);
    const address = item() && item().dataset.hold;
    if (!address) return;
    holding = setInterval(() => fetch(address, { method: "POST", body: body({}) }).catch(() => {}), HOLD_EVERY);
  };

  const dressed = () => {
    const keys = desk.querySelector("[data-keys]");
    if (keys) {
      keys.hidden = false;
      const turn = keys.querySelector("[data-keys-switch]");
      turn.textContent = off ? turn.dataset.off : turn.dataset.on;
    }
    hold();
  };

  const counted = () => {
    const place = desk.querySelector("[data-chosen]");
    if (!place) return;
    const count = desk.querySelectorAll("[data-queue] input:checked").length;
    const data = place.dataset;
    place.textContent = count > 1 ? data.many.replace("{n}", String(count)) : count ? data.one : data.none;
  };

  const marked = (key) => rows().forEach((row) => {
    const on = row.dataset.key === key;
    row.classList.toggle("pile--on", on);
    const link = row.querySelector("a");
    if (on) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
    if (on) row.scrollIntoView({ block: "nearest" });
  });

  const swapped = (html, decided) => {
    const fresh = parse(html).querySelector("#item");
    if (!fresh) throw new Error("the answer holds no contribution");
    const tail = fresh.querySelector("[data-tail]");
    if (decided) rowOf(decided)?.remove();
    const added = tail && tail.content.firstElementChild;
    if (added && !rowOf(added.dataset.key)) desk.querySelector("[data-queue]")?.append(added);
    tail?.remove();
    item().replaceWith(fresh);
    fresh.dispatchEvent(new CustomEvent("consultation:swapped", { bubbles: true }));
    marked(fresh.dataset.key);
    if (fresh.dataset.address) {
      history.replaceState(null, "", fresh.dataset.address);
      document.title = fresh.dataset.title;
    }
    dressed();
    counted();
    const said = fresh.querySelector("[data-done] p, [role=alert] p");
    fresh.focus({ preventScroll: true });
    fresh.scrollIntoView({ block: "nearest" });
    announce([said && said.textContent, fresh.querySelector("h2").textContent].filter(Boolean).join(" "));
  };

  // What the server refuses comes back as a contribution too, with what was typed.
  const asked = async (address, options, decided) => {
    if (busy) return;
    busy = true;
    item()?.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { ...options, headers: { "X-Fragment": "item" } });
      const html = await answer.text();
      swapped(html, answer.ok ? decided : "");
    } finally {
      busy = false;
      item()?.removeAttribute("aria-busy");
    }
  };

  const tailOf = () => rows().at(-1)?.dataset.cursor || "";

  const decide = async (button) => {
    const sent = form();
    const data = new FormData(sent, button);
    data.append("queue", tailOf());
    try {
      await asked(sent.action, { method: "POST", body: data }, item().dataset.key);
    } catch {
      // Whatever went wrong, the browser sends the decision itself; sent twice, it is one.
      sent.append(Object.assign(document.createElement("input"), { type: "hidden", name: "then", value: button.value }));
      leaving = true;
      sent.submit();
    }
  };

  const follow = async (link) => {
    const address = new URL(link.href);
    if (tailOf()) address.searchParams.set("queue", tailOf());
    try {
      await asked(address.href, {}, "");
    } catch {
      location.assign(link.href);
    }
  };

  const undo = async (sent) => {
    try {
      await asked(sent.action, { method: "POST", body: new FormData(sent) }, "");
    } catch {
      sent.submit();
    }
  };

  const press = (key) => {
    const radio = form()?.querySelector(`[data-press="${key}"]`);
    if (!radio) return;
    radio.checked = true;
    radio.focus();
    radio.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const go = (selector) => {
    const link = desk.querySelector(selector) || desk.querySelector("[data-begin]");
    if (link && link.matches("[data-begin]")) location.assign(link.href);
    else if (link) follow(link);
  };

  const tick = () => {
    const box = rowOf(item()?.dataset.key || "")?.querySelector("input");
    if (box) box.click();
  };

  const acts = {
    j: () => go("[data-onward]"),
    k: () => go("[data-backward]"),
    x: tick,
    z: () => {
      const sent = document.querySelector("[data-undo]");
      if (sent && item()) undo(sent);
      else sent?.submit();
    },
  };

  document.addEventListener("keydown", (event) => {
    if (off || event.defaultPrevented || event.altKey) return;
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter" && form()) {
      event.preventDefault();
      decide(form().querySelector("[name=then][value=next]"));
      return;
    }
    if (event.ctrlKey || event.metaKey || event.target.closest(TYPING)) return;
    const key = event.key.toLowerCase();
    if (Object.hasOwn(acts, key)) acts[key]();
    else if (/^[pmrhts]$/.test(key)) press(key);
    else return;
    event.preventDefault();
  });

  desk.addEventListener("submit", (event) => {
    if (event.target.matches("[data-undo]") && item()) {
      event.preventDefault();
      undo(event.target);
    }
    if (!event.target.matches("[data-decide]") || event.submitter?.value !== "next") return;
    event.preventDefault();
    decide(event.submitter);
  });

  desk.addEventListener("click", (event) => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = event.target.closest("[data-onward], .desk--item .pile__link");
    const wide = matchMedia("(width >= 64rem)").matches;
    if (link && item() && (wide || link.matches("[data-onward]"))) {
      event.preventDefault();
      follow(link);
    }
    if (event.target.closest("[data-keys-switch]")) {
      off = !off;
      stored.off = off;
      dressed();
    }
  });

  desk.addEventListener("change", (event) => {
    if (event.target.closest("[data-queue]")) counted();
  });

  addEventListener("pagehide", () => {
    const address = item() && item().dataset.hold;
    if (address && !leaving) navigator.sendBeacon(address, body({ fin: "1" }));
  });
  dressed();
  counted();
}
