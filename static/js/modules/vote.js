// Votes without leaving the place: the form is sent as it is, and replaced by the one of the answer.
export function enhance(form) {
  form.addEventListener("submit", async (event) => {
    const pressed = event.submitter;
    if (!pressed) return;
    event.preventDefault();
    if (form.getAttribute("aria-busy") === "true") return;
    form.setAttribute("aria-busy", "true");
    const data = new FormData(form);
    data.append(pressed.name, pressed.value);
    try {
      const answer = await fetch(form.action, { method: "POST", body: data });
      if (!answer.ok) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById(form.id);
      if (!fresh) throw new Error("the answer holds no such form");
      form.replaceWith(fresh);
      fresh.dispatchEvent(new CustomEvent("consultation:swapped", { bubbles: true }));
      const button = fresh.querySelector(`[name="${pressed.name}"][value="${pressed.value}"]`);
      button.focus({ preventScroll: true });
      const live = document.getElementById("annonce");
      if (live) live.textContent = `${fresh.dataset.said || ""} ${button.textContent}`.trim();
    } catch {
      // Whatever went wrong, the browser sends the vote itself, and shows what the server says.
      const value = Object.assign(document.createElement("input"), { type: "hidden", name: pressed.name, value: pressed.value });
      form.append(value);
      form.submit();
    }
  });
}
