// Copies one document as a plain tree, as JSON: [tag, attributes, children], a text as a string. `page` is what look.js
// returned for the document; shown: for each element of its newest look, whether people see it; inner: the elements of
// the embedded frames that people see. No script, handler, address of a picture or content of a field is copied.
(page, [shown, inner]) => {
  const MOST_NODES = 40000, DEEPEST = 220;
  const KEPT = new Set(['role', 'id', 'name', 'class', 'type', 'for', 'title', 'alt', 'placeholder', 'autocomplete',
    'inputmode', 'maxlength', 'required', 'disabled', 'readonly', 'multiple', 'tabindex', 'contenteditable', 'hidden', 'inert',
    'lang', 'dir', 'label', 'open', 'slot', 'list', 'colspan', 'rowspan', 'novalidate', 'accept']);
  // What a widget holds at this moment.
  const HELD = new Set(['aria-valuenow', 'aria-valuetext', 'aria-activedescendant']);
  const TURNED = new Set(['aria-checked', 'aria-selected', 'aria-pressed']);
  const DROPPED = new Set(['SCRIPT', 'STYLE', 'LINK', 'META', 'BASE', 'TEMPLATE', 'NOSCRIPT', 'TITLE', 'HEAD', 'PARAM',
    'SOURCE', 'TRACK']);
  const BARE = new Set(['VIDEO', 'AUDIO', 'OBJECT', 'EMBED', 'CANVAS', 'IMG', 'PICTURE', 'MAP', 'PORTAL']);
  const TYPED = new Set(['combobox', 'textbox', 'searchbox', 'spinbutton', 'slider']);
  const attr = (el, name) => el.getAttribute(name) || '';
  const numbers = new Map(shown.map((_, index) => [page.node(index), index]));
  const frames = new Map(inner.map((el, index) => [el, index]));
  let count = 0;

  // The ids by which something else gets its name or description.
  const named = root => new Set([...root.querySelectorAll('[aria-labelledby], [aria-describedby]')]
    .flatMap(el => (attr(el, 'aria-labelledby') + ' ' + attr(el, 'aria-describedby')).split(/\s+/)).filter(Boolean));
  const names = new Map();
  const labels = label => label.tagName === 'LABEL' && !!label.control && !!shown[numbers.get(label.control)];
  const isNamed = el => {
    if (labels(el) || [...el.querySelectorAll('label')].some(labels)) return true;
    const root = el.getRootNode();
    if (!names.has(root)) names.set(root, named(root));
    const ids = names.get(root);
    return ids.size > 0 && (ids.has(el.id) || [...el.querySelectorAll('[id]')].some(one => ids.has(one.id)));
  };
  const holdsInput = el => TYPED.has(attr(el, 'role')) || attr(el, 'aria-haspopup') === 'listbox'
    || (el.hasAttribute('contenteditable') && attr(el, 'contenteditable') !== 'false') || el.tagName === 'TEXTAREA';
  const leadsTo = el => {
    const href = el.href?.baseVal ?? el.href ?? '';
    try {
      const address = new URL(href, document.baseURI);
      return /^https?:$/.test(address.protocol) ? address.href : location.href;
    } catch { return location.href; }
  };
  const valueOf = el => {
    if (el.tagName === 'OPTION') return el.value;
    if (el.tagName === 'BUTTON' || el.tagName !== 'INPUT') return null;
    if (/^(submit|button|reset)$/.test(el.type)) return el.value;
    return /^(radio|checkbox)$/.test(el.type) ? attr(el, 'value') || null : null;
  };

  const attributes = el => {
    const told = {};
    for (const {name, value} of el.attributes) {
      if (KEPT.has(name) || (name.startsWith('aria-') && !HELD.has(name))) told[name] = TURNED.has(name) ? 'false' : value;
    }
    const tag = el.tagName;
    if ((tag === 'A' || tag === 'AREA' || tag === 'a') && (el.hasAttribute('href') || el.hasAttribute('xlink:href'))) {
      told.href = leadsTo(el);
      if (attr(el, 'target') === '_blank') told.target = '_blank';
    }
    if (tag === 'FORM') {
      for (const name of ['method', 'action']) if (el.hasAttribute(name)) told[name] = attr(el, name);
      if (told.action) { try { told.action = new URL(told.action, document.baseURI).href; } catch { delete told.action; } }
    }
    if (el.hasAttribute('formaction')) {
      try { told.formaction = new URL(attr(el, 'formaction'), document.baseURI).href; } catch { /* leads nowhere */ }
    }
    if (tag === 'INPUT' && el.type === 'hidden') return {type: 'hidden'};
    const value = valueOf(el);
    if (value !== null) told.value = value;
    return told;
  };

  const nameOf = el => /^[a-z][a-z0-9_.-]*$/i.test(el.localName) ? el.localName : 'span';

  const copy = (el, within) => {
    const tag = el.tagName;
    if (DROPPED.has(tag) || ++count > MOST_NODES || within.depth > DEEPEST) return null;
    const told = attributes(el), number = numbers.get(el);
    if (told.type === 'hidden') return ['input', told, []];
    const gone = getComputedStyle(el).display === 'none' && !(tag === 'OPTION' || tag === 'OPTGROUP' || tag === 'DATALIST');
    const styles = [];
    let {unseen} = within;
    if (gone) {
      styles.push('display:none');
      // What nobody sees and nothing is named by leaves its place only, so that those beside it keep theirs. A field for
      // files may be seen by its label alone.
      if (!within.naming && !shown[number] && !isNamed(el)) return [nameOf(el), {style: 'display:none'}, []];
    }
    if (number !== undefined) {
      told['data-at'] = String(number);
      if (!shown[number] && !gone && !unseen) { styles.push('visibility:hidden'); unseen = true; }
      else if (shown[number] && unseen) { styles.push('visibility:visible'); unseen = false; }
    }
    if (styles.length) told.style = styles.join(';');
    if (tag === 'IFRAME' || tag === 'FRAME') {
      if (frames.has(el)) told['data-frame'] = String(frames.get(el));
      else told.style = 'display:none';
      return ['iframe', told, []];
    }
    if (BARE.has(tag) && tag !== 'PICTURE' && tag !== 'CANVAS') return [nameOf(el), told, []];
    if (tag === 'svg') return [nameOf(el), told, drawing(el)];
    const held = within.held || holdsInput(el);
    const naming = within.naming || number !== undefined || /^(LABEL|LEGEND)$/.test(tag);
    const next = {naming, held, unseen, depth: within.depth + 1};
    const children = held && (tag === 'TEXTAREA' || el.isContentEditable) ? [] : inside(el, next);
    if (el.shadowRoot) children.unshift(['#shadow', {}, inside(el.shadowRoot, next)]);
    return [nameOf(el), told, children];
  };

  const inside = (parent, within) => {
    const found = [];
    for (const child of parent.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) {
        if (!within.held && child.data) found.push(child.data);
      } else if (child.nodeType === Node.ELEMENT_NODE) {
        // What a list offers is the page's own; what a field shows of it is not.
        const list = /^(SELECT|DATALIST)$/.test(child.tagName) || attr(child, 'role') === 'listbox';
        const copied = copy(child, list ? {...within, held: false} : within);
        if (copied) found.push(copied);
      }
    }
    return found;
  };

  // Of a drawing, what it says and where it leads.
  const drawing = svg => {
    const title = svg.querySelector(':scope > title')?.textContent;
    const links = [...svg.querySelectorAll('a')].map(link => {
      const told = attributes(link), number = numbers.get(link);
      if (number !== undefined) told['data-at'] = String(number);
      return ['a', told, [['text', {}, [link.textContent]]]];
    });
    return [...(title ? [['title', {}, [title]]] : []), ...links];
  };

  const body = document.body ? copy(document.body, {naming: false, held: false, unseen: false, depth: 0}) : null;
  const [, told, children] = body || ['body', {}, []];
  return JSON.stringify({title: document.title, language: document.documentElement.lang, body: ['body', told, children]});
}
