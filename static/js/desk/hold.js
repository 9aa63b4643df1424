// Says that the contribution is open, now and then that it still is, so that no colleague takes it over;
// and that it is left, when it is.
const EVERY = 120000;

export function enhance(item) {
  const address = item.dataset.hold;
  if (!address) return;
  const token = item.querySelector("[name=csrf_token]");
  const body = (values) => new URLSearchParams({ csrf_token: token ? token.value : "", ...values });
  // A colleague was quicker: nothing is typed yet, and the page says who has it.
  const opened = (answer) => {
    if (answer.status === 409 && item.isConnected) location.assign(item.dataset.address);
  };
  if ("take" in item.dataset) {
    fetch(address, { method: "POST", body: body({ debut: "1" }) }).then(opened).catch(() => {});
  }
  const renewing = setInterval(() => {
    if (!item.isConnected) clearInterval(renewing);
    else fetch(address, { method: "POST", body: body({}) }).catch(() => {});
  }, EVERY);
  addEventListener("pagehide", () => {
    if (item.isConnected && item.dataset.sent !== "yes") navigator.sendBeacon(address, body({ fin: "1" }));
  });
}
