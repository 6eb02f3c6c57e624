// Who is using the page: a token, from the address, this tab or the development server, and an organization of their own.

const TOKEN = 'pressroom.token';
const OFFERED = 'pressroom.offered-token';

let asked;

/** The token to send, or undefined when there is none and the user has to be asked. */
export async function token() {
  return fromAddress() ?? sessionStorage.getItem(TOKEN) ?? (await fromDevelopmentServer());
}

export function useToken(value) {
  sessionStorage.setItem(TOKEN, value.trim().replace(/^bearer\s+/i, ''));
}

/** Drops a token that the server has refused. */
export function forgetToken(refused) {
  asked = undefined;
  if (localStorage.getItem(OFFERED) === refused) {
    localStorage.removeItem(OFFERED);
  }
  if (sessionStorage.getItem(TOKEN) === refused) {
    sessionStorage.removeItem(TOKEN);
  }
}

/** The organization that this browser writes for: made once for each user, kept for good. */
export async function organizationId() {
  const key = `pressroom.organization.${userOf(await token())}`;
  const known = localStorage.getItem(key);
  if (known) {
    return known;
  }
  const made = uuid();
  localStorage.setItem(key, made);
  return made;
}

/** A random UUID; `crypto.randomUUID` is missing where the page is not served over https or from this machine. */
export function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** `#token=…` in the address is taken over into the tab and removed from sight. */
function fromAddress() {
  const parameters = new URLSearchParams(location.hash.slice(1));
  const given = parameters.get('token');
  if (!given) {
    return undefined;
  }
  useToken(given);
  parameters.delete('token');
  history.replaceState(null, '', parameters.size ? `#${parameters}` : location.pathname + location.search);
  return sessionStorage.getItem(TOKEN);
}

/** In development anybody may try: the server makes up a user for this browser, kept while the token is good. */
async function fromDevelopmentServer() {
  const kept = localStorage.getItem(OFFERED);
  if (kept && !expired(kept)) {
    return kept;
  }
  asked ??= fetch('/dev/token')
    .then((response) => (response.ok ? response.json() : {}))
    .then(({ token: made }) => {
      if (made) {
        localStorage.setItem(OFFERED, made);
      }
      return made;
    })
    .catch(() => undefined);
  return asked;
}

const expired = (bearer) => Number(claims(bearer).exp) * 1000 < Date.now() + 60_000;

function userOf(bearer) {
  const { userId, sub } = claims(bearer);
  return userId ?? sub ?? 'unknown';
}

/** What a token says of itself, unchecked; nothing when it cannot be read. */
function claims(bearer) {
  try {
    return JSON.parse(atob(bearer.split('.')[1].replaceAll('-', '+').replaceAll('_', '/')));
  } catch {
    return {};
  }
}
