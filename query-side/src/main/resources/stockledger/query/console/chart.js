// Charts over time, drawn by uPlot, which is loaded with the first chart.

import { stepTicks } from './chart-time.js';

const ASSETS = new URL('./lib/', import.meta.url);
const HEIGHT = 240;
const MARK_HEIGHT = 5;

let loaded = null;

/** uPlot's script defines a global; it is no module in its small form. */
function load() {
  loaded ??= new Promise((resolve, reject) => {
    const style = document.createElement('link');
    style.rel = 'stylesheet';
    style.href = new URL('uplot.css', ASSETS);
    const script = document.createElement('script');
    script.src = new URL('uplot.js', ASSETS);
    script.onload = () => resolve(window.uPlot);
    script.onerror = () => {
      loaded = null;
      reject(new Error('The chart could not be loaded.'));
    };
    document.head.append(style, script);
  });
  return loaded;
}

/** The colour that a custom property of the style sheet has now. */
function colour(name) {
  const probe = document.createElement('span');
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

/**
 * Draws steps over time into an element.
 *
 * @param element filled by the chart
 * @param series [{name, colour, values}] with the custom property of each colour
 * @param times in seconds, ascending
 * @param marks indexes of times that have a mark
 * @param onPick called with the index that was clicked
 * @param onHover called with the index under the pointer, or null
 * @param signal ends the chart
 * @return {update({series, times, marks}), at(seconds)}: new values, and where the chosen instant is
 */
export async function stepChart(element, { series, times, marks, onPick, onHover, signal }) {
  const UPlot = await load();
  let state = { series, times, marks };
  let chosen = null;
  let chart = null;

  const draw = () => {
    chart?.destroy();
    const muted = colour('--muted');
    const line = colour('--line');
    const axis = { stroke: muted, grid: { stroke: line, width: 1 }, ticks: { stroke: line, width: 1 }, font: '12px system-ui, sans-serif' };
    chart = new UPlot({
      width: Math.max(240, element.clientWidth),
      height: HEIGHT,
      padding: [12, 32, 0, 0],
      legend: { show: false },
      cursor: { y: false, points: { size: 7 }, drag: { x: false, y: false } },
      scales: { x: { time: true }, y: { range: (u, low, high) => [Math.min(0, low), Math.max(1, high) * 1.08] } },
      axes: [
        { ...axis, values: (u, splits, i, space, step) => stepTicks(splits, step) },
        { ...axis, size: 56, values: (u, splits) => splits.map((value) => (Number.isInteger(value) ? value.toLocaleString('en-GB') : '')) },
      ],
      series: [{}, ...state.series.map((one) => ({
        label: one.name, stroke: colour(one.colour), width: 2, points: { show: false }, paths: UPlot.paths.stepped({ align: 1 }),
      }))],
      hooks: {
        setCursor: [(u) => onHover?.(u.cursor.left >= 0 ? u.cursor.idx : null)],
        draw: [(u) => drawMarks(u, colour('--control-line'), colour('--accent'))],
      },
    }, [state.times, ...state.series.map((one) => one.values)], element);
    chart.over.addEventListener('click', () => chart.cursor.idx !== null && onPick?.(chart.cursor.idx));
  };

  const drawMarks = (u, mark, accent) => {
    const { ctx } = u;
    const ratio = window.devicePixelRatio || 1;
    const { left, top, width, height } = u.bbox;
    ctx.save();
    ctx.strokeStyle = mark;
    ctx.lineWidth = ratio;
    ctx.beginPath();
    for (const i of state.marks) {
      const x = Math.round(u.valToPos(state.times[i], 'x', true));
      if (x >= left && x <= left + width) {
        ctx.moveTo(x, top + height);
        ctx.lineTo(x, top + height - MARK_HEIGHT * ratio);
      }
    }
    ctx.stroke();
    if (chosen !== null) {
      const x = Math.round(u.valToPos(chosen, 'x', true));
      if (x >= left && x <= left + width) {
        ctx.strokeStyle = accent;
        ctx.lineWidth = 2 * ratio;
        ctx.beginPath();
        ctx.moveTo(x, top);
        ctx.lineTo(x, top + height);
        ctx.stroke();
      }
    }
    ctx.restore();
  };

  draw();
  const size = new ResizeObserver(() => {
    if (element.clientWidth && chart && Math.abs(chart.width - element.clientWidth) > 1) {
      chart.setSize({ width: element.clientWidth, height: HEIGHT });
    }
  });
  size.observe(element);
  window.addEventListener('themechange', draw, { signal });
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw, { signal });
  signal.addEventListener('abort', () => {
    size.disconnect();
    chart.destroy();
  }, { once: true });

  return {
    update(next) {
      state = { ...state, ...next };
      chart.setData([state.times, ...state.series.map((one) => one.values)]);
    },
    at(seconds) {
      chosen = seconds;
      chart.redraw(false);
    },
  };
}

