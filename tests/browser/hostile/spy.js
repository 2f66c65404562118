window.leaks = [];
const inside = node => node instanceof Node && node.getRootNode() instanceof ShadowRoot;
const leak = (how, what) => leaks.push(`${how}: ${what}`);
const known = new Set(Object.getOwnPropertyNames(window));
window.spy = words => {
  for (const name of Object.getOwnPropertyNames(window)) if (!known.has(name) && !['leaks', 'spy', 'keys', 'heard'].includes(name)) leak('global', name);
  for (const node of document.querySelectorAll('*')) {
    if (node.shadowRoot) leak('shadowRoot', node.tagName);
    try { if (node.getHTML({serializableShadowRoots: true}).includes(words)) leak('getHTML', node.tagName); } catch {}
    try { if (node.popover) { node.attachShadow({mode: 'open'}); leak('attachShadow', 'a second root'); } } catch {}
  }
  if (document.documentElement.innerText.includes(words)) leak('innerText', words);
  if (document.documentElement.outerHTML.includes(words)) leak('outerHTML', words);
  for (const one of document.getAnimations()) if (inside(one.effect.target)) leak('getAnimations', one.effect.target.tagName);
  for (let x = 0; x < innerWidth; x += 40) for (let y = 0; y < innerHeight; y += 40) {
    for (const node of document.elementsFromPoint(x, y)) if (inside(node)) leak('elementsFromPoint', node.tagName);
    const at = document.caretRangeFromPoint(x, y);
    if (at && inside(at.startContainer)) leak('caretRangeFromPoint', at.startContainer.nodeName);
    const caret = document.caretPositionFromPoint(x, y);
    if (caret && inside(caret.offsetNode)) leak('caretPositionFromPoint', caret.offsetNode.nodeName);
  }
  if (inside(document.activeElement)) leak('activeElement', document.activeElement.tagName);
  document.execCommand('selectAll');
  const chosen = getSelection();
  if (chosen.toString().includes(words)) leak('selection', words);
  for (const node of [chosen.anchorNode, chosen.focusNode]) if (inside(node)) leak('selection node', node.nodeName);
  chosen.removeAllRanges();
};
const watch = (type, nodes) => new PerformanceObserver(list => {
  for (const entry of list.getEntries()) for (const node of nodes(entry)) if (inside(node)) leak(type, node.nodeName);
}).observe({type, buffered: true, durationThreshold: 16});
watch('event', entry => [entry.target]);
watch('first-input', entry => [entry.target]);
watch('layout-shift', entry => entry.sources.map(one => one.node));
watch('largest-contentful-paint', entry => [entry.element]);
window.keys = [];
window.heard = [];
for (const type of ['keydown', 'keyup', 'keypress', 'beforeinput', 'input', 'click', 'pointerdown', 'mousedown', 'pointerup',
  'focusin', 'focusout', 'copy', 'paste', 'compositionend', 'toggle', 'beforetoggle'])
  for (const on of [window, document]) on.addEventListener(type, event => {
    for (const node of event.composedPath()) if (inside(node)) leak(type, node.nodeName);
    for (const node of [event.target, event.relatedTarget, event.explicitOriginalTarget]) if (inside(node)) leak(type, 'target');
    if (event.key || event.data) keys.push(event.key || event.data);
    heard.push(type);
  }, true);
new MutationObserver(all => {
  for (const one of all) for (const node of [one.target, ...one.addedNodes]) if (inside(node)) leak('mutation', node.nodeName);
}).observe(document, {childList: true, subtree: true, attributes: true, characterData: true});
