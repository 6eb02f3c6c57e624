// The request headers that identify the client: a bearer token, else a session id.

import { abortable } from './abort.js';

export class Credentials {
  #getToken;
  #getSessionId;
  #renewal = {};

  constructor({ token, getToken, sessionId }) {
    this.#getToken = getToken ?? (() => token);
    this.#getSessionId = typeof sessionId === 'function' ? sessionId : () => sessionId;
  }

  /** The headers; empty without credentials. */
  async headers(signal) {
    return this.#withToken(await abortable(Promise.resolve(this.#getToken({ refresh: false })), signal), signal);
  }

  /** The header of the session only; empty without one. */
  async sessionHeaders(signal) {
    const session = await abortable(Promise.resolve(this.#getSessionId()), signal);
    return session ? { 'x-session-id': session } : {};
  }

  /** Other headers after the server has rejected these; null when there are none. */
  async replacement(rejected, signal) {
    const token = rejected.authorization?.slice('Bearer '.length);
    if (!token) {
      return null;
    }
    const next = await this.#withToken(await abortable(this.#renewed(token), signal), signal);
    const isOther = next.authorization ? next.authorization !== rejected.authorization : next['x-session-id'];
    return isOther ? next : null;
  }

  /** Requests that were rejected with the same token share one new token. */
  #renewed(token) {
    if (this.#renewal.rejected !== token) {
      const forget = () => (this.#renewal = {});
      const fresh = Promise.resolve(this.#getToken({ refresh: true, rejected: token }));
      this.#renewal = { rejected: token, fresh };
      fresh.then((value) => value || forget(), forget);
    }
    return this.#renewal.fresh;
  }

  async #withToken(token, signal) {
    return token ? { authorization: `Bearer ${token}` } : this.sessionHeaders(signal);
  }
}
