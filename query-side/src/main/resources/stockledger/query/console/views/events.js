// Events: search by every field, pages both ways, follow, export.

import { announce, badge, code, empty, eventLink, field, format, html, icon, nothing, page, pager, panel, submit, table, toast, toastProblem } from '../ui.js';
import { shortcutsAreOn } from '../shell-dialogs.js';
import { folded } from '../parts/filters.js';
import { familyTone, subject, summary } from '../parts/event-text.js';
import { EVENT_TYPES } from '../parts/event-types.js';

const ADDRESS = '/v1/admin/events';
const FIELDS = [
  ['sku', 'SKU'],
  ['type', 'Type'],
  ['reservation', 'Reservation'],
  ['reference', 'Reference'],
  ['actor', 'Actor'],
  ['correlationId', 'Correlation id'],
  ['stream', 'Stream'],
];
const TIMES = ['from', 'to'];
const PAGE = 50;
const MAX_FOLLOWED = 200;
const EXPORTS = { ndjson: ['application/x-ndjson', 'NDJSON'], csv: ['text/csv', 'CSV'] };

export async function open(ctx) {
  const filter = Object.fromEntries([...FIELDS.map(([name]) => name), ...TIMES].map((name) => [name, ctx.query.get(name) ?? '']));
  const isFollowing = ctx.query.get('follow') === '1';
  const ascending = ctx.query.get('order') === 'asc' && !isFollowing;
  const state = {
    draft: { ...filter },
    events: [],
    fresh: new Set(),
    exporting: null,
    next: null,
    previous: null,
  };
  const found = await ctx.get(ADDRESS, {
    ...filter, order: ascending ? 'asc' : '', limit: PAGE, cursor: isFollowing ? '' : ctx.query.get('cursor'),
  });
  state.events = found.items;
  state.next = found.nextCursor;
  state.previous = found.previousCursor;

  const draw = () => ctx.show(template());
  const names = Object.keys(filter);
  const active = names.filter((name) => filter[name]);

  const search = (given) => {
    const changes = Object.fromEntries(names.map((name) => [name,
      TIMES.includes(name) ? format.fromLocalInput(given[name] ?? '') : (given[name] ?? '').trim()]));
    return ctx.go(ctx.href({ ...changes, order: given.order === 'asc' ? 'asc' : null, cursor: null }));
  };

  const arrived = (event) => {
    if (state.events.some((known) => known.eventId === event.eventId)) {
      return;
    }
    state.events = [event, ...state.events].slice(0, MAX_FOLLOWED);
    state.fresh.add(event.eventId);
    announce(`${format.words(event.type)}, ${subject(event)?.value ?? event.stream}`);
    later();
  };
  // Many events may arrive at once: they are shown together.
  let waiting = null;
  const later = () => {
    waiting ??= setTimeout(() => {
      waiting = null;
      draw();
    }, 100);
  };

  const exportAs = async (format_) => {
    if (state.exporting) {
      state.exporting.abort();
      return;
    }
    const [accept, name] = EXPORTS[format_];
    const ending = new AbortController();
    ctx.signal.addEventListener('abort', () => ending.abort(), { once: true });
    state.exporting = ending;
    state.exported = 0;
    draw();
    try {
      const response = await ctx.get(ADDRESS, { ...filter, order: ascending ? 'asc' : '' }, { accept, raw: true });
      const parts = [];
      const reader = response.body.getReader();
      ending.signal.addEventListener('abort', () => reader.cancel(), { once: true });
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        parts.push(part.value);
        state.exported += part.value.length;
        later();
      }
      if (!ending.signal.aborted) {
        save(new Blob(parts, { type: accept }), `events.${format_}`);
        toast(`Exported as ${name}, ${bytes(state.exported)}.`);
      }
    } catch (e) {
      toastProblem(e);
    } finally {
      state.exporting = null;
      draw();
    }
  };

  const template = () => page({
    title: 'Events',
    subtitle: isFollowing ? 'New events are shown as they are stored, the newest first.' : null,
    actions: html`
      <a class="button ${isFollowing ? '' : 'primary'}" href=${ctx.href({ follow: isFollowing ? null : '1', cursor: null, order: null, from: null, to: null })}>
        ${icon(isFollowing ? 'pause' : 'play')}${isFollowing ? 'Stop following' : 'Follow'}</a>
      ${state.exporting
        ? html`<button type="button" @click=${() => state.exporting.abort()}>${icon('close')}Cancel export (${bytes(state.exported)})</button>`
        : Object.entries(EXPORTS).map(([key, [, name]]) => html`
          <button type="button" @click=${() => exportAs(key)}>${icon('download')}${name}</button>`)}`,
  }, html`
    ${panel({}, form())}
    ${panel({ flush: true, title: listTitle(), actions: chips() }, html`
      <div class="event-list">${table({
        caption: 'Events',
        rows: state.events,
        key: (event) => event.eventId,
        rowClass: (event) => (state.fresh.has(event.eventId) ? 'fresh' : ''),
        empty: without(),
        columns: columns(ctx),
      })}</div>
      ${isFollowing ? nothing : pager({
        note: html`<span class="keys-note"><kbd>j</kbd> <kbd>k</kbd> next and previous event</span>`,
        first: state.previous ? ctx.href({ cursor: null }) : null,
        previous: state.previous ? ctx.href({ cursor: state.previous }) : null,
        next: state.next ? ctx.href({ cursor: state.next }) : null,
      })}`)}`);

  const listTitle = () => (isFollowing
    ? `${format.number(state.fresh.size)} new since you follow`
    : ascending ? 'Oldest first' : 'Newest first');

  const chips = () => active.map((name) => html`
    <a class="chip" href=${ctx.href({ [name]: null, cursor: null })} aria-label="Remove the filter ${name}">
      ${FIELDS.find(([one]) => one === name)?.[1] ?? format.words(name)}: <b>${TIMES.includes(name) ? format.localTime(filter[name]) : filter[name]}</b>${icon('close')}</a>`);

  const without = () => (isFollowing
    ? empty('No event yet. This page waits for new ones.')
    : active.length
      ? empty('No event has all of these.', html`<a class="button small" href="/console/events">Show all events</a>`)
      : empty('No event is stored yet.'));

  const form = () => html`
    <form @submit=${submit(search)} aria-label="Search events">
      ${folded(active.length > 0, html`
          ${FIELDS.map(([name, label], i) => field({
            label, name, value: state.draft[name], search: i === 0, list: name === 'type' ? 'event-types' : undefined,
            onInput: (event) => (state.draft[name] = event.target.value),
          }))}
          ${TIMES.map((name) => field({
            label: name === 'from' ? 'From' : 'Before', name, type: 'datetime-local', step: 'any',
            value: state.draft[name].endsWith('Z') ? format.toLocalInput(state.draft[name]) : state.draft[name],
            onInput: (event) => (state.draft[name] = event.target.value),
          }))}
          ${field({ label: 'Order', name: 'order', type: 'select', value: ascending ? 'asc' : 'desc', options: [['desc', 'Newest first'], ['asc', 'Oldest first']] })}
          <div class="actions"><button class="primary">${icon('search')}Search</button>
            ${active.length ? html`<a class="button" href="/console/events">Clear</a>` : nothing}</div>`)}
      <datalist id="event-types">${EVENT_TYPES.map((type) => html`<option value=${type}></option>`)}</datalist>
    </form>`;

  draw();
  document.addEventListener('keydown', moveInList, { signal: ctx.signal });
  if (isFollowing) {
    ctx.live(`${ADDRESS}/stream`, {
      query: Object.fromEntries(FIELDS.map(([name]) => [name, filter[name]])),
      on: { event: ({ data }) => arrived(JSON.parse(data)) },
    });
  }
}

/** j and k move to the next and the previous event. */
function moveInList(event) {
  const isTyping = event.target.closest?.('input, textarea, select');
  if (!['j', 'k'].includes(event.key) || isTyping || event.metaKey || event.ctrlKey || event.altKey
    || document.querySelector('dialog[open]') || !shortcutsAreOn()) {
    return;
  }
  const links = [...document.querySelectorAll('.event-list .row-actions a')];
  const now = links.indexOf(document.activeElement);
  links[event.key === 'j' ? Math.min(now + 1, links.length - 1) : Math.max(now - 1, 0)]?.focus();
}

/** The columns of a table of events; the filters that a cell offers keep the others. */
function columns(ctx) {
  const filterLink = (name, value, text = value) => html`<a class="id" href=${ctx.href({ [name]: value, cursor: null })}>${text}</a>`;
  return [
    { name: 'Time', cell: (event) => html`<time datetime=${event.time} title=${event.time}>${format.localTime(event.time)}</time>` },
    {
      name: 'Event',
      cell: (event) => html`<span class="event-type">${badge(format.words(event.type), familyTone(event.type))}</span>
        ${event.payload ? html`<span class="event-summary">${summary(event.payload)}</span>`
          : event.masked ? html`<span class="note">Content needs the scope <code>ops</code></span>` : nothing}`,
    },
    { name: 'About', cell: (event) => about(event, filterLink) },
    { name: 'Actor', minor: true, cell: (event) => (event.actor ? filterLink('actor', event.actor) : html`<span class="none">–</span>`) },
    { name: 'Number', minor: true, numeric: true, cell: (event) => html`<span class="num" title="Position ${event.position} of the event store">${format.number(event.sequence)}</span>` },
    { name: 'Details', actions: true, cell: (event) => eventLink(event.eventId, html`Details<span class="hidden"> of ${format.words(event.type)}, ${event.stream} ${event.sequence}</span>`) },
  ];
}

function about(event, filterLink) {
  const found = subject(event);
  if (!found) {
    return code(event.stream);
  }
  return html`<span class="note">${found.name}</span> ${filterLink(found.filter, found.filter === 'stream' ? event.stream : found.value, found.value)}`;
}

/** Saves a file that the browser made. */
function save(blob, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function bytes(size) {
  return size < 1_000_000 ? `${format.number(Math.round(size / 1000))} kB` : `${format.decimal(size / 1_000_000)} MB`;
}
