// Watches long work: the region is fetched again every two seconds until it asks for no more watching;
// then the page is opened anew, since more than the region may have changed.
const PAUSE = 2000;
const LONGER_PAUSE = 10000;

export function enhance(element) {
  const look = async () => {
    if (document.hidden) {
      setTimeout(look, PAUSE);
      return;
    }
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById(element.id);
      if (!fresh || !(fresh.dataset.module || "").split(" ").includes("progress")) {
        location.reload();
        return;
      }
      // Words that did not change are left alone, so that nothing is read aloud twice.
      if (fresh.innerHTML !== element.innerHTML) element.innerHTML = fresh.innerHTML;
      setTimeout(look, PAUSE);
    } catch {
      setTimeout(look, LONGER_PAUSE);
    }
  };
  setTimeout(look, PAUSE);
}
