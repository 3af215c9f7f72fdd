// Parked keys: grouped by cause, retried one, some or all.

import { ago, badge, code, empty, field, format, html, icon, nothing, notice, page, pager, panel, submit, table, tiles } from '../ui.js';
import { path, withQuery } from '../routes.js';
import { folded } from '../parts/filters.js';
import { retryDialog, selectionsOf } from '../parts/parking.js';

const ADDRESS = '/v1/admin/parked';
const FILTERS = [['projection', 'Projection'], ['type', 'Event type'], ['cause', 'Cause'], ['key', 'Key begins with']];

export async function open(ctx) {
  const filter = Object.fromEntries(FILTERS.map(([name]) => [name, ctx.query.get(name) ?? '']));
  const active = Object.values(filter).some(Boolean);
  const [found, all] = await Promise.all([
    ctx.get(ADDRESS, { ...filter, limit: 50, cursor: ctx.query.get('cursor') }),
    active ? ctx.get(ADDRESS, { limit: 1 }) : null,
  ]);
  const groups = (all ?? found).groups;
  const total = groups.reduce((sum, group) => sum + group.keys, 0);
  const filtered = found.groups.reduce((sum, group) => sum + group.keys, 0);
  const chosen = new Set();
  const rowOf = ({ projection, epoch, key }) => `${projection}@${epoch}/${key}`;

  const draw = () => ctx.show(template());
  const retry = async (selections, title) => {
    if (await retryDialog(ctx, { selections, title })) {
      ctx.reload();
    }
  };
  const search = (given) => ctx.go(ctx.href({
    ...Object.fromEntries(FILTERS.map(([name]) => [name, given[name]?.trim() ?? null])), cursor: null,
  }));
  const choose = (row, on) => {
    if (on) {
      chosen.add(row);
    } else {
      chosen.delete(row);
    }
    draw();
  };
  const ofChosen = () => selectionsOf(found.items.filter((one) => chosen.has(rowOf(one))));

  const template = () => page({
    title: 'Parked',
    subtitle: 'An event that cannot be processed parks its key: its later events wait, and all other keys go on.',
    actions: html`
      ${total ? html`<button type="button" class=${active ? '' : 'primary'} @click=${() => retry([{}], `Retry all ${format.count(total, 'parked key')}`)}>${icon('refresh')}Retry all</button>` : nothing}
      ${active && filtered ? html`<button type="button" class="primary" @click=${() => retry([ofFilter()], `Retry ${format.count(filtered, 'key')}`)}>${icon('refresh')}Retry these ${format.number(filtered)}</button>` : nothing}`,
  }, total === 0 ? panel({}, empty('No key is parked: every event could be processed.')) : html`
    ${tiles([
      { label: 'Parked keys', value: format.number(total), tone: 'bad' },
      { label: 'Causes', value: format.number(groups.length) },
      { label: 'Projections', value: format.number(new Set(groups.map((group) => group.projection)).size) },
    ])}
    ${groups.length === 1 && total > 1 ? notice('info', 'All have one cause: most likely this release has a bug. Deploy one that can process the event; its start retries every parked key.') : nothing}
    ${panel({ title: 'By cause', flush: true }, table({
      caption: 'Causes',
      rows: groups,
      rowClass: (group) => (isChosen(group) ? 'current' : ''),
      columns: [
        { name: 'Cause', cell: (group) => html`<span class="cause">${group.cause}</span>` },
        { name: 'Event type', cell: (group) => code(group.type) },
        { name: 'Projection', cell: (group) => group.projection },
        { name: 'Keys', numeric: true, cell: (group) => format.number(group.keys) },
        { name: 'Actions', actions: true, cell: (group) => html`
          <a class="button small" href=${withQuery('/console/parked', ofGroup(group))}>Show keys</a>
          <button type="button" class="small" @click=${() => retry([ofGroup(group)], `Retry ${format.count(group.keys, 'key')}`)}>Retry</button>` },
      ],
    }))}
    ${panel({ title: 'Keys', flush: true, note: active ? `${format.number(filtered)} of ${format.number(total)}` : nothing, actions: html`
      ${chosen.size ? html`<button type="button" class="small primary" @click=${() => retry(ofChosen(), `Retry ${format.count(chosen.size, 'key')}`)}>Retry ${format.number(chosen.size)} selected</button>` : nothing}` }, html`
      <form class="panel-filters" aria-label="Filter parked keys" @submit=${submit(search)}>${folded(active, html`
        ${FILTERS.map(([name, label]) => field({ label, name, value: filter[name], search: name === 'key' }))}
        <div class="actions"><button>${icon('search')}Filter</button>
          ${active ? html`<a class="button" href="/console/parked">Clear</a>` : nothing}</div>`)}
      </form>
      ${table({
        caption: 'Parked keys',
        rows: found.items,
        key: rowOf,
        empty: 'No parked key matches.',
        columns: [
          { name: 'Select', actions: true, cell: (one) => html`<label class="tick"><input type="checkbox" .checked=${chosen.has(rowOf(one))}
            aria-label="Select ${one.key} of ${one.projection}" @change=${(event) => choose(rowOf(one), event.target.checked)}><span class="tick-text">Select</span></label>` },
          { name: 'Key', cell: (one) => html`<a class="id" href=${path`/console/parked/${one.projection}/${one.key}`}>${one.key}</a>` },
          { name: 'Projection', cell: (one) => html`${one.projection} <span class="note">epoch ${one.epoch}</span>` },
          { name: 'Parked at', cell: (one) => html`${badge(format.words(one.type), 'bad')} <span class="note"><code>${one.stream}</code> ${format.number(one.sequence)}</span>` },
          { name: 'Since', cell: (one) => ago(one.since) },
          { name: 'Attempts', numeric: true, cell: (one) => html`${format.number(one.attempts)}<span class="note minor"> · last ${ago(one.lastAttempt)}</span>` },
          { name: 'Actions', actions: true, cell: (one) => html`
            <a class="button small" href=${path`/console/parked/${one.projection}/${one.key}`}>Open</a>
            <button type="button" class="small" aria-label="Retry ${one.key}" @click=${() => retry([{ projection: one.projection, keys: [one.key] }], `Retry ${one.key}`)}>Retry</button>` },
        ],
      })}
      ${pager({
        first: ctx.query.get('cursor') ? ctx.href({ cursor: null }) : null,
        next: found.nextCursor ? ctx.href({ cursor: found.nextCursor }) : null,
      })}`)}`);

  const ofFilter = () => Object.fromEntries(Object.entries(filter).filter(([, value]) => value));
  const ofGroup = ({ projection, type, cause }) => ({ projection, type, cause });
  const isChosen = (group) => active && ['projection', 'type', 'cause'].every((name) => filter[name] === group[name]);
  draw();
}
