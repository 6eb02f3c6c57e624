// Parser of server-sent events (WHATWG HTML, section 9.2).

/** Longest event, in UTF-16 code units. */
const MAX_EVENT_LENGTH = 16 * 1024 * 1024;

const LINE_END = /[\r\n]/g;

export class EventTooLargeError extends Error {}

export class EventParser {
  #decoder = new TextDecoder();
  #line = [];
  #afterReturn = false;
  #length = 0;
  #data = [];
  #type = '';
  #id;
  #onEvent;
  #onRetry;

  /**
   * @param onEvent called with `{ type, data, id }` for each event; `id` is undefined when the event has none
   * @param onRetry called with the milliseconds of a `retry:` field
   */
  constructor({ onEvent, onRetry = () => {} }) {
    this.#onEvent = onEvent;
    this.#onRetry = onRetry;
  }

  /** Takes the next bytes, which may end within a character or a line. @throws EventTooLargeError */
  push(bytes) {
    this.#read(this.#decoder.decode(bytes, { stream: true }));
  }

  #read(text) {
    let from = this.#afterReturn && text[0] === '\n' ? 1 : 0;
    if (text) {
      this.#afterReturn = false;
    }
    LINE_END.lastIndex = from;
    for (let match = LINE_END.exec(text); match; match = LINE_END.exec(text)) {
      this.#add(text.slice(from, match.index));
      this.#endLine();
      from = match.index + 1;
      if (match[0] === '\r') {
        this.#afterReturn = from === text.length;
        from += text[from] === '\n' ? 1 : 0;
      }
      LINE_END.lastIndex = from;
    }
    this.#add(text.slice(from));
  }

  #add(part) {
    this.#length += part.length;
    if (this.#length > MAX_EVENT_LENGTH) {
      throw new EventTooLargeError('An event of the stream is too large.');
    }
    if (part) {
      this.#line.push(part);
    }
  }

  #endLine() {
    const line = this.#line.join('');
    this.#line = [];
    if (!line) {
      this.#dispatch();
    } else if (line[0] === ':') {
      this.#length -= line.length;
    } else {
      const colon = line.indexOf(':');
      const name = colon < 0 ? line : line.slice(0, colon);
      const value = colon < 0 ? '' : line.slice(colon + (line[colon + 1] === ' ' ? 2 : 1));
      this.#field(name, value);
    }
  }

  #field(name, value) {
    if (name === 'data') {
      this.#data.push(value);
    } else if (name === 'event') {
      this.#type = value;
    } else if (name === 'id' && !value.includes('\0')) {
      this.#id = value;
    } else if (name === 'retry' && /^\d+$/.test(value)) {
      this.#onRetry(Number(value));
    }
  }

  #dispatch() {
    const event = { type: this.#type || 'message', data: this.#data.join('\n'), id: this.#id };
    const isEmpty = this.#data.length === 0;
    this.#data = [];
    this.#type = '';
    this.#id = undefined;
    this.#length = 0;
    if (!isEmpty) {
      this.#onEvent(event);
    }
  }
}
