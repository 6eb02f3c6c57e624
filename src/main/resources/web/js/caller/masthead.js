// The corner of the masthead: who is signed in, and how many articles are left.

import { call } from '../shared/api.js';
import { $, say } from '../shared/dom.js';
import { account } from './account.js';
import { token } from './caller.js';
import { site } from './site.js';

const MANY = 1_000_000;

let turn = 0;

export async function showCaller() {
  const { accounts, devTokens } = await site();
  const user = account()?.user;
  $('who').hidden = !user;
  say($('who'), user?.email ?? '');
  $('sign-out').hidden = !user;
  $('sign-in').hidden = Boolean(user) || !(accounts || !devTokens);
  await showCredits();
}

/**
 * Brings the number of articles left up to date; hidden when nobody is to pay, or it is not known. An answer that was
 * overtaken is dropped: it may be of somebody who has left meanwhile.
 */
export async function showCredits() {
  const mine = ++turn;
  let text = '';
  try {
    if (await token()) {
      text = sentence((await call('GET', '/api/v1/user/credits')).data);
    }
  } catch {
    // Not worth a notice: an order that cannot be paid is refused with one.
  }
  if (mine !== turn) {
    return;
  }
  say($('credits'), text);
  $('credits').hidden = !text;
}

function sentence({ isUnlimited, totalCredits, availableCredits }) {
  if (isUnlimited || availableCredits > MANY) {
    return 'Unlimited articles';
  }
  return availableCredits > 0 ? `${availableCredits} of ${totalCredits} articles left` : 'No articles left';
}
