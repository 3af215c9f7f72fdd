// What an event says in one line, and where its parts lead.

import { localTime } from '../format.js';

/** Members that the list shows in columns of their own. */
const SHOWN_ELSEWHERE = new Set(['sku', 'reservationId', 'id', 'attempt', 'expiresAt', 'ttlSeconds', 'policy', 'lines', 'allocations']);
const MAX_PARTS = 4;
const TIME = /^\d{4}-\d\d-\d\dT/;

/** The families of events, by the first part of their stored names. */
export const FAMILIES = {
  stock: 'Stock', reservation: 'Reservation', catalog: 'Catalog', location: 'Location',
  bulk: 'Job', demand: 'Demand', apikey: 'API key', operator: 'Operator', webhook: 'Webhook',
};

/** "stock.StockReceived" is of the family "stock". */
export function family(type) {
  const dot = String(type).indexOf('.');
  return dot < 0 ? '' : type.slice(0, dot);
}

/** What an event is about: {name, value, filter}, where filter is the parameter of a search; null for none. */
export function subject(event) {
  const payload = event.payload ?? {};
  if (typeof payload.sku === 'string') {
    return { name: 'SKU', value: payload.sku, filter: 'sku' };
  }
  const [kind, ...rest] = String(event.stream).split(':');
  const value = rest.join(':');
  if (kind === 'reservation' && value) {
    return { name: 'Reservation', value, filter: 'reservation' };
  }
  return value ? { name: kind.charAt(0).toUpperCase() + kind.slice(1), value, filter: 'stream' } : null;
}

/** The numbers and texts of a payload in one line, such as "24 units at main, reference note 1". */
export function summary(payload) {
  if (!payload || typeof payload !== 'object') {
    return '';
  }
  const parts = [];
  const at = payload.locationId ? ` at ${payload.locationId}` : '';
  if (Number.isFinite(payload.quantity)) {
    parts.push(`${units(payload.quantity)}${payload.from && payload.to ? ` from ${payload.from} to ${payload.to}` : at}`);
  } else if (Number.isFinite(payload.delta)) {
    parts.push(`${payload.delta > 0 ? '+' : '−'}${Math.abs(payload.delta)}${at}`);
  } else if (Number.isFinite(payload.counted)) {
    parts.push(`${payload.counted} counted, ${payload.expected} expected${at}`);
  } else if (at) {
    parts.push(at.trim());
  }
  for (const list of [payload.allocations, payload.lines]) {
    if (Array.isArray(list) && list.length) {
      parts.push(lines(list));
    }
  }
  const done = new Set(['quantity', 'delta', 'counted', 'expected', 'locationId', ...(payload.quantity && payload.to ? ['from', 'to'] : [])]);
  for (const [name, value] of Object.entries(payload)) {
    if (parts.length >= MAX_PARTS) {
      break;
    }
    if (!done.has(name) && !SHOWN_ELSEWHERE.has(name) && value !== null && value !== '' && typeof value !== 'object') {
      parts.push(`${spaced(name)} ${TIME.test(value) ? localTime(value) : value}`);
    }
  }
  if (payload.price?.amount) {
    parts.push(`${payload.price.amount} ${payload.price.currency}`);
  }
  return parts.join(', ');
}

function units(quantity) {
  return `${quantity} ${quantity === 1 ? 'unit' : 'units'}`;
}

function lines(list) {
  return list
    .slice(0, 3)
    .map((line) => `${line.quantity ?? '?'}${line.sku ? ` × ${line.sku}` : ''}${line.locationId ? ` at ${line.locationId}` : ''}`)
    .join(', ') + (list.length > 3 ? ` and ${list.length - 3} more` : '');
}

function spaced(name) {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
}

/** The commands of a request with their events, in the order of their first events. */
export function commands(events) {
  const found = new Map();
  for (const event of events) {
    const id = event.causationId ?? '';
    found.set(id, [...(found.get(id) ?? []), event]);
  }
  return [...found].map(([causationId, own]) => ({ causationId, events: own }));
}

/** The colour of an event's badge. */
export function familyTone(type) {
  if (/RanOut|Refused|Expired|Abandoned|Discarded/.test(type)) {
    return 'bad';
  }
  if (/RanLow|Counted|Adjusted|SetAside|Released|Cancelled/.test(type)) {
    return 'warn';
  }
  return { stock: 'ok', reservation: 'info' }[family(type)] ?? 'neutral';
}
