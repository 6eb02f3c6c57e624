// Renders the audiences as cards that fill step by step: description, pitch, image.

import { renderIfChanged, element } from '../shared/dom.js';
import { ownImage } from '../shared/images.js';
import { isActive } from '../shared/progress.js';
import { part, tags } from './business.js';

export class Audiences {
  #root;
  #writeArticle = () => {};

  constructor(root) {
    this.#root = root;
  }

  /** @param action called with the index of an audience and of one of its content ideas */
  onWriteArticle(action) {
    this.#writeArticle = action;
  }

  show(state) {
    const { scenarios, reached } = state;
    const running = isActive(state);
    while (this.#root.childElementCount > scenarios.length) {
      this.#root.lastChild.remove();
    }
    scenarios.forEach((scenario, index) => {
      const card = this.#root.children[index] ?? this.#root.appendChild(this.#card(index));
      const [image, facts, pitch, ideas] = card.firstChild.children;
      const placeholder = imagePlaceholder(reached, running);
      renderIfChanged(image, [scenario.imageUrl, placeholder], () => imageOf(scenario, placeholder));
      renderIfChanged(facts, { ...scenario, pitch: null, imageUrl: null }, () => factsOf(scenario, index));
      renderIfChanged(pitch, [scenario.pitch, running], () => pitchOf(scenario, running));
      renderIfChanged(ideas, scenario.contentIdeas, () => this.#ideasOf(scenario, index));
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
    const nodes = [this.#button('primary', 'Write an article for this audience', index, 0)];
    if (first) {
      nodes.unshift(element('p', 'first-idea', element('span', 'help', 'Article idea'), element('span', '', first.title)));
    }
    if (others.length) {
      const ideas = others.map(({ title, searchIntent }, more) =>
        element('li', '', this.#button('idea', title, index, more + 1), ...part('span', 'help', searchIntent)));
      nodes.push(element('details', 'more', element('summary', '', 'More article ideas'), element('ul', '', ...ideas)));
    }
    return nodes;
  }

  #button(className, text, index, idea) {
    const button = element('button', className, text);
    button.type = 'button';
    button.addEventListener('click', () => this.#writeArticle(index, idea));
    return button;
  }
}

function imagePlaceholder(reached, running) {
  if (reached.has('images')) {
    return 'The image could not be generated';
  }
  return running ? 'Image pending' : 'No image';
}

function imageOf({ imageUrl, targetSegment }, placeholder) {
  const path = ownImage(imageUrl);
  if (!path) {
    return [element('p', 'pending', placeholder)];
  }
  const image = element('img');
  Object.assign(image, { src: path, alt: `Image for: ${targetSegment?.demographics ?? 'this audience'}` });
  return [image];
}

function factsOf({ targetSegment = {}, customerProblem, businessValue = {}, seoKeywords = [] }, index) {
  const heading = element('h3', '', targetSegment.demographics ?? `Audience ${index + 1}`);
  heading.id = `audience-${index}`;
  return [
    element('p', 'kind', priorityLabel(businessValue.priority, index)),
    heading,
    ...part('p', 'muted', targetSegment.psychographics),
    element(
      'dl',
      'facts',
      ...fact('Customer problem', customerProblem),
      ...fact('Search behaviour', targetSegment.searchBehavior),
      ...fact('Search volume', businessValue.searchVolume),
      ...fact('Conversion potential', businessValue.conversionPotential),
    ),
    ...(seoKeywords.length ? [tags(seoKeywords)] : []),
  ];
}

const priorityLabel = (priority, index) => (Number.isInteger(priority) ? `Priority ${priority}` : `Audience ${index + 1}`);

const fact = (term, text) =>
  text ? [element('div', '', element('dt', '', term), element('dd', '', String(text)))] : [];

function pitchOf({ pitch }, running) {
  if (pitch) {
    return [element('blockquote', '', pitch)];
  }
  return running ? [element('p', 'pending', 'Pitch pending')] : [];
}
