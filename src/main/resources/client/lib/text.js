// The text of an article as it is being written: `text()` of a job.

import { JobFailed } from './errors.js';

/** An async iterator of text over the events of a job. It ends with the job, and throws JobFailed when that has failed. */
export class TextIterator {
  #jobId;
  #events;
  #isWhole;
  #onRestart;
  #text = '';
  #isFinished = false;
  #last = Promise.resolve();

  /**
   * @param events iterator of the job's events
   * @param options `whole`: each value is the text so far, else what is new; `onRestart()` is called before the text
   *     begins anew, because the job started again on another machine
   */
  constructor(jobId, events, { whole = false, onRestart } = {}) {
    this.#jobId = jobId;
    this.#events = events;
    this.#isWhole = whole;
    this.#onRestart = onRestart;
  }

  [Symbol.asyncIterator]() {
    return this;
  }

  next() {
    const pull = () => this.#pull();
    this.#last = this.#last.then(pull, pull);
    return this.#last;
  }

  return(value) {
    return this.#events.return(value);
  }

  async #pull() {
    for (let read = await this.#events.next(); !read.done; read = await this.#events.next()) {
      const added = this.#added(read.value);
      if (added) {
        return { value: this.#isWhole ? this.#text : added, done: false };
      }
    }
    return { value: undefined, done: true };
  }

  /** What the event adds to the text; empty for nothing. */
  #added({ type, data }) {
    switch (type) {
      case 'content-chunk':
        return this.#isFinished ? '' : this.#chunk(data);
      case 'blog-result':
        return this.#finish(data.content);
      case 'complete':
        return this.#finish(data.result?.data?.content);
      case 'failed':
        throw new JobFailed(this.#jobId, data);
      default:
        return '';
    }
  }

  #chunk({ text, offset }) {
    if (offset < this.#text.length) {
      this.#text = this.#text.slice(0, offset) + text;
      this.#onRestart?.();
      return this.#text;
    }
    this.#text += text;
    return text;
  }

  /** The whole text is known: adds what was not streamed. */
  #finish(content) {
    if (this.#isFinished || typeof content !== 'string') {
      return '';
    }
    this.#isFinished = true;
    const isContinuation = content.startsWith(this.#text);
    const added = isContinuation ? content.slice(this.#text.length) : this.#isWhole ? content : '';
    this.#text = isContinuation || this.#isWhole ? content : this.#text;
    return added;
  }
}
