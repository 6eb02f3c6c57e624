// Building and changing the page. What users, models and foreign sites wrote goes in as text.

export const $ = (id) => document.getElementById(id);

const LINKS = new Set(['http:', 'https:', 'mailto:', 'tel:']);

/** An element with a class and, as text, what it says. */
export function element(tag, className, ...content) {
  const made = document.createElement(tag);
  if (className) {
    made.className = className;
  }
  made.append(...content);
  return made;
}

/** Writes only what is new, so that a screen reader is not told the same again. */
export function say(node, text) {
  if (node.textContent !== text) {
    node.textContent = text;
  }
}

/** Draws a part of the page anew, but only when `key`, all that it depends on, is another than the last time. */
export function drawn(node, key, draw) {
  const known = JSON.stringify(key);
  if (node.drawnFrom !== known) {
    node.drawnFrom = known;
    node.replaceChildren(...draw());
  }
}

/** A link to somewhere else, or only its text where it would lead to no page, mailbox or telephone. */
export function outside(href, text, base) {
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
    return LINKS.has(url.protocol) ? url.href : undefined;
  } catch {
    return undefined;
  }
}
