// Opens, sorts, pages and closes a discussion in place: the same address is fetched, and its text with
// its discussion is put where the old one stood. The element is the `.doc` that holds one article.
const HEADING = "#talk-titre";

const fetched = async (address, signal) => {
  const answer = await fetch(address, { headers: { Accept: "text/html" }, signal });
  if (!answer.ok) throw new Error(String(answer.status));
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector(".doc");
  if (!fresh) throw new Error("the answer holds no text");
  return fresh;
};

// The place that must not move under the eye while the page changes around it.
const anchored = (key, change) => {
  const place = () => document.getElementById(`talk-${key}`);
  const before = place() && place().getBoundingClientRect().top;
  change();
  if (before !== null && place()) {
    scrollBy({ top: place().getBoundingClientRect().top - before, behavior: "instant" });
  }
};

const keyOf = (link) => link.dataset.discussion || link.dataset.discussionClose || "";

const targetOf = (link) => {
  if (link.dataset.discussionClose) return `#talk-${link.dataset.discussionClose}`;
  return link.hash.startsWith("#c-") ? link.hash : HEADING;
};

export function enhance(element) {
  let shown = location.pathname + location.search;
  let asking = null;

  const swap = async (address, key, focus) => {
    if (asking) asking.abort();
    asking = new AbortController();
    element.setAttribute("aria-busy", "true");
    const fresh = await fetched(address, asking.signal);
    anchored(key, () => {
      element.querySelector("article").replaceWith(fresh.querySelector("article"));
      element.className = fresh.className;
    });
    element.removeAttribute("aria-busy");
    const article = element.querySelector("article");
    article.dispatchEvent(new CustomEvent("consultation:swapped", { bubbles: true }));
    const target = focus && article.querySelector(focus);
    if (!target) return;
    if (!target.hasAttribute("tabindex") && !target.matches("a, button")) target.tabIndex = -1;
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: "nearest" });
  };

  const go = async (address, key, focus) => {
    try {
      await swap(address, key, focus);
      history.pushState(null, "", address);
      shown = location.pathname + location.search;
    } catch (error) {
      if (error.name !== "AbortError") location.assign(address);
    }
  };

  const isPlain = (event) => !event.defaultPrevented && !event.button && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;

  element.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || !isPlain(event)) return;
    const isOurs = keyOf(link) || (link.closest(".talk") && link.search && link.search !== location.search);
    if (!isOurs || link.origin !== location.origin || link.pathname !== location.pathname) return;
    if (link.dataset.discussion && link.search === location.search) return;
    event.preventDefault();
    go(link.href, keyOf(link), targetOf(link));
  });

  element.addEventListener("submit", (event) => {
    if (!event.target.matches(".talk__sort")) return;
    event.preventDefault();
    const address = new URL(event.target.action);
    address.search = new URLSearchParams(new FormData(event.target));
    go(address.href, "", HEADING);
  });

  addEventListener("popstate", () => {
    // Going to another place of the same page is no reason to fetch it.
    if (location.pathname + location.search === shown) return;
    shown = location.pathname + location.search;
    swap(location.href, "", location.hash.startsWith("#discussion-") ? HEADING : "").catch((error) => {
      if (error.name !== "AbortError") location.reload();
    });
  });
}
