// A bounded number of slots, given out in the order of the requests.

export class Slots {
  #free;
  #waiting = new Set();

  constructor(count) {
    this.#free = count;
  }

  /** A function that releases the slot; null when all are used. */
  take() {
    if (this.#free === 0) {
      return null;
    }
    this.#free--;
    let isReleased = false;
    return () => {
      if (!isReleased) {
        isReleased = true;
        this.#free++;
        this.#wakeNext();
      }
    };
  }

  /** Calls `action` once a slot is free; it has to take it then. @returns a function that ends the waiting */
  onFree(action) {
    const entry = { action };
    this.#waiting.add(entry);
    if (this.#free > 0) {
      queueMicrotask(() => this.#wakeNext());
    }
    return () => {
      if (!this.#waiting.delete(entry) && this.#free > 0) {
        this.#wakeNext();
      }
    };
  }

  #wakeNext() {
    for (const entry of this.#waiting) {
      this.#waiting.delete(entry);
      entry.action();
      return;
    }
  }
}
