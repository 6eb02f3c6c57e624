// The progress of a job on the page: stages, progress bar, current step, time left and action buttons.

import { element, setText } from './dom.js';
import { canRetry, needsOtherInput } from './messages.js';
import { isActive } from './progress.js';

export class ProgressView {
  #root;
  #milestones;
  #labels;

  /**
   * @param slot parent element; the buttons in it are moved to the action buttons
   * @param milestones `{ key, label }` of each stage
   * @param labels `done(state)`: text of the line when the job has succeeded
   */
  constructor(slot, milestones, labels) {
    const actions = [...slot.childNodes];
    slot.append(document.getElementById('job-progress-template').content.cloneNode(true));
    this.#root = slot.querySelector('.job-progress');
    this.#milestones = milestones;
    this.#labels = labels;
    this.#part('.again').before(...actions);
  }

  #part(selector) {
    return this.#root.querySelector(selector);
  }

  /** @param action asynchronous; called on a click. The button is disabled until it has ended. */
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
    setText(this.#part('.step'), this.#step(state));
    this.showTimeLeft(state);
    this.#showMilestones(state);
    this.#part('.cancel').hidden = !isActive(state);
    this.#part('.retry').hidden = state.phase !== 'failed' || !canRetry(state.failure);
    const failsAgain = state.phase === 'failed' && needsOtherInput(state.failure);
    this.#part('.again').hidden = isActive(state) || !state.input || failsAgain;
    this.#part('.change').hidden = isActive(state) || !state.input;
  }

  #step(state) {
    switch (state.phase) {
      case 'waiting':
        return 'Queued';
      case 'running':
        return state.step ?? 'Running';
      case 'succeeded':
        return this.#labels.done(state);
      default:
        return state.failure?.errorCode === 'CANCELLED' ? 'Cancelled' : 'Failed';
    }
  }

  /** Shows detail, percentage and time left. Called once a second too, because the time left falls between events. */
  showTimeLeft(state) {
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
    setText(this.#part('.time-left'), parts.join(' · '));
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
    return 'a few seconds left';
  }
  return seconds < 90 ? `about ${seconds} s left` : `about ${Math.round(seconds / 60)} min left`;
}
