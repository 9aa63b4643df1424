// Scripts only shorten the way: each page works without. A module that fails leaves the others.
const enhanceAll = (root) => {
  for (const element of root.querySelectorAll("[data-module]")) {
    for (const name of element.dataset.module.split(" ")) {
      if (!(name in modules) || element.dataset[`${name}Ready`]) continue;
      element.dataset[`${name}Ready`] = "yes";
      try {
        modules[name](element);
      } catch (error) {
        console.error(name, error);
      }
    }
  }
};
document.addEventListener("consultation:swapped", (event) => enhanceAll(event.target));
enhanceAll(document);
