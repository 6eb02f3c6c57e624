// The message box of a tab, for errors and retries: one message at a time.

import { setText } from './dom.js';

export class Notice {
  #root;
  #action = () => {};

  /** @param stop called when “Stop retrying” is clicked */
  constructor(root, stop = () => {}) {
    this.#root = root;
    this.#part('.notice-stop').addEventListener('click', stop);
    this.#part('.notice-action').addEventListener('click', () => this.#action());
  }

  #part(selector) {
    return this.#root.querySelector(selector);
  }

  /** @param options `stoppable`: with “Stop retrying”; `action`: `{ label, run }` of another button */
  show(title, text, { stoppable = false, action } = {}) {
    this.#root.hidden = false;
    setText(this.#part('.notice-title'), title);
    setText(this.#part('.notice-text'), text);
    this.#part('.notice-stop').hidden = !stoppable;
    this.#part('.notice-action').hidden = !action;
    setText(this.#part('.notice-action'), action?.label ?? '');
    this.#action = action?.run ?? (() => {});
    this.#part('.actions').hidden = !stoppable && !action;
    this.#root.scrollIntoView({ block: 'nearest' });
  }

  clear() {
    this.#root.hidden = true;
    setText(this.#part('.notice-title'), '');
    setText(this.#part('.notice-text'), '');
  }
}
