// One job: its progress, its failed rows, and a file of them that can be sent again.

import {
  code, confirm, facts, format, html, icon, json, nothing, notice, page, pager, panel, progress, status, table, tiles, time, toast, toastProblem,
} from '../ui.js';
import { path } from '../routes.js';
import { percent, title } from './jobs.js';

const LIMIT = 50;
const REFRESH_MILLIS = 2_000;

export async function open(ctx) {
  const address = path`/v1/jobs/${ctx.params.id}`;
  let job = null;
  const load = async () => {
    job = await ctx.get(address, { limit: LIMIT, cursor: ctx.query.get('cursor') });
    ctx.show(jobPage(ctx, address, job, load));
  };
  await load();
  ctx.title(title(job));
  ctx.every(REFRESH_MILLIS, () => job.endedAt || load().catch(() => {}));
}

function jobPage(ctx, address, job, load) {
  return page({
    title: title(job),
    parent: { href: '/console/jobs', text: 'Jobs' },
    subtitle: html`${code(job.id)} · sent by ${job.actor}${job.dryRun ? ' · dry run: nothing is stored' : nothing}`,
    actions: actions(ctx, address, job, load),
  }, html`
    ${job.stopReason ? notice('bad', html`<strong>Stopped: ${format.words(job.stopReason)}.</strong> Rows that were applied stay applied.`) : nothing}
    ${panel({ title: 'Progress' }, html`
      <p>${status(job.status)}</p>
      ${progress(percent(job), `Progress of job ${job.id}`)}
      ${tiles([
        { label: 'Rows', value: format.number(job.rows) },
        { label: job.dryRun ? 'Valid' : 'Applied', value: format.number(job.done) },
        { label: 'Failed', value: format.number(job.failed), tone: job.failed ? 'bad' : '' },
        { label: job.endedAt ? 'Rows per second' : 'Time left', value: job.endedAt ? format.decimal(job.rowsPerSecond) : format.duration(job.secondsLeft),
          note: job.endedAt || !job.rowsPerSecond ? '' : `${format.decimal(job.rowsPerSecond)} rows per second` },
      ])}
      ${facts([
        ['Accepted', time(job.acceptedAt)],
        ['Started', job.startedAt ? time(job.startedAt) : null],
        ['Ended', job.endedAt ? time(job.endedAt) : null],
      ])}`)}
    ${job.answer ? panel({ title: 'Answer', note: `status ${job.answer.status}` }, json(job.answer, { label: 'Answer of the command' })) : nothing}
    ${job.failures ? failures(ctx, job) : nothing}`);
}

function failures(ctx, job) {
  return panel({ title: 'Failed rows', note: job.failed ? `${format.count(job.failed, 'row')}, by line` : '', flush: true }, html`
    ${table({
      caption: 'Failed rows', rows: job.failures.items, key: (one) => one.line, empty: 'No row has failed.',
      columns: [
        { name: 'Line', cell: (one) => html`<span class="num">${format.number(one.line)}</span>` },
        { name: 'Code', cell: (one) => code(one.code) },
        { name: 'Reason', cell: (one) => one.reason },
      ],
    })}
    ${job.failuresOmitted ? html`<p class="note pad">${format.count(job.failuresOmitted, 'further row')} failed and are only counted.</p>` : nothing}
    ${pager({
      first: ctx.query.get('cursor') ? ctx.href({ cursor: null }) : null,
      next: job.failures.nextCursor ? ctx.href({ cursor: job.failures.nextCursor }) : null,
    })}`);
}

function actions(ctx, address, job, load) {
  const download = (accept, ending) => save(ctx, address, accept, `${job.kind}-failed-rows-${job.id}.${ending}`);
  const cancel = async () => {
    const sure = await confirm({
      title: 'Cancel the job?', action: 'Cancel job', tone: 'danger', text: 'No further row is applied. Rows that were applied stay applied.',
    });
    if (sure) {
      try {
        await ctx.post(`${address}/cancel`);
        toast('The job is cancelled.');
        await load();
      } catch (e) {
        toastProblem(e);
      }
    }
  };
  return html`
    ${job.failed && !job.request ? html`
      <button type="button" class="primary" @click=${() => download('text/csv', 'csv')}>${icon('download')}Failed rows as CSV</button>
      <button type="button" @click=${() => download('application/x-ndjson', 'ndjson')}>${icon('download')}as NDJSON</button>` : nothing}
    ${job.endedAt ? nothing : html`<button type="button" class="danger" @click=${cancel}>${icon('close')}Cancel job</button>`}`;
}

/** The key must be sent, so that a plain link would not do. */
async function save(ctx, address, accept, name) {
  try {
    const response = await ctx.send('GET', `${address}/failed-rows`, { accept, raw: true });
    const link = document.createElement('a');
    link.href = URL.createObjectURL(await response.blob());
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  } catch (e) {
    toastProblem(e);
  }
}
