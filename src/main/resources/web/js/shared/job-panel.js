// One tab of the page: a form that creates jobs, the progress and result of one job, and the list of earlier jobs. The
// URL fragment names the open job (#job=…, #analysis=…), so that reloading, sharing and the back button work.

import { hasCredentials } from '../auth/credentials.js';
import { openSignIn } from '../auth/sign-in-dialog.js';
import { canSignUp } from '../auth/visitor.js';
import { showCredits } from '../auth/account-bar.js';
import { client } from './client.js';
import { showFieldErrors } from './field-errors.js';
import { History } from './history.js';
import { accountHelps, canRetry, explain, explainFailure, needsOtherInput } from './messages.js';
import { Notice } from './notice.js';
import { ProgressView } from './progress-view.js';
import { rememberTitle, titleOf } from './titles.js';

const RENDER_DELAY_MILLIS = 16;
const CREATE_RETRIES = 7;

export class JobPanel {
  state = null;
  #kind;
  #root;
  #progress;
  #notice;
  #history;
  #following = new AbortController();
  #creating = new AbortController();
  #lastError = null;
  #renderTimer = null;
  #stateListener = () => {};

  /**
   * @param root the tab panel, with `form`, `.job-progress-slot`, `.notice`, `.content` and `.history-panel`
   * @param kind `type` of the jobs, `key` in the URL fragment, `create(body, options)` of the client,
   *     `reduce(state, event, data, now)` for the events of a job, `reduceNarrative` for those of its narrative if it has
   *     one, `initialState(jobId, title)`, `titleOf(state)`, `show(state | null)`, `milestones`, `labels`,
   *     `onEvent(name, state)`, called after each event of the job, `titleOfInput(input)`, and `fill(input, jobId)`: puts
   *     the input of a job into the form; without a job id only when the user has typed nothing
   */
  constructor(root, kind) {
    this.#root = root;
    this.#kind = kind;
    this.#progress = new ProgressView(root.querySelector('.job-progress-slot'), kind.milestones, kind.labels);
    this.#notice = new Notice(root.querySelector('.notice'), () => this.#creating.abort(this.#lastError));
    this.#history = new History(root.querySelector('.history-panel'), {
      type: kind.type,
      key: kind.key,
      labels: kind.labels,
    });
    this.#progress.on('.cancel', () => this.attempt(() => this.#cancel()));
    this.#progress.on('.retry', () => this.attempt(() => this.#retry()));
    this.#progress.on('.again', () => this.#requestAgain());
    this.#progress.on('.change', () => kind.fill(this.state.input, this.state.jobId));
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
    await this.attempt(async () => {
      const { id } = await this.#kind.create(body, {
        maxRetries: CREATE_RETRIES,
        onRetry: (retry) => this.#showRetry(retry, true),
        signal: this.#creating.signal,
      });
      this.#notice.clear();
      rememberTitle(id, title);
      showCredits();
      location.hash = `${this.#kind.key}=${id}`;
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

  /** After the user has changed. A job that the new user may read stays on screen and goes on; another one is closed. */
  async userChanged(jobId = this.state?.jobId ?? null) {
    const shown = this.state?.jobId;
    if (shown && shown === jobId && (await isReadable(jobId))) {
      this.#notice.clear();
      this.refreshHistory();
    } else {
      this.reset(jobId);
    }
  }

  /** Loads everything again. A null job id shows the empty state. */
  reset(jobId) {
    this.#history.clear();
    this.open(null);
    this.open(jobId);
    this.refreshHistory();
  }

  async #follow(jobId) {
    this.#following = new AbortController();
    const { signal } = this.#following;
    const job = client.jobs.handle(jobId);
    let narrates = Boolean(this.#kind.reduceNarrative);
    this.refreshHistory();
    this.#loadInput(jobId, signal);
    try {
      for await (const { type, data } of job.events({ signal, onRetry: (retry) => this.#showRetry(retry) })) {
        this.update(this.#kind.reduce(this.state, type, data, Date.now()));
        this.#afterEvent(type, data);
        if (narrates) {
          narrates = false;
          this.#followNarrative(job, signal);
        }
      }
    } catch (error) {
      if (!signal.aborted) {
        this.#following.abort();
        this.#show(null);
        this.showError(error);
      }
    }
  }

  /** The input of the job, for its title, the form and “Request again”. It is missing on servers of the previous version. */
  async #loadInput(jobId, signal) {
    try {
      const { input } = await client.jobs.get(jobId, { signal });
      if (input && !signal.aborted) {
        this.update({ ...this.state, input, title: this.state.title || this.#kind.titleOfInput(input) });
        this.#kind.fill(input);
      }
    } catch {
      // Ignored: the events of the job report errors.
    }
  }

  /** The narrative is optional: its failure is ignored, the events of the job go on. */
  async #followNarrative(job, signal) {
    try {
      for await (const { type, data } of job.narrative({ signal })) {
        this.update(this.#kind.reduceNarrative(this.state, type, data));
      }
    } catch {
      // Ignored.
    }
  }

  #afterEvent(name, data) {
    rememberTitle(this.state.jobId, this.#kind.titleOf(this.state));
    if (name === 'connected' || this.#lastError) {
      this.#lastError = null;
      this.#notice.clear();
    }
    if (name === 'step-change' || name === 'complete' || name === 'failed') {
      this.refreshHistory();
      showCredits();
    }
    if (name === 'failed' && data.errorCode !== 'CANCELLED') {
      this.#showFailure(data);
    }
    this.#kind.onEvent?.(name, this.state);
  }

  #showFailure(failure) {
    const { title, text } = explainFailure(failure);
    const { labels } = this.#kind;
    const hint = canRetry(failure) ? labels.retryHint : needsOtherInput(failure) ? labels.changeHint : '';
    this.#notice.show(labels.failed, [title && `${title}.`, text, hint].filter(Boolean).join(' '));
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
    await client.jobs.cancel(this.state.jobId);
  }

  async #retry() {
    const { jobId } = this.state;
    await client.jobs.retry(jobId, {
      onRetry: (retry) => this.#showRetry(retry),
      signal: this.#following.signal,
    });
    this.state = null;
    this.open(jobId);
  }

  /** The same input as a new job. */
  async #requestAgain() {
    const { jobId, input, title } = this.state;
    await this.create({ ...input, basedOn: jobId }, title);
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
  #showRetry({ error, delayMillis }, stoppable = false) {
    this.#lastError = error;
    const seconds = Math.ceil(delayMillis / 1000);
    const { title, text } = explain(error);
    this.#notice.show(title, `${text} Trying again in ${seconds} s.`, { stoppable });
  }

  showError(error) {
    const { labels } = this.#kind;
    if (error.status === 404) {
      this.#notice.show(labels.missing, 'It was deleted, or it belongs to another user.');
    } else if (error.details?.length) {
      const others = showFieldErrors(this.#form, error.details);
      if (others.length) {
        this.#notice.show(labels.rejected, others.map(({ path, message }) => `${nameOf(path)} ${message}`).join('; '));
      }
    } else {
      this.#showExplained(error);
    }
  }

  async #showExplained(error) {
    const { title, text } = explain(error);
    const signUp = { label: 'Create an account', run: () => openSignIn('register') };
    const offered = accountHelps(error) && (await canSignUp());
    this.#notice.show(title, offered ? `${text} An account has its own articles and higher limits.` : text, {
      action: offered ? signUp : undefined,
    });
    if (error.status === 401) {
      openSignIn();
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

const isReadable = (jobId) =>
  client.jobs.status(jobId).then(
    () => true,
    () => false,
  );

/** The last part of a JSON pointer as words: `/options/includeVisuals` is “include visuals”. */
const nameOf = (path) => path.split('/').at(-1).replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
