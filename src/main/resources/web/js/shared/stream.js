// Follows one stream of a job to its end over server-sent events. A ticket opens a stream once, so each new connection
// needs a new one, and goes on after the last number seen.

import { call, pause } from './api.js';
import { ApiError, at } from './http.js';

const LAST = new Set(['complete', 'failed']);
const LONGEST_PAUSE = 10;

/**
 * @param jobId the job to follow
 * @param stream `name` as in the path, `events` to listen to, `whole`: it is replayed in full on every connection
 * @param on called with (name, data) for each event, in order
 * @param lost called with (error, seconds) when the connection is gone and comes back after a pause
 * @param signal ends it
 * @returns resolves after the last event; rejects with an ApiError when the job cannot be followed
 */
export async function follow(jobId, stream, { on, lost, signal }) {
  const state = { lastEventId: '', failures: 0, ended: false };
  while (!signal.aborted && !state.ended) {
    try {
      const { ticket } = await call('POST', `/api/v1/jobs/${jobId}/stream-ticket`);
      if (!signal.aborted) {
        const seen = stream.whole ? '' : state.lastEventId;
        await listen(address(jobId, stream.name, ticket, seen), stream.events, state, on, signal);
      }
    } catch (error) {
      if (!(error instanceof ApiError) || !error.passes) {
        throw error;
      }
      state.failures++;
      const seconds = Math.min(LONGEST_PAUSE, error.retryAfter ?? 2 ** (state.failures - 1));
      lost(error, seconds);
      await pause(seconds * 1000, signal);
    }
  }
}

function address(jobId, name, ticket, lastEventId) {
  const query = new URLSearchParams({ ticket });
  if (lastEventId) {
    query.set('lastEventId', lastEventId);
  }
  return at(`/api/v1/jobs/${jobId}/${name}?${query}`);
}

/** Resolves when the job has ended or the caller has gone, rejects when the connection has. */
function listen(url, events, state, on, signal) {
  return new Promise((resolve, reject) => {
    const source = new EventSource(url);
    const close = (finish, value) => {
      source.close();
      signal.removeEventListener('abort', stop);
      finish(value);
    };
    const stop = () => close(resolve);
    signal.addEventListener('abort', stop);
    for (const name of events) {
      source.addEventListener(name, (event) => {
        state.failures = 0;
        state.lastEventId = event.lastEventId || state.lastEventId;
        on(name, JSON.parse(event.data));
        if (LAST.has(name)) {
          state.ended = true;
          close(resolve);
        }
      });
    }
    source.onerror = () => close(reject, new ApiError({
      status: 0,
      code: 'STREAM_LOST',
      title: 'The connection is gone',
      message: 'The work goes on; this page connects again.',
    }));
  });
}
