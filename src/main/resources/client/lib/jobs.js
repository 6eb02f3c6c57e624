// Creating jobs, reading and changing them.

import { NotFoundError } from './errors.js';
import { uuid } from './uuid.js';

const JOBS = '/api/v1/jobs';

const pathOf = (id) => `${JOBS}/${encodeURIComponent(id)}`;

/** @param handle makes a Job from `(id, urls)` */
export function jobsApi(http, handle) {
  const create = (path) => async (input, { idempotencyKey = uuid(), ...options } = {}) => {
    const { jobId, urls } = await http.request('POST', path, {
      ...options,
      body: input,
      headers: { 'idempotency-key': idempotencyKey },
      repeatable: true,
    });
    return handle(jobId, urls);
  };

  const jobs = {
    handle: (id) => handle(id),
    get: (id, options) => http.request('GET', pathOf(id), options),
    status: (id, { wait, ...options } = {}) =>
      http.request('GET', `${pathOf(id)}/status`, { ...options, headers: wait ? { prefer: `wait=${wait}` } : {} }),
    list: (query, options) => http.request('GET', JOBS, { ...options, query }),
    async *all({ signal, ...query } = {}) {
      for (let page = await jobs.list(query, { signal }); ; ) {
        yield* page.jobs;
        if (!page.nextCursor) {
          return;
        }
        page = await jobs.list({ ...query, cursor: page.nextCursor }, { signal });
      }
    },
    async batch(inputs, { idempotencyKey = uuid(), ...options } = {}) {
      const { jobs: created } = await http.request('POST', `${JOBS}/batch`, {
        ...options,
        body: { jobs: inputs },
        headers: { 'idempotency-key': idempotencyKey },
        repeatable: true,
      });
      return created.map(({ jobId, urls }) => handle(jobId, urls));
    },
    cancel: (id, options) => act(id, 'cancel', undefined, options, ({ errorCode }) => errorCode === 'CANCELLED'),
    retry: async (id, { from, ...options } = {}) => {
      await act(id, 'retry', from && { from }, options, ({ status }) => status === 'queued' || status === 'running');
      return handle(id);
    },
    async delete(id, options) {
      try {
        await http.request('DELETE', pathOf(id), options);
      } catch (error) {
        if (!(error instanceof NotFoundError)) {
          throw error;
        }
      }
    },
    deliveries: (id, query, options) => http.request('GET', `${pathOf(id)}/deliveries`, { ...options, query }),
    redeliver: (id, deliveryId, options) =>
      http.request('POST', `${pathOf(id)}/deliveries/${encodeURIComponent(deliveryId)}/redeliver`, options),
  };

  /**
   * A conflict is no error when the job is already in the state that was asked for: an earlier request may have succeeded
   * and its response been lost. Browsers repeat requests by themselves when a connection that was used before is reset.
   */
  async function act(id, action, body, options, hasHappened) {
    try {
      await http.request('POST', `${pathOf(id)}/${action}`, { ...options, body, repeatable: true });
    } catch (error) {
      if (error.status !== 409 || !hasHappened(await jobs.status(id, { signal: options?.signal }))) {
        throw error;
      }
    }
  }

  return {
    jobs,
    articles: { create: create(`${JOBS}/content-generation`) },
    websites: { create: create(`${JOBS}/website-analysis`) },
  };
}
