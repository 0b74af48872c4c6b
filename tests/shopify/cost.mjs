// What a query costs, and the bucket it is taken from. By the documented rules: an object is a point, a scalar nothing,
// a connection as many points as its `first` names times what a node costs, a mutation ten; one query 1,000 at most.
export function cost_of(document, variables, {Kind}) {
  const fragments = new Map(document.definitions.filter((d) => d.kind === Kind.FRAGMENT_DEFINITION).map((d) => [d.name.value, d]));
  const fields = (set) => (set?.selections ?? []).flatMap((s) =>
    s.kind === Kind.FIELD ? [s] : fields(s.kind === Kind.FRAGMENT_SPREAD ? fragments.get(s.name.value).selectionSet : s.selectionSet));
  const number = (field, name) => {
    const value = field.arguments?.find((a) => a.name.value === name)?.value;
    return value === undefined ? undefined : value.kind === Kind.VARIABLE ? variables[value.name.value] : Number(value.value);
  };
  const cost = (field) => {
    if (!field.selectionSet) return 0;
    const inner = fields(field.selectionSet);
    const first = number(field, 'first');
    if (first === undefined) return 1 + inner.reduce((sum, f) => sum + cost(f), 0);
    const nodes = inner.filter((f) => f.name.value === 'nodes');
    const each = nodes.length > 0 ? nodes.reduce((sum, f) => sum + cost(f), 0) : 1 + inner.reduce((sum, f) => sum + cost(f), 0);
    return 1 + first * each;
  };
  const operation = document.definitions.find((d) => d.kind === Kind.OPERATION_DEFINITION);
  const base = operation.operation === 'mutation' ? 10 : 0;
  return base + fields(operation.selectionSet).reduce((sum, f) => sum + cost(f), 0);
}

// What was really there: a point for each object of the answer.
export function actual_cost(data) {
  if (Array.isArray(data)) return data.reduce((sum, each) => sum + actual_cost(each), 0);
  if (data === null || typeof data !== 'object') return 0;
  return 1 + Object.values(data).reduce((sum, each) => sum + actual_cost(each), 0);
}

// `rate` points a second; a test sets it high, to see hours within seconds.
export class Bucket {
  constructor({maximum = 2000, rate = 100}) { Object.assign(this, {maximum, rate, level: maximum, at: performance.now(), spent: 0}); }
  fill() {
    const now = performance.now();
    this.level = Math.min(this.maximum, this.level + ((now - this.at) / 1000) * this.rate);
    this.at = now;
  }
  has(points) { this.fill(); return this.level >= points; }
  take(points) { this.level -= points; this.spent += points; }
  status() { return {maximumAvailable: this.maximum, currentlyAvailable: Math.floor(this.level), restoreRate: this.rate}; }
}
