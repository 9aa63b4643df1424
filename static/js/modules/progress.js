// Watches long work: the region is fetched again until it says that it is done.
export function enhance(element) {
  const look = async () => {
    try {
      const answer = await fetch(location.href);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById(element.id);
      if (!fresh || answer.redirected) { location.reload(); return; }
      element.replaceChildren(...fresh.childNodes);
      if (fresh.dataset.module) setTimeout(look, 2000);
    } catch {
      setTimeout(look, 5000);
    }
  };
  setTimeout(look, 1500);
}
