// Shows Markdown while it is being written: only the blocks that have changed are drawn again, so that the text stands
// still and can be selected. What a model writes is not trusted: its HTML is shown as text, and the rest passes through
// DOMPurify.

import DOMPurify from '../../vendor/dompurify.js';
import { Marked } from '../../vendor/marked.js';
import { ownImage } from '../shared/images.js';
import { placeholders } from './placeholders.js';

const UNFINISHED = /!?\[[^\]\n]*$/;
// Of the images that are drawn here: their place is kept until they are loaded.
const WIDTH = 1200;
const HEIGHT = 675;
const LINE_BREAK = /^<br\s*\/?>$/i;

const marked = new Marked({
  gfm: true,
  extensions: placeholders,
  renderer: {
    html({ text }) {
      return LINE_BREAK.test(text) ? '<br>' : escape(text);
    },
    image({ href, text }) {
      const alt = escape(text);
      const url = ownImage(href);
      return url
        ? `<img src="${escape(url)}" alt="${alt}" width="${WIDTH}" height="${HEIGHT}" loading="lazy">`
        : `<em>${alt}</em>`;
    },
  },
});

DOMPurify.addHook('afterSanitizeAttributes', (node) => {
  if (node.tagName === 'A') {
    node.setAttribute('rel', 'noopener noreferrer');
    node.setAttribute('target', '_blank');
  }
});

const ALLOWED = {
  ALLOWED_TAGS: [
    'a', 'b', 'blockquote', 'br', 'code', 'del', 'em', 'figcaption', 'figure', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'hr',
    'i', 'img', 'li', 'ol', 'p', 'pre', 'span', 'strong', 'sub', 'sup', 'table', 'tbody', 'td', 'th', 'thead', 'tr', 'ul',
  ],
  ALLOWED_ATTR: ['align', 'alt', 'class', 'data-share', 'height', 'href', 'loading', 'src', 'start', 'title', 'width'],
};

export class MarkdownView {
  #root;
  #drawn = [];
  #pending = null;
  #growing = false;

  constructor(root) {
    this.#root = root;
  }

  /**
   * Shows `markdown` a moment later, and is busy until then. While it is `growing` it stays so, and a placeholder that is
   * not complete yet stays hidden.
   */
  show(markdown, { growing = false } = {}) {
    const first = this.#pending === null;
    this.#pending = growing ? markdown.replace(UNFINISHED, '') : markdown;
    this.#growing = growing;
    this.#root.classList.toggle('growing', growing);
    this.#root.setAttribute('aria-busy', 'true');
    if (first) {
      setTimeout(() => this.#draw(), 60);
    }
  }

  #draw() {
    const blocks = marked.lexer(this.#pending ?? '').filter((block) => block.type !== 'space');
    this.#pending = null;
    const same = this.#drawn.findIndex((raw, index) => raw !== blocks[index]?.raw);
    const from = same === -1 ? this.#drawn.length : same;
    while (this.#root.childNodes.length > from) {
      this.#root.lastChild.remove();
    }
    for (const block of blocks.slice(from)) {
      this.#root.append(drawn(block));
    }
    this.#drawn = blocks.map((block) => block.raw);
    this.#root.setAttribute('aria-busy', String(this.#growing));
  }
}

function drawn(block) {
  const element = document.createElement('div');
  element.className = 'block';
  element.innerHTML = DOMPurify.sanitize(marked.parser([block]), ALLOWED);
  for (const bar of element.querySelectorAll('[data-share]')) {
    bar.style.inlineSize = `${Number(bar.dataset.share)}%`;
  }
  return element;
}

function escape(text) {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
