// What a token says of itself, unchecked.

const MARGIN_MILLIS = 30_000;

/** Nothing when it cannot be read. */
export function claims(bearer) {
  try {
    const bytes = atob(bearer.split('.')[1].replaceAll('-', '+').replaceAll('_', '/'));
    return JSON.parse(new TextDecoder().decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0))));
  } catch {
    return {};
  }
}

export const expired = (bearer) => !(Number(claims(bearer).exp) * 1000 > Date.now() + MARGIN_MILLIS);

export function userOf(bearer) {
  const { userId, sub } = claims(bearer);
  return userId ?? sub ?? 'unknown';
}
