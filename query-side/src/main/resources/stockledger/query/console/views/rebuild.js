// One rebuild: how far it is, how it compares with what is served, and what may become of it.

import {
  ago, code, confirmWithReason, facts, field, format, html, icon, nothing, notice, page, pager, panel, problem, progress, skuLink, status, table,
  tiles, time, toast,
} from '../ui.js';
import { path } from '../routes.js';

const REFRESH_MILLIS = 1_000;
const DIFFERENCES = 50;

const TEXTS = {
  building: 'It folds all events, from the first one on.',
  comparing: 'It has caught up, and is compared with what is served.',
  caughtUp: 'It has caught up, and is served within seconds.',
  clean: 'Nothing differs from what is served.',
  different: 'Something differs from what is served. Read the differences, then switch to it or cancel it.',
  switched: 'It is served.',
  rolledBack: 'The epoch from before is served again.',
  cancelled: 'It was removed before it was served.',
};

export async function open(ctx) {
  await new RebuildView(ctx).open();
}

class RebuildView {
  constructor(ctx) {
    this.ctx = ctx;
    this.address = path`/v1/admin/projections/${ctx.params.name}/rebuilds/${ctx.params.epoch}`;
    this.rebuild = null;
    this.differences = null;
    this.differencesFailed = null;
    this.loadedFor = null;
  }

  async open() {
    this.ctx.title(`Rebuild of ${this.ctx.params.name}`);
    await this.load();
    this.ctx.every(REFRESH_MILLIS, () => this.load().catch(() => {}));
  }

  /** Differences are read again when their number has changed. */
  async load() {
    this.rebuild = await this.ctx.get(this.address);
    const found = this.rebuild.comparison?.differences ?? 0;
    if (found !== this.loadedFor) {
      this.loadedFor = found;
      await this.loadDifferences();
    }
    this.show();
  }

  async loadDifferences() {
    try {
      this.differences = this.loadedFor
        ? await this.ctx.get(`${this.address}/differences`, { limit: DIFFERENCES, cursor: this.ctx.query.get('cursor') })
        : { items: [] };
      this.differencesFailed = null;
    } catch (e) {
      if (e.name !== 'AbortError') {
        this.differencesFailed = e;
      }
    }
  }

  show() {
    const { ctx, rebuild } = this;
    const at = rebuild.progress;
    const percent = at ? at.percent : rebuild.state === 'cancelled' ? 0 : 100;
    ctx.show(page({
      title: html`Rebuild of ${rebuild.name}`,
      parent: { href: '/console/projections', text: 'Projections' },
      subtitle: html`Epoch ${rebuild.epoch}, requested ${ago(rebuild.requestedAt)}`,
      actions: this.actions(),
    }, html`
      ${notice(tone(rebuild), html`${status(rebuild.state)} ${TEXTS[rebuild.state] ?? ''}
        <span class="note">since ${time(rebuild.since)}</span>`)}
      ${panel({ title: 'Progress' }, html`
        ${progress(percent, `Progress of the rebuild of ${rebuild.name}`)}
        ${tiles([
          { label: 'Events folded', value: format.number(at ? at.position + 1 : undefined), note: at ? `of ${format.number(at.head + 1)}` : '' },
          { label: 'Events per second', value: format.number(at?.eventsPerSecond) },
          { label: 'Time left', value: format.duration(at ? at.secondsLeft : 0) },
          { label: 'Differences', value: format.number(rebuild.comparison?.differences), tone: rebuild.comparison?.differences ? 'bad' : '' },
        ])}
        ${facts([
          ['Served', switchText(rebuild)],
          ['Bound', rebuild.maxEventsPerSecond ? `${format.number(rebuild.maxEventsPerSecond)} events per second` : null],
          ['Previous epoch', rebuild.previousEpoch],
          ['Kept until', rebuild.keptUntil ? time(rebuild.keptUntil) : null],
          ['Ended', rebuild.endedAt ? time(rebuild.endedAt) : null],
        ])}`)}
      ${this.comparison()}`));
  }

  comparison() {
    const { ctx, rebuild: { comparison }, differences } = this;
    if (!comparison) {
      return nothing;
    }
    return html`
      ${panel({ title: 'Comparison with what is served', note: comparison.done ? 'complete' : `pass ${comparison.pass}, under way` }, facts([
        ['Documents', format.number(comparison.documents)],
        ['Side documents', format.number(comparison.sideDocuments)],
        ['Answers and list entries', format.number(comparison.answers)],
        ['Looked at again', comparison.waiting ? format.number(comparison.waiting) : null],
        ['Differences', format.number(comparison.differences)],
      ]))}
      ${panel({ title: 'Differences', flush: true }, this.differencesFailed ? problem(this.differencesFailed) : html`
        ${table({
          caption: 'What differs from what is served', rows: differences?.items ?? [], empty: comparison.done ? 'Nothing differs.' : 'Nothing differs so far.',
          columns: [
            { name: 'Key', cell: (one) => (ctx.params.name === 'sku' ? skuLink(one.key) : code(one.key)) },
            { name: 'In', cell: (one) => format.words(one.kind) },
            { name: 'Field', cell: (one) => code(one.field || 'all') },
            { name: 'Served', cell: (one) => value(one.served) },
            { name: 'Rebuilt', cell: (one) => value(one.folded) },
          ],
        })}
        ${pager({
          first: ctx.query.get('cursor') ? ctx.href({ cursor: null }) : null,
          next: differences?.nextCursor ? ctx.href({ cursor: differences.nextCursor }) : null,
        })}`)}`;
  }

  actions() {
    const { rebuild } = this;
    const runs = !rebuild.endedAt && ['building', 'comparing', 'caughtUp', 'clean', 'different'].includes(rebuild.state);
    const canSwitch = !rebuild.dryRun && !rebuild.endedAt && ['clean', 'different', 'rolledBack'].includes(rebuild.state);
    const canRollBack = rebuild.state === 'switched' && rebuild.previousEpoch && rebuild.keptUntil;
    return html`
      ${runs ? html`<button type="button" @click=${() => this.throttle()}>Change rate</button>
        <button type="button" class="danger" @click=${() => this.cancel()}>${icon('close')}Cancel rebuild</button>` : nothing}
      ${canSwitch ? html`<button type="button" class="primary" @click=${() => this.serve()}>${icon('check')}Switch to it</button>` : nothing}
      ${canRollBack ? html`<button type="button" class="danger" @click=${() => this.rollBack()}>${icon('undo')}Roll back</button>` : nothing}`;
  }

  async act(request) {
    if (await confirmWithReason(request)) {
      toast(request.done);
      this.load().catch((e) => this.ctx.fail(e));
    }
  }

  serve() {
    const differs = this.rebuild.comparison?.differences;
    return this.act({
      title: 'Serve the new epoch?', action: 'Switch', done: 'The new epoch is served within seconds.',
      text: differs ? `${format.count(differs, 'difference')} were found: all readers see them at once.` : 'Nothing differs from what is served.',
      run: (given) => this.ctx.post(`${this.address}/switch`, { reason: given.reason }),
    });
  }

  rollBack() {
    return this.act({
      title: 'Serve the previous epoch again?', action: 'Roll back', tone: 'danger', done: 'The previous epoch is served again.',
      text: 'This epoch is kept for the rest of its time, so that it can be served again.',
      run: (given) => this.ctx.post(`${this.address}/rollback`, { reason: given.reason }),
    });
  }

  cancel() {
    return this.act({
      title: 'Cancel the rebuild?', action: 'Cancel rebuild', tone: 'danger', done: 'The rebuild was cancelled.',
      text: 'What it has built is deleted. What is served does not change.',
      run: (given) => this.ctx.post(`${this.address}/cancel`, { reason: given.reason }),
    });
  }

  throttle() {
    return this.act({
      title: 'Change the rate', action: 'Change', done: 'The rate was changed.',
      text: 'Bounds the events that each instance reads for the rebuild.',
      more: field({ label: 'Events per second, at most', name: 'maxEventsPerSecond', type: 'number', min: 1, placeholder: 'No bound',
        value: this.rebuild.maxEventsPerSecond ?? '' }),
      run: (given) => this.ctx.send('PATCH', this.address, { body: {
        maxEventsPerSecond: given.maxEventsPerSecond === undefined ? undefined : Number(given.maxEventsPerSecond), reason: given.reason,
      } }),
    });
  }
}

function tone({ state }) {
  return { different: 'warn', rolledBack: 'warn', cancelled: 'warn', clean: 'ok', switched: 'ok' }[state] ?? 'info';
}

function switchText(rebuild) {
  if (rebuild.dryRun) {
    return 'Never: it is a dry run';
  }
  return { whenClean: 'When nothing differs', whenTold: 'When told', whenCaughtUp: 'When it has caught up' }[rebuild.switch] ?? rebuild.switch;
}

function value(json) {
  return json === undefined ? html`<span class="note">none</span>` : code(format.inline(json));
}
