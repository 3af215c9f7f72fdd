// Webhooks: who hears of changes, and how their deliveries are.

import { ago, badge, code, empty, format, html, icon, nothing, page, pager, panel, table, tiles } from '../ui.js';
import { path } from '../routes.js';
import { seeingLastCommand } from '../parts/commands.js';
import { edit, showNewSecret } from '../parts/webhook-dialogs.js';

const REFRESH_MILLIS = 5_000;

export async function open(ctx) {
  const create = async () => {
    const made = await edit(ctx);
    if (made) {
      await showNewSecret(made);
      ctx.go(path`/console/webhooks/${made.id}`);
    }
  };
  const load = async () => {
    const found = await ctx.get('/v1/webhooks', { limit: 50, cursor: ctx.query.get('cursor') }, seeingLastCommand());
    ctx.show(template(ctx, found, create));
  };
  await load();
  ctx.every(REFRESH_MILLIS, () => load().catch(() => {}));
}

function template(ctx, { items, nextCursor }, create) {
  const button = html`<button type="button" class="primary" @click=${create}>${icon('plus')}New webhook</button>`;
  const of = (state) => items.filter((one) => one.state === state).length;
  return page({
    title: 'Webhooks',
    subtitle: 'Other systems hear of every change: signed, at least once, and in order for each SKU.',
    actions: items.length ? button : nothing,
  }, items.length ? html`
    ${tiles([
      { label: 'Active', value: format.number(of('active')), tone: 'ok' },
      { label: 'Failing', value: format.number(of('failing')), tone: of('failing') ? 'warn' : '' },
      { label: 'Paused', value: format.number(of('paused')), tone: of('paused') ? 'warn' : '' },
      { label: 'Delivered', value: format.number(items.reduce((sum, one) => sum + one.delivered, 0)), note: 'events' },
    ])}
    ${panel({ flush: true, title: format.count(items.length, 'webhook') }, html`
      ${table({
        caption: 'Webhooks',
        rows: items,
        key: (one) => one.id,
        columns: [
          { name: 'Webhook', cell: (one) => html`<a href=${path`/console/webhooks/${one.id}`}><b>${one.description ?? new URL(one.url).host}</b></a><br>${code(one.url)}` },
          { name: 'Events', cell: selection },
          { name: 'State', cell: (one) => html`${stateBadge(one)}${one.lastError && one.state !== 'active' ? html`<br><span class="note">${format.words(one.lastError)}</span>` : nothing}` },
          { name: 'Delivered', numeric: true, cell: (one) => html`${format.number(one.delivered)} <span class="note">${one.deliveredAt ? ago(one.deliveredAt) : nothing}</span>` },
          { name: 'Failed attempts', numeric: true, cell: (one) => format.number(one.failed) },
        ],
      })}
      ${pager({
        first: ctx.query.get('cursor') ? ctx.href({ cursor: null }) : null,
        next: nextCursor ? ctx.href({ cursor: nextCursor }) : null,
      })}`)}`
    : panel({}, empty('No webhook is registered.', html`
      <p class="note">A webhook receives each change of stock and reservations as a CloudEvent.</p><p>${button}</p>`)));
}

export function stateBadge(webhook) {
  return badge(format.words(webhook.state), { active: 'ok', failing: 'bad', paused: 'warn' }[webhook.state]);
}

/** What a webhook selects. */
export function selection(webhook) {
  const types = webhook.types.length ? webhook.types.map((type) => (type.endsWith('.*') ? `every ${type.slice(0, -2)} change` : format.words(type))).join(', ') : 'All events';
  return html`${types}
    ${webhook.skuPrefix ? html`<br><span class="note">SKUs that begin with</span> ${code(webhook.skuPrefix)}` : nothing}
    ${webhook.locationId ? html`<br><span class="note">at</span> ${code(webhook.locationId)}` : nothing}`;
}
