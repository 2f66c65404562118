// Watches what a person does in one document, from a world of its own that the page cannot reach: only what the browser
// itself calls trusted counts. `page` is what look.js returns, `tell` carries a text out, `secret` has the
// words of secrets. A look is kept ready while the page is idle, so that an act costs the page next to nothing.
// What a secret field holds never leaves this document, nor does its length.
(page, tell, secret) => {
  const SLICE_MS = 4, CHEAP_MS = 6, FAIR_MS = 15, QUIET_MS = 150, LONGEST_MS = 500, MOVED = 10, SLOW_MS = 120, TWICE_MS = 1000, LEAST = 4;
  const TEXTUAL = new Set(['text', 'search', 'email', 'tel', 'url', 'number', 'password', 'date', 'datetime-local',
    'month', 'week', 'time', 'color', 'range']);
  const FIELDS = new Set(['textbox', 'searchbox', 'combobox', 'spinbutton', 'slider']);
  const BOXES = new Set(['checkbox', 'radio', 'switch']);
  const OPTIONS = new Set(['option', 'menuitemradio', 'treeitem', 'gridcell']);
  const ending = new AbortController();
  const flat = text => (text || '').replace(/\s+/g, ' ').trim();
  const attr = (el, name) => el.getAttribute(name) || '';
  const isElement = node => node?.nodeType === Node.ELEMENT_NODE;
  const inner = root => { const el = root.activeElement; return el?.shadowRoot?.activeElement ? inner(el.shadowRoot) : el; };

  // Milliseconds of the newest pieces of work, for those who measure.
  const costs = {acts: [], idle: []};
  const timed = (kind, work) => {
    const begun = performance.now();
    work();
    costs[kind].push(performance.now() - begun);
    if (costs[kind].length > 200) costs[kind].shift();
  };

  // --- the look at hand -----------------------------------------------------------------------------------------------

  let ready = null, stale = true, soiled = performance.now(), pieces = [], spent = 0, marked = -1, restarts = 0;
  let changed = 0, cost = 0, waiting = 0, toldStill = false;
  const inFrames = () => window.parent !== window || window.length > 0;
  const watched = new WeakSet();
  const observer = new MutationObserver(records => { changed += records.length; soil(); });
  const observe = root => {
    if (watched.has(root)) return;
    watched.add(root);
    observer.observe(root, {subtree: true, childList: true, attributes: true, characterData: true});
  };
  const soil = () => {
    if (!stale) soiled = performance.now();
    stale = true;
    if (toldStill) { toldStill = false; say({kind: 'stirred'}); }
    if (pieces.length || performance.now() - soiled > LONGEST_MS) return;
    clearTimeout(waiting);
    waiting = setTimeout(renew, ready ? Math.max(QUIET_MS, cost * 4) : 0);
  };
  const renew = () => {
    clearTimeout(waiting);
    waiting = 0;
    if (ending.signal.aborted || pieces.length) return;
    if (!document.body) { waiting = setTimeout(renew, QUIET_MS); return; }
    restarts = spent = 0;
    pieces = [begin, walk];
    whenIdle();
  };
  const whenIdle = () => requestIdleCallback(() => {
    if (ending.signal.aborted || !pieces.length) return;
    const begun = performance.now();
    timed('idle', pieces.shift());
    spent += performance.now() - begun;
    if (pieces.length) whenIdle();
  }, {timeout: 1000});
  // The pieces of a look, each short enough for a click to wait for. One that the page changes under is begun anew, but not
  // for ever.
  const begin = () => {
    says('warm', 'code');
    stale = false;
    marked = changed;
    page.begin();
  };
  const walk = () => {
    if (changed !== marked && restarts < 1) {
      restarts++;
      pieces = [begin, walk];
    } else if (page.go(performance.now() + SLICE_MS)) {
      let told;
      pieces = [() => { told = page.gathered(); }, () => { told = page.written(told); }, () => publish(scrub(unaddressed(told))), done];
    } else pieces = [walk];
  };
  const done = () => {
    cost = spent;
    if (stale) { soiled = performance.now(); soil(); return; }
    toldStill = true;
    const isShown = inFrames() && innerWidth > 1 && innerHeight > 1;
    say({kind: 'still', address: location.href}, isShown ? ready.told : '');
  };
  const publish = told => {
    const {nodes, ways, forms} = page.listed();
    ready = {told, nodes, ways, forms};
    for (const node of nodes) { const root = node.getRootNode(); if (root !== document) observe(root); }
  };
  const lookNow = () => {
    const begun = performance.now();
    const wasUnderWay = pieces.length;
    pieces = [];
    page.begin();
    page.go(Infinity);
    publish(scrub(unaddressed(page.written(page.gathered()))));
    stale = false;
    if (wasUnderWay) pieces = [done], whenIdle();
    cost = performance.now() - begun;
  };

  // --- telling --------------------------------------------------------------------------------------------------------

  const hidden = new Set();
  const quoted = text => JSON.stringify(text).slice(1, -1);
  const escaped = text => quoted(text).replace(/[^\x00-\x7f]/g, sign => '\\u' + sign.charCodeAt(0).toString(16).padStart(4, '0'));
  const spellings = value => [quoted(value), escaped(value), encodeURIComponent(value)];
  const scrub = text => {
    for (const el of hidden) {
      const value = content(el);
      if (value.length >= LEAST) {
        for (const one of spellings(value)) text = text.split(one).join('');
      } else if (!el.isConnected) hidden.delete(el);
    }
    return text;
  };
  // A form may be sent in an address: what stands there under the name of a secret goes, too.
  const judged = new WeakSet();
  const names = () => {
    for (const el of (location.search && page.listed().nodes) || []) {
      if (judged.has(el) || !fieldOf(el)) continue;
      judged.add(el);
      isSecret(el);
    }
    return [...hidden].map(el => attr(el, 'name')).filter(Boolean).map(name => encodeURIComponent(name).replace(/[.*()]/g, '\\$&'));
  };
  const inAddress = () => new RegExp(`([?&;#](?:${['[\\w.-]*(?:pass|pwd|otp|code|token|secret)[\\w.-]*', ...names()].join('|')})=)[^&;#"\\\\]+`, 'gi');
  const unaddressed = text => text.replace(inAddress(), '$1');
  const say = (head, look = '') => tell(unaddressed(JSON.stringify(head)) + '\n' + look);

  // An act is told at once; the look that goes with it, which is long, in the next idle moment or before the page is left.
  const outbox = [];
  let count = 0, sent = '';
  const send = (kind, el, shot, more = {}) => {
    const [index, alone] = el ? where(el, shot) : [-1, ''];
    const [onto] = more.onto ? where(more.onto, shot) : [-1];
    const name = more.secret ? attr(el, 'name') : '';
    sent = `${performance.timeOrigin} ${++count}`;
    const head = scrub(unaddressed(JSON.stringify({kind, number: sent, address: shot.address, index, ...more, onto, name})));
    tell(head);
    outbox.push([JSON.stringify({kind: 'look', number: sent}), shot.look.told, scrub(alone)]);
    requestIdleCallback(() => timed('idle', deliver), {timeout: SLOW_MS});
  };
  const deliver = () => {
    if (!outbox.length) return;
    tell(outbox.shift().join('\n'));
  };

  const where = (el, shot) => {
    const index = shot.look.nodes.indexOf(el);
    return [index, index >= 0 ? '' : shot.alone.get(el) || (el.isConnected ? aloneIn(shot.look, el) : '')];
  };
  const aloneIn = ({nodes, ways, forms}, el) => {
    const isBefore = one => one.isConnected && el.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_PRECEDING;
    const near = ways[nodes.findLastIndex(isBefore)]?.seen || {heading: '', region: '', text: ''};
    return unaddressed(page.alone(el, near, [...forms]));
  };

  // --- what is meant --------------------------------------------------------------------------------------------------

  const usedRole = el => { const role = page.roleOf(el); return page.isUsed(role) ? role : ''; };
  const usedIn = path => {
    for (const el of path) {
      if (!isElement(el)) continue;
      if (usedRole(el)) return el;
      if (el.tagName === 'LABEL' && el.control) return el.control;
    }
    return null;
  };
  const listedIn = (path, look) => path.find(el => look.nodes.includes(el)) || null;
  const optionIn = path => path.find(el => isElement(el) && OPTIONS.has(attr(el, 'role')) && !usedInside(el, path)) || null;
  const usedInside = (option, path) => path.slice(0, path.indexOf(option)).some(el => isElement(el) && BOXES.has(usedRole(el)));

  // A text field, or what is edited as a whole; null for anything else.
  const fieldOf = el => {
    if (!isElement(el)) return null;
    if (el.tagName === 'TEXTAREA' || (el.tagName === 'INPUT' && TEXTUAL.has(el.type))) return el;
    if (!el.isContentEditable) return null;
    while (el.parentElement?.isContentEditable) el = el.parentElement;
    return el;
  };
  const content = el => el.value === undefined ? el.innerText || '' : el.value;

  const plain = text => text.normalize('NFKC').toLowerCase().replace(/ß/g, 'ss').replace(/ς/g, 'σ')
    .replace(/[\u2018\u2019\u02bc\u00b4`]/g, "'").replace(/[\u2010-\u2015]/g, '-').replace(/[\u00ad\u200b]/g, '').replace(/\s+/g, ' ');
  const apart = text => text.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/[_\-.[\]:]+/g, ' ');
  // Phrases by the beginning of their first word: `*` ends a stem, `…` stands for up to three words. An expression of all
  // of them would take the browser half a second to read.
  const wordsOf = text => text.match(/[\p{L}\p{M}\p{N}_*…]+/gu) || [];
  const indexed = phrases => {
    const index = new Map();
    for (const phrase of phrases) {
      const words = wordsOf(phrase), begins = words[0].replace('*', '').slice(0, 3);
      index.set(begins, [...index.get(begins) || [], words]);
    }
    return index;
  };
  const goesOn = (said, at, words, nth) => {
    if (nth === words.length) return true;
    const word = words[nth];
    if (word === '…') return [0, 1, 2, 3].some(more => goesOn(said, at + more, words, nth + 1));
    const fits = word.endsWith('*') ? said[at]?.startsWith(word.slice(0, -1)) : said[at] === word;
    return fits && goesOn(said, at + 1, words, nth + 1);
  };
  let phrases;
  const says = (text, kind) => {
    phrases ||= Object.fromEntries(Object.entries(secret).map(([name, all]) => [name, indexed(all)]));
    const said = wordsOf(text);
    return said.some((word, at) => phrases[kind].get(word.slice(0, 3))?.some(words => goesOn(said, at, words, 0)));
  };
  const cell = el => el.maxLength === 1 && [...(el.closest('form, fieldset, div:has(input + input), body') || document)
    .querySelectorAll('input')].filter(one => one.maxLength === 1).length >= 4;
  const isSecret = el => {
    if (hidden.has(el)) return true;
    const given = attr(el, 'autocomplete').toLowerCase();
    const told = [el.labels ? [...el.labels].map(one => one.textContent).join(' ') : '', attr(el, 'aria-label'),
      attr(el, 'placeholder'), attr(el, 'title'), ...attr(el, 'aria-labelledby').split(/\s+/)
        .map(id => id && el.getRootNode().getElementById?.(id)?.textContent || '')].map(text => plain(text.slice(0, 400)));
    const named = plain(apart(`${el.id} ${attr(el, 'name')}`));
    const is = el.type === 'password' || /(current-password|new-password|one-time-code)/.test(given) || cell(el)
      || /security|cc-csc/.test(given) || says(named, 'idents')
      || [...told, named].some(text => says(text, 'password'))
      || (/^$|on|off/.test(given) && [...told, named].some(text => says(text, 'code') && !says(text, 'other')));
    if (is) hidden.add(el);
    return is;
  };

  // The page as it is now, for an act that begins here, on one of these elements. One that has come since the look is told
  // by itself, unless a new look costs little more.
  const shoot = (...els) => {
    const isNew = () => els.filter(el => el && !ready.nodes.includes(el));
    if (!ready || (stale && cost < (isNew().length ? FAIR_MS : CHEAP_MS))) lookNow();
    return {look: ready, address: location.href, changed, alone: new Map(isNew().map(el => [el, aloneIn(ready, el)]))};
  };

  // --- texts ----------------------------------------------------------------------------------------------------------

  const fills = new Map(), was = new WeakMap(), touched = new WeakSet(), starts = new WeakMap();
  // A person has begun with a field: what it held until now, and the page before.
  const touch = (el, event) => {
    isSecret(el);
    touched.add(el);
    if (fills.has(el)) return;
    was.set(el, content(el));
    starts.set(el, shoot(el));
  };
  on('input', event => {
    const el = fieldOf(event.composedPath()[0]);
    if (!el) return soil();
    if (!touched.has(el)) return filledIn(el);
    const fill = fills.get(el) || {shot: starts.get(el) || shoot(el), was: was.get(el)};
    isSecret(el);
    fill.last = content(el);
    fill.byBrowser = false;
    fills.set(el, fill);
    soil();
  });
  // Nobody has touched the field: either the browser has filled it in, which it says a moment later, or the page has.
  const filledIn = el => {
    const shot = shoot(el);
    const check = () => {
      if (touched.has(el) || fills.has(el) || !el.matches(':autofill') || content(el) === was.get(el)) return;
      isSecret(el);
      fills.set(el, {shot, was: was.get(el), last: content(el), byBrowser: true});
      flush();
    };
    later(check);
    setTimeout(check, SLOW_MS);
    soil();
  };
  const flush = (but = null) => {
    for (const [el, fill] of [...fills]) {
      if (el === but) continue;
      fills.delete(el);
      starts.delete(el);
      const now = content(el);
      was.set(el, now);
      if (now === fill.was) continue;
      const hides = isSecret(el);
      const drawn = page.roleOf(el) === 'combobox' && (now !== fill.last || inDatalist(el, now));
      dropHeld(el);
      send(drawn && !hides ? 'choose' : 'fill', el, fill.shot,
        {typed: hides ? '' : now, secret: hides, by_browser: fill.byBrowser});
    }
  };
  const inDatalist = (el, value) => !!el.list && [...el.list.options].some(one => one.value === value);
  // Away from a field; but a press that is still down may be on one of its own options.
  on('focusout', () => { if (document.hasFocus()) later(() => { if (!down) flush(inner(document)); }); });
  on('change', event => {
    const el = event.composedPath()[0];
    if (el.tagName === 'SELECT') chosen(el, event);
    else if (el.type === 'file') uploaded(el, event);
    soil();
  });
  on('submit', () => later(() => flush()));

  const selects = new Map();
  const chosen = (el, event) => {
    if (!touched.has(el) && !el.matches(':autofill')) return;
    const shot = selects.get(el)?.shot || starts.get(el) || shoot(el);
    selects.set(el, {shot, byBrowser: !touched.has(el)});
    if (!keyed) later(settleSelects);
  };
  const settleSelects = () => {
    for (const [el, {shot, byBrowser}] of [...selects]) {
      selects.delete(el);
      starts.delete(el);
      dropHeld(el);
      send('choose', el, shot, {typed: flat(el.selectedOptions[0]?.label), chosen: el.selectedIndex, by_browser: byBrowser});
    }
  };
  const uploaded = (el, event, shot = starts.get(el) || asked.get(el) || shoot(el)) => {
    if (!el.files?.length) return;
    starts.delete(el);
    send('upload', el, shot, {typed: [...el.files].map(file => file.name).join('\n')});
  };

  // --- presses --------------------------------------------------------------------------------------------------------

  let down = null, key = null, keyed = false, held = null, labelled = null, unsure = null, dragged = null, queue = [];
  const asked = new WeakMap();
  const later = job => {
    queue.push(job);
    setTimeout(() => timed('acts', runLater), 0);
  };
  const runLater = () => {
    const jobs = queue;
    queue = [];
    jobs.forEach(job => job());
  };
  // All that is before the next act: what was typed elsewhere, and a press that nothing came of.
  const before = el => {
    runLater();
    settleSelects();
    flush(el);
    if (held && held.el !== el) {
      const one = held;
      held = null;
      if (one.el.readOnly || one.changed !== changed) send('click', one.el, one.shot);
    }
  };
  const dropHeld = el => { if (held?.el === el) held = null; };

  const press = event => {
    const path = event.composedPath();
    const used = usedIn(path), option = optionIn(path), owner = ownerOf(option, inner(document));
    return {path, used, option, owner, shot: shoot(used, owner), box: used?.getBoundingClientRect(), x: event.clientX,
      y: event.clientY};
  };
  on('pointerdown', event => {
    if (event.button > 1) return;
    hurry();
    keyed = false;
    down = press(event);
    down.button = event.button;
    labelled = key = null;
    const el = down.path.map(fieldOf).find(Boolean) || (down.used?.matches('select, input[type=file]') ? down.used : null);
    if (el) touchPressed(el, event);
  });
  const touchPressed = (el, event) => {
    if (fieldOf(el)) return touch(el, event);
    touched.add(el);
    if (!starts.has(el) || down) starts.set(el, down?.shot || shoot(el));
  };
  const far = (one, event) => Math.hypot(event.clientX - one.x, event.clientY - one.y) > MOVED;
  on('pointerup', event => {
    const one = down;
    if (one) setTimeout(() => { if (down === one) released(one, event); }, 0);
  });
  on('pointercancel', () => { if (down && !dragged) down = null; });

  // No click came of a press: it was a drag, or what lay there has gone meanwhile.
  const released = (one, event) => {
    down = null;
    if (far(one, event)) { if (!dragged) draggedByPage(one, event); return; }
    if (one.used?.tagName === 'SELECT' || one.path[0].isConnected || one.button) return before(inner(document));
    pressed(one, true);
  };
  // It went along under the pointer.
  const taken = (one, event) => {
    const now = far(one, event) && one.used?.getBoundingClientRect();
    return now && Math.hypot(now.x - one.box.x, now.y - one.box.y) > MOVED;
  };
  // What is still open is told before the next act begins.
  const hurry = () => {
    settle();
    runLater();
    slow.splice(0).forEach(run => run());
  };
  // A press was left without its end.
  const settle = () => {
    if (down && !down.path[0].isConnected) pressed(down, true);
    down = null;
  };

  const pressed = (one, isUnsure = false) => {
    const {used, option, owner, shot} = one;
    const role = used ? usedRole(used) : '';
    if (option && owner) return choose(owner, option, shot);
    if (owner && !BOXES.has(role) && !FIELDS.has(role)) return perhapsChosen(one, isUnsure);
    act(one, isUnsure);
  };
  const act = (one, isUnsure) => {
    const {used, shot} = one;
    const role = used ? usedRole(used) : '';
    if (role === 'file' || used?.tagName === 'SELECT') return before(used);
    if (used && (fieldOf(used) || role === 'combobox')) {
      before(used);
      if (!fills.has(used)) held = {el: used, shot, changed};
      return;
    }
    const el = used || listedIn(one.path, shot.look);
    before(el);
    const target = one.path[0];
    observed();
    const pointer = isElement(target) && target.isConnected && getComputedStyle(target).cursor === 'pointer';
    const meant = used || pointer || (el && !one.owner && shot.changed !== changed);
    if (!meant) return;
    const same = unsure && isAlike(unsure.el, el);
    if (unsure && !same) giveUnsure();
    unsure = null;
    if (isUnsure) {
      unsure = {el, shot, kind: BOXES.has(role) ? 'tick' : 'click', timer: setTimeout(giveUnsure, TWICE_MS)};
    } else send(BOXES.has(role) ? 'tick' : 'click', el, shot);
  };
  const observed = () => {
    const records = observer.takeRecords();
    if (records.length) { changed += records.length; soil(); }
  };
  // A click that was lost because its button was replaced is made again; it is one act.
  const isAlike = (one, other) => one && other && one.tagName === other.tagName && flat(one.textContent) === flat(other.textContent)
    && attr(one, 'id') === attr(other, 'id');
  const giveUnsure = () => {
    const one = unsure;
    unsure = null;
    if (one) { clearTimeout(one.timer); send(one.kind, one.el, one.shot); }
  };

  on('click', event => {
    const path = event.composedPath();
    const isKey = event.detail === 0 && event.pointerType === '';
    const target = path[0];
    if (labelled && usedIn(path) === labelled) { labelled = null; return; }
    if (isKey) return clickedByKey(event, path);
    const one = down;
    down = null;
    if (!one) return;
    if (taken(one, event)) return draggedByPage(one, event);
    if (far(one, event) && !path.includes(one.used)) return;
    if (isElement(target) && one.used && !path.includes(one.used)) labelled = one.used;
    later(() => pressed(one));
  });
  on('auxclick', event => {
    if (event.button === 1 && down?.used?.tagName === 'A') { const one = down; later(() => act(one)); }
    down = null;
  });
  // The page's own way to a file dialog: a click that it makes itself on the field.
  addEventListener('click', event => {
    const el = event.composedPath()[0];
    if (event.isTrusted || el?.type !== 'file') return;
    const one = queue.at(-1);
    asked.set(el, (key || held || {}).shot || shoot(el));
    if (one) { queue.pop(); touched.add(el); }
  }, {capture: true, signal: ending.signal});

  // --- keys -----------------------------------------------------------------------------------------------------------

  on('keydown', event => {
    // Where it fills a field in, the browser makes a key up that has no name.
    if (!event.key || event.isComposing || /^(Shift|Control|Alt|Meta|Unidentified)$/.test(event.key)) return;
    const path = event.composedPath(), el = path[0], field = fieldOf(el);
    slow.splice(0).forEach(run => run());
    keyed = true;
    if (field && event.key !== 'Tab') touch(field, event);
    if (el.tagName === 'SELECT' && event.key !== 'Tab') touchPressed(el, event);
    if (el.type === 'file') touchPressed(el, event);
    if (event.key !== 'Enter' && event.key !== ' ' && !/^Arrow/.test(event.key)) { key = null; return; }
    const option = activeOption(el) || optionIn(path);
    const used = usedIn(path), owner = ownerOf(option, el);
    key = {event, el, field, path, used, option, owner, shot: shoot(used, owner), clicked: false,
      value: field && content(field), text: option ? page.textOf(option, 200) : ''};
    if (/^Arrow/.test(event.key)) return;
    const one = key;
    later(() => afterKey(one));
  });
  const afterKey = one => {
    const {el, field, event, option, owner, shot} = one;
    const enter = event.key === 'Enter';
    if (option && owner && (enter || !field)) return choose(owner, option, shot, one.text);
    if (field) {
      if (!enter) return;
      const fill = fills.get(field);
      const filledIn = page.roleOf(field) === 'combobox' || fill?.popup;
      if (content(field) !== one.value || (filledIn && fill && fill.last !== content(field))) {
        if (field.tagName === 'INPUT') return choose(field, null, fill?.shot || shot, content(field));
      }
      if (field.tagName !== 'INPUT' && !event.defaultPrevented) return;
      before(null);
      return send('enter', field, shot, {secret: isSecret(field)});
    }
    if (el.tagName === 'INPUT' && enter && BOXES.has(usedRole(el)) && !one.clicked) { before(null); return send('enter', el, shot); }
    if (one.clicked || !one.used || el.tagName === 'SELECT' || one.used !== el) return;
    observed();
    if (event.defaultPrevented || shot.changed !== changed) act(one);
  };
  const activeOption = el => {
    const id = attr(el, 'aria-activedescendant');
    const at = id && (el.getRootNode().getElementById?.(id) || document.getElementById(id));
    return at && (OPTIONS.has(attr(at, 'role')) || at.closest('[role=listbox]')) ? at : null;
  };
  const clickedByKey = (event, path) => {
    const used = usedIn(path);
    if (!used) return;
    if (key && (key.field || (key.used !== used && key.event.key === 'Enter'))) return;
    const one = {path, used, option: key?.option || optionIn(path), owner: key?.owner, shot: key?.shot || shoot(used)};
    if (key) key.clicked = true;
    const label = isElement(path[0]) && !path.includes(used);
    if (label) labelled = used;
    if (one.option && one.owner && key) return;
    later(() => pressed(one));
  };

  // --- lists that the page draws ----------------------------------------------------------------------------------------

  const SHOWS = '[role=combobox], [aria-haspopup=listbox]';
  const asUsed = el => el && (usedRole(el) ? el : el.querySelector?.('input:not([type=hidden]), textarea') || null);
  const ownerOf = (option, focused) => {
    if (option) {
      for (let list = option; isElement(list); list = list.parentElement || list.getRootNode().host) {
        if (!list.id) continue;
        const id = CSS.escape(list.id);
        const owner = [list.getRootNode(), document].map(root => root.querySelector?.(
          `[aria-controls~="${id}"], [aria-owns~="${id}"], [aria-activedescendant="${id}"]`)).find(Boolean);
        if (owner && !owner.contains(option) && asUsed(owner)?.matches(`input, textarea, ${SHOWS}`)) return asUsed(owner);
      }
      const around = option.closest('[role=combobox]');
      if (around && asUsed(around)) return asUsed(around);
    }
    const field = fieldOf(focused);
    if (field && (fills.has(field) || held?.el === field || (option && page.roleOf(field) === 'combobox'))) return field;
    if (held && (usedRole(held.el) === 'combobox' || option)) return held.el;
    const open = option ? [...document.querySelectorAll(SHOWS)].filter(el => attr(el, 'aria-expanded') === 'true') : [];
    return open.length === 1 ? asUsed(open[0]) : null;
  };
  const choose = (owner, option, shot, text = page.textOf(option, 200)) => {
    const first = fills.get(owner)?.shot || (held?.el === owner && held.shot) || shot;
    const hides = isSecret(owner);
    fills.delete(owner);
    starts.delete(owner);
    dropHeld(owner);
    before(owner);
    if (fieldOf(owner)) was.set(owner, content(owner));
    send('choose', owner, first, {typed: hides ? '' : text, secret: hides});
  };
  const shows = (owner, text) => {
    const now = flat(fieldOf(owner) ? content(owner) : owner.innerText), wanted = flat(text);
    if (!now || !wanted) return false;
    return now === wanted || (Math.min(now.length, wanted.length) > 2 && (now.startsWith(wanted) || wanted.startsWith(now)));
  };
  // Something without a role was pressed while a field was being filled: if the field shows its words then, they are an
  // option of it.
  const perhapsChosen = (one, isUnsure) => {
    const owner = one.owner, fill = fills.get(owner);
    const text = flat(one.text ||= shownBy(one));
    const began = fill ? fill.last : was.get(owner);
    const isIt = () => (fieldOf(owner) ? content(owner) !== began : true) && shows(owner, text);
    if (isIt()) return choose(owner, null, one.shot, text);
    if (one.used && one.path[0].isConnected) return act(one, isUnsure);
    const again = () => isIt() ? choose(owner, null, one.shot, text) : act(one, isUnsure);
    const timer = setTimeout(() => { const at = slow.indexOf(run); if (at >= 0) { slow.splice(at, 1); again(); } }, SLOW_MS);
    const run = () => { clearTimeout(timer); again(); };
    slow.push(run);
  };
  const slow = [];
  const shownBy = one => one.path.find(el => isElement(el) && flat(el.textContent))?.textContent || '';

  // --- dragging and dropping --------------------------------------------------------------------------------------------

  on('dragstart', event => {
    const path = event.composedPath();
    const shot = down?.shot || shoot();
    dragged = {el: listedIn(path, shot.look) || usedIn(path), shot};
  });
  on('dragend', () => { dragged = down = null; });
  on('drop', event => {
    const path = event.composedPath(), shot = dragged?.shot || shoot();
    down = null;
    if (event.dataTransfer?.files.length && !dragged) return dropped(event, path, shot);
    if (!dragged) return;
    const {el} = dragged, onto = listedIn(path, shot.look);
    dragged = null;
    later(() => { before(null); send('drag', el, shot, {onto}); });
  });
  const dropped = (event, path, shot) => {
    const typed = [...event.dataTransfer.files].map(file => file.name).join('\n');
    let field = null;
    for (const el of path) {
      if (!isElement(el) || el === document.body) break;
      const within = el.matches('input[type=file]') ? [el] : [...el.querySelectorAll('input[type=file]')];
      if (within.length) { field = within.length === 1 ? within[0] : null; break; }
    }
    if (field) { starts.delete(field); touched.delete(field); }
    later(() => { before(null); send('upload', field || listedIn(path, shot.look), shot, {typed}); });
  };
  const draggedByPage = (one, event) => {
    observed();
    if (one.shot.changed === changed || String(getSelection()) || one.used?.type === 'range') return;
    const el = listedIn(one.path, one.shot.look);
    const under = document.elementsFromPoint(event.clientX, event.clientY).filter(at => !el?.contains(at));
    if (!el || fieldOf(el)) return;
    before(null);
    send('drag', el, one.shot, {onto: listedIn(under, one.shot.look)});
  };

  // --- beginning and end --------------------------------------------------------------------------------------------------

  // A function, so that it is there from the start.
  function on(type, listener) {
    addEventListener(type, event => {
      if (!event.isTrusted || ending.signal.aborted) return;
      timed('acts', () => listener(event));
    }, {capture: true, signal: ending.signal, passive: true});
  }
  const leave = () => {
    if (down && !dragged) { const one = down; down = null; later(() => pressed(one)); }
    hurry();
    before(null);
    giveUnsure();
    while (outbox.length) deliver();
  };
  // What is told while a page is taken down does not arrive any more.
  on('beforeunload', leave);
  on('pagehide', leave);
  on('visibilitychange', () => { if (document.visibilityState === 'visible') say({kind: 'front'}); });
  for (const type of ['transitionend', 'animationend', 'toggle', 'resize', 'load']) on(type, soil);
  observe(document);
  soil();
  return {
    settle: leave,
    stop: () => { leave(); ending.abort(); observer.disconnect(); clearTimeout(waiting); },
    costs: () => costs,
  };
}
