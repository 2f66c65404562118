// What the pages of a recording do, in place of the scripts of the site: lead on where the recording led, send what was
// given, and show lists. The marks for it are taken off the page before anything else.
(() => {
  const KEPT = "rehearsal-fields";
  const all = (root) => [...root.querySelectorAll("*")].flatMap((el) => [el, ...(el.shadowRoot ? all(el.shadowRoot) : [])]);
  const taken = (el, name) => {
    const value = el.getAttribute(name);
    el.removeAttribute(name);
    return value;
  };
  const marked = (name) => all(document).filter((el) => el.hasAttribute(name)).map((el) => [el, taken(el, name)]);

  // Opened by hand, a page only shows itself: nothing leads to the real site.
  if (location.protocol === "file:") {
    const halt = (event) => { if (event.type === "submit" || event.target.closest?.("a, area")) event.preventDefault(); };
    for (const kind of ["click", "auxclick", "submit"]) document.addEventListener(kind, halt, true);
    return;
  }
  const chosen = new Map();
  const fields = marked("data-field");
  const held = (el) => {
    if (chosen.has(el)) return chosen.get(el);
    if (el.type === "file") return [...el.files].map((file) => file.name).join(" ");
    if (el.type === "checkbox" || el.type === "radio") return el.checked ? el.value : "";
    return el.value ?? el.textContent;
  };
  const gathered = () => {
    let before = {};
    try { before = JSON.parse(sessionStorage.getItem(KEPT)) || {}; } catch { /* nothing was kept */ }
    for (const [el, name] of fields) before[name] = held(el) || before[name] || "";
    return before;
  };
  const lead = (address) => {
    try { sessionStorage.setItem(KEPT, JSON.stringify(gathered())); } catch { /* the next page asks for all itself */ }
    window.top.location.assign(address);
  };
  const send = (address) => {
    const form = Object.assign(document.createElement("form"), { method: "post", action: address, target: "_top" });
    for (const [name, value] of Object.entries({ ...gathered(), "rehearsal-sent": "yes" })) {
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    }
    document.body.append(form);
    HTMLFormElement.prototype.submit.call(form);
  };
  const does = (el, act) => {
    const form = el.form || el.closest("form");
    const now = (event) => { event.preventDefault(); act(); };
    const typed = el.matches("textarea, input:not([type=submit], [type=button], [type=image], [type=checkbox], [type=radio])");
    if (!typed) el.addEventListener("click", now);
    else if (!form) el.addEventListener("keydown", (event) => { if (event.key === "Enter") now(event); });
    if (form && (typed || !el.matches("a"))) {
      form.addEventListener("submit", (event) => { if (typed || !event.submitter || event.submitter === el) now(event); });
    }
  };
  marked("data-leads").forEach(([el, address]) => does(el, () => lead(address)));
  marked("data-sends").forEach(([el, address]) => does(el, () => send(address)));

  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const drawn = (box, number) => {
    const told = JSON.parse(document.getElementById(`rehearsal-list-${number}`).textContent);
    const entries = told.map((entry) => (Array.isArray(entry) ? entry : [entry, entry]));
    const isInput = box.matches("input, textarea");
    let list = null;
    const close = () => {
      if (list) list.remove();
      list = null;
      box.setAttribute("aria-expanded", "false");
    };
    const choose = ([code, name]) => {
      chosen.set(box, code);
      if (isInput) box.value = name;
      else {
        let place = box;
        while (place.firstElementChild) place = place.firstElementChild;
        place.textContent = name;
      }
      close();
    };
    const open = (part) => {
      close();
      list = document.createElement("div");
      list.className = "rehearsal-list";
      list.setAttribute("role", "listbox");
      list.append(...entries.filter(([, name]) => plain(name).includes(plain(part))).map((entry) => {
        const option = document.createElement("div");
        option.setAttribute("role", "option");
        option.textContent = entry[1];
        option.addEventListener("mousedown", (event) => event.preventDefault());
        option.addEventListener("click", () => choose(entry));
        return option;
      }));
      document.body.append(list);
      const place = box.getBoundingClientRect();
      Object.assign(list.style, { left: `${place.left + scrollX}px`, top: `${place.bottom + scrollY + 2}px` });
      box.setAttribute("aria-expanded", "true");
    };
    box.addEventListener("click", () => (list ? close() : open("")));
    box.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
    if (isInput) box.addEventListener("input", () => { chosen.delete(box); open(box.value); });
    document.addEventListener("click", (event) => {
      const path = event.composedPath();
      if (list && !path.includes(box) && !path.includes(list)) close();
    });
  };
  marked("data-list").forEach(([box, number]) => drawn(box, number));
})();
