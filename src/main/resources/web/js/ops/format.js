// Numbers, durations and times as text.

import { h } from './dom.js';

export const count = (number, isMinimum) => (number === null ? '–' : number.toLocaleString('en-GB') + (isMinimum ? '+' : ''));

/** Milliseconds as text, with at most two units. */
export function duration(millis) {
  if (millis === null || millis === undefined) {
    return '–';
  }
  if (millis < 1000) {
    return `${Math.round(millis)} ms`;
  }
  const seconds = millis / 1000;
  if (seconds < 10) {
    return `${seconds.toFixed(1)} s`;
  }
  const whole = Math.round(seconds);
  if (whole < 60) {
    return `${whole} s`;
  }
  return whole < 3600
    ? `${Math.floor(whole / 60)} min ${whole % 60} s`
    : whole < 86_400
      ? `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`
      : `${Math.floor(whole / 86_400)} d ${Math.floor((whole % 86_400) / 3600)} h`;
}

export const between = (from, to) => duration(Math.max(0, Date.parse(to) - Date.parse(from)));

/** A time of the service to the second; of today only the time of day. */
function clock(iso) {
  const date = new Date(iso);
  const isToday = date.toDateString() === new Date().toDateString();
  return date.toLocaleString('en-GB', isToday ? { timeStyle: 'medium' } : { dateStyle: 'medium', timeStyle: 'medium' });
}

/** A time element with the exact time as its title; a dash without a time. */
export const time = (iso) => (iso ? h('time', { datetime: iso, title: iso }, clock(iso)) : '–');

export const money = (cost, currency) =>
  cost === null || cost === undefined ? '–' : `${Number(cost.toPrecision(4))} ${currency ?? ''}`.trim();

export const tokens = (input, output) =>
  input === null && output === null ? '–' : `${count(input ?? 0)} in, ${count(output ?? 0)} out`;

/** `content_generation` as words. */
export const words = (name) => String(name ?? '').replaceAll('_', ' ');

/** An id in short, with the whole id as its title. */
export const shortId = (id) => h('code', { title: id }, id.length > 13 ? `${id.slice(0, 8)}…` : id);

export const json = (value) => JSON.stringify(value, null, 2);
