/** Extracts the facts of a fetched HTML page: text, headings, calls to action, links, JSON-LD and colours. */
package dev.pressroom.page.read;
