// Renders Markdown while it is being written. Only changed blocks are rendered again, so that the text does not jump and
// can be selected. The output of a model is not trusted: its HTML is shown as text, and the result passes DOMPurify.

import DOMPurify from '../../vendor/dompurify.js';
import { Marked } from '../../vendor/marked.js';
import { ownImage } from '../shared/images.js';
import { placeholders } from './placeholders.js';

const RENDER_DELAY_MILLIS = 60;
const INCOMPLETE = /!?\[[^\]\n]*$/;
// Size of the title cards and charts of this service, in pixels: reserves the place of an image until it is loaded.
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
  #renderedBlocks = [];
  #pending = null;
  #growing = false;

  constructor(root) {
    this.#root = root;
  }

  /**
   * Renders `markdown` RENDER_DELAY_MILLIS later; `aria-busy` is true until then. While the text is `growing` it stays
   * true, and an incomplete placeholder at the end is hidden.
   */
  show(markdown, { growing = false } = {}) {
    const first = this.#pending === null;
    this.#pending = growing ? markdown.replace(INCOMPLETE, '') : markdown;
    this.#growing = growing;
    this.#root.classList.toggle('growing', growing);
    this.#root.setAttribute('aria-busy', 'true');
    if (first) {
      setTimeout(() => this.#render(), RENDER_DELAY_MILLIS);
    }
  }

  #render() {
    const blocks = marked.lexer(this.#pending ?? '').filter((block) => block.type !== 'space');
    this.#pending = null;
    const same = this.#renderedBlocks.findIndex((raw, index) => raw !== blocks[index]?.raw);
    const from = same === -1 ? this.#renderedBlocks.length : same;
    while (this.#root.childNodes.length > from) {
      this.#root.lastChild.remove();
    }
    for (const block of blocks.slice(from)) {
      this.#root.append(render(block));
    }
    this.#renderedBlocks = blocks.map((block) => block.raw);
    this.#root.setAttribute('aria-busy', String(this.#growing));
  }
}

function render(block) {
  const element = document.createElement('div');
  element.className = 'block';
  element.innerHTML = DOMPurify.sanitize(marked.parser([block]), ALLOWED);
  // Wide code and tables scroll, by keyboard too.
  element.querySelectorAll('pre, table').forEach((scroller) => (scroller.tabIndex = 0));
  for (const bar of element.querySelectorAll('[data-share]')) {
    bar.style.inlineSize = `${Number(bar.dataset.share)}%`;
  }
  return element;
}

function escape(text) {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
