// Scripts only shorten the way: each page works without. `data-module="a b"` names the modules of an
// element; one that fails leaves the others alone.
const enhanced = new WeakMap();

const enhanceOne = (element) => {
  const done = enhanced.get(element) || new Set();
  enhanced.set(element, done);
  for (const name of element.dataset.module.split(/\s+/)) {
    if (done.has(name) || !Object.hasOwn(modules, name)) continue;
    done.add(name);
    try {
      modules[name](element);
    } catch (error) {
      console.error(name, error);
    }
  }
};

const enhanceAll = (root) => {
  if (root.matches && root.matches("[data-module]")) enhanceOne(root);
  root.querySelectorAll("[data-module]").forEach(enhanceOne);
};

// Whoever puts new elements into the page says so, and they are enhanced too.
document.addEventListener("consultation:swapped", (event) => enhanceAll(event.target));
enhanceAll(document);
