// Posts, images, organizations and webhooks.

const POSTS = '/api/v1/posts';
const ORGANIZATIONS = '/api/v1/organizations';
const WEBHOOKS = '/api/v1/webhooks';
const IMAGES_MILLIS = 120_000;

const itemOf = (path, id) => `${path}/${encodeURIComponent(id)}`;

const ifMatch = (etag) => (etag ? { 'if-match': etag } : {});

export function documentsApi(http) {
  /** The named member of the response, with its version as `etag`. */
  const versioned = async (method, path, name, options) => {
    const { headers, body } = await http.request(method, path, { ...options, as: 'response' });
    return { ...body[name], etag: headers.get('etag') ?? undefined };
  };

  /** With `ifMatch` (an `etag`) only that version is changed. */
  const update = (path, name, changes, { ifMatch: etag, ...options } = {}) =>
    versioned('PATCH', path, name, { ...options, body: changes, headers: ifMatch(etag) });

  return {
    posts: {
      list: (query, options) => http.request('GET', POSTS, { ...options, query }),
      get: (id, options) => versioned('GET', itemOf(POSTS, id), 'post', options),
      /** @param format `markdown` or `html`: a whole document, as text */
      export: (id, format, options) => http.request('GET', itemOf(POSTS, id), { ...options, query: { format }, as: 'text' }),
      create: async (post, options) => (await http.request('POST', POSTS, { ...options, body: post })).post,
      /** @param options `ifMatch`: the ETag of the version that was read */
      update: (id, changes, options) => update(itemOf(POSTS, id), 'post', changes, options),
      delete: (id, { ifMatch: etag, ...options } = {}) =>
        http.request('DELETE', itemOf(POSTS, id), { ...options, headers: ifMatch(etag) }),
    },
    images: {
      /** Generates the images of a post: `{ blogPostId, content?, topic?, organizationId? }`. */
      generate: (input, options) =>
        http.request('POST', '/api/images/generate-for-blog', { timeoutMillis: IMAGES_MILLIS, ...options, body: input }),
    },
    organizations: {
      list: (query, options) => http.request('GET', ORGANIZATIONS, { ...options, query }),
      get: (id, options) => versioned('GET', itemOf(ORGANIZATIONS, id), 'organization', options),
      update: (id, changes, options) => update(itemOf(ORGANIZATIONS, id), 'organization', changes, options),
      delete: (id, options) => http.request('DELETE', itemOf(ORGANIZATIONS, id), options),
    },
    webhooks: {
      get: (options) => http.request('GET', WEBHOOKS, options),
      set: (webhook, options) => http.request('PUT', WEBHOOKS, { ...options, body: webhook }),
      delete: (options) => http.request('DELETE', WEBHOOKS, options),
      /** Makes or rotates the secret, which is shown once. */
      rotateSecret: (options) => http.request('POST', `${WEBHOOKS}/secret`, options),
    },
  };
}
