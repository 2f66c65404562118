// The guide's panel in one document, run in a world of its own before any script of the page. It draws what Python tells
// it, as plain text, and says which button was pressed; it decides nothing. Called with the style and the words of its
// own controls. `tell` is the binding to Python.
//
// The page shares the document, and so can take the panel's host away, cover it, or clear every timer. So there is no
// timer here: Python calls `tick`. What the page could put in the way of a name (an image named "createElement") is
// taken from the prototypes, and nothing is animated, as `document.getAnimations()` would hand out the panel's nodes.
(css, words) => {
  if (window !== window.top || Object.hasOwn(globalThis, 'walkoutGuide')) return;
  const getter = (proto, name) => Object.getOwnPropertyDescriptor(proto, name).get;
  const make = Document.prototype.createElement.bind(document);
  const makeSvg = Document.prototype.createElementNS.bind(document, 'http://www.w3.org/2000/svg');
  const all = Document.prototype.querySelectorAll.bind(document);
  const root = getter(Document.prototype, 'documentElement').bind(document);
  const focused = getter(Document.prototype, 'activeElement').bind(document);
  const shown = getter(Document.prototype, 'visibilityState').bind(document);
  const put = Node.prototype.appendChild, connected = getter(Node.prototype, 'isConnected');
  const GAP = 16, NARROW = 600, ARMED_MS = 500, UNSEEN_MS = 600, STEP = 32, LOWEST = 230;
  const OURS = ['click', 'dblclick', 'auxclick', 'contextmenu', 'pointerdown', 'pointerup', 'pointermove', 'pointercancel',
    'pointerover', 'pointerout', 'mousedown', 'mouseup', 'mousemove', 'mouseover', 'mouseout', 'wheel', 'touchstart',
    'touchmove', 'touchend', 'keydown', 'keyup', 'keypress', 'beforeinput', 'input', 'copy', 'cut', 'selectstart', 'dragstart',
    'focus', 'blur', 'focusin', 'focusout', 'beforetoggle', 'toggle'];
  const say = what => tell(JSON.stringify(what));

  let host = null, inside = null, parts = {}, card = null, marks = [], since = 0, hidden = false;
  let seen = false, seenSince = 0, unseenSince = 0, fights = 0, pressedAt = null, drag = null, lastKey = '';
  let lastHome = null, budget = 20, acting = false;

  const element = (tag, className = '', text = '') => {
    const made = make(tag);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  };
  const button = (className, id, text, label = '') => {
    const made = element('button', className, text);
    made.type = 'button';
    made.dataset.id = id;
    if (label) made.setAttribute('aria-label', label);
    return made;
  };
  const icon = (className, id, label, path) => {
    const made = button('icon ' + className, id, '', label), svg = makeSvg('svg'), line = makeSvg('path');
    svg.setAttribute('viewBox', '0 0 18 18');
    svg.setAttribute('aria-hidden', 'true');
    line.setAttribute('d', path);
    line.setAttribute('stroke', 'currentColor');
    line.setAttribute('stroke-width', '2');
    line.setAttribute('stroke-linecap', 'round');
    line.setAttribute('fill', 'none');
    svg.append(line);
    made.append(svg);
    made.title = label;
    return made;
  };

  // --- the host, and its place above everything ---

  // The browser's own word on what is seen: whatever lies over any part of it counts, though no click would meet it.
  const sights = new Map();
  const watcher = new IntersectionObserver(entries => {
    for (const entry of entries) sights.set(entry.target, entry.isVisible);
    const now = performance.now(), is = sights.get(parts.card) === true || sights.get(parts.pill) === true;
    if (is && !seen) seenSince = now;
    if (!is && seen) unseenSince = now;
    seen = is;
  }, {trackVisibility: true, delay: 100, threshold: [0, 0.25, 0.5, 0.75, 1]});
  const watch = () => {
    watcher.disconnect();
    sights.clear();
    watcher.observe(parts.card);
    watcher.observe(parts.pill);
  };

  const build = () => {
    host = make('div');
    host.popover = 'manual';
    inside = host.attachShadow({mode: 'closed'});
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    inside.adoptedStyleSheets = [sheet];
    parts = {all: element('div', 'all'), marks: element('div'), live: element('div', 'live'), card: element('section', 'card'),
      pill: button('pill', 'unfold', '')};
    parts.live.setAttribute('role', 'status');
    parts.live.setAttribute('aria-live', 'polite');
    parts.marks.setAttribute('aria-hidden', 'true');
    parts.card.setAttribute('aria-label', words.guide);
    parts.card.setAttribute('role', 'region');
    parts.all.lang = words.lang;
    parts.all.append(parts.marks, parts.live, parts.card, parts.pill);
    inside.append(parts.all);
    watch();
    seen = false;
    unseenSince = performance.now();
  };

  // What lies outside of an open modal dialog is inert, so the panel moves into the topmost one.
  const home = () => {
    const modals = [...all('dialog:modal')].filter(one => one !== host && one.checkVisibility());
    return modals.at(-1) || root();
  };
  const raise = () => {
    try {
      if (host.matches(':popover-open')) host.hidePopover();
      host.showPopover();
    } catch { /* the document is not the one in the window */ }
  };
  // The page has taken it away or covered it: she must have seen it for a while again before a press counts.
  const fight = () => {
    fights += 1;
    budget -= 1;
    seen = false;
    unseenSince = performance.now();
    watch();
  };
  // Puts the panel back where the page has taken it away. `budget`: a page that does so at once, again and again, would
  // keep both busy for ever.
  const settle = () => {
    const at = root() && home();
    if (!at || !card || budget <= 0) return;
    if (!host) build();
    const taken = lastHome && (!connected.call(host) || host.parentNode !== lastHome);
    if (taken || host.parentNode !== at) {
      const focus = inside.activeElement;
      if (taken) fight();
      put.call(at, host);
      lastHome = at;
      raise();
      watch();
      keeper.disconnect();
      keeper.observe(document, {childList: true});
      keeper.observe(at, {childList: true});
      if (focus) focus.focus({preventScroll: true});
    } else if (!host.matches(':popover-open')) {
      fight();
      raise();
    }
  };
  const keeper = new MutationObserver(() => settle());
  keeper.observe(document, {childList: true});

  // --- drawing the card ---

  const listOf = (className, lines) => {
    const list = element('ul', className);
    for (const line of lines) list.append(element('li', '', line));
    return list;
  };
  const top = () => {
    const made = element('div', 'top'), brand = element('div', 'brand');
    brand.append(element('span', '', 'walkout'));
    if (card.badge) brand.append(element('span', 'badge', card.badge));
    made.append(
      brand, icon('grip', 'grip', words.move, 'M6 4h0M12 4h0M6 9h0M12 9h0M6 14h0M12 14h0'), icon('', 'fold', words.fold, 'M4 9h10'));
    return made;
  };
  const where = () => {
    const made = element('div', 'where'), step = element('p', 'step', card.step ? card.step + ' ' : '');
    step.append(element('b', '', card.stage));
    made.append(step);
    made.hidden = !card.step;
    if (card.stages.length) {
      const bar = element('ol', 'bar');
      for (const stage of card.stages) {
        const item = element('li', stage.state);
        item.title = stage.words;
        item.append(element('span', '', stage.words));
        if (stage.state === 'now') item.setAttribute('aria-current', 'step');
        bar.append(item);
      }
      made.append(bar);
    }
    return made;
  };
  const rows = () => {
    const list = element('dl', 'rows');
    for (const row of card.rows) {
      const line = element('div', row.value.length > 60 ? 'row long' : 'row');
      line.append(element('dt', '', row.field), element('dd', '', row.value));
      if (row.id) {
        const does = element('dd', 'does');
        does.append(button('small', row.id, row.words, row.label));
        line.append(does);
      }
      list.append(line);
    }
    return list;
  };
  const facts = () => {
    const list = element('dl', 'facts');
    for (const fact of card.facts) {
      const line = element('div');
      line.append(element('dt', '', fact.name), element('dd', '', fact.value));
      list.append(line);
    }
    return list;
  };
  const picks = () => {
    const list = element('div', 'picks');
    for (const pick of card.picks) {
      const made = button('pick', pick.id, '');
      made.append(element('span', 'number', pick.number), element('span', '', pick.words));
      list.append(made);
    }
    return list;
  };
  const body = () => {
    // "E-Mail" is not broken after its first letter, which a browser does at any hyphen.
    const made = element('div', 'body'), title = element('h2', 'title', card.title.replace(/(?<!\p{L})(\p{L}-)(?=\p{L})/gu, '$1\u2060'));
    title.tabIndex = -1;
    title.dataset.id = 'title';
    made.append(title);
    if (card.warnings.length) made.append(listOf('warnings', card.warnings));
    const lines = card.lines.length ? [listOf('lines', card.lines)] : [];
    if (!card.rows.length && !card.clock) made.append(...lines);
    if (card.clock) {
      const clock = element('p', 'clock');
      parts.clock = element('b', '', card.clock);
      clock.append(parts.clock, element('span', '', card.clock_words));
      made.append(clock, ...lines);
    }
    if (card.to) made.append(element('p', 'to', card.to));
    if (card.rows.length) made.append(rows(), ...lines);
    if (card.picks.length) made.append(picks());
    if (card.facts.length) made.append(facts());
    if (card.why) {
      const why = element('p', 'why');
      why.append(element('b', '', card.why_words + ' '), card.why);
      made.append(why);
    }
    if (card.hint) made.append(element('p', 'why', card.hint));
    return made;
  };
  const foot = () => {
    const made = element('div', 'foot');
    if (card.main) made.append(button('main', card.main.id, card.main.words));
    if (card.others.length || card.more.length) {
      const others = element('div', 'others');
      for (const one of card.others) others.append(button('quiet', one.id, one.words));
      if (card.more.length) {
        const open = button('plain', 'more', words.more);
        open.setAttribute('aria-expanded', String(card.open));
        others.append(open);
      }
      made.append(others);
    }
    if (card.more.length && card.open) {
      const more = element('div', 'more');
      for (const one of card.more) more.append(button('quiet', one.id, one.words));
      made.append(more);
    }
    return made;
  };
  const drawn = () => {
    const focus = inside.activeElement?.dataset.id, scrolled = parts.card.querySelector('.body')?.scrollTop || 0;
    parts.clock = null;
    parts.card.replaceChildren(top(), where(), body(), foot());
    parts.pill.textContent = card.pill;
    parts.pill.classList.toggle('asks', card.asks);
    parts.pill.classList.toggle('slim', card.slim);
    const text = parts.card.querySelector('.body');
    if (card.kept) text.scrollTop = scrolled;
    if (text.scrollHeight > text.clientHeight + 1) text.tabIndex = 0;
    const again = focus && [...parts.card.querySelectorAll('[data-id]')].find(one => one.dataset.id === focus);
    if (again) again.focus({preventScroll: true});
    else if (focus && !card.focus) parts.card.querySelector('.title').focus({preventScroll: true});
  };
  const spoken = () => { if (parts.live.textContent !== card.said) parts.live.textContent = card.said; };

  // --- the place of the card: never over what is marked ---

  const boxes = () => marks.map(one => ({x: one.x - scrollX, y: one.y - scrollY, width: one.width, height: one.height}));
  const over = (one, other) => Math.max(0, Math.min(one.x + one.width, other.x + other.width + 8) - Math.max(one.x, other.x - 8))
    * Math.max(0, Math.min(one.y + one.height, other.y + other.height + 8) - Math.max(one.y, other.y - 8));
  const set = (node, at) => { for (const [name, value] of Object.entries(at)) node.style.setProperty(name, value); };
  // The place of that size, of those that there are, at which the least of what is marked is covered, and how much is.
  const freest = (size, places, taken) => {
    let best = null, least = Infinity;
    for (const [x, y] of places) {
      const at = {x: Math.max(0, x), y: Math.max(0, y), ...size};
      const covered = taken.reduce((sum, one) => sum + over(at, one), 0);
      if (covered < least) { best = at; least = covered; }
      if (!covered) break;
    }
    return [best, least];
  };
  const wideOf = () => host.offsetWidth || innerWidth, highOf = () => host.offsetHeight || innerHeight;
  const sizeOf = node => ({width: node.offsetWidth, height: node.offsetHeight});
  const put_at = (node, at) => set(node, {left: at.x + 'px', top: at.y + 'px', right: 'auto', bottom: 'auto'});
  const corners = (size, gap) => {
    const right = wideOf() - size.width - gap, bottom = highOf() - size.height - gap;
    return [[right, gap], [right, bottom], [gap, gap], [gap, bottom], [(right + gap) / 2, bottom], [(right + gap) / 2, gap]];
  };
  // Above or below what is marked, where there is more room: from where to where.
  const band = taken => {
    const top = Math.min(...taken.map(one => one.y)) - 14, bottom = Math.max(...taken.map(one => one.y + one.height)) + 14;
    return top > highOf() - bottom ? [0, top] : [bottom, highOf()];
  };
  // Returns how much of what is marked lies under the card, in square pixels. It makes itself low, and folds itself up at
  // last, rather than cover anything.
  const place = () => {
    if (!card || !host) return 0;
    parts.all.hidden = hidden;
    if (hidden) return 0;
    const wide = innerWidth > NARROW, taken = boxes();
    const folded = card.folded || card.slim;
    parts.card.hidden = folded;
    parts.pill.hidden = !folded;
    set(parts.card, {'max-height': ''});
    let least = 0;
    if (!folded) {
      const edge = wide ? GAP : 0;
      let size = sizeOf(parts.card), covered = 0;
      const room = [Math.max(0, wideOf() - size.width), Math.max(0, highOf() - size.height)];
      const hers = card.at && wide ? [[card.at.x * room[0], card.at.y * room[1]]] : [];
      let [best, found] = freest(size, wide ? [...hers, ...corners(size, GAP)] : [[0, room[1]], [0, 0]], taken);
      covered = least = found;
      if (covered) {
        const [from, to] = band(taken);
        if (to - from >= LOWEST && !acting) {
          set(parts.card, {'max-height': to - from - edge + 'px'});
          size = sizeOf(parts.card);
          best = {x: Math.max(0, wideOf() - size.width - edge), y: from === 0 ? edge : highOf() - size.height - edge};
          covered = 0;
        }
      }
      put_at(parts.card, best);
      parts.card.classList.toggle('narrow-top', !wide && best.y === 0);
      parts.card.hidden = covered > 0;
      parts.pill.hidden = !covered;
    }
    if (!parts.pill.hidden) {
      const size = sizeOf(parts.pill);
      const [best, covered] = freest(size, [...corners(size, GAP)].slice(1).concat([corners(size, GAP)[0]]), taken);
      put_at(parts.pill, best);
      parts.pill.hidden = covered > 0;
    }
    const nodes = [...parts.marks.children];
    taken.forEach((box, number) => {
      let node = nodes[number];
      if (!node) {
        node = element('div', 'mark');
        node.append(make('b'));
        parts.marks.append(node);
      }
      if (node.firstChild.textContent !== marks[number].label) node.firstChild.textContent = marks[number].label;
      node.classList.toggle('inner', box.x < 20);
      set(node, {left: box.x - 6 + 'px', top: box.y - 6 + 'px', width: box.width + 12 + 'px', height: box.height + 12 + 'px'});
    });
    nodes.slice(taken.length).forEach(node => node.remove());
    return least;
  };

  // --- what she does ---

  // Whether a press counts: all of it has been seen for a while, so that she knows what she presses.
  const ready = now => seen && now - seenSince >= ARMED_MS && now - since >= ARMED_MS && shown() === 'visible';
  const press = id => {
    if (id === 'fold' || id === 'unfold') { fold(id === 'fold'); return; }
    if (id === 'more') { card.open = !card.open; drawn(); place(); return; }
    if (id === 'grip' || id === 'title') return;
    if (ready(performance.now())) say({press: id, card: card.number});
  };
  const fold = folded => {
    card.folded = folded;
    place();
    (folded ? parts.pill : parts.card.querySelector('.title')).focus({preventScroll: true});
    say({folded});
  };
  const moved = (x, y) => {
    const room = [Math.max(1, wideOf() - parts.card.offsetWidth), Math.max(1, highOf() - parts.card.offsetHeight)];
    card.at = {x: Math.min(1, Math.max(0, x / room[0])), y: Math.min(1, Math.max(0, y / room[1]))};
    place();
  };
  const idAt = event => {
    const byKey = event.type === 'click' && event.detail === 0;
    const node = byKey ? inside.activeElement : inside.elementFromPoint(event.clientX, event.clientY);
    return node?.closest?.('button')?.dataset.id || '';
  };
  const arrows = {ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP]};
  const pointer = event => {
    const box = parts.card.getBoundingClientRect();
    if (event.type === 'pointerdown') {
      pressedAt = idAt(event);
      const handle = inside.elementFromPoint(event.clientX, event.clientY)?.closest?.('.top');
      if (handle && (pressedAt === '' || pressedAt === 'grip') && innerWidth > NARROW && event.button === 0) {
        drag = {x: event.clientX - box.x, y: event.clientY - box.y};
        handle.setPointerCapture(event.pointerId);
      }
    } else if (event.type === 'pointermove' && drag) {
      moved(event.clientX - drag.x, event.clientY - drag.y);
    } else if (drag && (event.type === 'pointerup' || event.type === 'pointercancel')) {
      drag = null;
      say({at: card.at});
    }
  };
  const key = event => {
    const on = inside.activeElement;
    if (event.key === 'Escape') { on?.blur(); event.preventDefault(); return; }
    if (event.repeat && (event.key === 'Enter' || event.key === ' ')) { event.preventDefault(); return; }
    if (on?.dataset.id === 'grip' && arrows[event.key]) {
      const box = parts.card.getBoundingClientRect(), [x, y] = arrows[event.key];
      moved(box.x + x, box.y + y);
      say({at: card.at});
      event.preventDefault();
    }
  };
  const hear = event => {
    if (!event.isTrusted || !host || !card) return;
    if (event.type === 'keydown' && event.altKey && event.shiftKey && event.code === 'KeyG') {
      event.preventDefault();
      event.stopImmediatePropagation();
      settle();
      if (card.slim) return;
      if (card.folded) fold(false);
      else if (inside.activeElement) inside.activeElement.blur();
      else parts.card.querySelector('.title').focus({preventScroll: true});
      return;
    }
    if (event.target !== host) return;
    event.stopImmediatePropagation();
    if (event.type.startsWith('pointer')) pointer(event);
    else if (event.type === 'keydown') key(event);
    else if (event.type === 'toggle' || event.type === 'beforetoggle') return;
    else if (event.type === 'click') {
      const id = idAt(event);
      if (id && (event.detail === 0 || id === pressedAt)) press(id);
    }
  };
  const listen = () => { for (const type of OURS) addEventListener(type, hear, {capture: true, passive: false}); };
  listen();
  addEventListener('scroll', () => place(), {capture: true, passive: true});
  addEventListener('resize', () => place(), {passive: true});

  // --- what Python calls ---

  const guide = {
    show(next, around) {
      acting = false;
      const fresh = !card || card.number !== next.number;
      const open = Boolean(card && !fresh && card.open);
      card = {...next, open, kept: !fresh};
      if (around) guide.mark(around);
      settle();
      if (!host) return;
      if (fresh) since = performance.now();
      const text = JSON.stringify({...card, kept: 0, clock: card.clock ? 1 : 0});
      if (text !== lastKey || !parts.card.firstChild) drawn();
      lastKey = text;
      spoken();
      place();
      if (fresh && card.focus && !card.folded && !card.slim && !typing()) parts.card.querySelector('.title').focus({preventScroll: true});
    },
    mark(around, acts) {
      if (acts !== undefined) acting = acts;
      marks = around.map(one => ({...one, x: one.x + scrollX, y: one.y + scrollY})); return host ? place() : 0;
    },
    hide(yes) { hidden = yes; place(); },
    tick(clock, around) {
      if (!card) return '';
      listen();
      budget = 20;
      if (around) guide.mark(around);
      settle();
      if (!host) return '';
      if (clock && parts.clock && parts.clock.textContent !== clock) parts.clock.textContent = clock;
      const now = performance.now(), wanted = shown() === 'visible' && !hidden;
      if (wanted && !seen && now - unseenSince > UNSEEN_MS) {
        fight();
        raise();
      }
      const over = place();
      return JSON.stringify({seen: seen || !wanted, ready: ready(now), fights, over});
    },
    give() { card = null; host?.remove(); },
  };
  const typing = () => {
    const at = focused();
    return at && at !== host && (at.isContentEditable || /^(INPUT|TEXTAREA|SELECT|IFRAME)$/.test(at.tagName));
  };
  Object.defineProperty(globalThis, 'walkoutGuide', {value: Object.freeze(guide)});
}
