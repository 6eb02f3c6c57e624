// Follows one server-sent event stream of a job to its end. A ticket opens one connection, so each reconnection needs a
// new ticket; it resumes after the last event id received.

import { call, pause } from './api.js';
import { ApiError, serviceUrl } from './http.js';

const TERMINAL_EVENTS = new Set(['complete', 'failed']);
const MAX_PAUSE_SECONDS = 10;

/**
 * @param jobId the job to follow
 * @param stream `name` as in the path, `events` to listen to, `replayedInFull`: every connection begins at the first event
 * @param onEvent called with (name, data) for each event, in order
 * @param onLost called with (error, seconds) when the connection was lost and is opened again in so many seconds
 * @param signal ends it
 * @returns resolves after the terminal event; rejects with an ApiError when the stream cannot be opened
 */
export async function follow(jobId, stream, { onEvent, onLost, signal }) {
  const state = { lastEventId: '', failures: 0, ended: false };
  while (!signal.aborted && !state.ended) {
    try {
      const { ticket } = await call('POST', `/api/v1/jobs/${jobId}/stream-ticket`);
      if (!signal.aborted) {
        const lastEventId = stream.replayedInFull ? '' : state.lastEventId;
        await listen(streamUrl(jobId, stream.name, ticket, lastEventId), stream.events, state, onEvent, signal);
      }
    } catch (error) {
      if (!(error instanceof ApiError) || !error.isTransient) {
        throw error;
      }
      state.failures++;
      const seconds = Math.min(MAX_PAUSE_SECONDS, error.retryAfter ?? 2 ** (state.failures - 1));
      onLost(error, seconds);
      await pause(seconds * 1000, signal);
    }
  }
}

function streamUrl(jobId, name, ticket, lastEventId) {
  const query = new URLSearchParams({ ticket });
  if (lastEventId) {
    query.set('lastEventId', lastEventId);
  }
  return serviceUrl(`/api/v1/jobs/${jobId}/${name}?${query}`);
}

/** Resolves after the terminal event or an abort, rejects when the connection is lost. */
function listen(url, events, state, onEvent, signal) {
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
        onEvent(name, JSON.parse(event.data));
        if (TERMINAL_EVENTS.has(name)) {
          state.ended = true;
          close(resolve);
        }
      });
    }
    source.onerror = () => close(reject, new ApiError({
      status: 0,
      code: 'STREAM_LOST',
      title: 'Connection lost',
      message: 'The job continues on the server.',
    }));
  });
}
