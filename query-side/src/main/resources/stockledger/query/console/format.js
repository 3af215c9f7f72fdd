// Numbers, times and texts as the console shows them. Pure: tested without a page.

const NUMBER = new Intl.NumberFormat('en-GB');
const DATE_TIME = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit',
});
const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });

/** 1234567 as "1,234,567"; a dash for nothing. */
export function number(value) {
  return value === undefined || value === null ? '–' : NUMBER.format(value);
}

/** A number with at most this many decimals. */
export function decimal(value, digits = 1) {
  return value === undefined || value === null
    ? '–'
    : new Intl.NumberFormat('en-GB', { maximumFractionDigits: digits }).format(value);
}

/** 0.934 as "93.4 %". */
export function share(value) {
  return value === undefined || value === null ? '–' : `${decimal(value * 100)} %`;
}

/** A change with its sign: "+3", "−2", "0". */
export function signed(value) {
  if (value === undefined || value === null) {
    return '–';
  }
  return value > 0 ? `+${number(value)}` : value < 0 ? `−${number(-value)}` : '0';
}

/** {amount: "7.5", currency: "GBP"} as "£7.50". Amounts are texts: a number would lose digits. */
export function money(price) {
  if (!price) {
    return '–';
  }
  try {
    return new Intl.NumberFormat('en-GB', { style: 'currency', currency: price.currency }).format(price.amount);
  } catch {
    return `${price.amount} ${price.currency}`;
  }
}

/** A time in the reader's time zone. */
export function localTime(iso) {
  const time = new Date(iso);
  return Number.isNaN(time.getTime()) ? String(iso) : DATE_TIME.format(time);
}

/** A date without a time, such as "2026-03-01". */
export function day(date) {
  const time = new Date(`${date}T00:00:00Z`);
  return Number.isNaN(time.getTime()) ? String(date) : DAY.format(time);
}

/** "just now", "5 min ago", "in 2 h". */
export function relative(iso, now = Date.now()) {
  const seconds = Math.round((new Date(iso).getTime() - now) / 1000);
  if (Number.isNaN(seconds)) {
    return '';
  }
  const distance = Math.abs(seconds);
  if (distance < 5) {
    return 'just now';
  }
  const text = duration(distance);
  return seconds < 0 ? `${text} ago` : `in ${text}`;
}

/** Seconds as one unit: "42 s", "5 min", "3 h", "12 days". */
export function duration(seconds) {
  if (seconds === undefined || seconds === null) {
    return '–';
  }
  if (seconds < 90) {
    return `${decimal(seconds, seconds < 10 ? 1 : 0)} s`;
  }
  if (seconds < 90 * 60) {
    return `${Math.round(seconds / 60)} min`;
  }
  return seconds < 48 * 3600 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86400)} days`;
}

/** "stock.StockReceived" as "Stock received", "onHand" as "On hand", "event-store" as "Event store". */
export function words(name) {
  const text = String(name)
    .replace(/^[a-z-]+\./, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[-_]/g, ' ')
    .toLowerCase()
    .replace(/\bsku\b/g, 'SKU');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** "1 key", "2 keys". */
export function count(value, singular, plural = `${singular}s`) {
  return `${number(value)} ${value === 1 ? singular : plural}`;
}

/** A value of JSON in one line. */
export function inline(value) {
  return value === undefined ? '–' : typeof value === 'string' ? value : JSON.stringify(value);
}

/** The local time of an input of type datetime-local as an RFC 3339 time; empty stays empty. */
export function fromLocalInput(text) {
  const time = new Date(text);
  return text && !Number.isNaN(time.getTime()) ? time.toISOString() : '';
}

/** The inverse: what an input of type datetime-local takes. */
export function toLocalInput(iso) {
  const time = new Date(iso ?? '');
  if (Number.isNaN(time.getTime())) {
    return '';
  }
  const local = new Date(time.getTime() - time.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 19);
}

/** A request as a curl command; the key is a variable of the shell, never its text. */
export function curl({ method, url, body, keyed, accept }) {
  const quoted = (text) => `'${String(text).replaceAll("'", "'\\''")}'`;
  const parts = ['curl'];
  if (method !== 'GET') {
    parts.push('-X', method);
  }
  if (accept) {
    parts.push('-N', '-H', quoted(`Accept: ${accept}`));
  }
  if (keyed) {
    parts.push('-H', '"Authorization: Bearer $KEY"');
  }
  if (body !== undefined) {
    parts.push('-H', quoted('Content-Type: application/json'), '-d', quoted(JSON.stringify(body)));
  }
  return [...parts, quoted(url)].join(' ');
}
