// Shopify, for tests: the Admin API's GraphQL endpoint and the token endpoint over TLS, answered against Shopify's true
// schema from a shop that behaves (shop.mjs), with its costs, its scopes and its faults.
//   node server.mjs --schema FILE --key FILE --cert FILE --port-file FILE [--rate POINTS]
// POST /control takes {"do": NAME, …} and says what it did: the test's own door, which Shopify does not have.
import {createServer} from 'node:https';
import {readFileSync, renameSync, writeFileSync} from 'node:fs';
import {parseArgs} from 'node:util';
import {graphql as load_graphql, load_schema} from './library.mjs';
import {Shop, connection, cursor_of, gid} from './shop.mjs';
import {Bucket, actual_cost, cost_of} from './cost.mjs';

const {values: options} = parseArgs({options: Object.fromEntries(
  ['schema', 'key', 'cert', 'port-file', 'rate'].map((name) => [name, {type: 'string'}]))});
const graphql = load_graphql();
const schema = load_schema(options.schema);
const shop = new Shop({domain: 'demo.myshopify.com'});
const bucket = new Bucket({rate: Number(options.rate ?? 100)});
const app = {
  token: 'shpat_test_token', client_id: 'a1b2c3', client_secret: 'shpss_test_secret', granted: null, grants: 0,
  scopes: new Set(['read_orders', 'read_merchant_managed_fulfillment_orders', 'write_merchant_managed_fulfillment_orders', 'read_products']),
};
const counts = {asked: 0, refused: 0, throttled: 0, by_query: {}};
let version = '2026-10';
let behind = 0; // ms: Shopify's clock beside ours
let lag = 0; // ms until the search knows of a change
let faults = []; // [{kind, times, query}]: the first that fits is taken, once

const denied = (words) => Object.assign(new Error(words), {extensions: {code: 'ACCESS_DENIED'}});
const wants = (scope, what) => { if (!app.scopes.has(scope)) throw denied(`Access denied for ${what} field. Required access: \`${scope}\`.`); };
const by_gid = (id) => shop.orders.get(id.split('/').pop());

// Only `updated_at:>='…'` is understood; as with Shopify, any other term is passed over and everything comes.
function search(text) {
  const since = /^updated_at:>='([^']+)'$/.exec(text ?? '');
  const from = since ? Date.parse(since[1]) : 0;
  return [...shop.orders.values()].filter((o) => o.updated >= from && o.listed + lag <= Date.now())
    .sort((a, b) => (cursor_of(a) < cursor_of(b) ? -1 : 1));
}
const find = (type, key, node) => ({id}) => {
  for (const order of shop.orders.values())
    for (const each of order[key]) if (gid(type, each.id) === id) return shop[node](order, each);
  return null;
};

const root = {
  orders: (args) => { wants('read_orders', 'orders'); return connection(({query}) => search(query), {cursor: cursor_of, node: (o) => shop.order_node(o)})(args); },
  order: ({id}) => { wants('read_orders', 'order'); const order = by_gid(id); if (order?.poisoned) throw new Error('this order has no answer'); return order ? shop.order_node(order) : null; },
  fulfillmentOrder: find('FulfillmentOrder', 'groups', 'group_node'),
  fulfillment: find('Fulfillment', 'fulfillments', 'fulfillment_node'),
  refund: find('Refund', 'refunds', 'refund_node'),
  currentAppInstallation: () => ({accessScopes: [...app.scopes].map((handle) => ({handle, description: handle}))}),
  shop: () => ({myshopifyDomain: shop.domain}),
  publicApiVersions: () => ['2026-01', '2026-04', '2026-07', '2026-10', 'unstable'].map((handle) =>
    ({handle, displayName: handle, supported: handle !== 'unstable'})),
  webhookSubscriptions: connection(() => [...shop.subscriptions.values()]),
  webhookSubscriptionCreate: ({topic, webhookSubscription: {uri, format}}) => {
    const error = (message) => ({webhookSubscription: null, userErrors: [{field: ['webhookSubscription', 'uri'], message}]});
    if (!/^https:\/\//.test(uri)) return error('Address protocol http:// is not supported');
    if ([...shop.subscriptions.values()].some((s) => s.topic === topic && s.uri === uri)) return error('Address for this topic has already been taken');
    const subscription = {id: gid('WebhookSubscription', shop.id()), topic, uri, format: format ?? 'JSON', filter: null, includeFields: [],
      apiVersion: {handle: version, displayName: version, supported: true}};
    shop.subscriptions.set(subscription.id, subscription);
    return {webhookSubscription: subscription, userErrors: []};
  },
  fulfillmentCreate: ({fulfillment}) => { wants('write_merchant_managed_fulfillment_orders', 'fulfillmentCreate'); return shop.create_fulfillment(fulfillment); },
  fulfillmentTrackingInfoUpdate: (args) => { wants('write_merchant_managed_fulfillment_orders', 'fulfillmentTrackingInfoUpdate'); return shop.update_tracking(args); },
  webhookSubscriptionDelete: ({id}) => (shop.subscriptions.delete(id) ? {deletedWebhookSubscriptionId: id, userErrors: []}
    : {deletedWebhookSubscriptionId: null, userErrors: [{field: ['id'], message: 'Webhook subscription does not exist'}]}),
};

function take_fault(query) {
  const at = faults.findIndex((f) => !f.query || f.query === query);
  if (at < 0) return null;
  const fault = faults[at];
  if (--fault.times <= 0) faults.splice(at, 1);
  return fault.kind;
}

async function answer(body) {
  const {query, variables = {}} = JSON.parse(body);
  const document = graphql.parse(query);
  const errors = graphql.validate(schema, document);
  if (errors.length > 0) return {errors: errors.map((e) => ({message: e.message, extensions: {code: 'undefinedField'}}))};
  const requestedQueryCost = cost_of(document, variables, graphql);
  const cost = (actualQueryCost) => ({cost: {requestedQueryCost, actualQueryCost, throttleStatus: bucket.status()}});
  if (requestedQueryCost > 1000)
    return {errors: [{message: `Query cost is ${requestedQueryCost}, which exceeds the single query max cost limit 1000`, extensions: {code: 'MAX_COST_EXCEEDED'}}]};
  if (!bucket.has(requestedQueryCost)) {
    counts.throttled += 1;
    return {errors: [{message: 'Throttled', extensions: {code: 'THROTTLED'}}], extensions: cost(null)};
  }
  const result = await graphql.execute({schema, document, rootValue: root, variableValues: variables});
  const actual = Math.max(1, actual_cost(result.data));
  bucket.take(actual);
  const told = {data: result.data, extensions: cost(actual)};
  if (result.errors) // those without a code are ours: the shop lacks what the schema promises
    told.errors = result.errors.map((e) => ({message: e.message, path: e.path, extensions: e.extensions?.code ? e.extensions : {code: 'TEST_SHOP_LACKS_IT'}}));
  return told;
}

const control = {
  add: ({orders}) => orders.map((o) => String(shop.add(o).id)),
  act: ({id, what, with: value}) => { shop[what](shop.orders.get(id), value); return true; },
  body: ({id}) => shop.webhook_body(shop.orders.get(id)),
  release_body: ({id}) => shop.release_body(shop.orders.get(id)),
  poison: ({id}) => { shop.orders.get(id).poisoned = true; return true; }, // an order nobody can answer for
  // What customers were told: by order name, each fulfilment with its lines, parcels and mails.
  fulfillments: () => [...shop.orders.values()].flatMap((o) => o.fulfillments.map((f) => ({
    order: o.name, id: String(f.id), status: f.status, by: f.by, location: f.location, mails: f.mails ?? 0, parcels: f.tracking ?? [],
    lines: f.lines.map((l) => ({sku: l.line.sku, quantity: l.quantity}))}))),
  ids: () => [...shop.orders.keys()],
  remove: ({id}) => shop.orders.delete(id),
  set: ({scopes, token, version: v, lag: l, behind: b, withheld, rate}) => {
    if (scopes) app.scopes = new Set(scopes);
    if (token) app.token = token;
    if (v) version = v;
    if (l !== undefined) lag = l;
    if (b !== undefined) behind = b;
    if (withheld !== undefined) shop.withheld = withheld;
    if (rate) bucket.rate = rate;
    return true;
  },
  revoke: () => { app.granted = 'revoked'; return true; },
  fault: ({list}) => { faults = list; return true; },
  subscriptions: () => [...shop.subscriptions.values()],
  subscribe: ({topic, uri, ...more}) => { const {webhookSubscription: s} = root.webhookSubscriptionCreate({topic, webhookSubscription: {uri}}); return Object.assign(s, more).id; },
  counts: () => ({...counts, grants: app.grants, spent: bucket.spent}),
};

function respond(response, status, value, headers = {}) {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  response.writeHead(status, {'Content-Type': 'application/json', 'X-Shopify-API-Version': version,
    Date: new Date(Date.now() - behind).toUTCString(), ...headers}).end(text);
}

async function graph_request(request, response, body) {
  const token = request.headers['x-shopify-access-token'];
  if (token !== app.token && (!app.granted || token !== app.granted)) {
    counts.refused += 1;
    return respond(response, 401, {errors: '[API] Invalid API key or access token (unrecognized login or wrong password)'});
  }
  const name = /^(?:query|mutation) (\w+)/m.exec(JSON.parse(body).query)?.[1];
  counts.asked += 1;
  counts.by_query[name] = (counts.by_query[name] ?? 0) + 1;
  const fault = take_fault(name);
  if (fault === 'before') return request.socket.destroy();
  if (/^\d+$/.test(fault ?? '')) return respond(response, Number(fault), {errors: 'as the test asked'});
  if (fault === 'html') return respond(response, 200, '<html>log in</html>', {'Content-Type': 'text/html'});
  if (fault === 'internal') return respond(response, 200, {errors: [{message: 'Internal error', extensions: {code: 'INTERNAL_SERVER_ERROR'}}]});
  // The wire breaks, and Shopify does it later all the same.
  const late = /^late(\d+)$/.exec(fault ?? '');
  if (late) { setTimeout(() => answer(body), Number(late[1])); return request.socket.destroy(); }
  const told = await answer(body);
  if (fault === 'after') return request.socket.destroy(); // done, and nobody is told
  if (fault === 'after500') return respond(response, 500, {errors: 'as the test asked'});
  respond(response, 200, told);
}

function token_request(response, body) {
  const form = new URLSearchParams(body);
  if (form.get('grant_type') !== 'client_credentials' || form.get('client_id') !== app.client_id || form.get('client_secret') !== app.client_secret)
    return respond(response, 400, {error: 'invalid_client'});
  app.grants += 1;
  app.granted = `shpca_granted_${app.grants}`;
  respond(response, 200, {access_token: app.granted, scope: [...app.scopes].join(','), expires_in: 86399});
}

const server = createServer({key: readFileSync(options.key), cert: readFileSync(options.cert)}, (request, response) => {
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', () => {
    const body = Buffer.concat(parts).toString();
    const done = async () => {
      if (request.url === '/control') { const {do: what, ...rest} = JSON.parse(body); return respond(response, 200, JSON.stringify(control[what](rest))); }
      if (request.url === '/admin/oauth/access_token') return token_request(response, body);
      if (/^\/admin\/api\/\d{4}-\d\d\/graphql\.json$/.test(request.url)) return graph_request(request, response, body);
      respond(response, 404, {errors: 'Not Found'});
    };
    done().catch((error) => respond(response, 500, {errors: String(error.stack)}));
  });
});
// Ends with whoever started it, however that ended.
process.stdin.resume().on('end', () => process.exit(0));
server.listen(0, '127.0.0.1', () => {
  writeFileSync(`${options['port-file']}.new`, String(server.address().port));
  renameSync(`${options['port-file']}.new`, options['port-file']);
});
