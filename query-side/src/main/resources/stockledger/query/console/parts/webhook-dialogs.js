// Dialogs of webhooks: made and edited, their secret rotated, events delivered again.

import { confirm, dialog, format, html, nothing, problem, toast, values } from '../ui.js';
import { path } from '../routes.js';
import { command, idempotencyKeys } from './commands.js';
import { EVENT_TYPES } from './event-types.js';
import { showSecret } from './secret.js';

const TYPES = [
  ['stock.*', 'Every stock change'],
  ['reservation.*', 'Every reservation change'],
  ['stock.StockRanLow', 'Low'],
  ['stock.StockRanOut', 'Out of stock'],
  ['stock.StockCameBack', 'Back in stock'],
  ['reservation.ReservationHeld', 'Reservation held'],
  ['reservation.ReservationConfirmed', 'Reservation confirmed'],
  ['reservation.ReservationShipped', 'Reservation shipped'],
  ['reservation.ReservationReturned', 'Reservation returned'],
  ['reservation.ReservationReleased', 'Reservation released'],
  ['reservation.ReservationExpired', 'Reservation expired'],
];
const LISTED = new Set(TYPES.map(([type]) => type));
const DELIVERED = EVENT_TYPES.filter((type) => /^(stock|reservation)\./.test(type));

/** Edits a webhook, or makes one if none is given; resolves with the answer. */
export function edit(ctx, webhook) {
  const state = { failed: null, busy: false };
  const keyOf = idempotencyKeys();
  const chosen = webhook?.types ?? [];
  return dialog({ title: webhook ? 'Edit the webhook' : 'New webhook', wide: true }, ({ close, update }) => {
    const onSubmit = async (event) => {
      event.preventDefault();
      const form = event.target;
      const given = values(form);
      const types = [
        ...TYPES.map(([type]) => type).filter((type) => form.elements[`type ${type}`].checked),
        ...(given.others ?? '').split(/[\s,]+/).filter(Boolean),
      ];
      // A member that is null is removed by a merge patch; a new webhook has only what is given.
      const body = Object.fromEntries(
        Object.entries({ url: given.url, types, skuPrefix: given.skuPrefix ?? null, locationId: given.locationId ?? null, description: given.description ?? null })
          .filter(([, value]) => webhook || value !== null));
      Object.assign(state, { busy: true, failed: null });
      update();
      try {
        close(webhook
          ? await command(ctx, 'PATCH', path`/v1/webhooks/${webhook.id}`, body)
          : await command(ctx, 'POST', '/v1/webhooks', body, { 'Idempotency-Key': keyOf(body) }));
      } catch (e) {
        Object.assign(state, { busy: false, failed: e });
        update();
      }
    };
    return html`
      <form @submit=${onSubmit}>
        <div class="dialog-body">
          <div class="field"><label for="hook-url">Address</label>
            <input id="hook-url" name="url" type="url" required maxlength="2000" placeholder="https://shop.example.com/stock-events" value=${webhook?.url ?? ''} autocomplete="off" spellcheck="false" autofocus aria-describedby="hook-url-hint">
            <p class="hint" id="hook-url-hint">https, on a public host. Private and link-local addresses are refused.</p></div>
          <div class="field"><label for="hook-text">Description</label>
            <input id="hook-text" name="description" maxlength="200" value=${webhook?.description ?? ''} autocomplete="off"></div>
          <fieldset><legend>Events</legend><p class="hint">None chosen: all events of stock and reservations.</p>
            <div class="choices">${TYPES.map(([type, text], i) => html`
              <div class="field checkbox"><input type="checkbox" id="hook-type-${i}" name="type ${type}" ?checked=${chosen.includes(type)}>
                <label for="hook-type-${i}">${text}</label></div>`)}</div>
            <div class="field"><label for="hook-others">Other types</label>
              <input id="hook-others" name="others" list="hook-other-types" value=${chosen.filter((type) => !LISTED.has(type)).join(', ')} placeholder="stock.StockCounted, stock.TransferSent" autocomplete="off" spellcheck="false">
              <datalist id="hook-other-types">${DELIVERED.filter((type) => !LISTED.has(type)).map((type) => html`<option value=${type}></option>`)}</datalist></div></fieldset>
          <div class="filters">
            <div class="field"><label for="hook-prefix">SKUs that begin with</label>
              <input id="hook-prefix" name="skuPrefix" maxlength="64" pattern="[A-Za-z0-9._\\-]{1,64}" value=${webhook?.skuPrefix ?? ''} autocomplete="off" spellcheck="false"></div>
            <div class="field"><label for="hook-location">Location</label>
              <input id="hook-location" name="locationId" maxlength="64" pattern="[A-Za-z0-9._\\-]{1,64}" value=${webhook?.locationId ?? ''} autocomplete="off" spellcheck="false"></div>
          </div>
          ${state.failed ? problem(state.failed) : nothing}
        </div>
        <footer><button type="button" @click=${() => close()}>Cancel</button>
          <button class="primary" ?disabled=${state.busy}>${state.busy ? 'Working…' : webhook ? 'Save' : 'Make the webhook'}</button></footer>
      </form>`;
  });
}

/** Shows the secret of a new webhook, or a new secret. */
export function showNewSecret(answer) {
  return showSecret({
    title: 'Secret of the webhook',
    secret: answer.secret,
    what: 'secret',
    more: html`<p>Deliveries are signed with it as <a href="https://www.standardwebhooks.com" target="_blank" rel="noreferrer">Standard Webhooks</a> describe:
      <code>webhook-signature</code> is the HMAC-SHA-256 of <code>webhook-id</code>, <code>webhook-timestamp</code> and the body.
      ${answer.previousSecretUntil ? html`The previous secret signs beside it until ${format.localTime(answer.previousSecretUntil)}.` : nothing}</p>`,
  });
}

const OVERLAPS = [[0, 'now'], [3600, 'in 1 hour'], [86400, 'in 1 day'], [3 * 86400, 'in 3 days'], [7 * 86400 - 60, 'in 7 days']];

/** Makes a new secret and shows it; resolves with the answer. */
export async function rotate(ctx, webhook) {
  const opened = Date.now();
  const keyOf = idempotencyKeys();
  const answer = await ask({
    title: 'Rotate the secret',
    action: 'Make a new secret',
    body: html`
      <p>A new secret signs from now on. Until the previous one ends, each delivery has a signature of both, so that the receiver can change over.</p>
      <div class="field"><label for="overlap">The previous secret ends</label>
        <select id="overlap" name="overlap">${OVERLAPS.map(([seconds, text]) => html`<option value=${seconds} ?selected=${seconds === 86400}>${text}</option>`)}</select></div>`,
    run: ({ overlap }) => {
      const body = { previousUntil: new Date(opened + Number(overlap) * 1000).toISOString() };
      return command(ctx, 'POST', path`/v1/webhooks/${webhook.id}/rotate-secret`, body, { 'Idempotency-Key': keyOf(body) });
    },
  });
  if (answer) {
    await showNewSecret(answer);
  }
  return answer;
}

/** Delivers events again. @param from {afterPosition} or {from} that the form begins with */
export function replay(ctx, webhook, from = {}) {
  return ask({
    title: 'Deliver events again',
    action: 'Deliver again',
    body: html`
      <p>Events that the webhook selects are delivered once more, in their order, before new ones. Receivers recognize them by their <code>id</code>.</p>
      <fieldset class="radios"><legend>Beginning</legend>
        <div class="field checkbox"><input type="radio" id="replay-position" name="kind" value="position" checked><label for="replay-position">After a position of the event store</label></div>
        <div class="field"><label class="hidden" for="replay-after">Position</label>
          <input id="replay-after" name="afterPosition" type="number" min="0" step="1" value=${from.afterPosition ?? 0}><p class="hint">0 delivers all events from the first one on.</p></div>
        <div class="field checkbox"><input type="radio" id="replay-time" name="kind" value="time"><label for="replay-time">From a time on</label></div>
        <div class="field"><label class="hidden" for="replay-from">Time</label><input id="replay-from" name="from" type="datetime-local" step="any"></div></fieldset>`,
    run: (given, form) => command(ctx, 'POST', path`/v1/webhooks/${webhook.id}/replay`, form.elements.kind.value === 'time'
      ? { from: format.fromLocalInput(given.from ?? '') }
      : { afterPosition: Number(given.afterPosition ?? 0) }),
  });
}

export function pause(ctx, webhook) {
  return ask({
    title: 'Pause the webhook',
    action: 'Pause',
    body: html`<p>Nothing is delivered until it is resumed, and nothing is lost: deliveries go on where they stopped.</p>
      <div class="field"><label for="pause-reason">Reason</label><input id="pause-reason" name="reason" maxlength="200" autocomplete="off" autofocus></div>`,
    run: ({ reason }) => command(ctx, 'POST', path`/v1/webhooks/${webhook.id}/pause`, reason ? { reason } : {}),
  });
}

export async function resume(ctx, webhook) {
  const answer = await command(ctx, 'POST', path`/v1/webhooks/${webhook.id}/resume`);
  toast('Deliveries go on.');
  return answer;
}

/** Passes over an event that the receiver refuses, so that those behind it in its lane are delivered. */
export async function skip(ctx, webhook, eventId) {
  const sure = await confirm({
    title: 'Skip the event',
    tone: 'danger',
    action: 'Skip',
    text: html`<p>The event is not delivered to this webhook any more, also when events are delivered again. Those that wait behind it are delivered.</p>`,
  });
  return sure && command(ctx, 'POST', path`/v1/webhooks/${webhook.id}/skip`, { eventId });
}

export async function remove(ctx, webhook) {
  const sure = await confirm({
    title: 'Remove the webhook',
    tone: 'danger',
    action: 'Remove',
    text: html`<p>Nothing is delivered to <code>${webhook.url}</code> any more, and its delivery log is deleted.</p>`,
  });
  return sure && command(ctx, 'POST', path`/v1/webhooks/${webhook.id}/remove`);
}

/** A form in a dialog whose problem is shown in it; resolves with what run returned. */
function ask({ title, action, body, run }) {
  const state = { failed: null, busy: false };
  return dialog({ title }, ({ close, update }) => {
    const onSubmit = async (event) => {
      event.preventDefault();
      Object.assign(state, { busy: true, failed: null });
      const given = values(event.target);
      update();
      try {
        close(await run(given, event.target));
      } catch (e) {
        Object.assign(state, { busy: false, failed: e });
        update();
      }
    };
    return html`
      <form @submit=${onSubmit}>
        <div class="dialog-body">${body}${state.failed ? problem(state.failed) : nothing}</div>
        <footer><button type="button" @click=${() => close()}>Cancel</button>
          <button class="primary" ?disabled=${state.busy}>${state.busy ? 'Working…' : action}</button></footer>
      </form>`;
  });
}
