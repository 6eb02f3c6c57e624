// The text of an article while it is being written, from chunks with their offsets.

export class LiveText {
  #text = '';

  get value() {
    return this.#text;
  }

  /**
   * Adds a chunk. After a reconnection the service sends the text so far again: what is known already is left out.
   *
   * @returns the chunk with what is new; null when nothing is. A chunk whose offset is within the text replaces the rest
   *     of it.
   */
  add({ text, offset }) {
    const known = this.#text.slice(offset);
    if (known.startsWith(text)) {
      return null;
    }
    const isContinuation = text.startsWith(known);
    const chunk = isContinuation ? { text: text.slice(known.length), offset: offset + known.length } : { text, offset };
    this.#text = this.#text.slice(0, offset) + text;
    return chunk;
  }
}
