// Which view an address shows. Pure: tested without a page.

export const HOME = '/console';

/** Every view: its module, its address, and where it is in the navigation. */
export const ROUTES = [
  { path: '/console', module: 'overview', nav: 'Overview', group: 'Stock', icon: 'pulse', key: 'o' },
  { path: '/console/products', module: 'products', nav: 'Products', group: 'Stock', icon: 'box', key: 'p' },
  { path: '/console/products/:sku', module: 'product', within: '/console/products' },
  { path: '/console/events', module: 'events', nav: 'Events', group: 'Stock', icon: 'list', key: 'e' },
  { path: '/console/events/:id', module: 'event', within: '/console/events' },
  { path: '/console/count', module: 'count', nav: 'Count sheet', group: 'Stock', icon: 'check', key: 'c' },
  { path: '/console/projections', module: 'projections', nav: 'Projections', group: 'Service', icon: 'layers', key: 'r' },
  { path: '/console/projections/:name/rebuilds/:epoch', module: 'rebuild', within: '/console/projections' },
  { path: '/console/shadow', module: 'shadow', within: '/console/projections' },
  { path: '/console/parked', module: 'parked', nav: 'Parked', group: 'Service', icon: 'pause', key: 'k' },
  { path: '/console/parked/:projection/:key', module: 'parked-key', within: '/console/parked' },
  { path: '/console/jobs', module: 'jobs', nav: 'Jobs', group: 'Service', icon: 'upload', key: 'j' },
  { path: '/console/jobs/:id', module: 'job', within: '/console/jobs' },
  { path: '/console/audit', module: 'audit', nav: 'Audit', group: 'Service', icon: 'shield', key: 'u' },
  { path: '/console/actions', module: 'actions', nav: 'Actions', group: 'Administration', icon: 'person', key: 'a' },
  { path: '/console/webhooks', module: 'webhooks', nav: 'Webhooks', group: 'Administration', icon: 'send', key: 'w' },
  { path: '/console/webhooks/:id', module: 'webhook', within: '/console/webhooks' },
  { path: '/console/keys', module: 'keys', nav: 'API keys', group: 'Administration', icon: 'key', key: 'y' },
];

/** The route of a path and the values of its variables; null when no view has this path. */
export function match(path, routes = ROUTES) {
  const segments = split(path);
  for (const route of routes) {
    const pattern = split(route.path);
    if (pattern.length === segments.length) {
      const params = {};
      const matches = pattern.every((part, i) => {
        if (!part.startsWith(':')) {
          return part === segments[i];
        }
        const value = decoded(segments[i]);
        params[part.slice(1)] = value;
        return value !== null;
      });
      if (matches) {
        return { route, params };
      }
    }
  }
  return null;
}

function split(path) {
  return path.replace(/\/+$/, '').split('/').slice(1);
}

function decoded(segment) {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}

/** A path with encoded values: path`/v1/products/${sku}`. */
export function path(literals, ...values) {
  return literals.reduce((text, literal, i) => text + encodeURIComponent(values[i - 1]) + literal);
}

/** A path with a query of the members that have a value; an array becomes a repeated parameter. */
export function withQuery(address, query = {}) {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== '') {
        parameters.append(name, one);
      }
    }
  }
  const text = parameters.toString();
  return text ? `${address}?${text}` : address;
}
