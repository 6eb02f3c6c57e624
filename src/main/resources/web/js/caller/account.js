// An account of this service: signing in and out, and the tokens. The access token stays in the tab; the refresh token
// is good once and shared by all tabs, so only one of them exchanges it at a time and tells the others what it got.

import { request } from '../shared/http.js';
import { expired } from './claims.js';
import { locked } from './locked.js';

const ACCOUNT = 'pressroom.account';
const ACCESS = 'pressroom.access-token';

const PASSED_ON_MILLIS = 1000;

const tabs = new BroadcastChannel('pressroom.account');
tabs.addEventListener('message', ({ data }) => keepAccess(data));

let refreshing;

/** `{ user, refreshToken }`, or null when nobody is signed in. */
export function account() {
  try {
    return JSON.parse(localStorage.getItem(ACCOUNT));
  } catch {
    return null;
  }
}

/** @param way `login` or `register`; rejects with an ApiError */
export async function enter(way, details) {
  keep(await request('POST', `/api/v1/auth/${way}`, { body: details }));
}

export async function signOut() {
  const { refreshToken } = account() ?? {};
  forgetAccount();
  if (refreshToken) {
    // Signed out here in any case; a server that does not hear of it forgets the token when its time is over.
    await request('POST', '/api/v1/auth/logout', { body: { refreshToken } }).catch(() => {});
  }
}

/** A token that is still good, or undefined when nobody is signed in (any more). */
export async function accessToken() {
  if (!account()) {
    return undefined;
  }
  const kept = sessionStorage.getItem(ACCESS);
  if (kept && !expired(kept)) {
    return kept;
  }
  const { refreshToken } = account();
  refreshing ??= locked('refresh', () => refresh(refreshToken)).finally(() => (refreshing = undefined));
  return refreshing;
}

/** Drops a token that the server has refused; the next one is asked for. */
export function forgetAccess(refused) {
  if (sessionStorage.getItem(ACCESS) === refused) {
    sessionStorage.removeItem(ACCESS);
  }
}

/** @param known the refresh token before this tab waited for its turn: another may have exchanged it meanwhile */
async function refresh(known) {
  const current = account();
  if (!current) {
    return undefined;
  }
  if (current.refreshToken !== known) {
    await passedOn();
  }
  const kept = sessionStorage.getItem(ACCESS);
  if (kept && !expired(kept)) {
    return kept;
  }
  try {
    const fresh = await request('POST', '/api/v1/auth/refresh', { body: { refreshToken: current.refreshToken } });
    // Whoever signed out meanwhile stays out; somebody else may have signed in.
    return account()?.refreshToken === current.refreshToken ? keep(fresh) : refresh(current.refreshToken);
  } catch (error) {
    if (error.status !== 401) {
      throw error;
    }
    if (account()?.refreshToken !== current.refreshToken) {
      return refresh(current.refreshToken);
    }
    forgetAccount();
    return undefined;
  }
}

/** Resolves when another tab has told what it got, or is taking too long. */
const passedOn = () =>
  new Promise((resolve) => {
    if (!expired(sessionStorage.getItem(ACCESS) ?? '')) {
      resolve();
    }
    tabs.addEventListener('message', resolve, { once: true });
    setTimeout(resolve, PASSED_ON_MILLIS);
  });

function keep({ user, accessToken: access, refreshToken }) {
  localStorage.setItem(ACCOUNT, JSON.stringify({ user: user ?? account()?.user, refreshToken }));
  keepAccess(access);
  tabs.postMessage(access);
  return access;
}

const keepAccess = (access) => sessionStorage.setItem(ACCESS, access);

function forgetAccount() {
  localStorage.removeItem(ACCOUNT);
  sessionStorage.removeItem(ACCESS);
}

/** @param entered called when another tab has signed in; `left` when it has signed out */
export function onOtherTab(entered, left) {
  addEventListener('storage', ({ key, oldValue, newValue }) => {
    if (key === ACCOUNT && newValue === null) {
      sessionStorage.removeItem(ACCESS);
      left();
    } else if (key === ACCOUNT && oldValue === null) {
      entered();
    }
  });
}
