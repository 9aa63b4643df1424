// Opens and closes a discussion in place: the same address is fetched, and its text row swapped in.
const article = (root) => root.querySelector(".doc article");

const swap = async (here, address, focus) => {
  const answer = await fetch(address, { headers: { Accept: "text/html" } });
  if (!answer.ok) throw new Error(String(answer.status));
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = article(page);
  if (!fresh) throw new Error("no article");
  here.querySelector("article").replaceWith(fresh);
  here.classList.toggle("doc--talking", Boolean(fresh.querySelector(".talk")));
  fresh.dispatchEvent(new CustomEvent("consultation:swapped", { bubbles: true }));
  const target = fresh.querySelector(focus) || fresh;
  target.focus({ preventScroll: true });
  target.scrollIntoView({ block: "nearest" });
};

export function enhance(element) {
  if (!element.classList.contains("doc")) return;
  const go = (link, focus) => {
    swap(element, link.href, focus)
      .then(() => history.pushState({ discussion: focus }, "", link.href))
      .catch(() => { location.href = link.href; });
  };
  element.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    const opener = event.target.closest("a[data-discussion]");
    const closer = event.target.closest("a[data-discussion-close]");
    if (!opener && !closer) return;
    event.preventDefault();
    if (opener) go(opener, "#talk-titre");
    else go(closer, `#talk-${closer.dataset.discussionClose}`);
  });
  addEventListener("popstate", () => {
    swap(element, location.href, "h1").catch(() => location.reload());
  });
}
