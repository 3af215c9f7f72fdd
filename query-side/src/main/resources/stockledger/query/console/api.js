// Calls of the public API: with the user's key, recorded for the view that made them.

import { withQuery } from './routes.js';

const KEY = 'stockledger.key';
const FIRST_DELAY_MILLIS = 1_000;
const LAST_DELAY_MILLIS = 30_000;

/** The key that the user entered in this tab; null in open mode. */
export const key = {
  get: () => sessionStorage.getItem(KEY),
  set: (text) => sessionStorage.setItem(KEY, text),
  clear: () => sessionStorage.removeItem(KEY),
};

/** An answer that is no success, or a service that cannot be reached. */
export class Problem extends Error {
  constructor({ status, code, title, detail, traceId, errors, ...more }) {
    super(detail || title || code);
    Object.assign(this, { status, code, title, detail, traceId, errors: errors ?? [], more });
  }

  /** Whether another key may help. */
  get needsKey() {
    return this.status === 401 || this.code === 'insufficient-scope';
  }

  static async of(response) {
    const isProblem = (response.headers.get('Content-Type') ?? '').includes('json');
    const body = isProblem ? await response.json().catch(() => ({})) : {};
    const retryAfter = Number(response.headers.get('Retry-After')) || undefined;
    return new Problem({ title: response.statusText || `Status ${response.status}`, retryAfter, ...body, status: response.status });
  }

  static unreachable() {
    return new Problem({
      status: 0, code: 'unreachable', title: 'Not reachable', detail: 'The service cannot be reached. Is it running?',
    });
  }
}

/** The calls of one view. It ends with the view: requests and streams are cancelled by its signal. */
export class Calls {
  /**
   * @param signal ends all calls
   * @param onCall called when the list of calls has changed
   */
  constructor(signal, onCall = () => {}) {
    this.signal = signal;
    this.onCall = onCall;
    this.list = [];
  }

  get(path, query, options) {
    return this.send('GET', path, { query, ...options });
  }

  post(path, body = {}, options) {
    return this.send('POST', path, { body, ...options });
  }

  /** Sends a request; its answer read as JSON, or as text with {text: true}, or as it is with {raw: true}. */
  async send(method, path, { query, body, headers = {}, text = false, raw = false, accept } = {}) {
    const address = withQuery(path, query);
    const call = this.record({ method, path: address, body, accept });
    const started = performance.now();
    let response;
    try {
      response = await fetch(address, {
        method,
        headers: this.headers({ Accept: accept ?? 'application/json', ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers }),
        body: body === undefined ? undefined : JSON.stringify(body),
        signal: this.signal,
        cache: 'no-cache',
      });
    } catch (e) {
      call.status = e.name === 'AbortError' ? 'cancelled' : 'failed';
      this.onCall();
      throw e.name === 'AbortError' ? e : Problem.unreachable();
    }
    call.status = response.status;
    call.millis = Math.round(performance.now() - started);
    this.onCall();
    if (!response.ok) {
      throw await Problem.of(response);
    }
    if (raw) {
      return response;
    }
    const content = await response.text();
    return text ? content : content ? JSON.parse(content) : null;
  }

  /**
   * Follows server-sent events until the view ends. A lost connection is opened again, later each time; a hidden tab has none.
   *
   * @param on {event, state, problem}: event({type, id, data}) with data as text; state('live' | 'waiting' | 'paused');
   *     problem(e) for an answer that no repetition will change
   */
  live(path, { query, on }) {
    const address = withQuery(path, query);
    const call = this.record({ method: 'GET', path: address, accept: 'text/event-stream' });
    const state = (name) => on.state?.(name);
    let lastId;
    let delay = FIRST_DELAY_MILLIS;
    let connection = null;

    const connect = async () => {
      if (this.signal.aborted || document.hidden || connection) {
        return;
      }
      const own = new AbortController();
      connection = own;
      try {
        const response = await fetch(address, {
          headers: this.headers({ Accept: 'text/event-stream', ...(lastId ? { 'Last-Event-ID': lastId } : {}) }),
          signal: own.signal,
          cache: 'no-store',
        });
        call.status = response.status;
        this.onCall();
        if (!response.ok) {
          throw await Problem.of(response);
        }
        state('live');
        for await (const event of readEvents(response.body)) {
          delay = FIRST_DELAY_MILLIS;
          lastId = event.id ?? lastId;
          on.event(event);
        }
      } catch (e) {
        if (e instanceof Problem && e.status >= 400 && e.status < 500 && e.status !== 429) {
          on.problem?.(e);
          return;
        }
      } finally {
        if (connection === own) {
          connection = null;
        }
      }
      if (!this.signal.aborted && !document.hidden) {
        state('waiting');
        setTimeout(connect, delay * (0.75 + Math.random() / 2));
        delay = Math.min(delay * 2, LAST_DELAY_MILLIS);
      }
    };
    const stop = () => {
      connection?.abort();
      connection = null;
    };
    const onVisibility = () => {
      if (document.hidden) {
        stop();
        state('paused');
      } else {
        delay = FIRST_DELAY_MILLIS;
        connect();
      }
    };
    document.addEventListener('visibilitychange', onVisibility, { signal: this.signal });
    this.signal.addEventListener('abort', stop, { once: true });
    if (document.hidden) {
      state('paused');
    }
    connect();
  }

  headers(headers) {
    const secret = key.get();
    return secret ? { ...headers, Authorization: `Bearer ${secret}` } : headers;
  }

  /** Repetitions of a call are one entry: a view that polls does not fill the list. */
  record(call) {
    const known = this.list.find((one) => one.method === call.method && one.path === call.path);
    if (known) {
      known.times += 1;
      known.body = call.body;
      return known;
    }
    const entry = { ...call, keyed: Boolean(key.get()), status: null, millis: null, times: 1 };
    this.list.push(entry);
    this.onCall();
    return entry;
  }
}

/** The events of a stream's bytes; a comment is no event. */
export async function* readEvents(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        return;
      }
      const blocks = (rest + value).replaceAll('\r\n', '\n').split('\n\n');
      rest = blocks.pop();
      for (const block of blocks) {
        const event = parseEvent(block);
        if (event) {
          yield event;
        }
      }
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

/** One block of lines of a stream; null when it has no data. */
export function parseEvent(block) {
  const event = { type: 'message', id: undefined, data: null };
  const data = [];
  for (const line of block.split('\n')) {
    const colon = line.indexOf(':');
    if (colon !== 0) {
      const name = colon < 0 ? line : line.slice(0, colon);
      const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
      if (name === 'data') {
        data.push(value);
      } else if (name === 'event') {
        event.type = value;
      } else if (name === 'id') {
        event.id = value;
      }
    }
  }
  if (!data.length) {
    return null;
  }
  event.data = data.join('\n');
  return event;
}
