// The rehearsal of a release: what a process in shadow mode folds, compared with what is served.

import { badge, code, empty, format, html, nothing, notice, page, pager, panel, progress, skuLink, table, tabs, tiles, time } from '../ui.js';

const REFRESH_MILLIS = 3_000;

export async function open(ctx) {
  const load = async () => {
    const report = await ctx.get('/v1/admin/shadow');
    const names = report.comparisons.map((one) => one.name);
    const chosen = ctx.query.get('projection') ?? report.comparisons.find((one) => one.differences > 0)?.name ?? names[0];
    const differences = chosen
      ? await ctx.get('/v1/admin/shadow/differences', { projection: chosen, limit: 50, cursor: ctx.query.get('cursor') })
      : null;
    ctx.show(template(ctx, report, chosen, differences));
    return report;
  };
  if ((await load()).shadow) {
    ctx.every(REFRESH_MILLIS, () => load().catch(() => {}));
  }
}

function template(ctx, report, chosen, differences) {
  const found = report.comparisons.reduce((sum, one) => sum + one.differences, 0);
  const complete = report.comparisons.length > 0 && report.comparisons.every((one) => one.passes > 0);
  return page({
    title: 'Release rehearsal',
    parent: { href: '/console/projections', text: 'Projections' },
    subtitle: report.shadow ? html`This process folds in shadow since ${time(report.since)}. It serves nothing.` : null,
  }, report.shadow ? html`
    ${found ? notice('bad', html`<strong>${format.count(found, 'difference')}.</strong> This release would serve something else: look at each before it is deployed.`)
      : complete ? notice('ok', 'A full pass has found no difference: this release serves what is served now.')
        : notice('info', 'The first pass runs: there is no difference so far.')}
    ${tiles([
      { label: 'Differences', value: format.number(found), tone: found ? 'bad' : 'ok' },
      { label: 'Projections compared', value: `${format.number(report.comparisons.length)} of ${format.number(report.progress.length)}` },
      { label: 'Full passes', value: format.number(Math.min(...report.comparisons.map((one) => one.passes), Infinity)) },
    ].map((tile) => ({ ...tile, value: tile.value === '∞' ? '0' : tile.value })))}
    ${panel({ title: 'Comparisons', flush: true }, table({
      caption: 'Comparisons',
      rows: report.comparisons,
      key: (one) => one.name,
      empty: 'No projection has caught up yet.',
      columns: [
        { name: 'Projection', cell: (one) => html`<b>${one.name}</b> <span class="note">against epoch ${one.servedEpoch}</span>` },
        { name: 'Differences', numeric: true, cell: (one) => badge(format.number(one.differences), one.differences ? 'bad' : 'ok') },
        { name: 'Full passes', numeric: true, cell: (one) => format.number(one.passes) },
        { name: 'This pass', cell: (one) => html`${format.count(one.running.documents, 'document')}, ${format.count(one.running.answers, 'answer')}${one.running.waiting ? `, ${format.number(one.running.waiting)} waiting` : nothing}` },
      ],
    }))}
    ${panel({ title: 'Folding', flush: true }, table({
      caption: 'Progress',
      rows: report.progress,
      key: (one) => one.name,
      columns: [
        { name: 'Projection', cell: (one) => one.name },
        { name: 'Progress', cell: (one) => progress(one.percent, one.name) },
        { name: 'Behind', numeric: true, cell: (one) => format.count(one.lagEvents, 'event') },
      ],
    }))}
    ${differences ? panel({ title: 'What differs', flush: true }, html`
      ${tabs('Projection', report.comparisons.map((one) => ({
        text: one.name, href: ctx.href({ projection: one.name, cursor: null }), current: one.name === chosen, count: one.differences,
      })))}
      ${table({
        caption: `Differences of ${chosen}`,
        rows: differences.items,
        empty: 'No difference.',
        columns: [
          { name: 'Key', cell: (one) => (chosen === 'sku' ? skuLink(one.key) : code(one.key)) },
          { name: 'Where', cell: (one) => html`${format.words(one.kind)} <code>${one.field}</code>` },
          { name: 'Served', cell: (one) => value(one.served, 'del') },
          { name: 'This release', cell: (one) => value(one.folded, 'ins') },
        ],
      })}
      ${pager({
        first: ctx.query.get('cursor') ? ctx.href({ cursor: null }) : null,
        next: differences.nextCursor ? ctx.href({ cursor: differences.nextCursor }) : null,
      })}`) : nothing}`
    : panel({}, empty('This process is not in shadow mode.', html`
      <p class="note">Start a process of the new release with <code>stockledger.shadow=true</code> against the same event store: it folds the live events into a
        database of its own, serves nothing, and lists here every document and answer that differs. Open the console of that process.</p>`)));
}

function value(content, kind) {
  if (content === undefined) {
    return html`<span class="none">none</span>`;
  }
  return html`<span class="diff">${kind === 'del' ? html`<del>${format.inline(content)}</del>` : html`<ins>${format.inline(content)}</ins>`}</span>`;
}
