// The overview of the cluster, once a second over a stream of server-sent events; by requests where streams do not get
// through.

import { linked, sleep } from '../../client/lib/abort.js';
import { delayBefore } from '../../client/lib/retry.js';
import { readStream, StreamBlocked } from '../../client/lib/stream.js';
import { get, http, STREAM } from './api.js';

const OPEN_MILLIS = 6_000;
const SILENCE_MILLIS = 45_000;
const POLL_MILLIS = 5_000;
const RETRY_MILLIS = 2_000;

/** Dispatches `overview` after each change of `overview`, and `connection` after each change of `isConnected`. */
export class Live extends EventTarget {
  overview = null;
  isConnected = false;

  #run;

  /** @param onRefused called with the error when the token is not accepted */
  start(onRefused) {
    this.stop();
    this.#run = linked();
    this.#follow(this.#run.signal, onRefused);
  }

  stop() {
    this.#run?.abort();
    this.#connected(false);
  }

  async #follow(signal, onRefused) {
    for (let failures = 0; !signal.aborted; ) {
      try {
        await this.#read(signal, () => (failures = 0));
        await sleep(RETRY_MILLIS, signal);
      } catch (error) {
        if (signal.aborted) {
          return;
        }
        if (error.status === 401 || error.status === 403) {
          onRefused(error);
          return;
        }
        failures++;
        this.#connected(false);
        await (error instanceof StreamBlocked ? this.#poll(signal) : sleep(delayBefore(error, failures) ?? 60_000, signal, { wakeable: true }))
          .catch(() => {});
      }
    }
  }

  #read(signal, onSuccess) {
    return readStream(http, {
      path: STREAM,
      signal,
      openMillis: OPEN_MILLIS,
      silenceMillis: SILENCE_MILLIS,
      onRetry: () => {},
      onEvent: ({ type, data }) => {
        if (type === 'overview') {
          onSuccess();
          this.#receive(data);
        }
      },
    });
  }

  async #poll(signal) {
    this.#receive(await get('/overview', {}, signal));
    await sleep(POLL_MILLIS, signal);
  }

  #receive(overview) {
    this.overview = overview;
    this.#connected(true);
    this.dispatchEvent(new Event('overview'));
  }

  #connected(isConnected) {
    if (this.isConnected !== isConnected) {
      this.isConnected = isConnected;
      this.dispatchEvent(new Event('connection'));
    }
  }
}
