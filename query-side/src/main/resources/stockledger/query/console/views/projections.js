// Projections: how far each epoch is, its segments, and pausing, resuming and rebuilding.

import {
  ago, badge, code, confirmWithReason, field, format, html, icon, nothing, notice, num, page, panel, progress, status, table, toast,
} from '../ui.js';
import { path } from '../routes.js';

const REFRESH_MILLIS = 2_000;
const SWITCHES = [
  ['whenClean', 'when nothing differs'],
  ['whenTold', 'when I say so, after the comparison'],
  ['whenCaughtUp', 'as soon as it has caught up, without comparison'],
];

export async function open(ctx) {
  const load = async () => ctx.show(projectionsPage(ctx, (await ctx.get('/v1/admin/projections')).items, refresh));
  const refresh = () => load().catch((e) => ctx.fail(e));
  await load();
  ctx.every(REFRESH_MILLIS, () => load().catch(() => {}));
}

function projectionsPage(ctx, items, refresh) {
  const paused = [...new Set(items.filter((one) => one.pausedAt).map((one) => one.name))];
  return page({
    title: 'Projections',
    subtitle: 'Read models, folded from the events. Each instance folds some of the segments.',
    actions: html`<a class="button" href="/console/shadow">Release rehearsal</a>`,
  }, html`
    ${paused.length ? notice('warn', html`<strong>Paused: ${paused.join(', ')}.</strong> What is served does not change until it is resumed.`) : nothing}
    ${panel({ flush: true }, table({
      caption: 'Epochs of the projections', rows: items, key: (one) => `${one.name}@${one.epoch}`,
      rowClass: (one) => (one.parked || one.segments.some((segment) => segment.trouble) ? 'bad' : undefined),
      columns: [
        { name: 'Projection', cell: (one) => html`<strong class="name">${one.name}</strong>
          <div class="note">${epoch(one)}</div>` },
        { name: 'State', cell: (one) => html`${one.pausedAt ? status('paused') : nothing} ${status(one.state)}
          ${one.pausedAt ? html`<div class="note">since ${ago(one.pausedAt)}</div>` : nothing}` },
        { name: 'Position', cell: (one) => html`${progress(one.percent, `Position of ${one.name}`)}
          <div class="note num">${format.number(one.position)} of ${format.number(one.head)}</div>` },
        { name: 'Lag', numeric: true, cell: (one) => lag(one) },
        { name: 'Rate', numeric: true, minor: true, cell: (one) => (one.eventsPerSecond === undefined ? '–' : html`${num(one.eventsPerSecond)}/s`) },
        { name: 'Parked', numeric: true, cell: (one) => (one.parked ? html`<a href="/console/parked?projection=${one.name}">${format.number(one.parked)}</a>` : '0') },
        { name: 'Segments', cell: (one) => segments(one) },
        { name: 'Actions', actions: true, cell: (one) => (one.state === 'served' ? actions(ctx, one, items, refresh) : nothing) },
      ],
    }))}`);
}

/** With the last rebuild, which may have ended without being served. */
function epoch(one) {
  const last = one.state === 'served' && one.lastRebuild && one.lastRebuild !== one.epoch;
  return html`
    ${one.epoch > 1 ? rebuildLink(one, one.epoch, `epoch ${one.epoch}`) : `epoch ${one.epoch}`}
    ${last ? html` · ${rebuildLink(one, one.lastRebuild, `last rebuild: epoch ${one.lastRebuild}`)}` : nothing}`;
}

function rebuildLink(one, number, text) {
  return html`<a href="/console/projections/${encodeURIComponent(one.name)}/rebuilds/${number}">${text}</a>`;
}

function lag(one) {
  if (!one.lagEvents) {
    return '0';
  }
  return html`${format.count(one.lagEvents, 'event')}
    <div class="note">${format.duration(one.lagSeconds)}${one.secondsLeft ? html`, caught up in ${format.duration(one.secondsLeft)}` : nothing}</div>`;
}

function segments(one) {
  const here = one.segments.filter((segment) => segment.here).length;
  const troubles = one.segments.filter((segment) => segment.trouble);
  return html`
    <details>
      <summary class="name">${one.segments.length}, ${here} here${troubles.length ? html` ${badge(`${troubles.length} stuck`, 'bad')}` : nothing}</summary>
      <ul>${one.segments.map((segment) => html`
        <li><span class="num">${segment.segment}</span> at <span class="num">${format.number(segment.position)}</span>
          <span class="note">${segment.here ? 'this instance' : 'another instance, or none'}</span>
          ${segment.trouble ? trouble(segment.trouble) : nothing}</li>`)}</ul>
    </details>`;
}

function trouble(one) {
  return html`<div class="notice bad">${icon('alert')}<div>
    <p>Cannot process ${code(one.type)} ${one.sequence} of <a href="/console/events?stream=${encodeURIComponent(one.stream)}">${code(one.stream)}</a></p>
    <p class="note">${one.error} · ${format.count(one.attempts, 'attempt')} · since ${ago(one.since)}</p></div></div>`;
}

function actions(ctx, one, items, refresh) {
  const building = items.find((other) => other.name === one.name && other.state === 'building');
  const pause = () => act({
    title: `Pause ${one.name}?`, action: 'Pause', tone: 'danger', done: `${one.name} is paused on all instances.`,
    text: 'No instance folds events into it until it is resumed, also after restarts. What is served stays as it is; a rebuild waits.',
    run: (given) => ctx.post(path`/v1/admin/projections/${one.name}/pause`, { reason: given.reason }),
  }, refresh);
  const resume = () => act({
    title: `Resume ${one.name}?`, action: 'Resume', done: `${one.name} folds events again.`,
    text: 'All instances fold the events that were stored since it was paused.',
    run: (given) => ctx.post(path`/v1/admin/projections/${one.name}/resume`, { reason: given.reason }),
  }, refresh);
  return html`<div class="actions">
    ${one.pausedAt
      ? html`<button type="button" class="small" @click=${resume}>${icon('play')}Resume<span class="hidden"> ${one.name}</span></button>`
      : html`<button type="button" class="small" @click=${pause}>${icon('pause')}Pause<span class="hidden"> ${one.name}</span></button>`}
    ${building
      ? html`<a class="button small" href="/console/projections/${encodeURIComponent(one.name)}/rebuilds/${building.epoch}">${icon('layers')}Rebuild<span class="hidden"> of ${one.name}</span></a>`
      : html`<button type="button" class="small" ?disabled=${Boolean(one.pausedAt)} @click=${() => rebuild(ctx, one)}>${icon('refresh')}Rebuild<span class="hidden"> ${one.name}</span></button>`}
  </div>`;
}

async function act(request, refresh) {
  if (await confirmWithReason(request)) {
    toast(request.done);
    refresh();
  }
}

async function rebuild(ctx, one) {
  const more = html`
    ${field({ label: 'Serve the new epoch', name: 'switch', type: 'select', options: SWITCHES, value: 'whenClean' })}
    ${field({ label: 'Only compare (dry run)', name: 'dryRun', type: 'checkbox', hint: 'The new epoch is compared with what is served, and removed.' })}
    ${field({ label: 'Keep the previous epoch, in seconds', name: 'keepSeconds', type: 'number', min: 0, max: 604800, placeholder: '3600',
      hint: 'So long it can be served again at once.' })}
    ${field({ label: 'Events per second, at most', name: 'maxEventsPerSecond', type: 'number', min: 1, placeholder: 'No bound' })}`;
  const begun = await confirmWithReason({
    title: `Rebuild ${one.name}?`, action: 'Rebuild', more,
    text: 'A new epoch folds all events beside the one that is served, and is compared with it.',
    run: (given) => ctx.post(path`/v1/admin/projections/${one.name}/rebuilds`, {
      dryRun: given.dryRun,
      switch: given.switch,
      keepSeconds: given.keepSeconds === undefined ? undefined : Number(given.keepSeconds),
      maxEventsPerSecond: given.maxEventsPerSecond === undefined ? undefined : Number(given.maxEventsPerSecond),
      reason: given.reason,
    }),
  });
  if (begun) {
    ctx.go(path`/console/projections/${one.name}/rebuilds/${begun.epoch}`);
  }
}
