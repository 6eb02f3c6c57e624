// One tab of the page: a form that creates jobs, the progress and result of one job, and the list of earlier jobs. The
// URL fragment names the open job (#job=…, #analysis=…), so that reloading, sharing and the back button work.

import { hasCredentials } from '../auth/credentials.js';
import { openSignIn } from '../auth/sign-in-dialog.js';
import { showCredits } from '../auth/account-bar.js';
import { call, withRetries } from './api.js';
import { showFieldErrors } from './field-errors.js';
import { History } from './history.js';
import { Notice } from './notice.js';
import { ProgressView } from './progress-view.js';
import { follow } from './stream.js';
import { rememberTitle, titleOf } from './titles.js';
import { uuid } from './uuid.js';

const RENDER_DELAY_MILLIS = 16;

export class JobPanel {
  state = null;
  #kind;
  #root;
  #progress;
  #notice;
  #history;
  #following = new AbortController();
  #creating = new AbortController();
  #renderTimer = null;
  #stateListener = () => {};

  /**
   * @param root the tab panel, with `form`, `.job-progress-slot`, `.notice`, `.content` and `.history-panel`
   * @param kind `type` of the jobs, `key` in the URL fragment, `path` that creates a job, `streams` as
   *     `{ name, events, replayedInFull?, reduce(state, event, data, now) }` (the first one is the job's event stream),
   *     `initialState(jobId, title)`, `titleOf(state)`, `show(state | null)`, `milestones`, `labels`, and
   *     `onEvent(name, state)`, called after each event of the job's event stream
   */
  constructor(root, kind) {
    this.#root = root;
    this.#kind = kind;
    this.#progress = new ProgressView(root.querySelector('.job-progress-slot'), kind.milestones, kind.labels);
    this.#notice = new Notice(root.querySelector('.notice'), () => this.#creating.abort());
    this.#history = new History(root.querySelector('.history-panel'), {
      type: kind.type,
      key: kind.key,
      labels: kind.labels,
    });
    this.#progress.on('.cancel', () => this.attempt(() => this.#cancel()));
    this.#progress.on('.retry', () => this.attempt(() => this.#retry()));
    this.#history.onMore(() => this.attempt(() => this.#history.showMore(this.state?.jobId)));
    setInterval(() => this.state && this.#progress.showTimeLeft(this.state), 1000);
  }

  /** @param action called each time a new state is shown */
  onStateChange(action) {
    this.#stateListener = action;
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

  /** Creates a job and opens it. `title` is shown until the job has reported its own. */
  async create(body, title) {
    this.#creating = new AbortController();
    this.#submit.disabled = true;
    this.#notice.clear();
    const headers = { 'Idempotency-Key': uuid() };
    await this.attempt(async () => {
      const { jobId } = await withRetries(() => call('POST', this.#kind.path, { body, headers }), {
        onRetry: (error, seconds) => this.#showRetry(error, seconds, true),
        signal: this.#creating.signal,
      });
      this.#notice.clear();
      rememberTitle(jobId, title);
      showCredits();
      location.hash = `${this.#kind.key}=${jobId}`;
    });
    this.#submit.disabled = false;
  }

  /** Opens a job; null shows the empty state. Does nothing when the job is open already. */
  open(jobId) {
    if (jobId === (this.state?.jobId ?? null)) {
      return;
    }
    this.#following.abort();
    this.#notice.clear();
    if (!jobId) {
      this.#show(null);
      return;
    }
    this.#show(this.#kind.initialState(jobId, titleOf(jobId)));
    if (matchMedia('(max-width: 48rem)').matches) {
      this.#root.querySelector('.content').scrollIntoView();
    }
    this.#follow(jobId);
  }

  /** Loads everything again after the user has changed. A null job id shows the empty state. */
  reset(jobId) {
    this.#history.clear();
    this.open(null);
    this.open(jobId);
    this.refreshHistory();
  }

  async #follow(jobId) {
    this.#following = new AbortController();
    const { signal } = this.#following;
    const [jobStream, ...otherStreams] = this.#kind.streams;
    const reducerOf = (stream) => (name, data) => {
      if (!signal.aborted) {
        this.update(stream.reduce(this.state, name, data, Date.now()));
      }
    };
    const onEvent = (name, data) => {
      reducerOf(jobStream)(name, data);
      if (!signal.aborted) {
        this.#afterEvent(name, data);
      }
      if (name === 'connected') {
        // The other streams are optional: their failure is ignored, the job stream goes on.
        const ignore = () => {};
        otherStreams
          .splice(0)
          .forEach((stream) =>
            follow(jobId, stream, { onEvent: reducerOf(stream), onLost: ignore, signal }).catch(ignore),
          );
      }
    };
    this.refreshHistory();
    try {
      await follow(jobId, jobStream, { onEvent, onLost: (error, seconds) => this.#showRetry(error, seconds), signal });
    } catch (error) {
      if (!signal.aborted) {
        this.#following.abort();
        this.#show(null);
        this.showError(error.status === 400 ? { ...error, status: 404 } : error);
      }
    }
  }

  #afterEvent(name, data) {
    rememberTitle(this.state.jobId, this.#kind.titleOf(this.state));
    if (name === 'connected') {
      this.#notice.clear();
    }
    if (name === 'step-change' || name === 'complete' || name === 'failed') {
      this.refreshHistory();
      showCredits();
    }
    if (name === 'failed' && data.errorCode !== 'CANCELLED') {
      const hint = data.retryable ? this.#kind.labels.retryHint : 'Trying again will probably not help.';
      this.#notice.show(this.#kind.labels.failed, `${data.error} ${hint}`);
    }
    this.#kind.onEvent?.(name, this.state);
  }

  /** Sets the next state. It is rendered RENDER_DELAY_MILLIS later, together with other changes until then. */
  update(state) {
    this.state = state;
    this.#renderTimer ??= setTimeout(() => this.#show(this.state), RENDER_DELAY_MILLIS);
  }

  #show(state) {
    clearTimeout(this.#renderTimer);
    this.#renderTimer = null;
    this.state = state;
    this.#progress.show(state);
    this.#kind.show(state);
    this.#stateListener();
  }

  async #cancel() {
    await call('POST', `/api/v1/jobs/${this.state.jobId}/cancel`);
  }

  async #retry() {
    const { jobId } = this.state;
    await withRetries(() => call('POST', `/api/v1/jobs/${jobId}/retry`), {
      onRetry: (error, seconds) => this.#showRetry(error, seconds),
      signal: this.#following.signal,
    });
    this.state = null;
    this.open(jobId);
  }

  /** Runs an asynchronous action and shows its error, if any. */
  async attempt(action) {
    try {
      await action();
    } catch (error) {
      this.showError(error);
    }
  }

  /** A temporary error: shows it with the time of the next attempt. */
  #showRetry(error, seconds, stoppable = false) {
    this.#notice.show(error.title, `${error.message} Trying again in ${seconds} s.`, { stoppable });
  }

  showError(error) {
    const { labels } = this.#kind;
    if (error.status === 401) {
      this.#notice.show('Please sign in', 'This needs an account. Your input stays on the page.');
      openSignIn();
    } else if (error.status === 402) {
      this.#notice.show('No credits left', error.message);
    } else if (error.status === 404) {
      this.#notice.show(labels.missing, 'It was deleted, or it belongs to another user.');
    } else if (error.status === 400) {
      const others = showFieldErrors(this.#form, error.details).map(({ path, message }) => `${path} ${message}`);
      if (others.length || !error.details.length) {
        this.#notice.show(labels.rejected, others.join('; ') || error.message);
      }
    } else {
      const reference = error.requestId ? ` (Reference: ${error.requestId})` : '';
      this.#notice.show(error.title ?? 'Something went wrong', `${error.message}${reference}`);
    }
  }

  /** Reloads the list of earlier jobs; it is empty without credentials. */
  async refreshHistory() {
    try {
      if (await hasCredentials()) {
        await this.#history.refresh(this.state?.jobId);
      } else {
        this.#history.clear();
      }
    } catch {
      // Ignored: the next event of the open job reloads the list.
    }
  }
}
