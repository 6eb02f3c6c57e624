// The events of one stream of a job, shared by all that follow it through this client. They come from the stream itself;
// while streams do not get through, or all slots for streams are used, from the shared polling. The feed ends with the job,
// or when nobody follows it any more.

import { abortable, linked, sleep } from './abort.js';
import { PressroomError } from './errors.js';
import { Outage } from './outage.js';
import { delayBefore, withJitter } from './retry.js';
import { readStream, StreamBlocked } from './stream.js';

const FINAL = new Set(['succeeded', 'failed']);
const TERMINAL_EVENTS = new Set(['complete', 'failed']);

/** Delay before a stream that has ended is opened again, until the service has said another. */
const RETRY_MILLIS = 2000;

/** Time for reading the stream of a finished job, which ends at once. */
const REPLAY_MILLIS = 10_000;

export class Feed {
  /** All events so far, in order. */
  log = [];
  /** The terminal event was received. */
  isOver = false;
  /** Why there are no more events although the job has not ended; null without an error. */
  error = null;

  #context;
  #jobId;
  #onEnd;
  #followers = new Set();
  #life = linked();
  #source;
  #retryMillis = RETRY_MILLIS;

  /**
   * @param context of the client: `http`, `slots` for streams, `replays` (slots for streams of finished jobs), `watcher`,
   *     `health` of streams, `openMillis`, `silenceMillis`, `giveUpMillis`
   * @param source which events of the stream are new, and which replace them while the job is polled: `path`,
   *     `lastEventId`, `wanted(event)`, `ofState(state)`, `ofEnd(state)`
   * @param onEnd called when the feed is not to be used for new followers, perhaps more than once
   */
  constructor(context, jobId, source, onEnd) {
    this.#context = context;
    this.#jobId = jobId;
    this.#source = source;
    this.#onEnd = onEnd;
    this.#run();
  }

  /** @param follower `onChange()` after each new event and at the end, `onRetry({ error, delayMillis, tries })` */
  add(follower) {
    this.#followers.add(follower);
  }

  remove(follower) {
    this.#followers.delete(follower);
    if (this.#followers.size === 0) {
      this.#onEnd();
      this.#life.abort();
    }
  }

  get #signal() {
    return this.#life.signal;
  }

  get #path() {
    return `/api/v1/jobs/${encodeURIComponent(this.#jobId)}`;
  }

  async #run() {
    try {
      while (!this.isOver) {
        await this.#follow();
      }
    } catch (error) {
      this.error = error;
    }
    this.#onEnd();
    this.#notify();
  }

  async #follow() {
    const { slots, health } = this.#context;
    if (health.blockedMillis() > 0) {
      await this.#poll((resume) => this.#after(health.blockedMillis(), resume));
      return;
    }
    const release = slots.take();
    if (!release) {
      await this.#poll((resume) => slots.onFree(resume));
      return;
    }
    try {
      await this.#stream();
    } finally {
      release();
    }
  }

  #after(millis, action) {
    const timer = setTimeout(action, millis);
    return () => clearTimeout(timer);
  }

  /** Reads the stream, and again after it was lost, until the job has ended or streams do not get through. */
  async #stream() {
    const { health, openMillis } = this.#context;
    const outage = new Outage(this.#context.giveUpMillis);
    while (!this.isOver) {
      try {
        const hasMore = await this.#connect(openMillis, () => {
          health.works();
          outage.end();
        });
        if (!hasMore) {
          await this.#readResult();
        }
        if (!this.isOver) {
          await this.#pause(withJitter(this.#retryMillis));
        }
      } catch (error) {
        if (error instanceof StreamBlocked) {
          health.block();
          return;
        }
        await this.#afterFailure(error, outage);
      }
    }
  }

  #connect(openMillis, onConnected) {
    return readStream(this.#context.http, {
      path: `${this.#path}/${this.#source.path}`,
      lastEventId: this.#source.lastEventId,
      signal: this.#signal,
      onEvent: (event) => {
        if (event.type === 'connected') {
          onConnected();
        }
        this.#receive(event);
      },
      onRetry: (millis) => (this.#retryMillis = millis),
      openMillis,
      silenceMillis: this.#context.silenceMillis,
    });
  }

  async #afterFailure(error, outage) {
    this.#signal.throwIfAborted();
    if (!(error instanceof PressroomError) || !error.isTransient || outage.isTooLong()) {
      throw error;
    }
    const tries = outage.failed();
    const delayMillis = delayBefore(error, tries) ?? error.retryAfter * 1000;
    this.#followers.forEach((follower) => follower.onRetry?.({ error, delayMillis, tries }));
    // A delay that the service has asked for is not shortened.
    await this.#pause(delayMillis, error.retryAfter === undefined);
  }

  #pause(millis, wakeable = true) {
    return sleep(millis, this.#signal, { wakeable });
  }

  /**
   * Follows the job by polling.
   *
   * @param until called with a function that ends the polling; returns a function that is called when it has ended
   */
  async #poll(until) {
    let stop = () => {};
    const signal = this.#signal;
    try {
      const isFinal = await new Promise((resolve, reject) => {
        const resume = until(() => resolve(false));
        const unwatch = this.#context.watcher.watch(this.#jobId, {
          onState: (state) => (FINAL.has(state.status) ? resolve(true) : this.#receive(this.#source.ofState(state))),
          onError: reject,
          onRetry: (retry) => this.#followers.forEach((follower) => follower.onRetry?.(retry)),
        });
        const abort = () => reject(signal.reason);
        signal.addEventListener('abort', abort);
        stop = () => {
          resume();
          unwatch();
          signal.removeEventListener('abort', abort);
        };
      });
      stop();
      if (isFinal) {
        await this.#readEnd();
      }
    } finally {
      stop();
    }
  }

  /** Reads the events of a finished job, which its stream sends at once; the status when that does not get through. */
  async #readEnd() {
    const release = await this.#replaySlot();
    try {
      await this.#connect(REPLAY_MILLIS, () => {});
    } catch (error) {
      this.#signal.throwIfAborted();
      if (error.status === 404 || error.status === 401) {
        throw error;
      }
    } finally {
      release();
    }
    if (!this.isOver) {
      await this.#readResult();
    }
  }

  async #replaySlot() {
    const { replays } = this.#context;
    for (let release = replays.take(); ; release = replays.take()) {
      if (release) {
        return release;
      }
      let forget = () => {};
      try {
        await abortable(new Promise((resolve) => (forget = replays.onFree(resolve))), this.#signal);
      } finally {
        forget();
      }
    }
  }

  /** Makes the terminal event from the status. A job that was retried meanwhile has none. */
  async #readResult() {
    const state = await this.#context.http.request('GET', `${this.#path}/status`, { signal: this.#signal });
    if (FINAL.has(state.status)) {
      this.#receive(this.#source.ofEnd(state));
    }
  }

  /** @param event null for none */
  #receive(event) {
    const wanted = this.isOver || !event ? null : this.#source.wanted(event);
    if (wanted) {
      this.log.push(wanted);
      this.isOver = TERMINAL_EVENTS.has(wanted.type);
      this.#notify();
    }
  }

  #notify() {
    [...this.#followers].forEach((follower) => follower.onChange());
  }
}
