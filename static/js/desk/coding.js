// The coders' desk: coding is one request, whose answer is the next contribution, put where the last one
// was. What is refused comes back as a contribution too, with what was ticked.
const parse = (html) => new DOMParser().parseFromString(html, "text/html");

const tell = (page, desk) => {
  const told = page.querySelector(".notice[role=status]");
  document.querySelectorAll(".notice[role=status]").forEach((each) => each.remove());
  if (told) desk.before(told);
  const live = document.getElementById("annonce");
  const words = [told, page.querySelector("#item h2")].filter(Boolean);
  if (live) live.textContent = words.map((each) => each.textContent.trim()).join(" ");
};

export function enhance(desk) {
  let busy = false;

  const swap = (page, address) => {
    const fresh = page.querySelector(".desk--item");
    tell(page, desk);
    desk.replaceChildren(...fresh.childNodes);
    if (address !== location.href) history.pushState(null, "", address);
    document.title = page.title;
    desk.dispatchEvent(new CustomEvent("consultation:swapped", { bubbles: true }));
    const item = desk.querySelector("#item");
    (item.querySelector("[role=alert]") || item).focus({ preventScroll: true });
    item.scrollIntoView({ block: "nearest" });
  };

  // Whatever went wrong, the browser asks itself; what was coded twice is told apart by its edition.
  const ask = async (address, options, otherwise) => {
    if (busy) return;
    busy = true;
    desk.querySelector("#item").setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, options);
      const page = parse(await answer.text());
      if (page.querySelector(".desk--item")) swap(page, answer.redirected ? answer.url : location.href);
      else location.assign(answer.redirected ? answer.url : location.href);
    } catch {
      otherwise();
    } finally {
      busy = false;
      desk.querySelector("#item")?.removeAttribute("aria-busy");
    }
  };

  desk.addEventListener("submit", (event) => {
    const form = event.target;
    const button = event.submitter;
    if (!form.matches("[data-decide], [data-aside]") || event.defaultPrevented) return;
    event.preventDefault();
    const body = new FormData(form);
    if (button?.name) body.append(button.name, button.value);
    ask(form.action, { method: "POST", body: new URLSearchParams(body) }, () => {
      if (button?.name) {
        form.append(Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value }));
      }
      form.submit();
    });
  });

  desk.addEventListener("click", (event) => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = event.target.closest("[data-onward], [data-backward]");
    if (!link) return;
    event.preventDefault();
    ask(link.href, {}, () => location.assign(link.href));
  });

  addEventListener("popstate", () => location.reload());
}
