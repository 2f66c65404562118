// Looks at one document: every element that a flow may mean, with its evidence, in document order and through open
// shadow roots. Runs once for a document and returns functions: `look` gives the evidence as one JSON string (many times
// cheaper to carry over than objects), `reach` one element of the newest look, checked anew at that moment, `enclosing` those
// around any place in it. What fields hold is not read; `held` only compares it.
() => {
  const NOWHERE = [0, 0, 0, 0];
  // Stands for the element itself in the text around it.
  const ITSELF = '\ufffc', BEGINS = '\u0001', ENDS = '\u0002';
  const ABSENT = {href: '', type: '', form: -1, submits: false, sends_to: ''};
  const TEXT_LIMIT = 600, NAME_LIMIT = 300, AROUND_LIMIT = 80, COUNT_LIMIT = 20000, PATH_LIMIT = 8;
  const LANDMARKS = {NAV: 'navigation', MAIN: 'main', HEADER: 'banner', FOOTER: 'contentinfo', ASIDE: 'complementary',
    DIALOG: 'dialog'};
  const REGION_ROLES = new Set(['navigation', 'main', 'banner', 'contentinfo', 'complementary', 'dialog', 'alertdialog',
    'search', 'alert', 'status', 'listbox', 'menu', 'tablist']);
  const FIELD_ROLES = new Set(['textbox', 'searchbox', 'combobox', 'spinbutton', 'checkbox', 'switch', 'radio', 'file']);
  const BUTTON_ROLES = new Set(['button', 'menuitem', 'tab']);
  const USED = new Set([...FIELD_ROLES, ...BUTTON_ROLES, 'link']);
  const isUsed = role => USED.has(role) || role === 'option';
  const SILENT = new Set(['SCRIPT', 'STYLE', 'NOSCRIPT', 'TEMPLATE', 'HEAD', 'OPTION', 'OPTGROUP', 'DATALIST', 'SVG', 'svg',
    'CANVAS', 'VIDEO', 'AUDIO', 'OBJECT', 'IFRAME', 'FRAME']);
  const BLOCKS = /^(P|LI|TD|TH|DT|DD|DIV|SECTION|ARTICLE|FIELDSET|FORM|BLOCKQUOTE|FIGCAPTION|LABEL|H[1-6]|MAIN|BODY)$/;

  const UNEVEN = /[\u00ad\u200b]|\s\s|[^\S ]/;
  const squeeze = (text, limit) => {
    let flat = UNEVEN.test(text) ? text.replace(/[\u00ad\u200b]/g, '').replace(/\s+/g, ' ') : text;
    flat = flat.trim();
    return flat.length > limit ? flat.slice(0, limit) : flat;
  };
  const attr = (el, name) => el.getAttribute(name) || '';
  const byIds = (el, ids) => ids.split(/\s+/).map(id => id && el.getRootNode().getElementById?.(id)).filter(Boolean);

  const LISTED = 'listbox';
  const TYPED = new Set(['combobox', 'textbox', 'searchbox', 'spinbutton']);
  // Whether an element shows what somebody typed or chose.
  const holdsInput = el => TYPED.has(attr(el, 'role')) || attr(el, 'aria-haspopup') === LISTED
    || (el.hasAttribute('contenteditable') && attr(el, 'contenteditable') !== 'false');
  const svgText = svg => attr(svg, 'aria-label') || svg.querySelector(':scope > title')?.textContent || '';

  // Text as a reader gets it: pictures count by their alternative text, hidden parts and the content of fields do not.
  const textOf = (el, limit, skip) => {
    let out = '';
    const add = node => {
      if (out.length > limit * 2) return;
      if (node.nodeType === Node.TEXT_NODE) { out += node.data; return; }
      if (node.nodeType !== Node.ELEMENT_NODE || node === skip) return;
      if (node.tagName === 'svg') { out += ' ' + svgText(node) + ' '; return; }
      if (SILENT.has(node.tagName) || /^(INPUT|TEXTAREA|SELECT)$/.test(node.tagName) || holdsInput(node)) return;
      if (node !== el && (node.hidden || attr(node, 'aria-hidden') === 'true' || attr(node, 'role') === LISTED)) return;
      const label = attr(node, 'aria-label');
      if (node !== el && label) { out += ' ' + label + ' '; return; }
      if (node.tagName === 'IMG') { out += ' ' + attr(node, 'alt') + ' '; return; }
      const block = BLOCKS.test(node.tagName) || node.tagName === 'BR';
      if (block) out += ' ';
      for (const child of (node.shadowRoot || node).childNodes) {
        add(child);
        if (out.length > limit * 2) break;
      }
      if (block) out += ' ';
    };
    add(el);
    return squeeze(out, limit);
  };

  const roleOf = el => {
    const given = attr(el, 'role').split(' ')[0];
    const tag = el.tagName;
    const listed = attr(el, 'aria-haspopup') === LISTED;
    if (tag === 'INPUT') {
      const type = el.type;
      if (type === 'hidden') return '';
      if (/^(submit|button|image|reset)$/.test(type)) return 'button';
      if (type === 'checkbox') return given === 'switch' ? 'switch' : 'checkbox';
      if (type === 'radio') return 'radio';
      if (type === 'file') return 'file';
      if (given === 'combobox' || listed || el.hasAttribute('list') || el.closest('[role=combobox]')) return 'combobox';
      if (type === 'search' || given === 'searchbox') return 'searchbox';
      return 'textbox';
    }
    if (tag === 'TEXTAREA') return given === 'combobox' ? 'combobox' : 'textbox';
    if (tag === 'SELECT') return 'combobox';
    if (listed && (given === 'button' || tag === 'BUTTON')) return 'combobox';
    if (given === 'combobox' && el.querySelector('input:not([type=hidden]), textarea')) return '';
    if (given && given !== 'presentation' && given !== 'none') return given === 'menuitemradio' ? 'radio' : given;
    if (tag === 'A' || tag === 'AREA') return el.hasAttribute('href') ? 'link' : '';
    if (tag === 'BUTTON' || tag === 'SUMMARY') return 'button';
    if (/^H[1-6]$/.test(tag)) return 'heading';
    if (el.isContentEditable && !el.parentElement?.isContentEditable) return 'textbox';
    return '';
  };

  // The labels of a control, from one walk over all labels of its document or shadow root: `el.labels` searches the whole
  // document for each control.
  const labelsOf = el => {
    const root = el.getRootNode();
    if (!labelled.has(root)) {
      const labels = new Map();
      for (const label of root.querySelectorAll('label')) {
        const control = label.control;
        if (control) labels.set(control, [...labels.get(control) || [], label]);
      }
      labelled.set(root, labels);
    }
    return labelled.get(root).get(el) || [];
  };

  const nameOf = (el, role) => {
    const labelledby = attr(el, 'aria-labelledby');
    if (labelledby) {
      const name = squeeze(byIds(el, labelledby).map(l => attr(l, 'aria-label') || textOf(l, NAME_LIMIT, el)).join(' '), NAME_LIMIT);
      if (name) return [name, 'aria-labelledby'];
    }
    const label = squeeze(attr(el, 'aria-label'), NAME_LIMIT);
    if (label) return [label, 'aria-label'];
    const field = FIELD_ROLES.has(role) || role === 'listbox';
    if (field && labelsOf(el).length) {
      const name = squeeze(labelsOf(el).map(l => textOf(l, NAME_LIMIT, el)).join(' '), NAME_LIMIT);
      if (name) return [name, 'label'];
    }
    if (el.tagName === 'INPUT' && role === 'button') {
      const name = squeeze(el.type === 'image' ? attr(el, 'alt') : el.value, NAME_LIMIT);
      return name ? [name, 'value'] : [attr(el, 'title'), 'title'];
    }
    if (!field || role === 'radio' || role === 'checkbox' || role === 'switch') {
      const name = textOf(el, NAME_LIMIT);
      if (name) return [name, 'text'];
    }
    const title = squeeze(attr(el, 'title'), NAME_LIMIT);
    if (title) return [title, 'title'];
    const placeholder = squeeze(attr(el, 'placeholder') || attr(el, 'aria-placeholder'), NAME_LIMIT);
    return placeholder ? [placeholder, 'placeholder'] : ['', ''];
  };

  // A box that shows nothing of what is in it: it has no room, or is cut down to nothing.
  const CUT = /^(inset\((5\d|[6-9]\d|100)(\.\d+)?%|circle\(0|polygon\(0(px|%)? 0(px|%)?(, 0(px|%)? 0(px|%)?)*\)$)/;
  const CUT_BY_CLIP = /^rect\((\d)px, \1px, \1px, \1px\)$/;
  const closes = node => {
    const {width, height} = node.getBoundingClientRect(), {overflow, clipPath, clip, position} = getComputedStyle(node);
    return ((width <= 1 || height <= 1) && overflow !== 'visible') || CUT.test(clipPath)
      || (CUT_BY_CLIP.test(clip) && /absolute|fixed/.test(position));
  };
  const closedIn = node => {
    if (!node) return false;
    if (!closed.has(node)) closed.set(node, closes(node) || closedIn(node.parentElement || node.getRootNode().host));
    return closed.get(node);
  };
  // Hidden from people by a way that the browser's own answers do not count: a closed box around it, or a word to readers.
  const tuckedAway = (el, role) => closedIn(el.parentElement || el.getRootNode().host)
    || (FIELD_ROLES.has(role) && !!el.closest('[aria-hidden="true"], [inert]'));

  const DRAWN = {opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true};
  const THERE = {visibilityProperty: true, contentVisibilityAuto: true};
  const labelOf = el => labelsOf(el).find(one => one.checkVisibility(DRAWN));
  const place = ({x, y, width, height}) => [x + scrolled.x, y + scrolled.y, width, height];

  // The box of an element that people see, else null.
  const shown = (el, role) => {
    const drawn = el.checkVisibility(DRAWN);
    // A field for files is often hidden, and its label is what a person presses.
    if (role === 'file' && !drawn) {
      const label = labelOf(el)?.getBoundingClientRect();
      return label?.width > 1 ? place(label) : null;
    }
    const box = role === 'radio' || role === 'checkbox' || role === 'switch';
    if (!drawn && !(box && el.checkVisibility(THERE))) return null;
    if (USED.has(role) && tuckedAway(el, role)) return null;
    if (!box && FIELD_ROLES.has(role) && closes(el)) return null;
    const at = place(el.getBoundingClientRect()), [x, y, width, height] = at;
    if (drawn && width > 1 && height > 1 && x + width > 0 && y + height > 0) return at;
    // Boxes and radio buttons are often drawn by their label, the real one being invisible.
    return box && labelOf(el) ? at : null;
  };

  const unmarked = text => text.replace(/[\u0001\u0002\ufffc]/g, ' ');
  // The text of a block without the blocks in it, each control between marks: read once for all controls of the block.
  const blockText = block => {
    let out = '';
    const controls = [];
    const add = node => {
      if (node.nodeType === Node.TEXT_NODE) { out += unmarked(node.data); return; }
      if (node.nodeType !== Node.ELEMENT_NODE || SILENT.has(node.tagName)) return;
      if (BLOCKS.test(node.tagName)) { out += ' '; return; }
      const role = roleOf(node);
      if (role === 'link' || BUTTON_ROLES.has(role)) {
        controls.push(node);
        out += BEGINS + unmarked(textOf(node, NAME_LIMIT)) + ENDS;
      } else if (!FIELD_ROLES.has(role)) {
        if (node.tagName === 'BR') out += ' ';
        for (const child of (node.shadowRoot || node).childNodes) add(child);
      }
    };
    for (const child of (block.shadowRoot || block).childNodes) add(child);
    return cut(controls, squeeze(out, Infinity));
  };

  // What stands before and after each control in a marked text.
  const cut = (controls, marked) => {
    const places = new Map();
    const parts = marked.split(/[\u0001\u0002]/);
    const whole = parts.join('');
    let at = 0;
    parts.forEach((part, n) => {
      if (n % 2) {
        const after = at + part.length;
        places.set(controls[(n - 1) / 2], whole.slice(Math.max(0, at - AROUND_LIMIT), at) + ITSELF + whole.slice(after, after + AROUND_LIMIT));
      }
      at += part.length;
    });
    return places;
  };

  const around = el => {
    let block = el.parentElement;
    while (block && !BLOCKS.test(block.tagName)) block = block.parentElement;
    if (!block) return '';
    if (!blocks.has(block)) blocks.set(block, blockText(block));
    const text = blocks.get(block).get(el);
    return text === undefined || text === ITSELF ? '' : text;
  };

  const groupLabel = el => {
    const group = el.closest('fieldset, [role=radiogroup], [role=group]');
    if (!group) return '';
    const legend = group.querySelector(':scope > legend');
    return legend ? textOf(legend, NAME_LIMIT) : nameOf(group, 'group')[1] === 'text' ? '' : nameOf(group, 'group')[0];
  };

  let forms, records, nodes, ways, seen, blocks, labelled, closed, scrolled;
  // What one look finds out once: asking the window for it again and again costs more than the rest of a place.
  const beginLook = () => {
    blocks = new Map();
    labelled = new Map();
    closed = new Map();
    scrolled = {x: scrollX, y: scrollY};
  };
  const numberOf = form => {
    if (!form) return -1;
    if (!forms.includes(form)) forms.push(form);
    return forms.indexOf(form);
  };
  // A link with a fragment to the page's own path scrolls or unfolds; it leads nowhere new, whatever its query says.
  const scrolls = link => !!link.hash && link.host === location.host && link.pathname === location.pathname;

  const absolute = address => { try { return new URL(address, document.baseURI).href; } catch { return address; } };
  const destination = (button, form) => {
    if (!form) return '';
    const action = attr(button, 'formaction') || attr(form, 'action');
    return action ? absolute(action) : location.href;
  };

  // Where a form has no button that sends it by itself, any made-up button in it may be the one that does.
  const submits = (button, form) => button.type === 'submit' || button.type === 'image'
    || (!/^(BUTTON|INPUT|SUMMARY)$/.test(button.tagName)
      && !form.querySelector('button:not([type=button], [type=reset]), input[type=submit], input[type=image]'));

  const evidence = (el, role, seen) => {
    const box = shown(el, role);
    const [name, from] = role === 'text' ? [textOf(el, TEXT_LIMIT), 'text'] : nameOf(el, role);
    const record = {role, tag: el.tagName.toLowerCase(), name, name_from: from, box: box || NOWHERE, visible: !!box,
      heading: seen.heading, region: seen.region};
    if (role === 'text' || role === 'heading') return record;
    const form = el.form || el.closest('form');
    record.form = numberOf(form);
    record.ident = squeeze(attr(el, 'id') + ' ' + attr(el, 'name'), 200);
    record.classes = squeeze(attr(el, 'class'), 200);
    record.disabled = el.matches(':disabled') || attr(el, 'aria-disabled') === 'true';
    record.hint = squeeze(byIds(el, attr(el, 'aria-describedby')).map(d => textOf(d, NAME_LIMIT)).join(' '), NAME_LIMIT);
    if (role === 'link') {
      record.href = (el.href?.baseVal === undefined ? String(el.href ?? '') : absolute(el.href.baseVal)).slice(0, 2000);
      record.same_page = scrolls(el);
      record.context = around(el);
    } else if (BUTTON_ROLES.has(role)) {
      record.type = el.type || '';
      record.submits = !!form && submits(el, form);
      record.sends_to = destination(el, form);
      record.context = around(el);
    } else {
      record.type = el.type || '';
      record.autocomplete = attr(el, 'autocomplete');
      record.maxlength = el.maxLength ?? -1;
      record.inputmode = attr(el, 'inputmode');
      record.placeholder = squeeze(attr(el, 'placeholder'), NAME_LIMIT);
      record.required = !!el.required || attr(el, 'aria-required') === 'true';
      record.filled = !/^(radio|checkbox)$/.test(el.type) && !!el.value;
      record.checked = !!el.checked || attr(el, 'aria-checked') === 'true' || attr(el, 'aria-selected') === 'true';
      record.context = groupLabel(el) || seen.text;
      if (el.tagName === 'SELECT') record.options = [...el.options].slice(0, 600).map(o => [o.value, squeeze(o.label || o.text, 120)]);
    }
    return record;
  };

  const keep = (el, role, seen, path) => {
    if (records.length >= COUNT_LIMIT) return null;
    const record = evidence(el, role, seen);
    if (role !== 'text') record.path = path.split('/').slice(-PATH_LIMIT).join('/');
    records.push(record);
    nodes.push(el);
    ways.push({role, seen: {...seen}});
    return record;
  };

  // What is still to be visited: for each element that was entered, its next child. Kept by hand, not by recursion, so
  // that a look can be made in parts while a page is idle.
  let levels;
  const enter = (parent, silent, path, region) => levels.push({next: parent.firstElementChild, silent, path, region, counts: {}});

  // `silent`: the text here is part of something that is kept already: 1, of a block of text (until the next block);
  // 2, of a control.
  const visit = (el, within, path) => {
    if (el.tagName === 'svg') for (const link of el.querySelectorAll('a')) keep(link, 'link', seen, path);
    if (SILENT.has(el.tagName)) return;
    const role = roleOf(el);
    const region = seen.region;
    const given = attr(el, 'role');
    if (REGION_ROLES.has(given)) seen.region = given;
    else if (LANDMARKS[el.tagName] && !given) seen.region = LANDMARKS[el.tagName];
    let silent = within === 1 && BLOCKS.test(el.tagName) ? 0 : within;
    if (FIELD_ROLES.has(role)) {
      keep(el, role, seen, path);
      if (!/^(radio|checkbox|switch)$/.test(role)) { seen.text = ''; silent = 2; }
    } else if (isUsed(role)) {
      keep(el, role, seen, path);
      silent = 2;
    } else if (role === 'heading') {
      const heading = keep(el, role, seen, path);
      if (heading?.visible) seen.heading = seen.text = heading.name;
      silent = 1;
    } else if (!silent && hasText(el)) {
      const block = keep(el, 'text', seen, path);
      if (block?.visible) seen.text = block.name.slice(0, NAME_LIMIT);
      silent = 1;
    }
    enter(el, silent, path, region);
    if (el.shadowRoot) enter(el.shadowRoot, silent, path, seen.region);
  };

  const begin = () => {
    forms = [];
    records = [];
    nodes = [];
    ways = [];
    levels = [];
    beginLook();
    seen = {heading: '', region: '', text: ''};
    if (document.body) visit(document.body, 0, 'body');
  };

  // Goes on with a look until it is at its end, or the clock (performance.now) at `until`. Returns whether it is at its end.
  const go = until => {
    for (let steps = 1; levels.length; steps++) {
      const level = levels[levels.length - 1], child = level.next;
      if (!child) {
        levels.pop();
        seen.region = level.region;
        continue;
      }
      level.next = child.nextElementSibling;
      const tag = child.localName, nth = level.counts[tag] = (level.counts[tag] || 0) + 1;
      visit(child, level.silent, level.path + '/' + (nth > 1 ? tag + nth : tag));
      if (steps % 16 === 0 && performance.now() > until) return false;
    }
    return true;
  };

  const hasText = el => {
    for (let child = el.firstChild; child; child = child.nextSibling) {
      if (child.nodeType === Node.TEXT_NODE && /\S/.test(child.data)) return true;
    }
    return false;
  };

  // Columns, each told once: what all elements have as a list, the rest as places and values; what recurs by its number.
  const DENSE = ['name', 'box'], NUMBERED = ['role', 'tag', 'name_from', 'heading', 'region'];
  const columns = () => {
    const numbers = new Map(), dense = {}, sparse = {};
    const number = text => {
      let known = numbers.get(text);
      if (known === undefined) numbers.set(text, known = numbers.size);
      return known;
    };
    for (const part of [...DENSE, ...NUMBERED]) dense[part] = [];
    records.forEach((record, index) => {
      for (const part in record) {
        const value = record[part];
        if (part === 'box') for (const length of value) dense.box.push(Math.round(length));
        else if (part === 'name') dense.name.push(value);
        else if (part in dense) dense[part].push(number(value));
        else if (part === 'visible' ? !value : value !== '' && value !== false && value !== -1) {
          const column = sparse[part] ||= [[], []];
          column[0].push(index);
          column[1].push(value);
        }
      }
    });
    return {strings: [...numbers.keys()], dense, sparse};
  };

  // What the walk has gathered, in two steps: made into columns, and written.
  const gathered = () => {
    const table = {title: document.title, language: document.documentElement.lang, ready: document.readyState !== 'loading',
      born: performance.timeOrigin, count: nodes.length, ...columns()};
    records = [];
    return table;
  };
  const written = table => carried(JSON.stringify(table));
  const told = () => written(gathered());

  const look = () => {
    begin();
    go(Infinity);
    return told();
  };

  // A text of ASCII alone is carried over in half the time; escapes pay where there is little to escape.
  const carried = text => {
    const strange = text.match(/[^\x00-\x7f]/g)?.length || 0;
    return strange * 50 > text.length ? text
      : text.replace(/[^\x00-\x7f]/g, sign => '\\u' + sign.charCodeAt(0).toString(16).padStart(4, '0'));
  };

  // The element, if it is in this document, can be used, and is what it was: `was` are the parts that must be the same.
  // show: bring it into sight, as clicks and fills do by themselves and a choice does not.
  const reach = (index, was, show) => {
    const node = nodes[index];
    if (!node?.isConnected || node.ownerDocument !== document) return null;
    beginLook();
    const now = {...ABSENT, ...evidence(node, ways[index].role, ways[index].seen)};
    if (!now.visible || now.disabled || Object.keys(was).some(part => now[part] !== was[part])) return null;
    if (show) node.scrollIntoViewIfNeeded ? node.scrollIntoViewIfNeeded() : node.scrollIntoView({block: 'nearest'});
    return node;
  };

  // Whether a field holds just this, or a part of a combobox shows just this ("Guinea" is not in "Equatorial Guinea").
  const held = (node, wanted) => {
    const flat = text => (text || '').replace(/\s+/g, ' ').trim();
    if (node.tagName === 'SELECT') return [...node.selectedOptions].some(option => option.value === wanted);
    if (node.type === 'file') return [...node.files].map(file => file.name).join('\n') === wanted;
    if (/^(INPUT|TEXTAREA)$/.test(node.tagName)) return flat(node.value) === flat(wanted);
    const parts = [node, ...node.querySelectorAll('*')];
    return parts.some(part => [part, ...part.childNodes].some(one => flat(one.textContent) === flat(wanted)));
  };

  // The element itself, as it is, to point it out.
  const node = index => nodes[index];

  const APART = new Set(['navigation', 'search', 'alert', 'status', 'listbox', 'menu', 'tablist']);
  const ASIDE = new Set(['banner', 'contentinfo', 'complementary']);
  const WITHIN = 'main, article, section, [role=main], dialog, [role=dialog], [role=alertdialog]';
  // Of what is in a text, all that no reader takes for it: the site's own frame, and what is not seen. What is only not
  // drawn yet, as it is far down, is seen once one comes to it.
  const SEEN = {opacityProperty: true, visibilityProperty: true};
  const isApart = el => {
    const given = attr(el, 'role'), landmark = given || LANDMARKS[el.tagName];
    return APART.has(landmark) || (ASIDE.has(landmark) && !el.parentElement?.closest(WITHIN))
      || attr(el, 'aria-hidden') === 'true' || !el.checkVisibility(SEEN);
  };

  // The text of the document's main part, or of the dialog or main part that holds an element of the newest look: block
  // by block, each without the blocks in it, whole. What fields hold is left out.
  const paragraphs = index => {
    const scope = nodes[index]?.closest('dialog, [role=dialog], [role=alertdialog], main, [role=main]')
      || document.querySelector('main, [role=main]') || document.body;
    const found = [];
    let open = '';
    const close = () => {
      const text = squeeze(open, Infinity);
      if (text) found.push(text);
      open = '';
    };
    const add = node => {
      if (node.nodeType === Node.TEXT_NODE) { open += node.data; return; }
      if (node.nodeType !== Node.ELEMENT_NODE || SILENT.has(node.tagName)) return;
      if (/^(INPUT|TEXTAREA|SELECT)$/.test(node.tagName) || holdsInput(node) || (node !== scope && isApart(node))) return;
      const apart = BLOCKS.test(node.tagName) || node.tagName === 'BR'
        || !/^(inline|contents)/.test(getComputedStyle(node).display);
      if (apart) close();
      for (const child of node.assignedNodes?.() || (node.shadowRoot || node).childNodes) add(child);
      if (apart) close();
    };
    if (scope) add(scope);
    close();
    return JSON.stringify(found);
  };

  // The places in the newest look of what lies around the node that was left under the key, the innermost first; null
  // where none was left. A label stands for its control, and what fills a slot lies where the slot lies.
  const enclosing = key => {
    const left = Symbol.for(key), places = [];
    let node = globalThis[left];
    if (!node) return null;
    delete globalThis[left];
    // Of words that fill a slot themselves, the browser names the element that they were written in.
    node = [...node.childNodes].find(one => one.assignedSlot && /\S/.test(one.data)) || node;
    for (; node; node = node.assignedSlot || node.parentNode || node.host) {
      places.push(nodes.indexOf(node), nodes.indexOf(node.tagName === 'LABEL' && node.control));
    }
    return places.filter(place => place >= 0);
  };

  // For who keeps looks at hand (recording.js): the nodes of the newest one, and how each was seen.
  const listed = () => ({nodes, ways, forms});

  // A node that was not in that look, told as if it were its only one. near: how the one before it was seen.
  const alone = (el, near, those) => {
    const under = {forms, records, nodes, ways, seen, levels};
    const path = [];
    for (let at = el; at?.parentNode && at.localName !== 'html'; at = at.parentElement || at.getRootNode().host) {
      let nth = 1;
      for (let one = at.previousElementSibling; one; one = one.previousElementSibling) nth += one.localName === at.localName;
      path.unshift(nth > 1 ? at.localName + nth : at.localName);
    }
    [forms, records, nodes, ways, seen] = [those, [], [], [], near];
    beginLook();
    keep(el, roleOf(el) || 'text', seen, path.join('/'));
    const text = told();
    ({forms, records, nodes, ways, seen, levels} = under);
    return text;
  };

  return {look, reach, held, node, paragraphs, enclosing, begin, go, gathered, written, listed, alone, textOf, roleOf, isUsed};
}
