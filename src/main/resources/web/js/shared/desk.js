// One desk of the page: a form that orders jobs, one job that is followed, and the list of earlier ones. The job is
// named in the address (#job=…, #analysis=…), so that it can be reloaded, shared and gone back to.

import { known } from '../caller/caller.js';
import { askWho } from '../caller/dialog.js';
import { showCredits } from '../caller/masthead.js';
import { call, patiently } from './api.js';
import { showFaults } from './faults.js';
import { History } from './history.js';
import { Notice } from './notice.js';
import { RunView } from './run-view.js';
import { follow } from './stream.js';
import { rememberTitle, titleOf } from './titles.js';
import { uuid } from './uuid.js';

const BETWEEN_DRAWINGS = 16;

export class Desk {
  state = null;
  #kind;
  #root;
  #run;
  #notice;
  #history;
  #watching = new AbortController();
  #sending = new AbortController();
  #drawing = null;
  #shown = () => {};

  /**
   * @param root the panel of the desk, with `form`, `.run-slot`, `.notice`, `.sheet` and `.history-panel`
   * @param kind what the desk makes: `type` of its jobs, `key` in the address, `path` to order at, `streams` as
   *     `{ name, events, whole?, after(state, event, data, now) }`, the first of which is the job's own;
   *     `opened(jobId, title)` the first state, `titleOf(state)`, `show(state | null)`, `milestones`, `words`;
   *     `happened(name, state)` after each event of the job's own stream
   */
  constructor(root, kind) {
    this.#root = root;
    this.#kind = kind;
    this.#run = new RunView(root.querySelector('.run-slot'), kind.milestones, kind.words);
    this.#notice = new Notice(root.querySelector('.notice'), () => this.#sending.abort());
    this.#history = new History(root.querySelector('.history-panel'), {
      type: kind.type,
      key: kind.key,
      unnamed: kind.words.unnamed,
    });
    this.#run.on('.cancel', () => this.attempt(() => this.#cancel()));
    this.#run.on('.retry', () => this.attempt(() => this.#retry()));
    this.#history.onMore(() => this.attempt(() => this.#history.showMore(this.state?.jobId)));
    setInterval(() => this.state && this.#run.showTime(this.state), 1000);
  }

  /** @param action called whenever the page shows another state */
  onShown(action) {
    this.#shown = action;
  }

  get notice() {
    return this.#notice;
  }

  get #form() {
    return this.#root.querySelector('form');
  }

  get #submit() {
    return this.#form.querySelector('[type=submit]');
  }

  /** Creates a job and goes to it. `title` is what is known of it so far. */
  async order(body, title) {
    this.#sending = new AbortController();
    this.#submit.disabled = true;
    this.#notice.clear();
    const headers = { 'Idempotency-Key': uuid() };
    await this.attempt(async () => {
      const { jobId } = await patiently(() => call('POST', this.#kind.path, { body, headers }), {
        waiting: (error, seconds) => this.#waiting(error, seconds, true),
        signal: this.#sending.signal,
      });
      this.#notice.clear();
      rememberTitle(jobId, title);
      showCredits();
      location.hash = `${this.#kind.key}=${jobId}`;
    });
    this.#submit.disabled = false;
  }

  /** Shows the job, or a blank sheet; one that is shown already goes on. */
  open(jobId) {
    if (jobId === (this.state?.jobId ?? null)) {
      return;
    }
    this.#watching.abort();
    this.#notice.clear();
    if (!jobId) {
      this.#show(null);
      return;
    }
    this.#show(this.#kind.opened(jobId, titleOf(jobId)));
    if (matchMedia('(max-width: 48rem)').matches) {
      this.#root.querySelector('.sheet').scrollIntoView();
    }
    this.#watch(jobId);
  }

  /** Begins anew for another caller, who sees the same job or, when there is none any more, a blank sheet. */
  begin(jobId) {
    this.#history.clear();
    this.open(null);
    this.open(jobId);
    this.list();
  }

  async #watch(jobId) {
    this.#watching = new AbortController();
    const { signal } = this.#watching;
    const [own, ...beside] = this.#kind.streams;
    const into = (stream) => (name, data) => {
      if (!signal.aborted) {
        this.set(stream.after(this.state, name, data, Date.now()));
      }
    };
    const on = (name, data) => {
      into(own)(name, data);
      if (!signal.aborted) {
        this.#happened(name, data);
      }
      if (name === 'connected') {
        // What is told beside the job is a pleasure, not a need: when it cannot be followed the job still can.
        const lost = () => {};
        beside.splice(0).forEach((stream) => follow(jobId, stream, { on: into(stream), lost, signal }).catch(lost));
      }
    };
    this.list();
    try {
      await follow(jobId, own, { on, lost: (error, seconds) => this.#waiting(error, seconds), signal });
    } catch (error) {
      if (!signal.aborted) {
        this.#watching.abort();
        this.#show(null);
        this.refused(error.status === 400 ? { ...error, status: 404 } : error);
      }
    }
  }

  #happened(name, data) {
    rememberTitle(this.state.jobId, this.#kind.titleOf(this.state));
    if (name === 'connected') {
      this.#notice.clear();
    }
    if (name === 'step-change' || name === 'complete' || name === 'failed') {
      this.list();
      showCredits();
    }
    if (name === 'failed' && data.errorCode !== 'CANCELLED') {
      const hint = data.retryable ? 'Try again: what was finished is kept.' : 'Trying again may not help.';
      this.#notice.tell(this.#kind.words.unfinished, `${data.error} ${hint}`);
    }
    this.#kind.happened?.(name, this.state);
  }

  /** The next state; drawn a moment later, since many events may come at once. */
  set(state) {
    this.state = state;
    this.#drawing ??= setTimeout(() => this.#show(this.state), BETWEEN_DRAWINGS);
  }

  #show(state) {
    clearTimeout(this.#drawing);
    this.#drawing = null;
    this.state = state;
    this.#run.show(state);
    this.#kind.show(state);
    this.#shown();
  }

  async #cancel() {
    await call('POST', `/api/v1/jobs/${this.state.jobId}/cancel`);
  }

  async #retry() {
    const { jobId } = this.state;
    await patiently(() => call('POST', `/api/v1/jobs/${jobId}/retry`), {
      waiting: (error, seconds) => this.#waiting(error, seconds),
      signal: this.#watching.signal,
    });
    this.state = null;
    this.open(jobId);
  }

  /** Does something; what goes wrong is told. */
  async attempt(action) {
    try {
      await action();
    } catch (error) {
      this.refused(error);
    }
  }

  /** Something passes by itself: say so, and that it is tried again. */
  #waiting(error, seconds, stoppable = false) {
    this.#notice.tell(error.title, `${error.message} Trying again in ${seconds} s.`, { stoppable });
  }

  refused(error) {
    const { words } = this.#kind;
    if (error.status === 401) {
      this.#notice.tell('Who is asking?', 'Sign in first, then it goes on here.');
      askWho();
    } else if (error.status === 402) {
      this.#notice.tell('No credits left', error.message);
    } else if (error.status === 404) {
      this.#notice.tell(words.missing, 'It was deleted, or it belongs to somebody else.');
    } else if (error.status === 400) {
      const others = showFaults(this.#form, error.details).map(({ path, message }) => `${path} ${message}`);
      if (others.length || !error.details.length) {
        this.#notice.tell(words.refused, others.join('; ') || error.message);
      }
    } else {
      const reference = error.requestId ? ` (Reference: ${error.requestId})` : '';
      this.#notice.tell(error.title ?? 'Something went wrong', `${error.message}${reference}`);
    }
  }

  /** Brings the list of earlier jobs up to date; without a caller there is none. */
  async list() {
    try {
      if (await known()) {
        await this.#history.refresh(this.state?.jobId);
      } else {
        this.#history.clear();
      }
    } catch {
      // The list is beside the point while the job on the page goes on; the next event refreshes it.
    }
  }
}
