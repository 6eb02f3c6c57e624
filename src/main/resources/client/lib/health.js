// Whether streams get through to this client. After one that does not, all jobs are polled for some time.

const FIRST_BLOCK_MILLIS = 60_000;
const LONGEST_BLOCK_MILLIS = 600_000;

export class StreamHealth {
  #blockedUntil = 0;
  #blockMillis = FIRST_BLOCK_MILLIS;

  /** A stream does not get through. */
  block() {
    if (this.blockedMillis() === 0) {
      this.#blockedUntil = Date.now() + this.#blockMillis;
      this.#blockMillis = Math.min(LONGEST_BLOCK_MILLIS, this.#blockMillis * 2);
    }
  }

  /** A stream got through. */
  works() {
    this.#blockedUntil = 0;
    this.#blockMillis = FIRST_BLOCK_MILLIS;
  }

  /** For how long streams are not to be tried. */
  blockedMillis() {
    return Math.max(0, this.#blockedUntil - Date.now());
  }
}
