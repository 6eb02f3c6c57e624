// Renders the insight cards and the business profile.

import { element } from '../shared/dom.js';

const FACTS = [
  ['description', 'Description'],
  ['targetAudience', 'Target audience'],
  ['decisionMakers', 'Decision makers'],
  ['endUsers', 'End users'],
  ['businessModel', 'Business model'],
  ['websiteGoals', 'Website goals'],
  ['brandVoice', 'Brand voice'],
  ['contentFocus', 'Content focus'],
  ['blogStrategy', 'Blog strategy'],
  ['searchBehavior', 'Search behaviour'],
  ['customerProblems', 'Customer problems'],
  ['keywords', 'Keywords'],
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

/** Terms and their values; terms without a value are left out. */
export function profile(facts) {
  return FACTS.filter(([key]) => facts[key]?.length).map(([key, term]) =>
    element('div', '', element('dt', '', term), element('dd', '', ...valueOf(facts[key]))),
  );
}

/** Sentences become a list, short terms become tags. */
const valueOf = (fact) => (Array.isArray(fact) ? [fact.some(isSentence) ? sentences(fact) : tags(fact)] : [String(fact)]);

const isSentence = (text) => String(text).length > 40;

const sentences = (list) => element('ul', 'sentences', ...list.map((text) => element('li', '', String(text))));

export const tags = (list) => element('ul', 'tags', ...list.map((word) => element('li', '', String(word))));

export const part = (tag, className, text) => (text ? [element(tag, className, String(text))] : []);
