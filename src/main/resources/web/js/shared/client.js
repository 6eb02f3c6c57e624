// The client of the service that all requests of the page go through, with the credentials of the user.

import { Pressroom } from '../../client/pressroom.js';
import { sessionId } from '../auth/session.js';
import { replacementToken, token } from '../auth/credentials.js';

export const client = new Pressroom({
  // The service may be served under a sub-path by a proxy.
  baseUrl: new URL('.', document.baseURI).href,
  getToken: ({ rejected }) => (rejected ? replacementToken(rejected) : token()),
  sessionId: () => sessionId(),
  giveUpMillis: Infinity,
});

/** The options of a request that sends no credentials, and is not repeated after an error. */
export const PUBLIC = { credentials: 'none', maxRetries: 0 };
