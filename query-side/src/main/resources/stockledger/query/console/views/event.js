// One event: payload, metadata, causes and effects, and the state before and after it.

import { badge, code, columns as side, copy, diff, eventLink, facts, format, html, icon, json, nothing, notice, page, panel, skuLink, tabs, time } from '../ui.js';
import { path, withQuery } from '../routes.js';
import { commands, familyTone, subject, summary } from '../parts/event-text.js';

const STATES = { differences: 'Differences', before: 'Before', after: 'After' };

export async function open(ctx) {
  const found = await ctx.get(path`/v1/admin/events/${ctx.params.id}`);
  const { event } = found;
  const shown = STATES[ctx.query.get('state')] ? ctx.query.get('state') : 'differences';
  ctx.title(format.words(event.type));
  ctx.show(page({
    title: format.words(event.type),
    parent: { href: '/console/events', text: 'Events' },
    subtitle: html`${about(event)} · ${time(event.time)}${event.actor ? html` · by ${event.actor}` : nothing}`,
    actions: html`
      ${event.sequence > 0 ? html`<a class="button" href=${inStream(event)}>${icon('list')}Stream</a>` : nothing}
      ${copy(JSON.stringify(event, null, 2), 'Copy JSON')}`,
  }, html`
    ${event.masked ? notice('info', html`Your key does not show: ${event.masked.map((name, i) => html`${i ? ', ' : ''}<code>${name}</code>`)}. The scope <code>ops</code> does.`) : nothing}
    ${side(
      panel({ title: 'Payload', actions: event.payload ? copy(JSON.stringify(event.payload, null, 2)) : nothing },
        event.payload ? json(event.payload, { open: 4, label: 'Payload' }) : html`<p class="note">Not shown to your key.</p>`),
      panel({ title: 'Metadata' }, metadata(found)))}
    ${panel({ title: 'Causes and effects', note: 'request → commands → events → documents' }, chain(found))}
    ${found.state ? panel({
      title: 'State before and after',
      note: html`${found.state.projection} <code>${found.state.key}</code>`,
      actions: copy(JSON.stringify({ before: found.state.before ?? null, after: found.state.after ?? null }, null, 2)),
    }, html`
      ${tabs('State', Object.entries(STATES).map(([key, text]) => ({
        text, current: key === shown, href: ctx.href({ state: key === 'differences' ? null : key }),
        count: key === 'differences' ? found.state.differences?.length : undefined,
      })))}
      ${state(found.state, shown)}`) : nothing}`));
}

function inStream(event) {
  return withQuery('/console/events', { stream: event.stream });
}

function about(event) {
  const found = subject(event);
  if (!found) {
    return code(event.stream);
  }
  return found.filter === 'sku'
    ? skuLink(found.value)
    : html`${found.name} <a class="id" href=${withQuery('/console/events', { [found.filter]: found.filter === 'stream' ? event.stream : found.value })}>${found.value}</a>`;
}

function metadata({ event, request, command }) {
  const search = (name, value) => value && html`<a class="id" href=${withQuery('/console/events', { [name]: value })}>${value}</a>`;
  return facts([
    ['Stored name', html`${code(event.type)}${event.revision ? html` <span class="note">revision ${event.revision}</span>` : nothing}`],
    ['Event id', code(event.eventId)],
    ['Stream', search('stream', event.stream)],
    ['Number in its stream', format.number(event.sequence)],
    ['Position in the event store', format.number(event.position)],
    ['Time', html`${time(event.time)}<br><span class="note">${event.time}</span>`],
    ['Actor', search('actor', event.actor)],
    ['Correlation id (request)', search('correlationId', request.correlationId)],
    ['Causation id (command)', command.causationId && code(command.causationId)],
    ['Row of an upload', command.jobRow && jobRow(command.jobRow)],
    ['Trace', request.traceparent && code(request.traceparent)],
  ]);
}

/** JOB/CHUNK/LINE */
function jobRow(text) {
  const [job] = text.split('/');
  return html`<a href="/console/jobs/${encodeURIComponent(job)}"><code>${text}</code></a>`;
}

function chain({ event, request, events, moreEvents, documents }) {
  const own = events.some((one) => one.eventId === event.eventId) ? events : [event, ...events];
  return html`
    <ol class="chain">
      <li><span class="chain-step">Request</span>
        ${request.correlationId
          ? html`<a class="id" href=${withQuery('/console/events', { correlationId: request.correlationId, order: 'asc' })}>${request.correlationId}</a>`
          : html`<span class="none">not recorded</span>`}
        <ol>${commands(own).map((command) => html`
          <li><span class="chain-step">Command</span> ${command.causationId ? code(command.causationId) : html`<span class="none">not recorded</span>`}
            <ol>${command.events.map((one) => html`
              <li class=${one.eventId === event.eventId ? 'current' : ''} aria-current=${one.eventId === event.eventId ? 'true' : nothing}>
                ${badge(format.words(one.type), familyTone(one.type))}
                ${one.eventId === event.eventId ? html`<b>this event</b>` : eventLink(one.eventId, html`<code>${one.stream}</code> ${one.sequence}`)}
                <span class="note">${summary(one.payload)}</span>
                ${one.eventId === event.eventId && documents.length ? html`<ol>${documents.map(changed)}</ol>` : nothing}</li>`)}</ol></li>`)}
          ${moreEvents ? html`<li><a href=${withQuery('/console/events', { correlationId: request.correlationId, order: 'asc' })}>All events of this request</a></li>` : nothing}
        </ol></li>
    </ol>`;
}

function changed(document) {
  const isDeleted = !Object.keys(document.versions).length;
  return html`<li><span class="chain-step">Document</span>
    <a href=${withQuery('/console/projections', { name: document.projection })}>${document.projection}</a> <code>${document.key}</code>
    ${isDeleted ? badge('deleted since')
      : document.includesEvent ? badge('contains this event', 'ok') : badge('not yet', 'warn')}
    <span class="note">${document.collection}${Object.entries(document.versions).map(([stream, version]) => html`, ${stream} up to ${format.number(version)}`)}</span></li>`;
}

function state({ before, after, differences, problem }, shown) {
  if (problem) {
    return notice('warn', problem);
  }
  if (shown === 'differences') {
    return differences.length
      ? html`<table class="diff"><caption class="hidden">Differences</caption>
          <thead><tr><th scope="col">Field</th><th scope="col">Before</th><th scope="col">After</th></tr></thead>
          <tbody>${differences.map((one) => html`<tr><th scope="row"><code>${one.field || 'all'}</code></th>
            <td data-label="Before">${value(one.before, 'del')}</td>
            <td data-label="After">${value(one.after, 'ins')}</td></tr>`)}</tbody></table>`
      : before === undefined
        ? html`<p class="note">This is the first event: there was no state before it.</p>${diff(undefined, after)}`
        : html`<p class="note">The event changes nothing in this state.</p>`;
  }
  const chosen = shown === 'before' ? before : after;
  return chosen === undefined
    ? html`<p class="note">This is the first event: there was no state before it.</p>`
    : json(chosen, { open: 2, label: STATES[shown] });
}

function value(content, kind) {
  if (content === undefined || content === null) {
    return html`<span class="none">none</span>`;
  }
  return kind === 'del' ? html`<del>${format.inline(content)}</del>` : html`<ins>${format.inline(content)}</ins>`;
}
