// Products: search and facets, and the SKUs that are to be reordered.

import { field, format, html, icon, money, nothing, num, page, pager, panel, skuLink, status, table, tabs } from '../ui.js';

const LIMIT = 25;
const TYPING_MILLIS = 200;
const SORTS = [['', 'Name'], ['price', 'Price, lowest first'], ['-price', 'Price, highest first'], ['-updated', 'Changed last']];
const FILTERS = ['q', 'category', 'brand', 'currency', 'inStock', 'sort', 'cursor'];
const SHOWN_FACETS = 12;

export async function open(ctx) {
  if (ctx.query.get('status') === 'low') {
    const low = await ctx.get('/v1/inventory', { status: 'low', limit: LIMIT, cursor: ctx.query.get('cursor') });
    ctx.show(productsPage(ctx, null, lowStock(ctx, low)));
    return;
  }
  const filter = Object.fromEntries(FILTERS.map((name) => [name, ctx.query.get(name)]));
  const [list, facets] = await Promise.all([
    ctx.get('/v1/products', { ...filter, limit: LIMIT }),
    ctx.get('/v1/products/facets', { q: filter.q, category: filter.category }),
  ]);
  ctx.show(productsPage(ctx, facets, html`
    ${search(ctx, filter)}
    <div class="with-facets">
      ${facetsPanel(ctx, filter, facets)}
      ${results(ctx, filter, list, facets)}
    </div>`));
}

function productsPage(ctx, facets, content) {
  const inStock = ctx.query.get('inStock');
  const isLow = ctx.query.get('status') === 'low';
  const at = (changes) => ctx.href({ status: null, inStock: null, cursor: null, ...changes });
  const counts = Object.fromEntries((facets?.availability ?? []).map((one) => [one.status, one.count]));
  const available = (counts.inStock ?? 0) + (counts.lowStock ?? 0);
  return page({ title: 'Products' }, html`
    ${tabs('Availability', [
      { text: 'All', href: at({}), current: !inStock && !isLow, count: facets?.total },
      { text: 'In stock', href: at({ inStock: 'true' }), current: inStock === 'true', count: facets ? available : undefined },
      { text: 'Out of stock', href: at({ inStock: 'false' }), current: inStock === 'false',
        count: facets ? facets.total - available : undefined },
      { text: 'To be reordered', href: '/console/products?status=low', current: isLow },
    ])}
    ${content}`);
}

let typing = 0;

function search(ctx, filter) {
  const onInput = (event) => {
    const q = event.target.value;
    clearTimeout(typing);
    typing = setTimeout(() => ctx.signal.aborted || ctx.go(ctx.href({ q, cursor: null }), { replace: true }), TYPING_MILLIS);
  };
  const input = document.querySelector('#view [data-search]');
  const typed = input && input === document.activeElement ? input.value : filter.q;
  const onSort = (event) => ctx.go(ctx.href({ sort: event.target.value, cursor: null }));
  return html`
    <form class="search-row" role="search" @submit=${(event) => event.preventDefault()}>
      ${field({ label: 'Search', name: 'q', type: 'search', value: typed, search: true, placeholder: 'Name, brand, category or SKU', onInput })}
      ${field({ label: 'Order', name: 'sort', type: 'select', value: filter.sort, options: SORTS, onChange: onSort })}
    </form>`;
}

/* ---- facets ---- */

function facetsPanel(ctx, filter, facets) {
  const chosen = [
    filter.category && ['category', filter.category], filter.brand && ['brand', filter.brand],
  ].filter(Boolean);
  return html`
    <details class="panel facets" ?open=${window.matchMedia('(min-width: 861px)').matches}>
      <summary><h2>Filter</h2>${chosen.length ? html` <span class="count">${chosen.length}</span>` : nothing}</summary>
      ${chosen.length ? html`<ul class="chosen">${chosen.map(([name, value]) => html`
        <li><a class="button small" href=${ctx.href({ [name]: null, cursor: null })}>${value}${icon('close')}<span class="hidden">Remove</span></a></li>`)}</ul>` : nothing}
      ${facet('Category', facets.categories, (one) => ({
        text: one.category.split('/').pop(), href: ctx.href({ category: one.category, cursor: null }), count: one.count }))}
      ${facet('Brand', facets.brands, (one) => ({
        text: one.brand, href: ctx.href({ brand: one.brand, cursor: null }), count: one.count, current: one.brand === filter.brand }))}
    </details>`;
}

function facet(title, values, of) {
  if (!values?.length) {
    return nothing;
  }
  const shown = values.slice(0, SHOWN_FACETS).map(of);
  return html`<h3>${title}</h3><ul>${shown.map((one) => html`
    <li><a href=${one.href} aria-current=${one.current ? 'true' : nothing}><span>${one.text}</span><span class="num note">${format.number(one.count)}</span></a></li>`)}</ul>
    ${values.length > SHOWN_FACETS ? html`<p class="note">${values.length - SHOWN_FACETS} more</p>` : nothing}`;
}

/* ---- results ---- */

function results(ctx, filter, list, facets) {
  return panel({ flush: true }, html`
    ${table({
      caption: 'Products', rows: list.items, key: (one) => one.sku,
      empty: filter.q ? `No product matches “${filter.q}”.` : 'No product has these properties.',
      columns: [
        { name: 'Product', cell: (one) => html`<a class="title" href="/console/products/${encodeURIComponent(one.sku)}">${one.name}</a>
          <div class="note"><code>${one.sku}</code>${one.brand ? html` · ${one.brand}` : nothing}</div>` },
        { name: 'Category', minor: true, cell: (one) => one.category ?? '–' },
        { name: 'Price', numeric: true, cell: (one) => money(one.price) },
        { name: 'Available', numeric: true, cell: (one) => num(one.availability?.available) },
        { name: 'Status', cell: (one) => html`${status(one.availability?.status)}${one.availability?.degraded ? html` ${status('degraded')}` : nothing}` },
      ],
    })}
    ${pager({
      first: filter.cursor ? ctx.href({ cursor: null }) : null,
      next: list.nextCursor ? ctx.href({ cursor: list.nextCursor }) : null,
      note: filter.cursor || list.nextCursor ? `${format.count(list.items.length, 'product')} of ${format.number(facets.total)}` : null,
    })}`);
}

function lowStock(ctx, low) {
  return panel({ flush: true, title: 'At or below the reorder point' }, html`
    ${table({
      caption: 'SKUs to be reordered', rows: low.items, key: (one) => one.sku, empty: 'No SKU is at or below its reorder point.',
      columns: [
        { name: 'SKU', cell: (one) => skuLink(one.sku) },
        { name: 'Status', cell: (one) => status(one.status) },
        { name: 'Available', numeric: true, cell: (one) => num(one.available) },
        { name: 'On hand', numeric: true, cell: (one) => num(one.onHand) },
        { name: 'Reorder point', numeric: true, cell: (one) => num(one.reorderPoint ?? one.levels?.find((level) => level.reorderPoint !== undefined)?.reorderPoint) },
        { name: 'Incoming', numeric: true, cell: (one) => num((one.incoming ?? 0) + (one.inTransit ?? 0)) },
      ],
    })}
    ${pager({
      first: ctx.query.get('cursor') ? ctx.href({ cursor: null }) : null,
      next: low.nextCursor ? ctx.href({ cursor: low.nextCursor }) : null,
    })}`);
}
