// The client of Pressroom, for browsers and Node 18 or newer. Types and documentation are in pressroom.d.ts.

import { accountsApi } from './lib/accounts.js';
import { Credentials } from './lib/credentials.js';
import { documentsApi } from './lib/documents.js';
import { Feed } from './lib/feed.js';
import { StreamHealth } from './lib/health.js';
import { Http } from './lib/http.js';
import { Job } from './lib/job.js';
import { JobEvents } from './lib/job-events.js';
import { jobsApi } from './lib/jobs.js';
import { NarrativeEvents } from './lib/narrative-events.js';
import { Slots } from './lib/slots.js';
import { Watcher } from './lib/watcher.js';

export * from './lib/errors.js';

/** Browsers allow six connections to a server over HTTP/1.1, for all tabs together. */
const MAX_STREAMS = 3;
const OPEN_MILLIS = 6_000;
const SILENCE_MILLIS = 45_000;
const GIVE_UP_MILLIS = 600_000;

export class Pressroom {
  #http;
  #context;
  #feeds = new Map();

  constructor({ baseUrl, token, getToken, sessionId, ...options } = {}) {
    const credentials = new Credentials({ token, getToken, sessionId });
    this.#http = new Http(baseUrl ?? ownServer(), credentials, options);
    this.#context = {
      http: this.#http,
      slots: new Slots(options.maxStreams ?? MAX_STREAMS),
      replays: new Slots(1),
      watcher: new Watcher(this.#http, options.giveUpMillis ?? GIVE_UP_MILLIS),
      health: new StreamHealth(),
      openMillis: options.openMillis ?? OPEN_MILLIS,
      silenceMillis: options.silenceMillis ?? SILENCE_MILLIS,
      giveUpMillis: options.giveUpMillis ?? GIVE_UP_MILLIS,
    };
    const follow = {
      feed: (id) => this.#feed(id),
      narrative: (id) => new Feed(this.#context, id, new NarrativeEvents(), () => {}),
    };
    Object.assign(this, accountsApi(this.#http), documentsApi(this.#http));
    Object.assign(this, jobsApi(this.#http, (id, urls) => new Job({ ...follow, jobs: this.jobs }, id, urls)));
  }

  /** Sends any other request; for the options see Http. */
  request(method, path, options) {
    return this.#http.request(method, path, options);
  }

  /** The absolute URL of a path of the service. */
  url(path, query) {
    return this.#http.url(path, query);
  }

  /** The feed of a job, shared by those who follow it at the same time. */
  #feed(id) {
    if (!this.#feeds.has(id)) {
      const feed = new Feed(this.#context, id, new JobEvents(), () => {
        if (this.#feeds.get(id) === feed) {
          this.#feeds.delete(id);
        }
      });
      this.#feeds.set(id, feed);
    }
    return this.#feeds.get(id);
  }
}

/** The server that this module was loaded from. */
function ownServer() {
  const own = '/client/pressroom.js';
  const { protocol, pathname, href } = new URL(import.meta.url);
  if (!protocol.startsWith('http') || !pathname.endsWith(own)) {
    throw new TypeError('baseUrl is missing: the URL of the Pressroom server');
  }
  return href.slice(0, href.lastIndexOf(own) + 1);
}
