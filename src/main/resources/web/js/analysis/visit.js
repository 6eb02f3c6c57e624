// The form for a website's address.

import { $ } from '../shared/dom.js';
import { showFaults } from '../shared/faults.js';

const EXAMPLE = 'https://www.python.org';
const SCHEME = /^[a-z][a-z\d+.-]*:(?!\d)/i;

/**
 * What somebody typed as an address: `{ url }`, or `{ fault }` that goes on from "Address". Pure.
 */
export function addressOf(typed) {
  const text = typed.trim();
  if (!text) {
    return { fault: 'is missing: which website is it?' };
  }
  const url = parsed(SCHEME.test(text) ? text : `https://${text.replace(/^\/+/, '')}`);
  if (url && url.protocol !== 'http:' && url.protocol !== 'https:') {
    return { fault: 'must begin with http:// or https://' };
  }
  if (url && (url.username || url.password)) {
    return { fault: 'must not contain a name or a password' };
  }
  return url && isHost(url.hostname) ? { url: url.href } : { fault: 'does not look like one; try example.com' };
}

const isHost = (name) => name === 'localhost' || /[^.]\.[^.]|^\[/.test(name);

function parsed(text) {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

/** @returns the address to visit, or null when it was refused at its field */
export function visited() {
  const { url, fault } = addressOf($('url').value);
  showFaults($('visit'), fault ? [{ path: '/url', message: fault }] : []);
  if (fault) {
    return null;
  }
  $('url').value = url;
  return url;
}

export function fillExample() {
  $('url').value = EXAMPLE;
  showFaults($('visit'), []);
  $('analyse').focus();
}
