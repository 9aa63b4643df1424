// Says now and then that the contribution is still open, so that no colleague takes it over; and that
// it is left, when it is.
const EVERY = 120000;

export function enhance(item) {
  const address = item.dataset.hold;
  if (!address) return;
  const token = item.querySelector("[name=csrf_token]");
  const body = (values) => new URLSearchParams({ csrf_token: token ? token.value : "", ...values });
  const renewing = setInterval(() => {
    if (!item.isConnected) clearInterval(renewing);
    else fetch(address, { method: "POST", body: body({}) }).catch(() => {});
  }, EVERY);
  addEventListener("pagehide", () => {
    if (item.isConnected && item.dataset.sent !== "yes") navigator.sendBeacon(address, body({ fin: "1" }));
  });
}
