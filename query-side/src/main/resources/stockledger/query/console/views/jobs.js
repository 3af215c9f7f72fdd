// Jobs: uploads of rows and commands that are answered later, newest first.

import { ago, code, format, html, nothing, num, page, pager, panel, progress, status, table, tabs } from '../ui.js';

const LIMIT = 25;
const REFRESH_MILLIS = 3_000;
const STATUSES = [['', 'All'], ['accepted', 'Waiting'], ['running', 'Running'], ['finished', 'Finished'], ['stopped', 'Stopped'], ['cancelled', 'Cancelled']];

export async function open(ctx) {
  const query = { status: ctx.query.get('status'), kind: ctx.query.get('kind'), limit: LIMIT, cursor: ctx.query.get('cursor') };
  const load = async () => ctx.show(jobsPage(ctx, query, await ctx.get('/v1/jobs', query)));
  await load();
  if (!query.cursor) {
    ctx.every(REFRESH_MILLIS, () => load().catch(() => {}));
  }
}

function jobsPage(ctx, query, list) {
  return page({ title: 'Jobs', subtitle: 'Uploads, and commands that are answered later. Each failed row can be corrected and sent again.' }, html`
    ${tabs('Status', STATUSES.map(([name, text]) => ({
      text, href: ctx.href({ status: name, cursor: null }), current: (query.status ?? '') === name,
    })))}
    ${panel({ flush: true }, html`
      ${table({
        caption: 'Jobs', rows: list.items, key: (one) => one.id,
        empty: query.status ? 'No job has this status.' : 'There are no jobs. POST /v1/bulk/receipts sends rows.',
        rowClass: (one) => (one.status === 'stopped' ? 'bad' : undefined),
        columns: [
          { name: 'Job', cell: (one) => html`<a class="title" href="/console/jobs/${encodeURIComponent(one.id)}">${title(one)}</a>
            <div class="note">${code(one.id)}${one.dryRun ? ' · dry run' : nothing}</div>` },
          { name: 'Status', cell: (one) => status(one.status) },
          { name: 'Progress', cell: (one) => progress(percent(one), `Progress of job ${one.id}`) },
          { name: 'Rows', numeric: true, cell: (one) => num(one.rows) },
          { name: 'Failed', numeric: true, cell: (one) => html`<span class=${one.failed ? 'minus' : ''}>${num(one.failed)}</span>` },
          { name: 'Time left', numeric: true, minor: true, cell: (one) => (one.endedAt ? '–' : format.duration(one.secondsLeft)) },
          { name: 'Accepted', cell: (one) => html`${ago(one.acceptedAt)}<div class="note">${one.actor}</div>` },
        ],
      })}
      ${pager({
        first: query.cursor ? ctx.href({ cursor: null }) : null,
        next: list.nextCursor ? ctx.href({ cursor: list.nextCursor }) : null,
      })}`)}`);
}

/** What a job is of. */
export function title(job) {
  return job.request ? `${job.request.method} ${job.request.path}` : format.words(job.kind);
}

/** Rows that were applied or failed; nothing more happens to those of a job that has ended. */
export function percent(job) {
  return job.status === 'finished' ? 100 : job.rows ? Math.floor((100 * (job.done + job.failed)) / job.rows) : 0;
}
