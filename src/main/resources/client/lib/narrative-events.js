// The events of the narrative of a website analysis. Every connection begins with `connected` and the first event again.

export class NarrativeEvents {
  path = 'narrative-stream';
  lastEventId = undefined;

  wanted(event) {
    return event.type === 'stream-timeout' ? null : event;
  }

  ofState() {
    return null;
  }

  ofEnd({ status, error, errorCode, retryable }) {
    return status === 'succeeded'
      ? { type: 'complete', data: {} }
      : { type: 'failed', data: { error, errorCode, retryable: retryable === true } };
  }
}
