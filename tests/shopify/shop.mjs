// A shop as Shopify keeps it: orders, fulfilment orders, holds, refunds, subscriptions; and the two ways it tells of an
// order: a webhook's body (REST) and the objects that the GraphQL schema is answered from. Nothing here is canned: what
// a test does to the shop changes both.
export const gid = (type, id) => `gid://shopify/${type}/${id}`;
const iso = (ms) => new Date(ms).toISOString().replace('.000Z', 'Z'); // to the second, as Shopify;
const list = (nodes) => connection(() => nodes);
const rest = (amount) => amount.toFixed(2);
const graph = (amount) => (Number.isInteger(amount) ? amount.toFixed(1) : String(amount)); // "12.0", "12.5"

// A connection's resolver: pages of `first`, after a cursor, from what `nodes(args)` gives in the order of its cursors.
export function connection(nodes, {cursor = (each, at) => String(at).padStart(9, '0'), node = (each) => each} = {}) {
  return (args) => {
    if (!(args.first > 0 && args.first <= 250)) throw new Error('first must be between 1 and 250');
    const all = nodes(args);
    const from = args.after ? all.findIndex((each, at) => cursor(each, at) > decode(args.after)) : 0;
    const page = from < 0 ? [] : all.slice(from, from + args.first);
    const key = (each, at) => Buffer.from(cursor(each, from + at)).toString('base64');
    const shown = page.map(node);
    return {
      nodes: shown,
      edges: shown.map((each, at) => ({cursor: key(page[at], at), node: each})),
      pageInfo: {
        hasNextPage: from >= 0 && from + args.first < all.length,
        hasPreviousPage: from > 0,
        startCursor: page.length > 0 ? key(page[0], 0) : null,
        endCursor: page.length > 0 ? key(page.at(-1), page.length - 1) : null,
      },
    };
  };
}
// Of an order in the search: by updated_at, then by id.
export const cursor_of = (order) => `${String(order.updated).padStart(15, '0')},${order.id}`;
const decode = (cursor) => Buffer.from(cursor, 'base64').toString();

// What fulfillmentCreate is told of parcels, as a fulfilment tells it back.
const parcels = ({company = null, number, numbers, url, urls} = {}) => {
  if (number !== undefined && numbers !== undefined) throw new Error('number and numbers');
  if (url !== undefined && urls !== undefined) throw new Error('url and urls');
  const all = numbers ?? (number === undefined ? [] : [number]);
  const links = urls ?? (url === undefined ? [] : [url]);
  return all.map((each, at) => ({company, number: each, url: links[at] ?? null}));
};

const money = (amount) => {
  const one = {amount: graph(amount), currencyCode: 'EUR'};
  return {shopMoney: one, presentmentMoney: one};
};
const money_set = (amount) => {
  const one = {amount: rest(amount), currency_code: 'EUR'};
  return {shop_money: one, presentment_money: one};
};

export class Shop {
  constructor({domain, now = () => Math.floor(Date.now() / 1000) * 1000}) {
    Object.assign(this, {domain, now, orders: new Map(), subscriptions: new Map(), next: 5000});
    this.withheld = false; // no protected customer data
  }
  id() { return this.next++; }

  // One order in the state that webhooks tell of first. `lines`: [{vendor, sku, quantity, price, held}].
  add({number, lines, created = this.now(), paid = true, test = false}) {
    const id = 820_982_911_946_154_000n + BigInt(number); // beyond what a double can hold
    const order = {
      id, number, name: `#${number}`, created, updated: created, paid, test, cancelled: null, note: null, listed: Date.now(),
      address: {first: 'Ann', last: `Example ${number}`, street: `${number} High Street`, zip: 'CF10 1AA', city: 'Cardiff'},
      lines: lines.map((line) => ({id: this.id(), removed: 0, properties: [], held: false, ...line})),
      fulfillments: [], refunds: [],
    };
    order.groups = this.fulfillment_orders(order);
    this.orders.set(String(id), order);
    return order;
  }
  // By location in Shopify; held lines stand in one of their own, as Shopify splits them.
  fulfillment_orders(order) {
    const places = [...new Set(order.lines.map((line) => line.location ?? 1))];
    return places.flatMap((place) => [false, true].map((held) => ({
      id: this.id(), status: held ? 'ON_HOLD' : 'OPEN', location: place,
      lines: order.lines.filter((line) => line.held === held && (line.location ?? 1) === place)
        .map((line) => ({id: this.id(), line, remaining: line.quantity, total: line.quantity})),
    }))).filter((group) => group.lines.length > 0);
  }
  hold(order) { for (const g of order.groups) if (g.status === 'OPEN') g.status = 'ON_HOLD'; this.touch(order); }
  // What is left of it moves to another location: Shopify closes the old fulfilment order and makes a new one.
  relocate(order, place) {
    for (const group of [...order.groups]) {
      const left = group.lines.filter((l) => l.remaining > 0);
      if (group.status !== 'OPEN' || left.length === 0) continue;
      order.groups.push({id: this.id(), status: 'OPEN', location: place,
        lines: left.map((l) => ({id: this.id(), line: l.line, remaining: l.remaining, total: l.remaining}))});
      for (const l of left) l.remaining = 0;
      group.status = 'CLOSED';
    }
    this.touch(order);
  }
  // fulfillmentCreate, with the words that Shopify says no with.
  create_fulfillment({lineItemsByFulfillmentOrder: asked, trackingInfo: tracking = {}, notifyCustomer = false}) {
    const no = (message) => ({fulfillment: null, userErrors: [{field: ['fulfillment'], message}]});
    const taken = [];
    let order = null;
    const places = new Set();
    for (const {fulfillmentOrderId, fulfillmentOrderLineItems: lines} of asked) {
      const [owner, group] = this.group_of(fulfillmentOrderId);
      if (!group) return no('Fulfillment order does not exist.');
      if (order && order !== owner) return no('All fulfillment orders must belong to the same order.');
      order = owner;
      places.add(group.location);
      if (group.status !== 'OPEN' && group.status !== 'IN_PROGRESS')
        return no(`Fulfillment order ${group.id} has an unfulfillable status= ${group.status.toLowerCase()}.`);
      // Left out or empty, everything is fulfilled: whoever asks so ships what is another's.
      const wanted = lines?.length ? lines : group.lines.map((l) => ({id: gid('FulfillmentOrderLineItem', l.id), quantity: l.remaining}));
      for (const {id, quantity} of wanted) {
        const line = group.lines.find((l) => gid('FulfillmentOrderLineItem', l.id) === id);
        if (quantity <= 0) return no('Quantity must be greater than 0');
        if (!line || line.remaining < quantity) return no('Invalid fulfillment order line item quantity requested.');
        taken.push([group, line, quantity]);
      }
    }
    if (places.size > 1) return no('All fulfillment orders must be assigned to the same location.');
    for (const [group, line, quantity] of taken) {
      line.remaining -= quantity;
      group.status = group.lines.every((l) => l.remaining === 0) ? 'CLOSED' : 'IN_PROGRESS';
    }
    const made = {id: this.id(), status: 'SUCCESS', lines: taken.map(([, l, quantity]) => ({line: l.line, quantity})), location: [...places][0],
      tracking: parcels(tracking), mails: notifyCustomer ? 1 : 0, by: 'app'};
    order.fulfillments.push(made);
    this.touch(order);
    return {fulfillment: this.fulfillment_node(order, made), userErrors: []};
  }
  update_tracking({fulfillmentId, trackingInfoInput, notifyCustomer = false}) {
    for (const order of this.orders.values())
      for (const f of order.fulfillments)
        if (gid('Fulfillment', f.id) === fulfillmentId) {
          f.tracking = parcels(trackingInfoInput);
          f.mails = (f.mails ?? 0) + (notifyCustomer ? 1 : 0);
          this.touch(order);
          return {fulfillment: this.fulfillment_node(order, f), userErrors: []};
        }
    return {fulfillment: null, userErrors: [{field: ['fulfillmentId'], message: 'Fulfillment does not exist.'}]};
  }
  group_of(id) {
    for (const order of this.orders.values())
      for (const group of order.groups) if (gid('FulfillmentOrder', group.id) === id) return [order, group];
    return [null, null];
  }
  cancel_fulfillment(order) { // by hand: what it held may ship again
    const f = order.fulfillments.at(-1);
    f.status = 'CANCELLED';
    for (const {line, quantity} of f.lines)
      for (const g of order.groups) for (const l of g.lines) if (l.line === line) { l.remaining += quantity; g.status = 'OPEN'; }
    this.touch(order);
  }
  // What happened; `updates`: does updated_at move with it? A release need not move it.
  touch(order, updates = true) {
    if (updates) order.updated = Math.max(this.now(), order.updated + 1000);
    order.listed = Date.now();
  }
  release(order) {
    for (const group of order.groups) if (group.status === 'ON_HOLD') group.status = 'OPEN';
    this.touch(order, false);
  }
  pay(order) { order.paid = true; this.touch(order); }
  cancel(order) { order.cancelled = this.now(); for (const g of order.groups) g.status = 'CANCELLED'; this.touch(order); }
  move(order, street) { order.address.street = street; this.touch(order); }
  reduce(order) { // the last unit of the first line is refunded before it ships
    const line = order.lines[0];
    if (this.current(line) <= this.fulfilled(order, line)) return;
    line.removed += 1;
    order.refunds.push({id: this.id(), lines: [{line, quantity: 1, restock: 'CANCEL'}]});
    for (const g of order.groups) for (const l of g.lines) if (l.line === line && l.remaining > 0) { l.remaining -= 1; break; }
    this.touch(order);
  }
  ship(order, number) { // all that is open, by hand in the admin
    const lines = [];
    for (const group of order.groups) {
      if (group.status !== 'OPEN') continue;
      for (const l of group.lines) if (l.remaining > 0) { lines.push({line: l.line, quantity: l.remaining}); l.remaining = 0; }
      group.status = 'CLOSED';
    }
    if (lines.length > 0)
      order.fulfillments.push({id: this.id(), status: 'SUCCESS', lines, by: 'hand', tracking: parcels(number ? {number} : {})});
    this.touch(order);
  }

  // --- quantities, as both ways tell them
  current(line) { return line.quantity - line.removed; }
  // What the webhook of a release says: the fulfilment order, and no quantity.
  release_body(order) {
    return JSON.stringify({fulfillment_order: {id: gid('FulfillmentOrder', order.groups.at(-1).id), status: 'open'}});
  }
  fulfilled(order, line) {
    return order.fulfillments.filter((f) => f.status === 'SUCCESS').flatMap((f) => f.lines)
      .filter((l) => l.line === line).reduce((sum, l) => sum + l.quantity, 0);
  }
  open(order, line) {
    return order.groups.filter((g) => ['OPEN', 'IN_PROGRESS'].includes(g.status)).flatMap((g) => g.lines)
      .filter((l) => l.line === line).reduce((sum, l) => sum + l.remaining, 0);
  }
  financial(order) { return order.refunds.length > 0 && order.paid ? 'PARTIALLY_REFUNDED' : order.paid ? 'PAID' : 'PENDING'; }
  total(order) { return order.lines.reduce((sum, l) => sum + l.price * l.quantity, 0); }
  current_total(order) { return order.lines.reduce((sum, l) => sum + l.price * this.current(l), 0); }
  shipped(order) {
    const left = order.lines.reduce((sum, l) => sum + this.current(l) - this.fulfilled(order, l), 0);
    return order.fulfillments.length === 0 ? 'UNFULFILLED' : left <= 0 ? 'FULFILLED' : 'PARTIALLY_FULFILLED';
  }

  webhook_body(order) {
    const a = order.address;
    const address = {
      first_name: a.first, last_name: a.last, name: `${a.first} ${a.last}`, company: null, address1: a.street, address2: null,
      zip: a.zip, city: a.city, province: 'Wales', province_code: 'WLS', country: 'United Kingdom', country_code: 'GB', phone: null,
    };
    const status = {UNFULFILLED: null, PARTIALLY_FULFILLED: 'partial', FULFILLED: 'fulfilled'}[this.shipped(order)];
    const text = JSON.stringify({
      id: '@id@', admin_graphql_api_id: gid('Order', order.id), name: order.name, order_number: order.number, test: order.test,
      created_at: iso(order.created), updated_at: iso(order.updated), cancelled_at: order.cancelled && iso(order.cancelled),
      cancel_reason: order.cancelled && 'customer', financial_status: this.financial(order).toLowerCase(),
      fulfillment_status: status, currency: 'EUR', presentment_currency: 'EUR', confirmed: true, tags: 'web, gift',
      total_price: rest(this.total(order)), total_price_set: money_set(this.total(order)),
      current_total_price: rest(this.current_total(order)), current_total_price_set: money_set(this.current_total(order)),
      total_outstanding: rest(order.paid ? 0 : this.total(order)), payment_gateway_names: ['shopify_payments'],
      email: 'ann@example.org', phone: null, note: order.note, note_attributes: [{name: 'door', value: 'blue'}], source_name: 'web',
      customer: {id: 77, email: 'ann@example.org', phone: null}, shipping_address: address, billing_address: address,
      shipping_lines: [{id: 9, title: 'Standard', code: 'standard', phone: null, source: 'shopify', price: '4.90', price_set: money_set(4.9)}],
      line_items: order.lines.map((line) => ({
        id: line.id, admin_graphql_api_id: gid('LineItem', line.id), sku: line.sku, title: line.title ?? line.sku, name: line.title ?? line.sku,
        vendor: line.vendor, quantity: line.quantity, current_quantity: this.current(line), fulfillable_quantity: this.open(order, line),
        fulfillment_status: null, requires_shipping: true, gift_card: false, price: rest(line.price), price_set: money_set(line.price),
        properties: line.properties, product_id: 4000 + line.id, variant_id: 6000 + line.id, variant_title: null,
      })),
      fulfillments: order.fulfillments.map((f) => ({
        id: f.id, status: f.status.toLowerCase(), line_items: f.lines.map((l) => ({id: l.line.id, quantity: l.quantity})),
      })),
      refunds: order.refunds.map((r) => ({
        id: r.id, refund_line_items: r.lines.map((l) => ({line_item_id: l.line.id, quantity: l.quantity, restock_type: l.restock.toLowerCase()})),
      })),
    });
    return text.replace('"@id@"', String(order.id)); // all its digits
  }

  // --- what the schema is answered from
  order_node(order) {
    const a = order.address;
    const secret = (value, path) => () => {
      if (!this.withheld) return value;
      throw Object.assign(new Error(`This app is not approved to access the ${path} object.`), {extensions: {code: 'ACCESS_DENIED'}});
    };
    const address = {
      firstName: a.first, lastName: a.last, name: `${a.first} ${a.last}`, company: null, address1: a.street, address2: null, zip: a.zip,
      city: a.city, province: 'Wales', provinceCode: 'WLS', country: 'United Kingdom', countryCodeV2: 'GB', phone: null,
    };
    return {
      id: gid('Order', order.id), legacyResourceId: String(order.id), name: order.name, number: order.number, poNumber: null,
      createdAt: iso(order.created), updatedAt: iso(order.updated), processedAt: iso(order.created), closedAt: null,
      cancelledAt: order.cancelled && iso(order.cancelled), cancelReason: order.cancelled ? 'CUSTOMER' : null, confirmed: true,
      displayFinancialStatus: this.financial(order), displayFulfillmentStatus: this.shipped(order), test: order.test,
      currencyCode: 'EUR', presentmentCurrencyCode: 'EUR', totalPriceSet: money(this.total(order)),
      currentTotalPriceSet: money(this.current_total(order)), totalOutstandingSet: money(order.paid ? 0 : this.total(order)),
      paymentGatewayNames: ['shopify_payments'], paymentTerms: null, sourceName: 'web', tags: ['web', 'gift'], note: order.note,
      customAttributes: [{key: 'door', value: 'blue'}], email: secret('ann@example.org', 'email'), phone: secret(null, 'phone'),
      customer: secret({
        legacyResourceId: '77', defaultEmailAddress: {emailAddress: 'ann@example.org'}, defaultPhoneNumber: null, defaultAddress: null,
      }, 'Customer'),
      purchasingEntity: null, shippingAddress: secret(address, 'MailingAddress'), billingAddress: secret(address, 'MailingAddress'),
      shippingLines: list([{id: gid('ShippingLine', 9), title: 'Standard', code: 'standard', phone: null, source: 'shopify', deliveryCategory: null,
        originalPriceSet: money(4.9)}]),
      lineItems: list(order.lines.map((line) => this.line_node(order, line))),
      fulfillmentOrders: list(order.groups.map((group) => this.group_node(order, group))),
      fulfillmentsCount: {count: order.fulfillments.length, precision: 'EXACT'},
      fulfillments: ({first}) => order.fulfillments.slice(0, first ?? 250).map((f) => this.fulfillment_node(order, f)),
      refunds: ({first}) => order.refunds.slice(0, first ?? 250).map((r) => this.refund_node(order, r)),
    };
  }
  line_node(order, line) {
    return {
      id: gid('LineItem', line.id), sku: line.sku, title: line.title ?? line.sku, name: line.title ?? line.sku, variantTitle: null,
      vendor: line.vendor, quantity: line.quantity, currentQuantity: this.current(line),
      unfulfilledQuantity: this.current(line) - this.fulfilled(order, line), requiresShipping: true, isGiftCard: false,
      originalUnitPriceSet: money(line.price), customAttributes: line.properties.map(({name, value}) => ({key: name, value})),
      lineItemGroup: null, product: {legacyResourceId: String(4000 + line.id)}, variant: {legacyResourceId: String(6000 + line.id)},
    };
  }
  group_node(order, group) {
    return {
      id: gid('FulfillmentOrder', group.id), orderId: gid('Order', order.id), status: group.status,
      assignedLocation: {name: `Place ${group.location}`, location: this.hides_locations ? null : {id: gid('Location', group.location)}},
      fulfillmentHolds: group.status === 'ON_HOLD' ? [{displayReason: 'Awaiting stock', reasonNotes: 'comes on Monday'}] : [],
      supportedActions: ['OPEN', 'IN_PROGRESS'].includes(group.status) ? [{action: 'CREATE_FULFILLMENT'}, {action: 'HOLD'}] : [{action: 'MOVE'}],
      lineItems: list(group.lines.map((l) => ({
        id: gid('FulfillmentOrderLineItem', l.id), remainingQuantity: l.remaining, totalQuantity: l.total, lineItem: this.line_node(order, l.line),
      }))),
    };
  }
  fulfillment_node(order, f) {
    return {
      id: gid('Fulfillment', f.id), legacyResourceId: String(f.id), status: f.status, trackingInfo: ({first}) => (f.tracking ?? []).slice(0, first ?? 10),
      fulfillmentLineItems: list(f.lines.map((l) => ({quantity: l.quantity, lineItem: this.line_node(order, l.line)}))),
    };
  }
  refund_node(order, r) {
    return {
      id: gid('Refund', r.id), legacyResourceId: String(r.id),
      refundLineItems: list(r.lines.map((l) => ({quantity: l.quantity, restockType: l.restock, lineItem: this.line_node(order, l.line)}))),
    };
  }
}
