// What is due next of a product: holds that expire, transfers and deliveries under way.

import { ago, badge, code, eventLink, format, html, nothing, num, panel, table } from '../ui.js';

/** Units of reservations: open holds or allocations. */
export function claims(title, note, list = [], others) {
  return panel({ title, note: list.length ? note : '', flush: true }, html`
    ${table({
      caption: title, rows: list, key: (one) => one.reservationId, empty: html`<p class="note pad">None.</p>`,
      columns: [
        { name: 'Reservation', cell: (one) => html`<a href="/console/events?reservation=${encodeURIComponent(one.reservationId)}">${code(one.reservationId)}</a>` },
        { name: 'Units', numeric: true, cell: (one) => num(one.units) },
        ...(list.some((one) => one.expiresAt) ? [{ name: 'Expires', cell: (one) => ago(one.expiresAt) }] : []),
        { name: 'Last event', minor: true, cell: (one) => (one.events?.[0] ? eventLink(one.events[0].eventId, format.words(one.events[0].type)) : '–') },
      ],
    })}
    ${rest(others, 'reservation')}`);
}

export function transfers({ transfers: list = [], otherTransfers }) {
  return list.length ? panel({ title: 'Transfers under way', note: 'the longest sent first', flush: true }, html`
    ${table({
      caption: 'Transfers under way', rows: list, key: (one) => one.id,
      columns: [
        { name: 'Transfer', cell: (one) => html`${one.sent ? eventLink(one.sent.eventId, code(one.id)) : code(one.id)}` },
        { name: 'Route', cell: (one) => html`${code(one.from)} → ${code(one.to)}` },
        { name: 'Units', numeric: true, cell: (one) => num(one.quantity) },
        { name: 'Sent', cell: (one) => ago(one.sentAt) },
      ],
    })}
    ${rest(otherTransfers, 'transfer')}`) : nothing;
}

export function deliveries({ deliveries: list = [], otherDeliveries }) {
  const today = new Date().toISOString().slice(0, 10);
  return list.length ? panel({ title: 'Deliveries expected', note: 'the next first', flush: true }, html`
    ${table({
      caption: 'Deliveries expected', rows: list, key: (one) => one.id,
      columns: [
        { name: 'Delivery', cell: (one) => html`${one.announced ? eventLink(one.announced.eventId, code(one.id)) : code(one.id)}${
          one.reference ? html` <span class="note">${one.reference}</span>` : nothing}` },
        { name: 'Location', cell: (one) => code(one.locationId) },
        { name: 'Units', numeric: true, cell: (one) => num(one.quantity) },
        { name: 'Expected', cell: (one) => html`${format.day(one.expectedOn)}${one.expectedOn < today ? html` ${badge('Overdue', 'warn')}` : nothing}` },
      ],
    })}
    ${rest(otherDeliveries, 'delivery', 'deliveries')}`) : nothing;
}

function rest(others, singular, plural) {
  return others?.count ? html`<p class="note pad">${format.count(others.count, singular, plural)} more, ${format.count(others.units, 'unit')}.</p>` : nothing;
}
