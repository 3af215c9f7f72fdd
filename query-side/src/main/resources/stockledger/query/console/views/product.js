// One product: what is available now or was at an instant, why, how it came about, and what is due next.

import { announce, code, columns, facts, format, html, icon, money, nothing, notice, num, page, pager, panel, problem, status, table, tiles, time, toastProblem } from '../ui.js';
import { path } from '../routes.js';
import { ledger } from '../parts/ledger.js';
import { HistoryPanel } from '../parts/history.js';
import { claims, deliveries, transfers } from '../parts/due.js';

const MOVEMENTS = 15;

/** A popular product changes many times a second: what is folded from events is asked for at most this often. */
const REFRESH_MILLIS = 2_000;
const ANNOUNCE_MILLIS = 5_000;

export async function open(ctx) {
  await new ProductView(ctx).open();
}

class ProductView {
  constructor(ctx) {
    this.ctx = ctx;
    this.sku = ctx.params.sku;
    this.asOf = ctx.query.get('asOf');
    this.history = new HistoryPanel(ctx, this.sku, { onInstant: (asOf) => this.goTo(asOf), onChange: () => this.show() });
    this.data = {};
    this.asked = 0;
    this.refreshing = null;
    this.announcedAt = 0;
  }

  async open() {
    const { ctx } = this;
    ctx.title(this.sku);
    ctx.showsPast = Boolean(this.asOf);
    await this.load();
    this.history.load().then(() => this.history.choose(this.asOf));
    this.loadMovements();
    ctx.live(path`/v1/products/${this.sku}/stream`, {
      on: {
        event: (event) => event.type !== 'heartbeat' && this.onPage(JSON.parse(event.data)),
        problem: () => {},
      },
    });
  }

  /**
   * The page, inventory and explanation, of now or of the chosen instant. A newer request makes this one's answer void.
   *
   * @param page the page, when the stream has sent it
   */
  async load(page) {
    this.asked += 1;
    const asked = this.asked;
    const query = { asOf: this.asOf };
    const optional = (call) => call.catch((e) => {
      if (e.name === 'AbortError' || e.needsKey) {
        throw e;
      }
      return { failed: e };
    });
    const [product, inventory, explanation] = await Promise.all([
      page ?? optional(this.ctx.get(path`/v1/products/${this.sku}`, query)),
      optional(this.ctx.get(path`/v1/inventory/${this.sku}`, query)),
      optional(this.ctx.get(path`/v1/inventory/${this.sku}/explanation`, query)),
    ]);
    if (asked !== this.asked) {
      return;
    }
    if (product.failed && inventory.failed && explanation.failed) {
      if (!this.asOf || product.failed.code !== 'product-not-found') {
        throw product.failed;
      }
    }
    const newest = page ? this.data.product : product;
    this.data = { ...this.data, product: newest, inventory, explanation };
    this.show();
  }

  async loadMovements() {
    const cursor = this.ctx.query.get('movements');
    this.data.movements = await this.ctx.get(path`/v1/inventory/${this.sku}/movements`, { limit: MOVEMENTS, cursor })
      .catch((e) => ({ failed: e }));
    this.show();
  }

  /** A new page of the stream: its numbers are shown at once, the rest is asked for again. */
  onPage(product) {
    if (this.asOf) {
      return;
    }
    const before = this.data.product;
    if (before?.version === product.version) {
      return;
    }
    this.data.product = product;
    this.show();
    if (before && Date.now() - this.announcedAt > ANNOUNCE_MILLIS) {
      this.announcedAt = Date.now();
      announce(`${format.number(product.availability?.available)} available`);
    }
    this.refreshing ??= setTimeout(() => this.refresh(), REFRESH_MILLIS);
  }

  async refresh() {
    this.refreshing = null;
    if (this.ctx.signal.aborted || this.asOf) {
      return;
    }
    try {
      await Promise.all([this.load(this.data.product), this.loadMovements(), this.history.load()]);
    } catch {
      // The stream reports the next change.
    }
  }

  /** Shows another instant; null is now. */
  async goTo(asOf) {
    this.asOf = asOf;
    this.ctx.showsPast = Boolean(asOf);
    this.ctx.permalink({ asOf });
    this.history.choose(asOf);
    this.show();
    try {
      await this.load();
    } catch (e) {
      if (e.needsKey || !asOf) {
        this.ctx.fail(e);
      } else {
        toastProblem(e);
        this.goTo(null);
      }
    }
  }

  show() {
    if (!this.data.product) {
      return;
    }
    this.ctx.show(productPage(this));
    this.history.attach(document.querySelector('#view .chart'));
  }
}

function productPage(view) {
  const { product, inventory, explanation, movements } = view.data;
  const known = product.failed ? null : product;
  const shown = known?.availability ?? (inventory.failed ? {} : inventory);
  return page({
    title: known?.name ?? view.sku,
    parent: { href: '/console/products', text: 'Products' },
    subtitle: html`${code(view.sku)}${known?.brand ? html` · ${known.brand}` : nothing}${known?.category ? html` · ${known.category}` : nothing}${
      known?.price ? html` · ${money(known.price)}` : nothing} ${known ? status(known.availability?.status) : nothing}`,
    actions: html`<a class="button" href="/console/events?sku=${encodeURIComponent(view.sku)}">${icon('list')}Events</a>
      <a class="button" href="/console/count?lines=${encodeURIComponent(view.sku)}">${icon('check')}Count</a>`,
  }, html`
    ${product.failed ? notice('warn', product.failed.code === 'product-not-found'
      ? view.asOf ? 'The product did not exist at this instant.' : 'The catalog has no such product.' : product.failed.detail) : nothing}
    ${known?.degraded ? notice('bad', html`This product's numbers are as of ${time(known.degraded.since)}: an event of it cannot be processed.
      <a href="/console/parked?key=${encodeURIComponent(view.sku)}">Parked keys</a>`) : nothing}
    ${instant(view)}
    ${equation(shown)}
    ${view.history.render()}
    ${columns(
      panel({ title: 'Why this number', note: view.asOf ? 'as of the chosen instant' : 'now' },
        explanation.failed ? problem(explanation.failed) : ledger(explanation)),
      html`<div class="stack">
        ${explanation.failed ? nothing : html`
          ${claims('Open holds', 'the next to expire first', explanation.holds, explanation.otherHolds)}
          ${transfers(explanation)}
          ${deliveries(explanation)}
          ${explanation.allocations?.length ? claims('Allocated', 'confirmed, not yet shipped', explanation.allocations, explanation.otherAllocations) : nothing}`}
        ${locations(inventory)}
      </div>`,
    )}
    ${movementsPanel(view, movements)}
    ${known ? catalogPanel(known) : nothing}`);
}

/** Of when the numbers below it are: as high for now as for an instant, so that nothing moves under the slider. */
function instant(view) {
  return html`<div class="instant ${view.asOf ? 'past' : ''}">${view.asOf
    ? html`<span>As of <strong>${time(view.asOf)}</strong></span>
        <button type="button" class="small" @click=${() => view.goTo(null)}>${icon('undo')}Back to now</button>`
    : html`<span><strong>Now</strong> <span class="note">changes are shown as they happen</span></span>`}</div>`;
}

function equation(units) {
  const negative = (value) => (value ? html`<span class="sign">−</span>${format.number(value)}` : format.number(value));
  return html`<div class="equation">${tiles([
    { label: 'On hand', value: format.number(units.onHand) },
    { label: 'Unavailable', value: negative(units.unavailable) },
    { label: 'Allocated', value: negative(units.allocated) },
    { label: 'Held', value: negative(units.held) },
    { label: 'Safety stock', value: negative(units.safetyStock) },
    { label: 'Available', value: format.number(units.available), tone: 'sum' },
    { label: 'On the way', value: format.number((units.incoming ?? 0) + (units.inTransit ?? 0)) },
  ])}</div>`;
}

function locations(inventory) {
  if (inventory.failed || !inventory.levels?.length) {
    return nothing;
  }
  return panel({ title: 'By location', flush: true }, table({
    caption: 'Units by location', rows: inventory.levels, key: (one) => one.locationId,
    columns: [
      { name: 'Location', cell: (one) => code(one.locationId) },
      { name: 'On hand', numeric: true, cell: (one) => num(one.onHand) },
      { name: 'Held', numeric: true, cell: (one) => num(one.held) },
      { name: 'Allocated', numeric: true, cell: (one) => num(one.allocated) },
      { name: 'Available', numeric: true, cell: (one) => html`<strong>${num(one.available)}</strong>` },
    ],
  }));
}

function movementsPanel(view, movements) {
  const { ctx } = view;
  const content = !movements ? html`<p class="note">Loading…</p>` : movements.failed ? problem(movements.failed) : html`
    ${table({
      caption: 'Movements, newest first', rows: movements.items, empty: 'No unit has moved yet.',
      columns: [
        { name: 'When', cell: (one) => time(one.at) },
        { name: 'What', cell: (one) => html`${format.words(one.kind)}${one.reason && one.reason !== 'received' ? html` <span class="note">${format.words(one.reason)}</span>` : nothing}` },
        { name: 'Location', cell: (one) => (one.locationId ? code(one.locationId) : '–') },
        { name: 'Change', numeric: true, cell: (one) => html`<span class="num ${one.delta < 0 ? 'minus' : one.delta > 0 ? 'plus' : ''}">${format.signed(one.delta)}</span>` },
        { name: 'On hand', numeric: true, cell: (one) => num(one.balance) },
        { name: 'Reference', cell: (one) => reference(one) },
        { name: 'Actor', minor: true, cell: (one) => one.actor ?? '–' },
      ],
    })}
    ${pager({
      first: ctx.query.get('movements') ? ctx.href({ movements: null }) : null,
      next: movements.nextCursor ? ctx.href({ movements: movements.nextCursor }) : null,
    })}`;
  return panel({ title: 'Movements', note: view.asOf ? 'all until now, newest first' : 'of units on hand, newest first', flush: true }, content);
}

function reference(one) {
  const about = one.reservationId ?? one.transferId ?? one.reference;
  if (!about) {
    return '–';
  }
  return one.reservationId
    ? html`<a href="/console/events?reservation=${encodeURIComponent(one.reservationId)}">${code(one.reservationId)}</a>`
    : code(about);
}

function catalogPanel(product) {
  return panel({ title: 'Catalog' }, html`
    ${product.description ? html`<p>${product.description}</p>` : nothing}
    ${facts([
      ['Category', product.category], ['Brand', product.brand], ['Version', code(product.version)],
      ...Object.entries(product.attributes ?? {}).map(([name, value]) => [format.words(name), value]),
    ])}`);
}
