// The events of a job's own stream: `events()` of a job. Each is passed on once, however often the stream is opened.

import { LiveText } from './live-text.js';

/** The service announces that it will close the stream, which is opened again then. */
const CLOSING = 'stream-timeout';

export class JobEvents {
  path = 'stream';
  /** From here the next connection goes on; undefined before the first event with an id. */
  lastEventId;
  #text = new LiveText();
  #lastProgress = '';

  /** The event, or what of it is new; null when nothing is. */
  wanted(event) {
    if (event.id !== undefined) {
      const isNew = this.lastEventId === undefined || event.id > this.lastEventId;
      this.lastEventId = isNew ? event.id : this.lastEventId;
      return isNew ? event : null;
    }
    switch (event.type) {
      case 'content-chunk': {
        const data = this.#text.add(event.data);
        return data && { type: event.type, data };
      }
      case 'progress-update':
        return this.#isNewProgress(event.data) ? event : null;
      case CLOSING:
        return null;
      default:
        return event;
    }
  }

  #isNewProgress(data) {
    const progress = JSON.stringify(data);
    const isNew = progress !== this.#lastProgress;
    this.#lastProgress = progress;
    return isNew;
  }

  /** The event of a state that was polled while the job is live; null for none. */
  ofState({ status, progress, currentStep, estimatedTimeRemaining }) {
    return status === 'running' ? { type: 'progress-update', data: { progress, currentStep, estimatedTimeRemaining } } : null;
  }

  /** The terminal event of the state of a finished job. */
  ofEnd({ status, result, error, errorCode, retryable }) {
    return status === 'succeeded'
      ? { type: 'complete', data: { result } }
      : { type: 'failed', data: { error, errorCode, retryable: retryable === true } };
  }
}
