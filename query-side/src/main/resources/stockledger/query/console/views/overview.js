// The overview: how the service is now, and what to do next. Follows the stream of GET /v1/admin/overview.

import { ago, badge, columns, empty, format, html, notice, nothing, page, panel, status, table, tiles } from '../ui.js';

const SEVERITIES = { info: 'info', warning: 'warn', critical: 'bad' };
const STORES = { eventStore: 'Event store', mongodb: 'MongoDB', redis: 'Redis' };
const LEVELS = { process: 'This process', redis: 'Redis', mongodb: 'MongoDB' };

/** So many seconds of the figures are drawn behind them. */
const KEPT = 60;

export async function open(ctx) {
  const history = [];
  const show = (overview) => {
    history.push(overview.requests?.perSecond ?? 0);
    history.splice(0, history.length - KEPT);
    ctx.show(overviewPage(overview, history));
  };
  show(await ctx.get('/v1/admin/overview'));
  ctx.live('/v1/admin/overview/stream', { on: { event: ({ data }) => show(JSON.parse(data)) } });
}

function overviewPage(overview, history) {
  const { requests = {}, projections = [], jobs = {}, stores = [], cache = [], errors = [] } = overview;
  const lag = Math.max(0, ...projections.map((one) => one.lagSeconds ?? 0));
  return page({
    title: 'Overview',
    subtitle: html`${overview.instance ? html`Instance <code>${overview.instance}</code>, as of ` : 'As of '}${ago(overview.asOf)}`,
  }, html`
    ${advice(overview.advice ?? [])}
    ${tiles([
      { label: 'Requests per second', value: format.decimal(requests.perSecond), note: trend(history) },
      { label: 'p50', value: millis(requests.p50Millis) },
      { label: 'p95', value: millis(requests.p95Millis) },
      { label: 'p99', value: millis(requests.p99Millis), tone: requests.p99Millis > 500 ? 'warn' : '' },
    ])}
    ${tiles([
      { label: 'Longest lag', value: format.duration(lag), tone: lag > 30 ? 'bad' : lag > 5 ? 'warn' : '', href: '/console/projections' },
      { label: 'Parked keys', value: format.number(overview.parkedKeys), tone: overview.parkedKeys ? 'bad' : '', href: '/console/parked' },
      { label: 'Drifted SKUs', value: format.number(overview.driftedSkus), tone: overview.driftedSkus ? 'bad' : '', href: '/console/audit' },
      { label: 'Jobs', value: format.number((jobs.queued ?? 0) + (jobs.running ?? 0)), href: '/console/jobs',
        note: jobs.failed ? html`${badge(`${format.number(jobs.failed)} failed`, 'warn')}` : 'open' },
    ])}
    ${columns(
      panel({ title: 'Stores', flush: true }, table({
        caption: 'Health of the stores', rows: stores, key: (one) => one.name, empty: 'No store is reported.',
        columns: [
          { name: 'Store', cell: (one) => STORES[one.name] ?? format.words(one.name) },
          { name: 'Status', cell: (one) => status(one.status) },
          { name: 'Detail', cell: (one) => one.detail ?? '' },
        ],
      })),
      panel({ title: 'Cache', note: window(requests), flush: true }, table({
        caption: 'Reads by cache level', rows: cache, key: (one) => one.level, empty: 'No page was read yet.',
        columns: [
          { name: 'Level', cell: (one) => LEVELS[one.level] ?? format.words(one.level) },
          { name: 'Hits', numeric: true, cell: (one) => format.number(one.hits) },
          { name: 'Share', numeric: true, cell: (one) => format.share(one.share) },
        ],
      })),
      panel({ title: 'Projections', flush: true }, table({
        caption: 'Lag of the projections', rows: projections, key: (one) => one.name, empty: 'No projection is reported.',
        rowClass: (one) => (one.parked ? 'bad' : undefined),
        columns: [
          { name: 'Projection', cell: (one) => html`<a href="/console/projections">${one.name}</a>` },
          { name: 'State', cell: (one) => (one.state === 'running' ? badge('Running', 'ok') : status(one.state)) },
          { name: 'Lag', numeric: true, cell: (one) => html`${format.count(one.lagEvents, 'event')}${one.lagSeconds ? html`, ${format.duration(one.lagSeconds)}` : nothing}` },
          { name: 'Parked', numeric: true, cell: (one) => (one.parked ? html`<a href="/console/parked?projection=${one.name}">${format.number(one.parked)}</a>` : '0') },
        ],
      })),
      panel({ title: 'Errors', note: 'answers per minute, by code', flush: true }, table({
        caption: 'Errors by code', rows: errors, key: (one) => one.code, empty: empty('No errors.'),
        columns: [
          { name: 'Code', cell: (one) => html`<code>${one.code}</code>` },
          { name: 'Per minute', numeric: true, cell: (one) => format.decimal(one.perMinute) },
        ],
      })),
    )}`);
}

function advice(list) {
  if (!list.length) {
    return notice('ok', html`<strong>Everything works.</strong> There is nothing to do.`);
  }
  return html`<section class="advice" aria-labelledby="advice"><h2 id="advice" class="hidden">What to do next</h2>${list.map((one) => notice(
    SEVERITIES[one.severity] ?? 'info',
    html`${one.text} ${one.path?.startsWith('/console') ? html`<a href=${one.path}>Open</a>` : nothing}${one.runbook ? html` <span class="note">docs/operations.md, “${heading(one.runbook)}”</span>` : nothing}`,
  ))}</section>`;
}

/** The heading of a section of the document, from its anchor. */
function heading(anchor) {
  const text = anchor.replace('runbook-', 'runbook: ').replaceAll('-', ' ');
  return text[0].toUpperCase() + text.slice(1);
}

function millis(value) {
  return value === undefined || value === null ? '–' : html`${format.decimal(value, value < 10 ? 2 : 0)}<small> ms</small>`;
}

function window(requests) {
  return requests.windowSeconds ? `the last ${format.duration(requests.windowSeconds)}` : '';
}

/** The last minute as a line; the number beside it has the value. */
function trend(values) {
  if (values.length < 2) {
    return nothing;
  }
  const top = Math.max(...values, 1);
  const points = values.map((value, i) => `${(i * 80) / (values.length - 1)},${20 - (18 * value) / top}`).join(' ');
  return html`<svg class="trend" viewBox="0 0 80 22" preserveAspectRatio="none" aria-hidden="true"><polyline points=${points}></polyline></svg>`;
}

