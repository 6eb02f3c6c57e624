// The top right corner of the page: the signed-in user and the articles left.

import { client } from '../shared/client.js';
import { $, setText } from '../shared/dom.js';
import { account } from './account.js';
import { token } from './credentials.js';
import { claims } from './jwt.js';
import { pageConfig } from './page-config.js';
import { tabToken } from './token.js';

/** More credits than this are shown as unlimited. */
const MAX_SHOWN_CREDITS = 1_000_000;

let lastRequest = 0;

export async function showAccount() {
  const { accounts, devTokens } = await pageConfig();
  const user = signedInUser();
  $('user-email').hidden = !user;
  setText($('user-email'), user ?? '');
  $('sign-out').hidden = !user;
  $('sign-in').hidden = Boolean(user) || !(accounts || !devTokens);
  await showCredits();
  $('ops-link').hidden = ![claims(await token()).role].flat().includes('admin');
}

/** The user as text, or undefined. The token of this tab is used before an account; it may name no e-mail address. */
function signedInUser() {
  const bearer = tabToken();
  return bearer ? claims(bearer).email ?? 'Signed in with a token' : account()?.user?.email;
}

/**
 * Loads the number of articles left; hidden for visitors and when it cannot be loaded. A response is dropped when a newer
 * request was sent meanwhile: the user may have signed out since.
 */
export async function showCredits() {
  const request = ++lastRequest;
  let text = '';
  try {
    if (await token()) {
      text = creditsText(await client.credits.get());
    }
  } catch {
    // Ignored: creating an article without credits shows an error of its own.
  }
  if (request !== lastRequest) {
    return;
  }
  setText($('credits'), text);
  $('credits').hidden = !text;
}

function creditsText({ isUnlimited, totalCredits, availableCredits }) {
  if (isUnlimited || availableCredits > MAX_SHOWN_CREDITS) {
    return 'Unlimited articles';
  }
  return availableCredits > 0 ? `${availableCredits} of ${totalCredits} articles left` : 'No articles left';
}
