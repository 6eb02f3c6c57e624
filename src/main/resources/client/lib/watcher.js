// Follows the states of many jobs with one request at a time: GET /api/v1/jobs?ids=… with `Prefer: wait`. Jobs that are
// missing in the answer are read one by one.

import { linked, sleep } from './abort.js';
import { Outage } from './outage.js';
import { delayBefore } from './retry.js';

/** Most ids in a request. */
const MAX_IDS = 100;

/** All jobs are asked about within so many seconds; a request for a part of them waits for its share. */
const ROUND_SECONDS = 8;

/** Shortest time from one request to the next. */
const PAUSE_MILLIS = 250;

/** As PAUSE_MILLIS, when the service does not hold requests until something changes. */
const LONG_PAUSE_MILLIS = 1500;

/** Jobs that are added within this time share the next request. */
const GATHER_MILLIS = 50;

export class Watcher {
  #http;
  #listeners = new Map();
  #etags = new Map();
  #round = null;
  #isRunning = false;
  #outage;

  /** @param giveUpMillis how long the service may be away */
  constructor(http, giveUpMillis) {
    this.#http = http;
    this.#outage = new Outage(giveUpMillis);
  }

  /**
   * Calls `onState(state)` with the state of the job, now and after changes; `onError(error)` once when it cannot be read;
   * `onRetry({ error, delayMillis, tries })` before a delay after a temporary error.
   *
   * @returns a function that ends it
   */
  watch(jobId, listener) {
    const listeners = this.#listeners.get(jobId) ?? new Set();
    this.#listeners.set(jobId, listeners.add(listener));
    this.#etags.clear();
    this.#round?.abort();
    if (!this.#isRunning) {
      this.#run();
    }
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(jobId) === listeners) {
        this.#listeners.delete(jobId);
        if (this.#listeners.size === 0) {
          this.#round?.abort();
        }
      }
    };
  }

  async #run() {
    this.#isRunning = true;
    while (this.#listeners.size > 0) {
      await sleep(GATHER_MILLIS);
      const round = (this.#round = linked());
      try {
        await this.#askAll(round.signal);
      } catch (error) {
        if (!round.signal.aborted) {
          await this.#failed(error);
        }
      }
      this.#round = null;
    }
    this.#isRunning = false;
  }

  /** Asks about all jobs, part by part. */
  async #askAll(signal) {
    const ids = [...this.#listeners.keys()].sort();
    const parts = [];
    for (let at = 0; at < ids.length; at += MAX_IDS) {
      parts.push(ids.slice(at, at + MAX_IDS));
    }
    const seconds = Math.max(1, Math.floor(ROUND_SECONDS / Math.max(1, parts.length)));
    for (const part of parts) {
      const watched = part.filter((id) => this.#listeners.has(id));
      if (watched.length > 0) {
        await this.#ask(watched, seconds, signal);
      }
    }
  }

  async #ask(ids, seconds, signal) {
    const began = Date.now();
    const key = ids.join(',');
    const etag = this.#etags.get(key);
    const { status, headers, body } = await this.#statesOf(key, seconds, etag, signal);
    this.#outage.end();
    if (status !== 304) {
      this.#etags.set(key, headers?.get('etag'));
      await this.#report(ids, body?.jobs ?? [], signal);
    }
    const isHeld = status === 200 && this.#etags.get(key);
    const rest = began + (isHeld ? PAUSE_MILLIS : LONG_PAUSE_MILLIS) - Date.now();
    if (rest > 0) {
      await sleep(rest, signal);
    }
  }

  /** Without any state when the service rejects one of the ids: then each job is read by itself. */
  async #statesOf(ids, seconds, etag, signal) {
    try {
      return await this.#http.request('GET', '/api/v1/jobs', {
        query: { ids },
        // The first request is not held: which states are known, only the tag says.
        headers: etag ? { prefer: `wait=${seconds}`, 'if-none-match': etag } : {},
        as: 'response',
        maxRetries: 0,
        signal,
      });
    } catch (error) {
      if (error.status === 400 || error.status === 404) {
        return {};
      }
      throw error;
    }
  }

  async #report(ids, jobs, signal) {
    const states = new Map(jobs.map((job) => [job.jobId, job]));
    for (const id of ids) {
      if (states.has(id)) {
        this.#tell(id, 'onState', states.get(id));
      } else {
        await this.#readOne(id, signal);
      }
    }
  }

  async #readOne(id, signal) {
    if (!this.#listeners.has(id)) {
      return;
    }
    try {
      this.#tell(id, 'onState', await this.#http.request('GET', `/api/v1/jobs/${encodeURIComponent(id)}/status`, { signal }));
    } catch (error) {
      if (signal.aborted || error.isTransient) {
        throw error;
      }
      this.#tell(id, 'onError', error);
    }
  }

  async #failed(error) {
    if (!error.isTransient || this.#outage.isTooLong()) {
      this.#outage.end();
      this.#tellAll('onError', error);
      return;
    }
    const tries = this.#outage.failed();
    const delayMillis = delayBefore(error, tries) ?? error.retryAfter * 1000;
    this.#tellAll('onRetry', { error, delayMillis, tries });
    await sleep(delayMillis, undefined, { wakeable: error.retryAfter === undefined });
  }

  #tellAll(method, value) {
    [...this.#listeners.keys()].forEach((id) => this.#tell(id, method, value));
  }

  #tell(id, method, value) {
    [...(this.#listeners.get(id) ?? [])].forEach((listener) => listener[method](value));
  }
}
