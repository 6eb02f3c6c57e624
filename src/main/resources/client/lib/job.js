// One job, to follow and to act on.

import { JobFailed } from './errors.js';
import { Subscription } from './subscription.js';
import { TextIterator } from './text.js';

export class Job {
  /** The id of the job. */
  id;
  /** The addresses of the job, as the service gave them when it was created; undefined for a handle made from an id. */
  urls;
  #client;

  constructor(client, id, urls) {
    this.id = id;
    this.urls = urls;
    this.#client = client;
  }

  /**
   * The events of the job from its first one on, until `complete` or `failed`. Each iteration begins anew; iterations at
   * the same time share one connection. Leaving the loop ends it, and does not cancel the job.
   *
   * @param options `signal`; `onRetry({ error, delayMillis, tries })`, called when the connection was lost
   */
  events(options) {
    return new Subscription(() => this.#client.feed(this.id), options);
  }

  /** The text of the article while it is being written, as new pieces of it. For the options see TextIterator. */
  text({ signal, onRetry, ...options } = {}) {
    return new TextIterator(this.id, this.events({ signal, onRetry }), options);
  }

  /** The narrative of a website analysis. After a lost connection it begins with `connected` and its first event again. */
  narrative(options) {
    return new Subscription(() => this.#client.narrative(this.id), options);
  }

  /** Resolves with the result once the job has ended; rejects with JobFailed when it has failed or was cancelled. */
  async result(options) {
    for await (const { type, data } of this.events(options)) {
      if (type === 'complete') {
        return data.result;
      }
      if (type === 'failed') {
        throw new JobFailed(this.id, data);
      }
    }
    throw new JobFailed(this.id, { error: 'The job has ended without a result.' });
  }

  /** The state now, with the result of a finished job. `wait` holds the request until it changes, in seconds. */
  status(options) {
    return this.#client.jobs.status(this.id, options);
  }

  /** Input, attempts, steps and usage. */
  details(options) {
    return this.#client.jobs.get(this.id, options);
  }

  cancel(options) {
    return this.#client.jobs.cancel(this.id, options);
  }

  /** @param options `from`: name of the step from which the job runs again */
  retry(options) {
    return this.#client.jobs.retry(this.id, options);
  }

  delete(options) {
    return this.#client.jobs.delete(this.id, options);
  }
}
