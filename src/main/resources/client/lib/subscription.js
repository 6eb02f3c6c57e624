// One iteration over the events of a job.

/** An async iterator. `return()` ends it at once, also while `next()` waits: leaving a `for await` closes the connection. */
export class Subscription {
  #open;
  #options;
  #feed = null;
  #at = 0;
  #isDone = false;
  #waiting = [];

  /**
   * @param open called at the first `next()`, returns the feed
   * @param options `signal` ends it with its reason; `onRetry` is called before each delay after a lost connection
   */
  constructor(open, options = {}) {
    this.#open = open;
    this.#options = options;
  }

  [Symbol.asyncIterator]() {
    return this;
  }

  next() {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      if (!this.#feed && !this.#isDone) {
        this.#begin();
      }
      this.#deliver();
    });
  }

  async return(value) {
    this.#end();
    this.#deliver();
    return { value, done: true };
  }

  #begin() {
    this.#options.signal?.addEventListener('abort', this.#abort);
    if (this.#options.signal?.aborted) {
      return;
    }
    this.#feed = this.#open();
    this.#feed.add(this.#follower);
  }

  #follower = {
    onChange: () => this.#deliver(),
    onRetry: (retry) => this.#options.onRetry?.(retry),
  };

  #abort = () => this.#deliver();

  #deliver() {
    const { signal } = this.#options;
    while (this.#waiting.length > 0) {
      if (this.#isDone) {
        this.#waiting.shift().resolve({ value: undefined, done: true });
      } else if (signal?.aborted) {
        this.#fail(signal.reason);
      } else if (this.#at < this.#feed.log.length) {
        this.#waiting.shift().resolve({ value: this.#feed.log[this.#at++], done: false });
      } else if (this.#feed.error) {
        this.#fail(this.#feed.error);
      } else if (this.#feed.isOver) {
        this.#end();
      } else {
        return;
      }
    }
    if (signal?.aborted) {
      this.#leave();
    }
  }

  #fail(error) {
    const { reject } = this.#waiting.shift();
    this.#end();
    reject(error);
  }

  #end() {
    this.#isDone = true;
    this.#leave();
  }

  #leave() {
    this.#options.signal?.removeEventListener('abort', this.#abort);
    this.#feed?.remove(this.#follower);
  }
}
