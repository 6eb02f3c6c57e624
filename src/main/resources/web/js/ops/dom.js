// Builds and updates the elements of the control room. Text is always inserted as text, never as HTML.

const SVG = 'http://www.w3.org/2000/svg';

/** Creates an element. Attributes that are null or false are left out, as are such children. */
export const h = (tag, attributes, ...content) => fill(document.createElement(tag), attributes, content);

export const svg = (tag, attributes, ...content) => fill(document.createElementNS(SVG, tag), attributes, content);

function fill(node, attributes, content) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value !== null && value !== undefined && value !== false) {
      node.setAttribute(name, value === true ? '' : value);
    }
  }
  node.append(...content.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/**
 * Makes the children of `node` like `children`, and keeps the elements that are there: the focus stays, and a click does
 * not miss. Listeners belong on an element that is not drawn, see `onAction`.
 */
export function draw(node, ...children) {
  const wanted = children.flat().filter(Boolean);
  wanted.forEach((child, at) => {
    const present = node.childNodes[at];
    if (!present) {
      node.append(child);
    } else if (!isSame(present, child)) {
      present.replaceWith(child);
    } else if (present.nodeType === Node.TEXT_NODE) {
      present.data = present.data === child.data ? present.data : child.data;
    } else if (!present.dataset?.own) {
      copyAttributes(present, child);
      draw(present, [...child.childNodes]);
    }
  });
  while (node.childNodes.length > wanted.length) {
    node.lastChild.remove();
  }
}

const isSame = (one, other) =>
  one.nodeName === other.nodeName && one.nodeType === other.nodeType && one.dataset?.key === other.dataset?.key;

function copyAttributes(present, wanted) {
  for (const { name, value } of [...wanted.attributes]) {
    if (present.getAttribute(name) !== value) {
      present.setAttribute(name, value);
    }
  }
  for (const { name } of [...present.attributes]) {
    // The user opens and closes details.
    if (!wanted.hasAttribute(name) && name !== 'open') {
      present.removeAttribute(name);
    }
  }
}

/** Calls `actions[data-action](data-id, element)` after a click within `root`, until the signal is aborted. */
export function onAction(root, actions, signal) {
  root.addEventListener(
    'click',
    ({ target }) => {
      const found = target.closest('[data-action]');
      actions[found?.dataset.action]?.(found.dataset.id, found);
    },
    { signal },
  );
}

export const button = (label, action, id, attributes) =>
  h('button', { type: 'button', 'data-action': action, 'data-id': id, ...attributes }, label);

/** The heading of a view, which gets the focus when the view is opened. */
export const heading = (text, ...more) => h('div', { class: 'view-head' }, h('h1', { id: 'view-title', tabindex: '-1' }, text), more);
