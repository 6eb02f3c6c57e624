// One connection of a stream of server-sent events.

import { abortable, linked } from './abort.js';
import { ConnectionError, InvalidResponseError } from './errors.js';
import { EventParser, EventTooLargeError } from './sse.js';

/**
 * Nothing arrives although the request was sent: a proxy holds the stream back, or something else than this service has
 * responded.
 */
export class StreamBlocked extends Error {}

/**
 * Opens a stream and reads it to its end.
 *
 * @param options `path`, `lastEventId` (undefined for the first connection), `signal`, `onEvent({ type, data, id })` with
 *     `data` parsed, `onRetry(millis)`, `openMillis` (time for the first event), `silenceMillis` (longest pause between
 *     bytes after it)
 * @returns false when the service has nothing more to send (204), else true
 * @throws StreamBlocked; PressroomError; ConnectionError when the connection is lost
 */
export async function readStream(http, { path, lastEventId, signal, onEvent, onRetry, openMillis, silenceMillis }) {
  const connection = linked(signal);
  let timer = setTimeout(() => connection.abort(new StreamBlocked()), openMillis);
  let isConnected = false;
  const parser = new EventParser({
    onRetry,
    onEvent: (event) => {
      isConnected = true;
      const parsed = parsedEvent(event);
      if (parsed && !signal.aborted) {
        onEvent(parsed);
      }
    },
  });
  try {
    const response = await http.open('GET', path, {
      headers: { accept: 'text/event-stream', ...(lastEventId !== undefined && { 'last-event-id': String(lastEventId) }) },
      signal: connection.signal,
    });
    if (response.status === 204) {
      return false;
    }
    if (!response.headers.get('content-type')?.startsWith('text/event-stream')) {
      throw new StreamBlocked();
    }
    const reader = response.body.getReader();
    // In Node, a read after an abort may never settle, and the timer then keeps the process running.
    const next = () => abortable(reader.read(), connection.signal);
    for (let read = await next(); !read.done; read = await next()) {
      parser.push(read.value);
      if (isConnected) {
        clearTimeout(timer);
        timer = setTimeout(() => connection.abort(new ConnectionError()), silenceMillis);
      }
    }
    return true;
  } catch (error) {
    throw connection.signal.aborted ? connection.signal.reason : asStreamError(error);
  } finally {
    clearTimeout(timer);
    connection.abort();
    connection.unlink();
  }
}

/** The event with its data and id parsed; null when they cannot be, and for events that are of no use here. */
function parsedEvent({ type, data, id }) {
  try {
    return { type, data: JSON.parse(data), ...(id !== undefined && { id: Number(id) }) };
  } catch {
    return null;
  }
}

function asStreamError(error) {
  if (error instanceof EventTooLargeError) {
    return new InvalidResponseError({ status: 200, errorCode: 'EVENT_TOO_LARGE', message: error.message });
  }
  return error instanceof TypeError ? new ConnectionError() : error;
}
