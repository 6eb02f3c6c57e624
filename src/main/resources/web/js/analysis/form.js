// The form for a new website analysis.

import { $ } from '../shared/dom.js';
import { showFieldErrors } from '../shared/field-errors.js';

const EXAMPLE = 'https://www.python.org';
const SCHEME = /^[a-z][a-z\d+.-]*:(?!\d)/i;

/** @returns `{ url }`, or `{ error }`: a message that follows the label of the field */
export function parseUrl(input) {
  const text = input.trim();
  if (!text) {
    return { error: 'is required' };
  }
  const url = parsed(SCHEME.test(text) ? text : `https://${text.replace(/^\/+/, '')}`);
  if (url && url.protocol !== 'http:' && url.protocol !== 'https:') {
    return { error: 'must begin with http:// or https://' };
  }
  if (url && (url.username || url.password)) {
    return { error: 'must not contain a user name or password' };
  }
  return url && isHost(url.hostname) ? { url: url.href } : { error: 'is not valid; try one like example.com' };
}

const isHost = (name) => name === 'localhost' || /[^.]\.[^.]|^\[/.test(name);

function parsed(text) {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

/** @returns the URL in the form; null after showing an error under its field */
export function validatedUrl() {
  const { url, error } = parseUrl($('url').value);
  showFieldErrors($('website-form'), error ? [{ path: '/url', message: error }] : []);
  if (error) {
    return null;
  }
  $('url').value = url;
  return url;
}

/** Puts the URL of an earlier analysis into the form; without `jobId` only when the field is empty. */
export function fillInput({ url }, jobId) {
  if (jobId || !$('url').value) {
    $('url').value = url ?? '';
    showFieldErrors($('website-form'), []);
  }
  if (jobId) {
    $('url').focus();
  }
}

export function fillExample() {
  $('url').value = EXAMPLE;
  showFieldErrors($('website-form'), []);
  $('analyse').focus();
}
