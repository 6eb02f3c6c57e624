// Signing in to and out of an account of this service, and its tokens. The access token is kept per tab. The refresh
// token is valid once and shared by all tabs: one tab at a time exchanges it, and sends the new access token to the others.

import { client } from '../shared/client.js';
import { isExpired } from './jwt.js';
import { withLock } from './lock.js';

const ACCOUNT = 'pressroom.account';
const ACCESS = 'pressroom.access-token';

const OTHER_TAB_MILLIS = 1000;

const tabs = new BroadcastChannel('pressroom.account');
tabs.addEventListener('message', ({ data }) => saveAccessToken(data));

let refreshing;

/** `{ user, refreshToken }`, or null when nobody is signed in. */
export function account() {
  try {
    return JSON.parse(localStorage.getItem(ACCOUNT));
  } catch {
    return null;
  }
}

/** @param action `login` or `register`; rejects with a PressroomError */
export async function signIn(action, details) {
  saveTokens(await client.auth[action](details));
}

export async function signOut() {
  const { refreshToken } = account() ?? {};
  clearAccount();
  if (refreshToken) {
    // The tab is signed out even when this fails; the server then drops the token when it expires.
    await client.auth.logout(refreshToken).catch(() => {});
  }
}

/** A valid access token, refreshed if needed; undefined when the user is not signed in. */
export async function accessToken() {
  if (!account()) {
    return undefined;
  }
  const kept = sessionStorage.getItem(ACCESS);
  if (kept && !isExpired(kept)) {
    return kept;
  }
  const { refreshToken } = account();
  refreshing ??= withLock('refresh', () => refresh(refreshToken)).finally(() => (refreshing = undefined));
  return refreshing;
}

/** Removes a token that the server has rejected, so that the next call refreshes it. */
export function discardAccessToken(rejected) {
  if (sessionStorage.getItem(ACCESS) === rejected) {
    sessionStorage.removeItem(ACCESS);
  }
}

/** @param before the refresh token before this tab waited for the lock; another tab may have exchanged it since */
async function refresh(before) {
  const current = account();
  if (!current) {
    return undefined;
  }
  if (current.refreshToken !== before) {
    await tokenOfOtherTab();
  }
  const kept = sessionStorage.getItem(ACCESS);
  if (kept && !isExpired(kept)) {
    return kept;
  }
  try {
    const fresh = await client.auth.refresh(current.refreshToken);
    // The user may have signed out meanwhile, or another user may have signed in: then the response is not used.
    return account()?.refreshToken === current.refreshToken ? saveTokens(fresh) : refresh(current.refreshToken);
  } catch (error) {
    if (error.status !== 401) {
      throw error;
    }
    if (account()?.refreshToken !== current.refreshToken) {
      return refresh(current.refreshToken);
    }
    clearAccount();
    return undefined;
  }
}

/** Resolves when another tab has sent its access token, at the latest after OTHER_TAB_MILLIS. */
const tokenOfOtherTab = () =>
  new Promise((resolve) => {
    if (!isExpired(sessionStorage.getItem(ACCESS) ?? '')) {
      resolve();
    }
    tabs.addEventListener('message', resolve, { once: true });
    setTimeout(resolve, OTHER_TAB_MILLIS);
  });

function saveTokens({ user, accessToken: access, refreshToken }) {
  localStorage.setItem(ACCOUNT, JSON.stringify({ user: user ?? account()?.user, refreshToken }));
  saveAccessToken(access);
  tabs.postMessage(access);
  return access;
}

const saveAccessToken = (access) => sessionStorage.setItem(ACCESS, access);

function clearAccount() {
  localStorage.removeItem(ACCOUNT);
  sessionStorage.removeItem(ACCESS);
}

/** Calls `onSignedIn` and `onSignedOut` when that happens in another tab. */
export function onOtherTab(onSignedIn, onSignedOut) {
  addEventListener('storage', ({ key, oldValue, newValue }) => {
    if (key === ACCOUNT && newValue === null) {
      sessionStorage.removeItem(ACCESS);
      onSignedOut();
    } else if (key === ACCOUNT && oldValue === null) {
      onSignedIn();
    }
  });
}
