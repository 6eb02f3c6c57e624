// How far a job is, on the page, with what can be done about it.

import { element, say } from './dom.js';
import { active } from './progress.js';

export class RunView {
  #root;
  #milestones;
  #words;

  /**
   * @param slot where it stands; what is in there already becomes further actions
   * @param milestones `{ key, label }` of each stage
   * @param words `waiting(state)`, `done(state)`: what the line says then
   */
  constructor(slot, milestones, words) {
    const further = [...slot.childNodes];
    slot.append(document.getElementById('run-template').content.cloneNode(true));
    this.#root = slot.querySelector('.run');
    this.#milestones = milestones;
    this.#words = words;
    this.#part('.actions').append(...further);
  }

  #part(selector) {
    return this.#root.querySelector(selector);
  }

  /** @param action called when the button that does it is pressed; it cannot be pressed again until that is over */
  on(selector, action) {
    const button = this.#part(selector);
    button.addEventListener('click', async () => {
      button.disabled = true;
      try {
        await action();
      } finally {
        button.disabled = false;
      }
    });
  }

  show(state) {
    this.#root.hidden = state === null;
    if (state === null) {
      return;
    }
    this.#root.dataset.phase = state.phase;
    this.#part('progress').value = state.progress;
    say(this.#part('.step'), this.#step(state));
    this.showTime(state);
    this.#showMilestones(state);
    this.#part('.cancel').hidden = !active(state);
    this.#part('.retry').hidden = state.phase !== 'failed';
  }

  #step(state) {
    switch (state.phase) {
      case 'waiting':
        return this.#words.waiting;
      case 'running':
        return state.step ?? 'At work';
      case 'succeeded':
        return this.#words.done(state);
      default:
        return state.failure?.errorCode === 'CANCELLED' ? 'Cancelled' : 'Failed';
    }
  }

  /** How far and how long still; called every second too, since the time runs down between two events. */
  showTime(state) {
    const parts = [];
    if (state.phase === 'running') {
      if (state.detail && state.detail !== state.step) {
        parts.push(state.detail);
      }
      parts.push(`${state.progress} %`);
      if (state.endsAt) {
        parts.push(remaining(Math.round((state.endsAt - Date.now()) / 1000)));
      }
    }
    say(this.#part('.left'), parts.join(' · '));
  }

  #showMilestones({ reached, phase }) {
    const current = this.#milestones.find(({ key }) => !reached.has(key))?.key;
    const items = this.#milestones.map(({ key, label }) => {
      const state = reached.has(key) ? 'reached' : key === current && phase === 'running' ? 'current' : 'ahead';
      const item = element('li', state, label);
      if (state === 'current') {
        item.setAttribute('aria-current', 'step');
      }
      return item;
    });
    const list = this.#part('.milestones');
    const key = items.map((item) => item.className).join();
    if (list.dataset.shown !== key) {
      list.dataset.shown = key;
      list.replaceChildren(...items);
    }
  }
}

function remaining(seconds) {
  if (seconds <= 1) {
    return 'any moment now';
  }
  return seconds < 90 ? `about ${seconds} s left` : `about ${Math.round(seconds / 60)} min left`;
}
