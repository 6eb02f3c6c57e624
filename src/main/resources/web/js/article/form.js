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
/** The job that the form was filled from: `{ jobId, input }`, or null. Members without a field are sent again. */
let base = null;
let isTouched = false;

const fields = () => $('article-form').elements;
const value = (name) => fields()[name].value.trim();

export async function requestBody() {
  const { jobId, input } = base ?? {};
  const { additionalInstructions, ctas, ...others } = input ?? {};
  return {
    ...others,
    topic: pruned({ ...input?.topic, title: value('title'), subheader: value('subheader') }),
    businessInfo: pruned({ ...input?.businessInfo, businessType: value('business'), targetAudience: value('audience') }),
    organizationId: organization ?? input?.organizationId ?? (await organizationId()),
    ...pruned({ additionalInstructions: value('instructions') }),
    options: { autoSave: true, status: 'draft', includeVisuals: true, ...input?.options },
    ...callsToAction(ctas),
    ...(jobId && { basedOn: jobId }),
  };
}

const pruned = (members) => Object.fromEntries(Object.entries(members).filter(([, text]) => text !== ''));

/** @param earlier calls to action of the job that the form was filled from: the form shows the first one */
function callsToAction([first, ...others] = []) {
  const cta = { text: value('ctaText'), href: value('ctaHref') };
  const own = cta.text || cta.href ? [{ type: 'primary', placement: 'end-of-post', ...first, ...cta }] : [];
  return own.length || others.length ? { ctas: [...own, ...others] } : {};
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
  isTouched = true;
  $('article-form').querySelector('details').open = true;
  $('write').focus();
}

/** @param suggestion of an analysis: `title`, `subheader`, `business`, `audience`, `organization` (`{ id, name }` or null) */
export function fillSuggestion({ organization: suggested, ...texts }) {
  fill(texts);
  isTouched = true;
  setOrganization(suggested);
  $('title').focus();
}

/**
 * Puts the input of a job into the form. Without `jobId`, the job that is open, only while the user has typed nothing;
 * with it the next request is based on that job.
 */
export function fillInput(input, jobId) {
  if (!jobId && isTouched) {
    return;
  }
  const [cta] = input.ctas ?? [];
  fill({
    title: input.topic?.title,
    subheader: input.topic?.subheader,
    business: input.businessInfo?.businessType,
    audience: input.businessInfo?.targetAudience,
    instructions: input.additionalInstructions,
    ctaText: cta?.text,
    ctaHref: cta?.href,
  });
  if (jobId) {
    base = { jobId, input };
    isTouched = true;
    $('article-form').querySelector('details').open = Boolean(input.additionalInstructions || cta);
    $('title').focus();
  }
}

/** Forgets the input, so that the next user does not see it. */
export function clearForm() {
  fill({});
}

function fill(texts) {
  for (const input of $('article-form').querySelectorAll('input, textarea')) {
    input.value = cut(texts[input.name] ?? '', input.maxLength);
  }
  setOrganization(null);
  base = null;
  isTouched = false;
  showFieldErrors($('article-form'), []);
}

const cut = (text, maxLength) => (text.length > maxLength ? `${text.slice(0, maxLength - 1).trimEnd()}…` : text);

/** Sets the analysed organization that the article is written for; null for none. */
export function setOrganization(analysed) {
  organization = analysed?.id ?? null;
  $('organization-note').hidden = !analysed;
  setText($('organization-name'), analysed?.name ?? '');
}

$('article-form').addEventListener('input', () => (isTouched = true));
