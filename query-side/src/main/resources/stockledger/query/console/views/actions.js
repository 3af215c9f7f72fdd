// What operators did, and why.

import { badge, code, field, format, html, icon, json, nothing, page, pager, panel, skuLink, submit, table, time } from '../ui.js';
import { path, withQuery } from '../routes.js';
import { folded } from '../parts/filters.js';
import { EVENT_TYPES } from '../parts/event-types.js';

const KINDS = EVENT_TYPES.filter((type) => /^(operator|apikey|webhook)\./.test(type) || type === 'bulk.JobCancelled');
const STRONG = /Discarded|Accepted|Advanced|Revoked|Cancelled|RolledBack|Removed/;

export async function open(ctx) {
  const filter = Object.fromEntries(['actor', 'kind', 'from', 'to'].map((name) => [name, ctx.query.get(name) ?? '']));
  const active = Object.values(filter).some(Boolean);
  const found = await ctx.get('/v1/admin/actions', { ...filter, limit: 50, cursor: ctx.query.get('cursor') });
  const search = (given) => ctx.go(ctx.href({
    actor: given.actor?.trim() ?? null,
    kind: given.kind ?? null,
    from: format.fromLocalInput(given.from ?? '') || null,
    to: format.fromLocalInput(given.to ?? '') || null,
    cursor: null,
  }));
  ctx.show(page({
    title: 'Actions of operators',
    subtitle: 'Every action on the service itself is an event with its actor and reason. None can be changed or removed.',
  }, html`
    ${panel({}, html`
      <form aria-label="Filter actions" @submit=${submit(search)}>${folded(active, html`
        ${field({ label: 'Actor', name: 'actor', value: filter.actor, search: true })}
        ${field({ label: 'Kind', name: 'kind', type: 'select', value: filter.kind, options: [['', 'All'], ...options(filter.kind)] })}
        ${field({ label: 'From', name: 'from', type: 'datetime-local', step: 'any', value: format.toLocalInput(filter.from) })}
        ${field({ label: 'Before', name: 'to', type: 'datetime-local', step: 'any', value: format.toLocalInput(filter.to) })}
        <div class="actions"><button class="primary">${icon('search')}Filter</button>
          ${active ? html`<a class="button" href="/console/actions">Clear</a>` : nothing}</div>`)}
      </form>`)}
    ${panel({ flush: true, title: 'Newest first' }, html`
      ${table({
        caption: 'Actions of operators',
        rows: found.items,
        key: (one) => one.id,
        empty: active ? 'No action matches.' : 'No operator has done anything yet.',
        columns: [
          { name: 'Time', cell: (one) => time(one.at) },
          { name: 'Actor', cell: (one) => html`<a class="id" href=${ctx.href({ actor: one.actor, cursor: null })}>${one.actor}</a>` },
          { name: 'Action', cell: (one) => html`${badge(format.words(one.kind), STRONG.test(one.kind) ? 'warn' : 'info')} ${target(one)}` },
          { name: 'Reason', cell: (one) => (one.reason ? html`<span class="said">${one.reason}</span>` : html`<span class="none">–</span>`) },
          { name: 'Details', cell: (one) => details(one) },
        ],
      })}
      ${pager({
        first: ctx.query.get('cursor') ? ctx.href({ cursor: null }) : null,
        next: found.nextCursor ? ctx.href({ cursor: found.nextCursor }) : null,
      })}`)}`));
}

/** A kind of a permalink that this release does not know stays selected. */
function options(given) {
  return [...new Set([...KINDS, ...(given ? [given] : [])])].map((kind) => [kind, format.words(kind)]);
}

/** What an action was about, with the view that shows it. */
function target({ kind, details }) {
  if (kind.startsWith('webhook.') && details.id) {
    return html`<a class="id" href=${path`/console/webhooks/${details.id}`}>${details.id}</a>`;
  }
  if (details.sku) {
    return skuLink(details.sku);
  }
  if (details.projection && details.epoch !== undefined) {
    return html`<a href=${path`/console/projections/${details.projection}/rebuilds/${details.epoch}`}>${details.projection} ${details.epoch}</a>`;
  }
  if (details.stream) {
    return html`<a class="id" href=${withQuery('/console/events', { stream: details.stream })}>${details.stream}</a>`;
  }
  if (details.jobId) {
    return html`<a class="id" href=${path`/console/jobs/${details.jobId}`}>${details.jobId}</a>`;
  }
  const name = details.name ?? details.projection ?? details.id;
  return name ? code(name) : nothing;
}

function details(action) {
  return html`<details class="fold"><summary>${icon('list')}Show<span class="hidden"> details of the action of ${format.localTime(action.at)}</span></summary>
    ${json({ id: action.id, kind: action.kind, ...action.details }, { open: 2, label: 'Details' })}</details>`;
}
