// The event store as its readers see it: accepted after a restore, advanced when an open transaction holds its order up.

import { ago, badge, code, confirmWithReason, dialog, eventLink, facts, format, html, icon, loading, nothing, notice, panel, problem, submit, table, time, toast } from '../ui.js';

const KINDS = { jdbc: 'PostgreSQL', axonserver: 'Axon Server' };

/** The panel. */
export function eventStore(ctx, store) {
  const accept = async () => {
    const answer = await confirmWithReason({
      title: 'Accept the event store as it is',
      tone: 'danger',
      action: 'Accept and fold everything again',
      text: html`<p>All read models are folded again from the first event of this event store, and nothing of before is served. Until they have caught up, queries are answered 503.</p>
        <p>Do this only if this is the event store that counts from now on: events that it lacks are lost.</p>`,
      run: ({ reason }) => ctx.post('/v1/admin/event-store/accept', { reason }),
    });
    if (answer) {
      toast('The event store is accepted: the read models are being folded again.');
      ctx.reload();
    }
  };
  const advance = async () => {
    if (await advanceDialog(ctx)) {
      ctx.reload();
    }
  };
  const { order, difference, anchors } = store;
  const waits = order.missing.length > 0 || order.openAppends.length > 0;
  return panel({
    title: 'Event store',
    note: KINDS[store.kind] ?? store.kind,
    actions: html`
      <button type="button" class="small" @click=${advance} ?disabled=${!order.applicable} title=${order.applicable ? nothing : 'The readers of this event store wait for no transaction'}>Preview an advance</button>
      ${difference ? html`<button type="button" class="small danger" @click=${accept}>Accept…</button>` : nothing}`,
  }, html`
    ${difference
      ? notice('bad', html`<strong>This is not the event store that the read models were folded from.</strong>
          <p>${difference.reason}</p>
          <p class="note">Last event that both have: ${difference.lastKnown < 0 ? 'none' : html`position ${format.number(difference.lastKnown)}`}${difference.lastKnownAt ? html`, ${time(difference.lastKnownAt)}` : nothing}.
            First missing: position ${format.number(difference.firstMissing)}. Found ${ago(difference.since)}.</p>`)
      : notice('ok', 'The read models were folded from this event store, and it has lost none of the events that are known.')}
    ${facts([
      ['First event', place(store.first)],
      ['Last event', place(store.last)],
      ['Known events', html`${format.number(anchors.count)} <span class="note">${anchors.oldest === undefined ? nothing : `positions ${format.number(anchors.oldest)} to ${format.number(anchors.newest)}`}</span>`],
      ['Compared', anchors.checkedAt && ago(anchors.checkedAt)],
    ])}
    <h3>Global order ${order.applicable ? waits ? badge('readers wait', 'warn') : badge('nothing waits', 'ok') : badge('not applicable')}</h3>
    ${order.applicable
      ? waits ? waiting(order) : html`<p class="note">No reader waits for a position, and no transaction that appends events is open.</p>`
      : html`<p class="note">This event store assigns positions when a transaction commits, so readers never wait.</p>`}`);
}

function place(event) {
  return event
    ? html`${eventLink(event.id, html`position ${format.number(event.position)}`)} <span class="note">${event.stream} ${event.sequence}, ${format.localTime(event.at)}</span>`
    : 'none';
}

function waiting({ missing, openAppends }) {
  return html`
    ${openAppends.length ? table({
      caption: 'Open transactions',
      rows: openAppends,
      columns: [
        { name: 'Open since', cell: (one) => ago(one.since) },
        { name: 'Process', cell: (one) => code(one.pid) },
        { name: 'Application', cell: (one) => html`${one.application || '–'} <span class="note">${one.user}${one.client ? ` at ${one.client}` : ''}</span>` },
        { name: 'State', cell: (one) => one.state },
      ],
    }) : nothing}
    ${missing.length ? table({
      caption: 'Missing positions',
      rows: missing,
      columns: [
        { name: 'Missing position', cell: (one) => format.number(one.position) },
        { name: 'Next event happened', cell: (one) => (one.since ? ago(one.since) : '–') },
      ],
    }) : nothing}`;
}

/** Previews what would be ended, and ends it with a reason; resolves with whether it was. */
function advanceDialog(ctx) {
  const state = { preview: null, done: null, failed: null, busy: false };
  let draw = () => {};
  const run = async (body) => {
    state.busy = true;
    draw();
    try {
      return await ctx.post('/v1/admin/event-store/advance', body);
    } catch (e) {
      state.failed = e;
      return null;
    } finally {
      state.busy = false;
    }
  };
  const onSubmit = submit(async ({ reason }) => {
    state.done = await run({ reason });
    draw();
  });
  const opened = dialog({ title: 'Advance the global order', wide: true }, ({ close, update }) => {
    draw = update;
    const { preview, done, failed, busy } = state;
    const canEnd = !done && preview?.openAppends.length > 0;
    return html`
      <form @submit=${onSubmit}>
        <div class="dialog-body">
          ${failed ? problem(failed) : nothing}
          ${done ? notice('ok', `${format.count(done.ended.length, 'transaction was', 'transactions were')} ended.`)
            : preview ? notice(canEnd ? 'warn' : 'ok', canEnd
              ? html`<strong>Preview, nothing was ended.</strong> ${format.count(preview.openAppends.length, 'open transaction')} would be rolled back.`
              : 'There is nothing to end: no transaction that appends events is open.')
            : failed ? nothing : loading(2)}
          ${done ?? preview ? html`${waiting(done ?? preview)}<p class="note">${(done ?? preview).guarantee}</p>` : nothing}
          ${canEnd ? html`
            <div class="field textarea"><label for="reason">Reason</label>
              <textarea id="reason" name="reason" rows="2" required maxlength="200"></textarea>
              <p class="hint">Recorded with your name in the list of actions.</p></div>` : nothing}
        </div>
        <footer><button type="button" @click=${() => close(Boolean(done))}>${canEnd ? 'Cancel' : 'Close'}</button>
          ${canEnd ? html`<button class="danger" ?disabled=${busy}>${icon('alert')}End these transactions</button>` : nothing}</footer>
      </form>`;
  });
  run({ dryRun: true, reason: 'Preview in the console.' }).then((preview) => {
    state.preview = preview;
    draw();
  });
  return opened.then((closed) => Boolean(closed ?? state.done));
}
