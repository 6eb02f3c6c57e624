/** The time without any connection to the service. */
export class Outage {
  #giveUpMillis;
  #failures = 0;
  #since = 0;

  /** @param giveUpMillis after so long it is not worth to go on; a few tries are made in any case */
  constructor(giveUpMillis) {
    this.#giveUpMillis = giveUpMillis;
  }

  end() {
    this.#failures = 0;
  }

  /** @returns the number of failures in a row */
  failed() {
    this.#since = this.#failures === 0 ? Date.now() : this.#since;
    return ++this.#failures;
  }

  isTooLong() {
    return this.#failures > MIN_TRIES && Date.now() - this.#since > this.#giveUpMillis;
  }
}

const MIN_TRIES = 5;
