// Votes without leaving the place: the form is sent, and replaced by the one of the answer.
export function enhance(form) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const pressed = event.submitter;
    const data = new FormData(form, pressed);
    try {
      const answer = await fetch(form.action, { method: "POST", body: data });
      if (!answer.ok) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById(form.id);
      if (!fresh) throw new Error("no form");
      const holder = form.parentElement;
      form.replaceWith(fresh);
      holder.dispatchEvent(new CustomEvent("consultation:swapped", { bubbles: true }));
      const button = fresh.querySelector(`[value="${pressed.value}"]`);
      button.focus();
      const live = document.getElementById("annonce");
      if (live) live.textContent = button.textContent;
    } catch {
      form.submit();
    }
  });
}
