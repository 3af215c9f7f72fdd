// Modules of the console without a page of their own: `load` imports one, and what is returned are the values that are wrong.

const [format, routes, diff, api, sheet, texts, commands, parking, history] = await Promise.all(
  ['format', 'routes', 'diff', 'api', 'parts/sheet', 'parts/event-text', 'parts/commands', 'parts/parking', 'parts/history'].map(load));
const wrong = [];
const is = (actual, expected) => {
  const [one, other] = [actual, expected].map((value) => JSON.stringify(value) ?? 'undefined');
  if (one !== other) {
    wrong.push(`${one} is not ${other}`);
  }
};

/* ---- numbers, times and texts ---- */

is(format.number(1234567), '1,234,567');
is(format.number(undefined), '–');
is(format.share(0.934), '93.4 %');
is(format.signed(-2), '−2');
is(format.signed(3), '+3');
is(format.money({ amount: '7.5', currency: 'GBP' }), '£7.50');
is(format.money({ amount: '7.5', currency: 'no' }), '7.5 no');
is(format.duration(42), '42 s');
is(format.duration(7200), '2 h');
is(format.relative('2026-01-01T00:00:00Z', Date.parse('2026-01-01T00:05:00Z')), '5 min ago');
is(format.words('stock.StockReceived'), 'Stock received');
is(format.count(1, 'key'), '1 key');
is(format.count(2, 'key'), '2 keys');
is(format.curl({ method: 'POST', url: 'http://x/', body: { a: "it's" }, keyed: true }),
  `curl -X POST -H "Authorization: Bearer $KEY" -H 'Content-Type: application/json' -d '{"a":"it'\\''s"}' 'http://x/'`);

/* ---- addresses ---- */

is(routes.match('/console/products/A%2FB').params.sku, 'A/B');
is(routes.match('/console/products/%E0'), null);
is(routes.match('/console/none'), null);
is(routes.path`/v1/products/${'a/b?'}`, '/v1/products/a%2Fb%3F');
is(routes.withQuery('/x', { a: ['1', '2'], b: '', c: null, d: 'é&' }), '/x?a=1&a=2&d=%C3%A9%26');

/* ---- differences ---- */

is(diff.differences({ a: 1, l: [{ id: 'x', n: 1 }, { id: 'y', n: 2 }] }, { l: [{ id: 'y', n: 3 }, { id: 'x', n: 1 }], b: 0 })
  .map((one) => `${one.path}: ${one.before} ${one.after}`), ['a: 1 undefined', 'l[y].n: 2 3', 'b: undefined 0']);

/* ---- parts of a stream ---- */

const body = new ReadableStream({
  start(out) {
    ['id: 1\r', '\nevent: page\r\ndata: {"a"', ':1}\r\n\r\n: heartbeat\n\ndata: x\ndata: y\n\ndata: cut']
      .forEach((chunk) => out.enqueue(new TextEncoder().encode(chunk)));
    out.close();
  },
});
const events = [];
for await (const event of api.readEvents(body)) {
  events.push(`${event.type} ${event.id} ${event.data}`);
}
is(events, ['page 1 {"a":1}', 'message undefined x\ny']);

/* ---- idempotency keys ---- */

const keyOf = commands.idempotencyKeys();
is(keyOf({ url: 'a' }) === keyOf({ url: 'a' }), true);
is(keyOf({ url: 'a' }) === keyOf({ url: 'b' }), false);
is(keyOf({ url: 'a' }) === commands.idempotencyKeys()({ url: 'a' }), false);

/* ---- a retry of rows ---- */

is(parking.selectionsOf([{ projection: 'sku', key: 'A' }, { projection: 'event', key: 'A' }, { projection: 'sku', key: 'B' }]),
  [{ projection: 'sku', keys: ['A', 'B'] }, { projection: 'event', keys: ['A'] }]);

/* ---- the chart: the answer to an older request is void ---- */

const answers = [];
const ctx = { query: new URLSearchParams(), get: () => new Promise((answer) => answers.push(answer)) };
const chart = new history.HistoryPanel(ctx, 'A', { onInstant() {}, onChange() {} });
const loads = [chart.load(), chart.load()];
answers[1]({ points: [{ at: '2026-11-30T10:00:00Z' }], complete: true });
await loads[1];
answers[0]({ points: [], complete: true });
await loads[0];
is(chart.points.length, 1);

/* ---- count sheets ---- */

const time = '2026-11-30T10:00:00.000Z';
const counted = sheet.newLine('B', 7, time);
const link = 'A B*7*mx33k1s0 C*0*mx33k1s0*b';
const read = (text) => sheet.fromText(text).map((one) => `${one.sku} ${one.counted} ${one.countedAt} ${one.booked}`);
is(sheet.toText([sheet.newLine('A'), counted, { ...sheet.newLine('C', 0, time), booked: true }]), link);
is(read(link), ['A null null false', `B 7 ${time} false`, `C 0 ${time} true`]);
is(read('A A a/b *3*x D*-1*k E*3*! F*1234567890*k*b').join(), 'A null null false,D null null false,E null null false,F null null false');
is(read(Array.from({ length: sheet.MAX_LINES + 1 }, (_, i) => `S${i}`).join(' ')).length, sheet.MAX_LINES);
is(read(null), []);
is(['', ' 12 ', '0', '1.5', '-1', '1234567890'].map((text) => String(sheet.unitsOf(text))), ['null', '12', '0', 'undefined', 'undefined', 'undefined']);
is([sheet.newLine('A'), counted, { ...counted, booked: true }, { ...counted, finding: { difference: 0 } }, { ...counted, finding: { difference: -2 } }]
  .map(sheet.stateOf), ['open', 'counted', 'booked', 'clean', 'different']);
is([0.75, 0.5, 0.49].map(sheet.evidence), ['Strong evidence', 'Some evidence', 'Weak evidence']);
is(sheet.step({ path: '/v1/inventory/A/receipts' }), 'Book the receipt');
is(sheet.step({ path: '/v1/none' }), 'Send the request');

/* ---- texts of events ---- */

is(['stock.StockReceived', 'none'].map(texts.family), ['stock', '']);
is([{ stream: 'stock:A', payload: { sku: 'A' } }, { stream: 'reservation:c:1' }, { stream: 'location:LEEDS' }, { stream: 'all' }]
  .map(texts.subject).map((one) => one && Object.values(one).join(' ')), ['SKU A sku', 'Reservation c:1 reservation', 'Location LEEDS stream', null]);
is(texts.summary({ sku: 'A', quantity: 1, locationId: 'LEEDS', reference: 'PO-1' }), '1 unit at LEEDS, reference PO-1');
is(texts.summary({ delta: 1, occurredAt: '2026-11-30T09:00:00Z' }), '+1, occurred at 30 Nov 2026, 09:00:00');
is(texts.summary({ quantity: 6, from: 'LEEDS', to: 'YORK' }), '6 units from LEEDS to YORK');
is(texts.summary({ delta: -2, locationId: 'LEEDS', reason: 'damaged' }), '−2 at LEEDS, reason damaged');
is(texts.summary({ counted: 3, expected: 5, locationId: 'LEEDS' }), '3 counted, 5 expected at LEEDS');
is(texts.summary({ lines: [1, 2, 3, 4].map((quantity) => ({ sku: 'A', quantity })) }), '1 × A, 2 × A, 3 × A and 1 more');
is(texts.summary({ reorderPoint: 5, name: 'Mug', brand: null, price: { amount: '7.50', currency: 'GBP' } }), 'reorder point 5, name Mug, 7.50 GBP');
is(texts.summary(null), '');
is(texts.commands([{ causationId: 'a' }, {}, { causationId: 'a' }]).map((one) => `${one.causationId} ${one.events.length}`), ['a 2', ' 1']);
is(['stock.StockRanOut', 'stock.StockCounted', 'stock.StockReceived', 'reservation.ReservationHeld', 'catalog.ProductCreated'].map(texts.familyTone),
  ['bad', 'warn', 'ok', 'info', 'neutral']);

return wrong;
