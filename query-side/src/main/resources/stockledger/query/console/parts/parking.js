// Retrying parked keys: a dry run first, then with a reason.

import { badge, code, dialog, format, html, loading, nothing, notice, problem, submit, table, toast } from '../ui.js';

/** The requests that retry some rows: one for each projection, since another one may have the same key parked. */
export function selectionsOf(rows) {
  const byProjection = new Map();
  rows.forEach(({ projection, key }) => byProjection.set(projection, [...byProjection.get(projection) ?? [], key]));
  return [...byProjection].map(([projection, keys]) => ({ projection, keys }));
}

const DRY = 'Dry run in the console.';

/**
 * Shows what a retry would do, and does it when the reason is given.
 *
 * @param selections for each request its members: keys, projection, type, cause, key
 * @return whether keys were retried
 */
export function retryDialog(ctx, { selections, title }) {
  const state = { rehearsed: null, done: null, failed: null, busy: false, changed: false };
  let draw = () => {};
  const run = async (body) => {
    state.busy = true;
    state.failed = null;
    draw();
    try {
      const all = { items: [], left: 0 };
      for (const selection of selections) {
        const { items, left } = await ctx.post('/v1/admin/parked/retry', { ...selection, ...body });
        state.changed ||= !body.dryRun;
        all.items.push(...items);
        all.left += left;
      }
      return all;
    } catch (e) {
      state.failed = e;
      return null;
    } finally {
      state.busy = false;
    }
  };
  const rehearse = async () => {
    state.rehearsed = await run({ dryRun: true, reason: DRY });
    draw();
  };
  const retry = async ({ reason }) => {
    state.done = await run({ reason });
    if (state.done) {
      const drained = state.done.items.filter((item) => item.drained).length;
      toast(`${format.count(drained, 'key')} of ${format.number(state.done.items.length)} folded again.`, drained ? 'info' : 'bad');
    }
    draw();
  };
  const opened = dialog({ title, wide: true }, ({ close, update }) => {
    draw = update;
    const { rehearsed, done, failed, busy } = state;
    return html`
      <form @submit=${submit(retry)}>
        <div class="dialog-body">
          ${done ? outcome(done, false) : rehearsed ? outcome(rehearsed, true) : failed ? nothing : loading(2)}
          ${failed ? problem(failed) : nothing}
          ${done || !rehearsed?.items.length ? nothing : html`
            <div class="field textarea"><label for="reason">Reason</label>
              <textarea id="reason" name="reason" rows="2" required maxlength="200"></textarea>
              <p class="hint">Recorded with your name in the list of actions.</p></div>`}
        </div>
        <footer>${done
          ? html`<button type="button" class="primary" @click=${() => close(true)}>Close</button>`
          : html`<button type="button" @click=${() => close()}>Cancel</button>
            <button type="button" ?disabled=${busy} @click=${rehearse}>Dry run again</button>
            <button class="primary" ?disabled=${busy || !rehearsed?.items.length}>${busy ? 'Working…' : `Retry ${format.count(rehearsed?.items.length ?? 0, 'key')}`}</button>`}
        </footer>
      </form>`;
  });
  rehearse();
  return opened.then((closed) => Boolean(closed ?? state.changed));
}

/** What became of keys, or would. */
export function outcome({ items, left }, isDry) {
  if (!items.length) {
    return notice('info', 'No key is selected: they may have been retried already.');
  }
  const drained = items.filter((item) => item.drained).length;
  const stay = items.length - drained;
  return html`
    ${notice(stay === 0 ? 'ok' : drained ? 'warn' : 'bad', isDry
      ? html`<strong>Dry run, nothing was written.</strong> ${drained ? `${format.count(drained, 'key')} would be folded again. ` : ''}${stay ? `${format.count(stay, 'key')} would stay parked.` : ''}`
      : html`${drained ? `${format.count(drained, 'key was', 'keys were')} folded again. ` : ''}${stay ? `${format.count(stay, 'key stays', 'keys stay')} parked.` : ''}`)}
    ${left ? notice('info', `${format.count(left, 'further key')} did not fit into one request: retry again for the rest.`) : nothing}
    ${table({
      caption: 'Results',
      rows: items,
      columns: [
        { name: 'Key', cell: (item) => html`${code(item.key)} <span class="note">${item.projection}, epoch ${item.epoch}</span>` },
        { name: 'Result', cell: (item) => (item.drained ? badge(isDry ? 'would be folded' : 'folded', 'ok') : badge(isDry ? 'would stay parked' : 'parked', 'bad')) },
        { name: 'Events', numeric: true, cell: (item) => format.number(item.events) },
        { name: 'Stops at', cell: (item) => (item.stoppedAt
          ? html`${format.words(item.stoppedAt.type)} <span class="note"><code>${item.stoppedAt.stream}</code> ${item.stoppedAt.sequence}</span><br><span class="cause">${item.stoppedAt.cause}</span>`
          : html`<span class="none">–</span>`) },
      ],
    })}`;
}
