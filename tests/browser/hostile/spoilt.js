for (const proto of [Element, Document, Node, EventTarget, HTMLElement, ShadowRoot, Event, Array, Map, Set, IntersectionObserver,
  MutationObserver, CSSStyleSheet, Performance])
  for (const name of Object.getOwnPropertyNames(proto.prototype)) {
    const has = Object.getOwnPropertyDescriptor(proto.prototype, name);
    if (!has.configurable || name === 'constructor') continue;
    Object.defineProperty(proto.prototype, name, {configurable: true, get() { window.spoilt = true; return () => { throw new Error(name); }; }});
  }
for (const name of ['JSON', 'Object', 'addEventListener', 'IntersectionObserver', 'MutationObserver', 'CSSStyleSheet', 'performance',
  'innerWidth', 'innerHeight', 'scrollX', 'scrollY', 'walkoutGuide', 'tell'])
  Object.defineProperty && 0 || (window[name] = () => { throw new Error(name); });
