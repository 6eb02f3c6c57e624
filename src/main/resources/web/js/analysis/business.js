// The insights into a business and its profile.

import { element } from '../shared/dom.js';

const FACTS = [
  ['description', 'What it does'],
  ['targetAudience', 'Whom it serves'],
  ['decisionMakers', 'Who decides'],
  ['endUsers', 'Who uses it'],
  ['businessModel', 'How it earns'],
  ['websiteGoals', 'What the website is for'],
  ['brandVoice', 'How it sounds'],
  ['contentFocus', 'What it writes about'],
  ['blogStrategy', 'What to publish'],
  ['searchBehavior', 'How people look for it'],
  ['customerProblems', 'What its customers struggle with'],
  ['keywords', 'Words to be found by'],
];

export function insights(cards) {
  return cards.map(({ category, heading, body, takeaway }) =>
    element(
      'li',
      'insight',
      ...part('p', 'kind', category),
      ...part('h2', '', heading),
      ...part('p', '', body),
      ...part('p', 'takeaway', takeaway),
    ),
  );
}

/** Terms and what is known of each; nothing for what is not known. */
export function profile(facts) {
  return FACTS.filter(([key]) => facts[key]?.length).map(([key, term]) =>
    element('div', '', element('dt', '', term), element('dd', '', ...said(facts[key]))),
  );
}

/** Sentences are listed, single words stand beside each other. */
const said = (fact) => (Array.isArray(fact) ? [fact.some(isSentence) ? sentences(fact) : words(fact)] : [String(fact)]);

const isSentence = (text) => String(text).length > 40;

const sentences = (list) => element('ul', 'sentences', ...list.map((text) => element('li', '', String(text))));

export const words = (list) => element('ul', 'words', ...list.map((word) => element('li', '', String(word))));

export const part = (tag, className, text) => (text ? [element(tag, className, String(text))] : []);
