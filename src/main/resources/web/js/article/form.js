// The form for a new article: its fields, validation and the request body.

import { organizationId } from '../auth/credentials.js';
import { $, setText } from '../shared/dom.js';
import { showFieldErrors } from '../shared/field-errors.js';

const EXAMPLE = {
  title: 'Keeping a sourdough starter through the winter',
  subheader: 'Why a cold kitchen is no excuse',
  business: 'A bakery with a small school',
  audience: 'People baking at home for the first time',
  instructions: 'Friendly and practical, no chemistry.',
  ctaText: 'Join our Saturday class',
  ctaHref: 'https://example.com/classes',
};

let organization = null;

const fields = () => $('article-form').elements;
const value = (name) => fields()[name].value.trim();

export async function requestBody() {
  return {
    topic: pruned({ title: value('title'), subheader: value('subheader') }),
    businessInfo: pruned({ businessType: value('business'), targetAudience: value('audience') }),
    organizationId: organization ?? (await organizationId()),
    ...pruned({ additionalInstructions: value('instructions') }),
    options: { autoSave: true, status: 'draft', includeVisuals: true },
    ...callsToAction(),
  };
}

const pruned = (members) => Object.fromEntries(Object.entries(members).filter(([, text]) => text !== ''));

function callsToAction() {
  const cta = { text: value('ctaText'), href: value('ctaHref') };
  return cta.text || cta.href ? { ctas: [{ ...cta, type: 'primary', placement: 'end-of-post' }] } : {};
}

/** Shows errors that need no server. @returns true when the form can be sent */
export function validate() {
  const errors = [];
  if (!value('title')) {
    errors.push({ path: '/topic/title', message: 'is required' });
  }
  if (value('ctaText') && !value('ctaHref')) {
    errors.push({ path: '/ctas/0/href', message: 'is required when there is a text' });
  }
  if (value('ctaHref') && !value('ctaText')) {
    errors.push({ path: '/ctas/0/text', message: 'is required when there is a link' });
  }
  showFieldErrors($('article-form'), errors);
  return errors.length === 0;
}

export function fillExample() {
  fill(EXAMPLE);
  $('article-form').querySelector('details').open = true;
  $('write').focus();
}

/** @param suggestion of an analysis: `title`, `subheader`, `business`, `audience`, `organization` (`{ id, name }` or null) */
export function fillSuggestion({ organization: suggested, ...texts }) {
  fill(texts);
  setOrganization(suggested);
  $('title').focus();
}

function fill(texts) {
  for (const input of $('article-form').querySelectorAll('input, textarea')) {
    input.value = cut(texts[input.name] ?? '', input.maxLength);
  }
  setOrganization(null);
  showFieldErrors($('article-form'), []);
}

const cut = (text, maxLength) => (text.length > maxLength ? `${text.slice(0, maxLength - 1).trimEnd()}…` : text);

/** Sets the analysed organization that the article is written for; null for none. */
export function setOrganization(analysed) {
  organization = analysed?.id ?? null;
  $('organization-note').hidden = !analysed;
  setText($('organization-name'), analysed?.name ?? '');
}
