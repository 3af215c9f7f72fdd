// Commands whose effects the next view must show.

let token = null;

/** Sends a command and remembers its consistency token for the next query; resolves with the answer. */
export async function command(ctx, method, path, body = {}, headers = {}) {
  const response = await ctx.send(method, path, { body, raw: true, headers });
  token = response.headers.get('Consistency-Token') ?? token;
  return response.json();
}

/** Options of a query that must see the last command: its token counts once, since a token that is refused must not be sent again. */
export function seeingLastCommand() {
  const options = token ? { headers: { 'Consistency-Token': token } } : {};
  token = null;
  return options;
}

/** The keys of a dialog: the same request has the same key, so that it is executed once when it is sent again after a time-out. */
export function idempotencyKeys() {
  const keys = new Map();
  return (body) => {
    const request = JSON.stringify(body);
    keys.set(request, keys.get(request) ?? idempotencyKey());
    return keys.get(request);
  };
}

/** A new key; crypto.randomUUID is missing on pages that came over plain http from another machine. */
export function idempotencyKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (one) => one.toString(16).padStart(2, '0')).join('');
}
