// Corrections of a count, confirmed and sent: requests that a cause proposes, and counts.

import { code, dialog, format, html, icon, json, nothing, notice, problem } from '../ui.js';
import { path } from '../routes.js';
import { idempotencyKey } from './commands.js';
import { step } from './sheet.js';

/** Sends a request once, however often the button is pressed; resolves with its consistency token. */
async function send(ctx, { method, path: address, body }, key) {
  const response = await ctx.send(method, address, { body, raw: true, headers: { 'Idempotency-Key': key } });
  return response.headers.get('Consistency-Token');
}

/** Idempotency keys of requests whose correction is not complete: a repetition, also from a dialog that is opened again, books nothing twice. */
const unfinished = new Map();

function keyOf(correction) {
  const request = JSON.stringify(correction);
  if (!unfinished.has(request)) {
    unfinished.set(request, idempotencyKey());
  }
  return unfinished.get(request);
}

/** Shows the requests that correct a cause, and sends them; resolves with the number that was sent and the newest consistency token. */
export function correctDialog(ctx, line, cause) {
  const state = { sent: 0, token: null, failed: null, busy: false };
  return dialog({ title: `${step(cause.corrections[0])}: ${line.sku}`, wide: true }, ({ close, update }) => {
    const run = async () => {
      Object.assign(state, { busy: true, failed: null });
      update();
      try {
        for (; state.sent < cause.corrections.length; state.sent += 1) {
          const correction = cause.corrections[state.sent];
          state.token = await send(ctx, correction, keyOf(correction)) ?? state.token;
        }
        cause.corrections.forEach((one) => unfinished.delete(JSON.stringify(one)));
        close();
      } catch (e) {
        Object.assign(state, { busy: false, failed: e });
        update();
      }
    };
    return html`
      <div class="dialog-body">
        <p><b>${format.words(cause.cause)}.</b> ${cause.explanation}</p>
        <p>${cause.corrections.length === 1 ? 'This request' : 'These requests, in this order,'} will be sent in your name:</p>
        ${cause.corrections.map((one, i) => html`
          <div class="request"><p><b>${step(one)}</b> ${i < state.sent ? html`<span class="badge ok">sent</span>` : nothing}<br>
            <span class="method">${one.method}</span> ${code(one.path)}</p>${one.body ? json(one.body, { open: 3, label: 'Body' }) : nothing}</div>`)}
        ${state.failed ? problem(state.failed) : nothing}
      </div>
      <footer><button type="button" @click=${() => close()}>${state.sent ? 'Close' : 'Cancel'}</button>
        <button type="button" class="primary" autofocus ?disabled=${state.busy} @click=${run}>${icon('check')}${state.busy ? 'Working…' : state.failed ? 'Try again' : 'Confirm'}</button></footer>`;
  }).then(() => state);
}

/** Books counts of a location; resolves with the SKUs whose counts were booked. */
export function bookDialog(ctx, locationId, lines) {
  const keys = new Map(lines.map((line) => [line.sku, idempotencyKey()]));
  const booked = new Set();
  const state = { failed: [], busy: false };
  const title = lines.length === 1 ? `Book the count of ${lines[0].sku}` : `Book ${format.count(lines.length, 'count')}`;
  const differing = lines.filter((line) => line.finding && line.finding.difference !== 0);
  return dialog({ title, wide: true }, ({ close, update }) => {
    const run = async () => {
      Object.assign(state, { busy: true, failed: [] });
      update();
      for (const line of lines.filter((one) => !booked.has(one.sku))) {
        try {
          await send(ctx, {
            method: 'POST',
            path: path`/v1/inventory/${line.sku}/counts`,
            body: { locationId, counted: line.counted, countedAt: line.countedAt },
          }, keys.get(line.sku));
          booked.add(line.sku);
        } catch (e) {
          state.failed.push({ sku: line.sku, problem: e });
        }
        update();
      }
      state.busy = false;
      if (state.failed.length) {
        update();
      } else {
        close();
      }
    };
    return html`
      <div class="dialog-body">
        <p>A booked count is an event: on hand at <code>${locationId}</code> becomes what was counted, as of the time of the count.
          Receipts and shipments that happened later stay in force.</p>
        ${differing.length ? notice('warn', html`<strong>${format.count(differing.length, 'count differs', 'counts differ')} from the events.</strong>
          The difference is booked as a correction. Correct its cause first where one is known: a late receipt that is booked afterwards would count twice.`) : nothing}
        <table><caption class="hidden">Counts</caption>
          <thead><tr><th scope="col">SKU</th><th scope="col" class="numeric">Counted</th><th scope="col" class="numeric">Difference</th><th scope="col">Counted at</th><th scope="col">State</th></tr></thead>
          <tbody>${lines.map((line) => html`<tr>
            <td data-label="SKU">${code(line.sku)}</td>
            <td class="numeric" data-label="Counted">${format.number(line.counted)}</td>
            <td class="numeric" data-label="Difference">${line.finding ? format.signed(line.finding.difference) : '–'}</td>
            <td data-label="Counted at">${format.localTime(line.countedAt)}</td>
            <td data-label="State">${booked.has(line.sku) ? html`<span class="badge ok">booked</span>` : state.failed.some((one) => one.sku === line.sku) ? html`<span class="badge bad">failed</span>` : html`<span class="none">–</span>`}</td></tr>`)}</tbody></table>
        ${state.failed.map((one) => problem({ ...one.problem, title: `${one.sku}: ${one.problem.title}`, detail: one.problem.detail ?? one.problem.message }))}
      </div>
      <footer><button type="button" @click=${() => close()}>${booked.size ? 'Close' : 'Cancel'}</button>
        <button type="button" class="primary" autofocus ?disabled=${state.busy} @click=${run}>${icon('check')}${state.busy ? `${format.number(booked.size)} of ${format.number(lines.length)}…` : state.failed.length ? 'Try the others again' : 'Book'}</button></footer>`;
  }).then(() => booked);
}
