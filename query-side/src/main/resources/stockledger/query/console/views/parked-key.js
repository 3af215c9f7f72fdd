// One parked key: its event as stored and as read, what waits for it; retried or discarded.

import { ago, badge, code, columns, copy, diff, eventLink, facts, format, html, icon, json, nothing, notice, confirmWithReason, page, panel, skuLink, table, time, toast } from '../ui.js';
import { path, withQuery } from '../routes.js';
import { outcome, retryDialog } from '../parts/parking.js';

export async function open(ctx) {
  const { projection, key } = ctx.params;
  const address = path`/v1/admin/parked/${projection}/${key}`;
  const found = await ctx.get(address);
  const [first] = found.entries;
  const { event } = found;
  let discarded = null;

  const retry = async () => {
    if (await retryDialog(ctx, { selections: [{ projection, keys: [key] }], title: `Retry ${key}` })) {
      left();
    }
  };
  const discard = async () => {
    const answer = await confirmWithReason({
      title: `Discard event ${first.sequence} of ${first.stream}`,
      tone: 'danger',
      action: 'Discard the event',
      text: html`
        <p>The projection <b>${projection}</b> folds this event without effect, now and in every later rebuild. The events that wait behind it are folded then.</p>
        <p>The event stays in the event store. What it says is missing in the read models: correct it with a count if it is about stock. A discard cannot be undone.</p>`,
      run: ({ reason }) => ctx.post(`${address}/discard`, { sequence: first.sequence, reason }),
    });
    if (answer) {
      discarded = answer;
      toast('The event was discarded.');
      draw();
    }
  };
  /** The key may be parked no longer. */
  const left = () => ctx.go(withQuery('/console/parked', {}));

  const draw = () => ctx.show(page({
    title: key,
    parent: { href: '/console/parked', text: 'Parked' },
    subtitle: html`Parked in <b>${projection}</b> since ${time(first.since)}`,
    actions: discarded ? html`<a class="button primary" href="/console/parked">Back to the list</a>` : html`
      <button type="button" class="primary" @click=${retry}>${icon('refresh')}Dry run and retry</button>
      <button type="button" class="danger" @click=${discard}>${icon('trash')}Discard the event</button>`,
  }, html`
    ${discarded ? panel({ title: 'After the discard', flush: true }, outcome(discarded, false)) : nothing}
    ${notice('bad', html`<strong>Cause</strong><p class="cause">${first.cause}</p>`)}
    ${panel({ title: 'Event that cannot be processed' }, facts([
      ['Type', code(event?.type ?? first.type)],
      ['Revision', event?.revision],
      ['Stream', html`<a class="id" href=${withQuery('/console/events', { stream: first.stream })}>${first.stream}</a>`],
      ['Number in its stream', format.number(first.sequence)],
      ['Position in the event store', first.position === undefined ? null : format.number(first.position)],
      ['Event', first.eventId && eventLink(first.eventId, code(first.eventId))],
      ['Time', event && time(event.at)],
      ['Attempts', html`${format.number(first.attempts)} <span class="note">last ${ago(first.lastAttempt)}</span>`],
      ['Epochs', found.entries.map((entry) => entry.epoch).join(', ')],
      ['Product', projection === 'sku' ? skuLink(key) : null],
    ]))}
    ${event ? payloads(event) : notice('warn', 'The event store no longer has this event.')}
    ${panel({ title: 'Waiting behind it', note: found.waiting.length ? format.count(found.waiting.length, 'event') : nothing, flush: true }, table({
      caption: 'Waiting events',
      rows: found.waiting,
      empty: 'No event waits behind it.',
      columns: [
        { name: 'Event', cell: (one) => badge(format.words(one.type)) },
        { name: 'Stream', cell: (one) => code(one.stream) },
        { name: 'Number', numeric: true, cell: (one) => format.number(one.sequence) },
        { name: 'Time', cell: (one) => time(one.at) },
      ],
    }))}`));
  draw();
}

function payloads(event) {
  return html`
    ${columns(
      panel({ title: 'Payload as stored', note: event.revision ? `revision ${event.revision}` : nothing, actions: copy(text(event.stored)) },
        typeof event.stored === 'string' ? html`<pre class="raw">${event.stored}</pre>` : json(event.stored, { open: 4, label: 'Payload as stored' })),
      panel({ title: 'Payload as this release reads it', note: 'after upcasts', actions: event.current === undefined ? nothing : copy(text(event.current)) },
        event.current === undefined
          ? notice('bad', html`<strong>It cannot be read</strong><p class="cause">${event.error ?? 'No reason is known.'}</p>`)
          : json(event.current, { open: 4, label: 'Payload as read' })))}
    ${event.current === undefined ? nothing : panel({ title: 'What the upcasts change', flush: true },
      diff(event.stored, event.current, { beforeName: 'As stored', afterName: 'As read', empty: 'Both are equal.' }))}`;
}

function text(value) {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}
