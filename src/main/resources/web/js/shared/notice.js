// The message box of a tab, for errors and retries.

import { setText } from './dom.js';

export class Notice {
  #root;

  /** @param stop called when “Stop retrying” is clicked */
  constructor(root, stop) {
    this.#root = root;
    this.#part('button').addEventListener('click', stop);
  }

  #part(selector) {
    return this.#root.querySelector(selector);
  }

  show(title, text, { stoppable = false } = {}) {
    this.#root.hidden = false;
    setText(this.#part('.notice-title'), title);
    setText(this.#part('.notice-text'), text);
    this.#part('.actions').hidden = !stoppable;
    this.#root.scrollIntoView({ block: 'nearest' });
  }

  clear() {
    this.#root.hidden = true;
    setText(this.#part('.notice-title'), '');
    setText(this.#part('.notice-text'), '');
  }
}
