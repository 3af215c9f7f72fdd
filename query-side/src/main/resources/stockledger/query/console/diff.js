// Differences of two JSON values, field by field. Pure: tested without a page.

/**
 * What differs between two values: a list of {path, before, after}, in the order of the fields. A value that only one of
 * them has is undefined in the other. Elements of arrays that have an id of their own are compared by it.
 */
export function differences(before, after, path = '') {
  if (same(before, after)) {
    return [];
  }
  if (isObject(before) && isObject(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return names.flatMap((name) => differences(before[name], after[name], path ? `${path}.${name}` : name));
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    const left = byKey(before);
    const right = byKey(after);
    const keys = [...new Set([...left.keys(), ...right.keys()])];
    return keys.flatMap((key) => differences(left.get(key), right.get(key), `${path}[${key}]`));
  }
  return [{ path, before, after }];
}

export function same(one, other) {
  if (one === other) {
    return true;
  }
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((value, i) => same(value, other[i]));
  }
  if (isObject(one) && isObject(other)) {
    const names = Object.keys(one);
    return names.length === Object.keys(other).length
      && names.every((name) => name in other && same(one[name], other[name]));
  }
  return false;
}

function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const KEYS = ['id', 'eventId', 'locationId', 'reservationId', 'sku'];

function byKey(values) {
  const name = KEYS.find((key) => {
    const found = values.map((value) => (isObject(value) ? value[key] : undefined));
    return found.every((value) => value !== undefined) && new Set(found).size === values.length;
  });
  return new Map(values.map((value, i) => [name && values.length ? value[name] : i, value]));
}
