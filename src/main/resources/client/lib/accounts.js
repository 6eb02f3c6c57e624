// Accounts, sessions and credits.

export function accountsApi(http) {
  // Somebody waits at a form: an error is shown, not retried.
  const auth = (action, credentials) => (body, options) =>
    http.request('POST', `/api/v1/auth/${action}`, { maxRetries: 0, ...options, body, credentials });
  return {
    auth: {
      // The session of the client, if it has one, is taken over by the user.
      register: auth('register', 'session'),
      login: auth('login', 'session'),
      refresh: (refreshToken, options) => auth('refresh', 'none')({ refreshToken }, options),
      /** @param refreshToken undefined: ends the sign-in of the access token */
      logout: (refreshToken, options) =>
        refreshToken ? auth('logout', 'none')({ refreshToken }, options) : auth('logout', 'all')(undefined, options),
      password: auth('password', 'all'),
      me: (options) => http.request('GET', '/api/v1/auth/me', options),
    },
    sessions: {
      create: (options) => http.request('POST', '/api/v1/session/create', { ...options, credentials: 'none' }),
      /** The user of the token takes over what the session has made. */
      adopt: (sessionId, options) =>
        http.request('POST', '/api/v1/users/adopt-session', {
          repeatable: true,
          ...options,
          headers: { 'x-session-id': sessionId, ...options?.headers },
        }),
    },
    credits: {
      get: async (options) => (await http.request('GET', '/api/v1/user/credits', options)).data,
    },
  };
}
