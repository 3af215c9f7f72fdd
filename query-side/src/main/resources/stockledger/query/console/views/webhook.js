// One webhook: its state, its secret, and the log of its deliveries.

import { ago, badge, code, columns, eventLink, facts, format, html, icon, nothing, notice, page, pager, panel, skuLink, status, table, tabs, tiles, time, toast, toastProblem } from '../ui.js';
import { path, withQuery } from '../routes.js';
import { seeingLastCommand } from '../parts/commands.js';
import { edit, pause, remove, replay, resume, rotate, skip } from '../parts/webhook-dialogs.js';
import { selection, stateBadge } from './webhooks.js';

const REFRESH_MILLIS = 3_000;
const RESULTS = { '': 'All', delivered: 'Delivered', failed: 'Failed' };
const CAUSES = {
  operator: 'An operator has paused it.',
  failures: 'Its deliveries failed for too long.',
  gone: 'The receiver has answered 410: it wants no more deliveries.',
  secretLost: 'Its secret cannot be derived any more: rotate it.',
};

export async function open(ctx) {
  const address = path`/v1/webhooks/${ctx.params.id}`;
  const result = RESULTS[ctx.query.get('result') ?? ''] ? ctx.query.get('result') ?? '' : '';
  let webhook;
  const load = async () => {
    const options = seeingLastCommand();
    const [found, deliveries] = await Promise.all([
      ctx.get(address, {}, options),
      ctx.get(`${address}/deliveries`, { result, limit: 50, cursor: ctx.query.get('cursor') }, options),
    ]);
    webhook = found;
    ctx.title(webhook.description ?? webhook.url);
    ctx.show(template(ctx, webhook, deliveries, result, act));
  };
  const then = (run, text) => async (...given) => {
    try {
      if (await run(ctx, webhook, ...given)) {
        if (text) {
          toast(text);
        }
        await load();
      }
    } catch (e) {
      toastProblem(e);
    }
  };
  const act = {
    edit: then(edit, 'Saved.'),
    pause: then(pause, 'Paused.'),
    resume: then(resume),
    rotate: then(rotate),
    replay: then(replay, 'Events are delivered again.'),
    skip: then(skip, 'The event is skipped.'),
    async remove() {
      try {
        if (await remove(ctx, webhook)) {
          ctx.go('/console/webhooks');
        }
      } catch (e) {
        toastProblem(e);
      }
    },
  };
  await load();
  if (!ctx.query.get('cursor')) {
    ctx.every(REFRESH_MILLIS, () => load().catch(() => {}));
  }
}

function template(ctx, webhook, deliveries, result, act) {
  const isPaused = webhook.state === 'paused';
  return page({
    title: webhook.description ?? new URL(webhook.url).host,
    parent: { href: '/console/webhooks', text: 'Webhooks' },
    subtitle: html`${stateBadge(webhook)} ${code(webhook.url)}`,
    actions: html`
      ${isPaused
        ? html`<button type="button" class="primary" @click=${() => act.resume()}>${icon('play')}Resume</button>`
        : html`<button type="button" @click=${() => act.pause()}>${icon('pause')}Pause</button>`}
      <button type="button" @click=${() => act.replay()}>${icon('undo')}Deliver again</button>
      <button type="button" @click=${() => act.rotate()}>${icon('key')}Rotate the secret</button>
      <button type="button" @click=${() => act.edit()}>Edit</button>
      <button type="button" class="quiet" @click=${() => act.remove()}>${icon('trash')}Remove</button>`,
  }, html`
    ${isPaused ? notice('warn', html`<strong>Paused ${ago(webhook.pausedSince)}.</strong> ${CAUSES[webhook.pauseCause] ?? nothing}
      ${webhook.pauseReason ? html`“${webhook.pauseReason}”` : nothing} Nothing is lost: deliveries go on where they stopped.`) : nothing}
    ${webhook.state === 'failing' ? notice('warn', html`<strong>Deliveries fail since ${format.localTime(webhook.failingSince)}.</strong>
      ${webhook.lastError ? html`<span class="cause">${webhook.lastError}</span>. ` : nothing}They are repeated; if none succeeds, it is paused ${format.relative(webhook.pausesAt)}.`) : nothing}
    ${tiles([
      { label: 'Delivered', value: format.number(webhook.delivered), note: webhook.deliveredAt ? format.relative(webhook.deliveredAt) : 'none yet' },
      { label: 'Failed attempts', value: format.number(webhook.failed), note: webhook.failedAt ? format.relative(webhook.failedAt) : nothing },
      { label: 'Delivered up to position', value: format.number(webhook.position) },
    ])}
    ${columns(
      panel({ title: 'What is delivered' }, facts([
        ['Events', selection(webhook)],
        ['Registered', html`${time(webhook.registeredAt)} <span class="note">by ${webhook.registeredBy}</span>`],
        ['Id', code(webhook.id)],
      ])),
      panel({ title: 'Secrets', note: 'shown only when they are made' }, facts(webhook.secrets.map((secret) => [
        `Version ${secret.version}`, secret.until ? html`${badge('Previous')} signs until ${time(secret.until)}` : badge('Signs', 'ok'),
      ]))))}
    ${panel({ title: 'Deliveries', note: 'newest first: failures, and some successes of each second', flush: true }, html`
      ${tabs('Result', Object.entries(RESULTS).map(([key, text]) => ({ text, current: key === result, href: ctx.href({ result: key || null, cursor: null }) })))}
      ${table({
        caption: 'Deliveries',
        rows: deliveries.items,
        empty: result ? `No ${result} attempt is logged.` : 'Nothing has been delivered yet.',
        columns: [
          { name: 'Time', cell: (one) => time(one.at) },
          { name: 'Event', cell: (one) => html`${eventLink(one.eventId, format.words(one.type))}<br><span class="note">position ${format.number(one.position)}</span>` },
          { name: 'About', cell: (one) => (one.type.startsWith('stock.') ? skuLink(one.subject)
            : html`<a class="id" href=${withQuery('/console/events', { reservation: one.subject })}>${one.subject}</a>`) },
          { name: 'Attempt', numeric: true, cell: (one) => format.number(one.number) },
          { name: 'Result', cell: (one) => html`${status(one.result)} <span class="note">${one.status ?? ''} ${one.error ?? ''} after ${format.number(one.millis)} ms${
            one.nextAttemptAt ? html`, again ${ago(one.nextAttemptAt)}` : nothing}</span>` },
          { name: 'Actions', actions: true, cell: (one) => html`<button type="button" class="small quiet" @click=${() => act.replay({ afterPosition: one.position - 1 })}
            aria-label="Deliver again from position ${one.position}">From here</button>${
            one.nextAttemptAt ? html`<button type="button" class="small quiet" @click=${() => act.skip(one.eventId)}
              aria-label="Skip the event at position ${one.position}">Skip</button>` : nothing}` },
        ],
      })}
      ${pager({
        first: ctx.query.get('cursor') ? ctx.href({ cursor: null }) : null,
        next: deliveries.nextCursor ? ctx.href({ cursor: deliveries.nextCursor }) : null,
      })}`)}`);
}
