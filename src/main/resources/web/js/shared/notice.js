// Tells of something that went wrong, in the one place of a desk for it.

import { say } from './dom.js';

export class Notice {
  #root;

  /** @param stop called when the user does not want to wait any longer */
  constructor(root, stop) {
    this.#root = root;
    this.#part('button').addEventListener('click', stop);
  }

  #part(selector) {
    return this.#root.querySelector(selector);
  }

  tell(title, text, { stoppable = false } = {}) {
    this.#root.hidden = false;
    say(this.#part('.notice-title'), title);
    say(this.#part('.notice-text'), text);
    this.#part('.actions').hidden = !stoppable;
    this.#root.scrollIntoView({ block: 'nearest' });
  }

  clear() {
    this.#root.hidden = true;
    say(this.#part('.notice-title'), '');
    say(this.#part('.notice-text'), '');
  }
}
