// Plots over the last hours, drawn by uPlot. Each has a text with its newest and largest values for those who cannot see it.

import { h } from './dom.js';

const MINUTE_SECONDS = 60;
const HEIGHT = 170;
const DASHES = [[], [6, 4]];

/** Distances between the ticks of the values, which are whole numbers. */
const STEPS = Array.from({ length: 30 }, (_, at) => [1, 2, 5][at % 3] * 10 ** Math.floor(at / 3));

const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** A plot of several series with a value per minute. */
export class Plot {
  #frame;
  #title;
  #names;
  #colors;
  #format;
  #least;
  #chart;
  #data;

  /**
   * @param series `[name, color variable]` of each series
   * @param format makes the texts of the axis of a value
   * @param least the smallest value for the upper end of that axis
   */
  constructor(title, series, format, least) {
    this.#least = least;
    this.#title = title;
    this.#names = series.map(([name]) => name);
    this.#colors = series.map(([, variable]) => variable);
    this.#format = format;
    this.#frame = h('div', { class: 'plot-frame', role: 'img', 'aria-label': title });
    const legend = series.map(([name, variable]) => h('li', { class: `series${variable}` }, name));
    this.node = h('figure', { class: 'plot' }, h('figcaption', {}, title, h('ul', { class: 'legend' }, legend)), this.#frame);
  }

  /** @param times in seconds; @param values an array of numbers (null: none) for each series */
  set(times, values) {
    this.#data = [times, ...values];
    this.#frame.setAttribute('aria-label', `${this.#title}. ${this.#names.map((name, at) => this.#described(name, values[at])).join('. ')}`);
    if (this.#chart) {
      this.#chart.setData(this.#data);
    } else {
      this.draw();
    }
  }

  #described(name, values) {
    const known = values.filter((value) => value !== null);
    return known.length ? `${name}: now ${this.#format(values.at(-1) ?? 0)}, at most ${this.#format(Math.max(...known))}` : `${name}: no data`;
  }

  /** Draws it anew: in another size, or with other colors. */
  draw() {
    this.#chart?.destroy();
    this.#chart = undefined;
    if (this.#data && this.#frame.clientWidth) {
      this.#chart = new window.uPlot(this.#options(), this.#data, this.#frame);
    }
  }

  #options() {
    const axis = { stroke: color('--muted'), grid: { stroke: color('--border'), width: 1 }, ticks: { stroke: color('--border') }, font: '12px sans-serif' };
    return {
      width: this.#frame.clientWidth,
      height: HEIGHT,
      legend: { show: false },
      cursor: { show: false },
      scales: { y: { range: (chart, least, most) => [0, Math.max(this.#least, (most ?? 0) * 1.1)] } },
      axes: [
        { ...axis, values: '{HH}:{mm}', space: 70, size: 30 },
        { ...axis, size: 64, space: 35, incrs: STEPS, values: (chart, ticks) => ticks.map((tick) => this.#format(tick)) },
      ],
      series: [{}, ...this.#names.map((name, at) => ({
        label: name,
        stroke: color(this.#colors[at]),
        width: 1.5,
        dash: DASHES[at],
        points: { show: true, size: 5, fill: color(this.#colors[at]), filter: (chart, series) => alone(chart.data[series]) },
      }))],
    };
  }

  destroy() {
    this.#chart?.destroy();
  }
}

/** The positions of values without a neighbor, which no line shows. */
function alone(values) {
  const isNone = (at) => (values[at] ?? null) === null;
  return [...values.keys()].filter((at) => !isNone(at) && isNone(at - 1) && isNone(at + 1));
}

/** The last `count` whole minutes as `[seconds, list of what happened then]`, those without anything too. */
export function byMinute(minutes, count, now = Date.now()) {
  const last = Math.floor(now / 60_000) * MINUTE_SECONDS - MINUTE_SECONDS;
  const found = grouped(minutes);
  return Array.from({ length: count }, (_, at) => last - (count - 1 - at) * MINUTE_SECONDS).map((at) => [at, found.get(at) ?? []]);
}

const secondsOf = ({ minute }) => Date.parse(minute) / 1000;

function grouped(minutes) {
  const groups = new Map();
  minutes.forEach((minute) => groups.set(secondsOf(minute), [...(groups.get(secondsOf(minute)) ?? []), minute]));
  return groups;
}
