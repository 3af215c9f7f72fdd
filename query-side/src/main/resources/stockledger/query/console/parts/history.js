// The units of a product over time, and the slider that chooses an instant.

import { announce, eventLink, field, format, html, nothing, panel, problem, submit, time } from '../ui.js';
import { path } from '../routes.js';
import { stepChart } from '../chart.js';
import { indexAt, seconds } from '../chart-time.js';

const RANGES = [['', 'All time'], ['30', '30 days'], ['7', '7 days'], ['1', '24 hours']];
const DAY_MILLIS = 86_400_000;
const MAX_POINTS = 500;
const SLIDING_MILLIS = 150;

const SERIES = [
  { name: 'On hand', member: 'onHand', colour: '--series-1', className: 's1' },
  { name: 'Held', member: 'held', colour: '--series-3', className: 's3' },
  { name: 'Available', member: 'available', colour: '--series-2', className: 's2' },
];

export class HistoryPanel {
  /**
   * @param onInstant called with an RFC 3339 time that was chosen, or null for now
   * @param onChange called when the panel is to be rendered again
   */
  constructor(ctx, sku, { onInstant, onChange }) {
    Object.assign(this, { ctx, sku, onInstant, onChange });
    this.points = [];
    this.range = RANGES.find(([value]) => value === ctx.query.get('range'))?.[0] ?? '';
    this.asOf = null;
    this.position = 0;
    this.hovered = null;
    this.failed = null;
    this.complete = true;
    this.loaded = false;
    this.chart = null;
    this.element = null;
    this.sliding = 0;
    this.asked = 0;
  }

  /** A newer request, of another range, makes this one's answer void. */
  async load() {
    this.asked += 1;
    const asked = this.asked;
    const from = this.range ? new Date(Date.now() - Number(this.range) * DAY_MILLIS).toISOString() : null;
    try {
      const answer = await this.ctx.get(path`/v1/inventory/${this.sku}/history`, { from, maxPoints: MAX_POINTS });
      if (asked !== this.asked) {
        return;
      }
      this.points = answer.points;
      this.complete = answer.complete;
      this.failed = null;
    } catch (e) {
      if (e.name === 'AbortError' || asked !== this.asked) {
        return;
      }
      this.failed = e;
    }
    this.loaded = true;
    this.place();
    this.onChange();
    this.chart?.update(this.values());
    this.chart?.at(this.chosenSeconds());
  }

  /** The last position of the slider is now, each other one is a point. */
  place() {
    this.times = this.points.map((point) => seconds(point.at));
    const last = this.points.length;
    this.position = this.asOf ? Math.max(0, indexAt(this.times, seconds(this.asOf))) : last;
  }

  /** Shows which instant is chosen; null is now. */
  choose(asOf) {
    this.asOf = asOf;
    this.place();
    this.chart?.at(this.chosenSeconds());
    this.onChange();
  }

  chosenSeconds() {
    return this.asOf ? seconds(this.asOf) : null;
  }

  values() {
    const now = Date.now() / 1000;
    const last = this.points[this.points.length - 1];
    const shown = last && now > this.times[this.times.length - 1] ? [...this.points, last] : this.points;
    return {
      times: shown.length > this.points.length ? [...this.times, now] : this.times,
      series: SERIES.map((one) => ({ ...one, values: shown.map((point) => point[one.member]) })),
      marks: this.points.map((point, i) => (point.events ? i : -1)).filter((i) => i >= 0),
    };
  }

  /** Draws the chart into its element, once it is there. */
  async attach(element) {
    if (!element || this.element === element || !this.points.length) {
      return;
    }
    this.element = element;
    try {
      this.chart = await stepChart(element, {
        ...this.values(),
        signal: this.ctx.signal,
        onPick: (index) => this.pick(index),
        onHover: (index) => {
          this.hovered = index;
          this.onChange();
        },
      });
      this.chart.at(this.chosenSeconds());
    } catch (e) {
      this.failed = { title: 'No chart', detail: e.message };
      this.onChange();
    }
  }

  /** Chooses the instant of a point; the one behind the last is now. */
  pick(index) {
    this.onInstant(index >= this.points.length ? null : this.points[index].at);
  }

  onSlide(event) {
    const index = Number(event.target.value);
    this.position = index;
    this.chart?.at(index >= this.points.length ? null : this.times[index]);
    clearTimeout(this.sliding);
    this.sliding = setTimeout(() => {
      if (!this.ctx.signal.aborted) {
        this.pick(index);
        announce(this.text(index));
      }
    }, SLIDING_MILLIS);
    this.onChange();
  }

  setRange(range) {
    this.range = range;
    this.ctx.permalink({ range });
    return this.load();
  }

  text(index) {
    const point = this.points[index];
    return point ? `${format.localTime(point.at)}: ${format.number(point.available)} available` : 'Now';
  }

  render() {
    const options = html`<div class="segments" role="group" aria-label="Range">${RANGES.map(([value, text]) => html`
      <button type="button" class="small" aria-pressed=${this.range === value ? 'true' : 'false'} @click=${() => this.setRange(value)}>${text}</button>`)}</div>`;
    return panel({ title: 'Units over time', actions: options }, this.failed ? problem(this.failed)
      : !this.loaded ? html`<div class="chart-space"></div>`
        : this.points.length ? this.content() : html`<p class="note">Nothing happened in this time.</p>`);
  }

  content() {
    const last = this.points.length;
    const index = Math.min(this.hovered ?? this.position, last - 1);
    const point = this.points[index];
    const chosen = this.points[Math.min(this.position, last - 1)];
    return html`
      <p class="legend">${SERIES.map((one) => html`<span class="legend-item ${one.className}">${one.name} <strong class="num">${format.number(point[one.member])}</strong></span>`)}
        <span class="note">${this.hovered === null && this.position >= last ? 'now' : time(point.at)}</span></p>
      <div class="chart" role="img" aria-label="On hand, held and available units over time; the slider below reads the values."></div>
      <div class="slider">
        <label for="as-of">As of</label>
        <input id="as-of" type="range" min="0" max=${last} step="1" .value=${String(this.position)} aria-valuetext=${this.text(this.position)}
          @input=${(event) => this.onSlide(event)}>
        <output for="as-of">${this.position >= last ? 'Now' : time(chosen.at)}</output>
      </div>
      <div class="slider-below">
        <p class="note">${this.position >= last
          ? html`Move the slider, or click the chart, to see the numbers of an earlier instant. Each step is one ${this.complete ? 'event' : 'interval'}.`
          : html`${chosen.eventId ? html`After ${eventLink(chosen.eventId, format.words(chosen.type))}` : `After ${format.count(chosen.events, 'event')}`}`}
          ${this.complete ? nothing : html` ${format.number(last)} points for all events; a shorter range shows each.`}</p>
        <form class="go-to" @submit=${submit(({ at }) => at && this.onInstant(format.fromLocalInput(at)))}>
          ${field({ label: 'Instant', name: 'at', type: 'datetime-local', step: '1', value: format.toLocalInput(this.asOf) })}
          <button>Show</button>
        </form>
      </div>`;
  }
}
