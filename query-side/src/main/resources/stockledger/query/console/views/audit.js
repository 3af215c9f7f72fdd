// The audit: what it covers, what differs and its repair; and the event store as its readers see it.

import { ago, badge, code, columns, confirmWithReason, dialog, empty, facts, format, html, icon, nothing, notice, page, pager, panel, progress, skuLink, table, tiles, time, toast } from '../ui.js';
import { path } from '../routes.js';
import { eventStore } from '../parts/event-store.js';

const REFRESH_MILLIS = 10_000;

export async function open(ctx) {
  let state;
  const load = async () => {
    const [audit, differences, store] = await Promise.all([
      ctx.get('/v1/admin/audit'),
      ctx.get('/v1/admin/audit/differences', { limit: 50, cursor: ctx.query.get('cursor') }),
      ctx.get('/v1/admin/event-store'),
    ]);
    state = { audit, differences, store };
    draw();
  };
  const repair = async (sku) => {
    const answer = await confirmWithReason({
      title: `Repair ${sku}`,
      action: 'Repair',
      text: 'Folds the SKU again from its first event, and replaces its documents, cached answers and list entries. No event is changed, and shoppers notice nothing.',
      run: ({ reason }) => ctx.post(path`/v1/admin/skus/${sku}/repair`, { reason }),
    });
    if (answer) {
      toast(answer.remaining.length ? `${sku} still differs.` : `${sku} agrees with its events again.`, answer.remaining.length ? 'bad' : 'info');
      await showRepair(answer);
      ctx.reload();
    }
  };
  const draw = () => ctx.show(template(ctx, state, { repair }));
  await load();
  ctx.every(REFRESH_MILLIS, () => load().catch(() => {}));
}

function template(ctx, { audit, differences, store }, { repair }) {
  const { sweep } = audit.projections.find((one) => one.name === 'sku');
  const percent = sweep.running && sweep.sweptBefore ? Math.min(100, (100 * sweep.swept) / sweep.sweptBefore) : null;
  return page({
    title: 'Audit',
    subtitle: 'A second, independent fold of the events is compared with what is stored and served, again and again.',
  }, html`
    ${tiles([
      { label: 'Different', value: format.number(audit.drifted), tone: audit.drifted ? 'bad' : 'ok', note: audit.drifted ? 'repair them below' : 'none' },
      { label: 'Audited here', value: format.number(audit.audited), note: 'since the start' },
      { label: 'Waiting', value: format.number(audit.waiting), note: 'changed since' },
      { label: 'Event store', value: store.difference ? 'Differs' : 'Agrees', tone: store.difference ? 'bad' : 'ok' },
      { label: 'Global order', value: store.order.openAppends.length ? 'Waiting' : 'Moving', tone: store.order.openAppends.length ? 'warn' : 'ok' },
    ])}
    ${panel({ title: 'What differs from its events', flush: true }, html`
      ${table({
        caption: 'What differs',
        rows: differences.items,
        key: (one) => `${one.projection}/${one.key}`,
        empty: empty('All that was audited agrees with its events.'),
        columns: [
          { name: 'What', cell: (one) => (one.projection === 'sku' ? skuLink(one.key) : html`${one.projection} ${code(one.key)}`) },
          { name: 'Differences', cell: (one) => html`${listed(one.differences)}${one.total > one.differences.length ? html`<p class="note">and ${format.number(one.total - one.differences.length)} more</p>` : nothing}` },
          { name: 'Since', cell: (one) => ago(one.since) },
          { name: 'Seen', minor: true, cell: (one) => ago(one.seen) },
          { name: 'Actions', actions: true, cell: (one) => (one.projection === 'sku'
            ? html`<button type="button" class="small primary" @click=${() => repair(one.key)} aria-label="Repair ${one.key}">Repair</button>`
            : html`<a class="button small" href="/console/projections">Rebuild</a>`) },
        ],
      })}
      ${pager({
        first: ctx.query.get('cursor') ? ctx.href({ cursor: null }) : null,
        next: differences.nextCursor ? ctx.href({ cursor: differences.nextCursor }) : null,
      })}`)}
    ${columns(
      panel({ title: 'What is compared' }, html`
        <ul class="ticks">${audit.covered.map((one) => html`<li>${icon('check')}${one.charAt(0).toUpperCase()}${one.slice(1)}</li>`)}</ul>
        <p class="note">What changed is compared within a minute, all else one after another. Jobs are not audited.</p>
        ${facts([
          ['Processor time', `${format.number(audit.processorMillisPerSecond)} ms per second`],
          ['Sweep', `${format.number(audit.sweptPerMinute)} per minute of each kind`],
          ['Left to the sweep', format.number(audit.skipped)],
        ])}`),
      panel({ title: 'Sweep of all SKUs', note: sweep.running ? badge('running', 'info') : badge('waiting') }, html`
        ${percent === null ? nothing : progress(percent, 'SKUs swept')}
        ${facts([
          ['Swept', `${format.number(sweep.swept)}${sweep.sweptBefore ? ` of about ${format.number(sweep.sweptBefore)}` : ''}`],
          ['Last SKU', sweep.position && skuLink(sweep.position)],
          ['Began', sweep.startedAt && ago(sweep.startedAt)],
          ['Last full sweep ended', sweep.finishedAt ? time(sweep.finishedAt) : 'none yet'],
        ])}`))}
    ${eventStore(ctx, store)}`);
}

function listed(differences) {
  return html`<table class="diff inner"><caption class="hidden">Fields that differ</caption>
    <thead><tr><th scope="col">Where</th><th scope="col">By the events</th><th scope="col">Stored</th></tr></thead>
    <tbody>${differences.map((one) => html`<tr>
      <th scope="row">${one.kind} <code>${one.field}</code></th>
      <td data-label="By the events">${one.folded === undefined ? html`<span class="none">none</span>` : html`<ins>${format.inline(one.folded)}</ins>`}</td>
      <td data-label="Stored">${one.served === undefined ? html`<span class="none">none</span>` : html`<del>${format.inline(one.served)}</del>`}</td></tr>`)}</tbody></table>`;
}

function showRepair(answer) {
  return dialog({ title: `Repair of ${answer.sku}`, wide: true }, ({ close }) => html`
    <div class="dialog-body">
      ${answer.remaining.length
        ? notice('bad', html`<strong>It still differs.</strong> A fold or a renderer of this release is wrong, and not only what was stored.`)
        : notice('ok', 'What is stored and served agrees with the events.')}
      ${[['Found before', answer.found], ['Changed in the document', answer.changed], ['Remaining', answer.remaining]].map(([title, list]) => html`
        <section><h3>${title} <span class="count">${list.length}</span></h3>${list.length ? listed(list) : html`<p class="note">None.</p>`}</section>`)}
      ${facts([['Action', code(answer.actionId)], ['Versions now', Object.entries(answer.versions).map(([stream, version]) => `${stream} ${version}`).join(', ')]])}
    </div>
    <footer><button type="button" class="primary" autofocus @click=${() => close()}>Close</button></footer>`);
}
