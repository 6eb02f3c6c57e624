// The audiences as cards that grow: first whom it is about, then the pitch, then the picture.

import { drawn, element } from '../shared/dom.js';
import { ownImage } from '../shared/images.js';
import { active } from '../shared/progress.js';
import { part, words } from './business.js';

export class Audiences {
  #root;
  #write = () => {};

  constructor(root) {
    this.#root = root;
  }

  /** @param action called with the numbers of an audience and of one of its content ideas */
  onWrite(action) {
    this.#write = action;
  }

  show(state) {
    const { scenarios, reached } = state;
    const working = active(state);
    while (this.#root.childElementCount > scenarios.length) {
      this.#root.lastChild.remove();
    }
    scenarios.forEach((scenario, index) => {
      const card = this.#root.children[index] ?? this.#root.appendChild(this.#card(index));
      const [picture, facts, pitch, ideas] = card.firstChild.children;
      const instead = insteadOfPicture(reached, working);
      drawn(picture, [scenario.imageUrl, instead], () => pictureOf(scenario, instead));
      drawn(facts, { ...scenario, pitch: null, imageUrl: null }, () => factsOf(scenario, index));
      drawn(pitch, [scenario.pitch, working], () => pitchOf(scenario, working));
      drawn(ideas, scenario.contentIdeas, () => this.#ideasOf(scenario, index));
    });
  }

  #card(index) {
    const card = element(
      'article',
      'audience',
      element('div', 'audience-picture'),
      element('div', 'audience-facts'),
      element('div', 'audience-pitch'),
      element('div', 'audience-ideas'),
    );
    card.setAttribute('aria-labelledby', `audience-${index}`);
    return element('li', '', card);
  }

  #ideasOf({ contentIdeas = [] }, index) {
    const [first, ...others] = contentIdeas;
    const made = [this.#button('primary', 'Write an article for this audience', index, 0)];
    if (first) {
      made.unshift(element('p', 'first-idea', element('span', 'help', 'To write about'), element('span', '', first.title)));
    }
    if (others.length) {
      const ideas = others.map(({ title, searchIntent }, more) =>
        element('li', '', this.#button('idea', title, index, more + 1), ...part('span', 'help', searchIntent)));
      made.push(element('details', 'more', element('summary', '', 'Other ideas'), element('ul', '', ...ideas)));
    }
    return made;
  }

  #button(className, text, index, idea) {
    const button = element('button', className, text);
    button.type = 'button';
    button.addEventListener('click', () => this.#write(index, idea));
    return button;
  }
}

function insteadOfPicture(reached, working) {
  if (reached.has('pictures')) {
    return 'This picture could not be made';
  }
  return working ? 'A picture is to come' : 'No picture';
}

function pictureOf({ imageUrl, targetSegment }, instead) {
  const path = ownImage(imageUrl);
  if (!path) {
    return [element('p', 'to-come', instead)];
  }
  const image = element('img');
  Object.assign(image, { src: path, width: 1200, height: 675, alt: `Picture for: ${targetSegment?.demographics ?? 'this audience'}` });
  return [image];
}

function factsOf({ sample, targetSegment = {}, customerProblem, businessValue = {}, seoKeywords = [] }, index) {
  const heading = element('h3', '', targetSegment.demographics ?? `Audience ${index + 1}`);
  heading.id = `audience-${index}`;
  return [
    element('p', 'kind', priority(businessValue.priority, index), ...(sample ? [element('span', 'badge', 'Sample')] : [])),
    heading,
    ...part('p', 'soft', targetSegment.psychographics),
    element(
      'dl',
      'facts',
      ...fact('Their problem', customerProblem),
      ...fact('How they look for help', targetSegment.searchBehavior),
      ...fact('Searched', businessValue.searchVolume),
      ...fact('Likely to buy', businessValue.conversionPotential),
    ),
    ...(seoKeywords.length ? [words(seoKeywords)] : []),
  ];
}

const priority = (given, index) => (Number.isInteger(given) ? `Priority ${given}` : `Audience ${index + 1}`);

const fact = (term, text) =>
  text ? [element('div', '', element('dt', '', term), element('dd', '', String(text)))] : [];

function pitchOf({ pitch }, working) {
  if (pitch) {
    return [element('blockquote', '', pitch)];
  }
  return working ? [element('p', 'to-come', 'The pitch is to come')] : [];
}
