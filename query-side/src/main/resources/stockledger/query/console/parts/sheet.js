// A count sheet in a permalink, and what its lines say.

/** Lines of a sheet: the service explains as many at once, and an address is not longer. */
export const MAX_LINES = 200;

/** Lines as one text: the SKU, once it is counted the units and the time in milliseconds (in base 36), and whether it is booked. */
export function toText(lines) {
  return lines
    .map(({ sku, counted, countedAt, booked }) => (counted === null
      ? sku
      : [sku, counted, Date.parse(countedAt).toString(36), ...(booked ? ['b'] : [])].join('*')))
    .join(' ');
}

/** The inverse; what is no line is left out. */
export function fromText(text) {
  const lines = [];
  for (const part of (text ?? '').split(' ')) {
    const [sku, units, millis, booked] = part.split('*');
    if (/^[A-Za-z0-9._-]{1,64}$/.test(sku) && lines.length < MAX_LINES && !lines.some((line) => line.sku === sku)) {
      const at = parseInt(millis, 36);
      const isCounted = /^\d{1,9}$/.test(units ?? '') && at > 0 && at < 8.64e15;
      const line = isCounted ? newLine(sku, Number(units), new Date(at).toISOString()) : newLine(sku);
      lines.push({ ...line, booked: isCounted && booked === 'b' });
    }
  }
  return lines;
}

/** A line that nothing is known of yet. */
export function newLine(sku, counted = null, countedAt = null) {
  return { sku, counted, countedAt, name: null, finding: null, booked: false };
}

/** Units that were entered: null for none, undefined for what is no number of units. */
export function unitsOf(text) {
  const trimmed = text.trim();
  if (trimmed === '') {
    return null;
  }
  return /^\d{1,9}$/.test(trimmed) ? Number(trimmed) : undefined;
}

/** "open", "counted" (not compared yet), "clean", "different" or "booked". */
export function stateOf(line) {
  if (line.counted === null) {
    return 'open';
  }
  if (line.booked) {
    return 'booked';
  }
  if (!line.finding) {
    return 'counted';
  }
  return line.finding.difference === 0 ? 'clean' : 'different';
}

/** A score from 0 to 1 in words: it ranks causes and is no probability. */
export function evidence(score) {
  return score >= 0.75 ? 'Strong evidence' : score >= 0.5 ? 'Some evidence' : 'Weak evidence';
}

const STEPS = {
  receipts: 'Book the receipt',
  receive: 'Receive the transfer',
  adjustments: 'Adjust the stock',
  ship: 'Ship the order',
  counts: 'Book the count',
  transfers: 'Send a transfer',
};

/** What a request that corrects something does, by the last segment of its path. */
export function step(correction) {
  const segments = correction.path.split('/');
  return STEPS[segments.at(-1)] ?? 'Send the request';
}
