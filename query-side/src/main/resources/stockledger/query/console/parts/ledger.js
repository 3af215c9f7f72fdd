// The explanation of a number as a ledger: each term with its sign, its locations and the events that it is made of.

import { code, eventLink, format, html, nothing, time } from '../ui.js';

const TERMS = {
  onHand: ['On hand', 'Units in the shelves'],
  unavailable: ['Unavailable', 'Damaged, in quarantine or for show'],
  allocated: ['Allocated', 'Confirmed orders that have not shipped'],
  held: ['Held', 'Carts and unconfirmed orders'],
  safetyStock: ['Safety stock', 'Kept back on purpose'],
};

/** @param explanation the answer of /v1/inventory/{sku}/explanation */
export function ledger(explanation) {
  return html`
    <div class="ledger">
      ${explanation.terms.map(term)}
      <div class="ledger-sum"><span>=</span><span>Available</span><span class="num">${format.number(explanation.available)}</span></div>
    </div>
    ${explanation.available < 0 ? html`<p class="note">Shoppers are shown 0: more is promised than is there.</p>` : nothing}`;
}

function term(one) {
  const [name, meaning] = TERMS[one.term] ?? [format.words(one.term), ''];
  const head = html`<span class="sign">${one.sign < 0 ? '−' : '+'}</span>
    <span>${name} <span class="note">${meaning}</span></span><span class="num">${format.number(one.units)}</span>`;
  if (!one.parts?.length) {
    return html`<div class="ledger-term none-below">${head}</div>`;
  }
  return html`<details class="ledger-term" ?open=${one.term === 'onHand'}><summary>${head}</summary>
    ${one.parts.map(part)}
    ${others(one.otherLocations, 'more location')}</details>`;
}

function part(one) {
  return html`<div class="ledger-part">
    <h3>${one.locationId ? code(one.locationId) : 'The SKU as a whole'}<span class="num">${format.number(one.units)}</span></h3>
    <ol>${one.events.map(event)}</ol>
    ${others(one.earlier, 'earlier event')}
  </div>`;
}

function event(one) {
  return html`<li>
    <span class="num change ${one.change < 0 ? 'minus' : 'plus'}">${format.signed(one.change)}</span>
    <span class="what">${eventLink(one.eventId, format.words(one.type))}${why(one)}</span>
    <span class="when note">${time(one.at)}${one.actor ? html` · ${one.actor}` : nothing}</span>
  </li>`;
}

function why(one) {
  const about = one.reservationId ?? one.transferId;
  return html`${about ? html` ${code(about)}` : nothing}${one.reference ? html` <span class="note">${one.reference}</span>` : nothing}${
    one.reason ? html` <span class="note">${one.reason}</span>` : nothing}`;
}

function others(rest, singular) {
  return rest?.count
    ? html`<p class="note ledger-rest">${format.count(rest.count, singular)}<span class="num">${format.signed(rest.units)}</span></p>`
    : nothing;
}
