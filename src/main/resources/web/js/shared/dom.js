// Helpers for the DOM. Text of users, models and websites is always inserted as text, never as HTML.

export const $ = (id) => document.getElementById(id);

const LINK_PROTOCOLS = new Set(['http:', 'https:', 'mailto:', 'tel:']);

/** Creates an element with a class (or none) and children; strings become text nodes. */
export function element(tag, className, ...content) {
  const created = document.createElement(tag);
  if (className) {
    created.className = className;
  }
  created.append(...content);
  return created;
}

/** Changes the text only when it differs, so that a screen reader does not announce it again. */
export function setText(node, text) {
  if (node.textContent !== text) {
    node.textContent = text;
  }
}

/** Replaces the children of `node` by `draw()`, only when `key` (all data that `draw` uses) has changed. */
export function renderIfChanged(node, key, draw) {
  const newKey = JSON.stringify(key);
  if (node.renderedFrom !== newKey) {
    node.renderedFrom = newKey;
    node.replaceChildren(...draw());
  }
}

/** A link to another site in a new tab; plain text when the URL is not http, https, mailto or tel. */
export function externalLink(href, text, base) {
  const target = targetOf(href, base);
  if (!target) {
    return element('span', '', text);
  }
  const link = element('a', '', text);
  Object.assign(link, { href: target, target: '_blank', rel: 'noopener noreferrer nofollow' });
  return link;
}

function targetOf(href, base) {
  try {
    const url = new URL(href, base);
    return LINK_PROTOCOLS.has(url.protocol) ? url.href : undefined;
  } catch {
    return undefined;
  }
}
