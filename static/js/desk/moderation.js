// The moderators' desk: a decision is one request, whose answer is the next contribution, put where the
// last one was. The list follows: what was decided leaves it, and one row more comes into its end.
const parse = (html) => new DOMParser().parseFromString(html, "text/html");

const isWide = () => matchMedia("(width >= 64rem)").matches;

const announce = (words) => {
  const live = document.getElementById("annonce");
  if (live && words) live.textContent = words;
};

export function enhance(desk) {
  let busy = false;
  let rules = null;
  const item = () => desk.querySelector("#item");
  const place = () => item() || desk.querySelector("[data-start]");
  const rows = () => [...desk.querySelectorAll("[data-queue] > li")];
  const rowOf = (key) => desk.querySelector(`#q-${key}`);
  const tail = () => rows().at(-1)?.dataset.cursor || "";

  const count = () => {
    const place = desk.querySelector("[data-chosen]");
    if (!place) return;
    const chosen = desk.querySelectorAll("[data-queue] input:checked").length;
    const { none, one, many } = place.dataset;
    place.textContent = chosen > 1 ? many.replace("{n}", String(chosen)) : chosen ? one : none;
  };

  const mark = (key) => rows().forEach((row) => {
    const on = row.dataset.key === key;
    row.classList.toggle("pile--on", on);
    if (on) row.querySelector("a").setAttribute("aria-current", "true");
    else row.querySelector("a").removeAttribute("aria-current");
    if (on) row.scrollIntoView({ block: "nearest" });
  });

  const list = (fresh, decided) => {
    const coming = fresh.querySelector("[data-tail]");
    const row = coming && coming.content.firstElementChild;
    if (decided) rowOf(decided)?.remove();
    if (row && !document.getElementById(row.id)) desk.querySelector("[data-queue]")?.append(row);
    coming?.remove();
    mark(fresh.dataset.key);
    count();
  };

  const countWaiting = (step) => {
    const tab = document.querySelector(".subnav [aria-current] [data-count]");
    if (!tab || !step) return;
    tab.dataset.count = String(Math.max(0, Number(tab.dataset.count) + step));
    tab.textContent = `(${Number(tab.dataset.count).toLocaleString(document.documentElement.lang)})`;
  };

  const swap = (html, decided, isFirst) => {
    const fresh = parse(html).querySelector("#item");
    if (!fresh) throw new Error("the answer holds no contribution");
    const kept = fresh.querySelector("#rule[data-kept]");
    if (kept) kept.append(...rules.map((option) => option.cloneNode(true)));
    place().replaceWith(fresh);
    list(fresh, decided);
    countWaiting(Number(fresh.querySelector("[data-step]")?.dataset.step || 0));
    if (fresh.dataset.address && !isFirst) {
      history.replaceState(null, "", fresh.dataset.address);
      document.title = fresh.dataset.title;
    }
    const told = fresh.querySelector("[data-done] p, [role=alert] p");
    fresh.dispatchEvent(new CustomEvent("consultation:swapped", { bubbles: true }));
    if (isFirst) return;
    fresh.focus({ preventScroll: true });
    fresh.scrollIntoView({ block: "nearest" });
    announce([told, fresh.querySelector("h2")].filter(Boolean).map((each) => each.textContent).join(" "));
  };

  // The rules of the charter are the same for each contribution: they need not come again.
  const learn = () => {
    const list = place().querySelector("#rule");
    if (!rules && list) rules = [...list.options].slice(1).map((option) => option.cloneNode(true));
    rules?.forEach((option) => option.removeAttribute("selected"));
  };

  // What the server refuses comes back as a contribution too, with what was typed.
  const ask = async (address, options, decided, otherwise, isFirst) => {
    if (busy) return;
    busy = true;
    place().setAttribute("aria-busy", "true");
    learn();
    try {
      const answer = await fetch(address, { ...options, headers: { "X-Fragment": rules ? "item" : "whole" } });
      swap(await answer.text(), answer.ok ? decided : "", isFirst);
    } catch {
      place().dataset.sent = "yes";
      otherwise();
    } finally {
      busy = false;
      place()?.removeAttribute("aria-busy");
    }
  };

  const decide = (form, button) => {
    const body = new FormData(form);
    body.append(button.name, button.value);
    body.append("queue", tail());
    // Whatever went wrong, the browser sends the decision itself; sent twice, it is one.
    ask(form.action, { method: "POST", body }, item().dataset.key, () => {
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value }));
      form.submit();
    });
  };

  const follow = (link) => {
    const address = new URL(link.href);
    if (tail()) address.searchParams.set("queue", tail());
    ask(address.href, {}, "", () => location.assign(link.href));
  };

  desk.addEventListener("submit", (event) => {
    const form = event.target;
    if (!item() || !form.matches("[data-undo], [data-decide]")) return;
    if (form.matches("[data-undo]")) {
      event.preventDefault();
      ask(form.action, { method: "POST", body: new FormData(form) }, "", () => form.submit());
    } else if (event.submitter?.value === "next") {
      event.preventDefault();
      decide(form, event.submitter);
    }
  });

  desk.addEventListener("click", (event) => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || !item()) return;
    const link = event.target.closest("[data-onward], [data-backward], .pile__link");
    // A campaign is a list of its own, and on a phone a contribution is a page.
    const isPage = link && (link.matches("[data-whole]") || (link.matches(".pile__link") && !isWide()));
    if (!link || isPage) return;
    event.preventDefault();
    follow(link);
  });

  desk.addEventListener("change", (event) => {
    if (event.target.closest("[data-queue]")) count();
  });
  count();

  // Where there is room, the first contribution stands beside the queue at once.
  const first = desk.querySelector("[data-start] [data-begin]");
  if (first && isWide()) ask(first.href, {}, "", () => {}, true);
}
