// Texts of a time axis, and where an instant is among points. Pure: tested without a page.

const DAY_SECONDS = 86_400;
const MINUTE_SECONDS = 60;

const DATE = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const TIME = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const SECOND = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** The texts of an axis: dates, or times with the date where it changes. @param step seconds between two of them */
export function stepTicks(seconds, step) {
  let last = null;
  return seconds.map((one) => {
    const time = new Date(one * 1000);
    const date = DATE.format(time);
    if (step >= DAY_SECONDS) {
      return date;
    }
    const text = (step < MINUTE_SECONDS ? SECOND : TIME).format(time);
    const changed = date !== last;
    last = date;
    return changed ? `${text}\n${date}` : text;
  });
}

/** The index of the last time that is not after an instant; -1 before the first. @param times ascending */
export function indexAt(times, instant) {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle] <= instant) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low - 1;
}

/** An RFC 3339 time in seconds, with its fraction of up to nine digits. */
export function seconds(iso) {
  return new Date(iso).getTime() / 1000;
}
