// What the server and the validation share: the graphql package, Shopify's schemas and our queries.
import {readFileSync, readdirSync} from 'node:fs';
import {gunzipSync} from 'node:zlib';
import {join, basename} from 'node:path';
import {createRequire} from 'node:module';

// Where tests/shopify/packages put it.
export function graphql() {
  return createRequire(join(process.env.SHOPORDER_NODE_MODULES, 'x.js'))('graphql');
}

// An introspection result, as Shopify publishes it.
export function load_schema(file) {
  const told = JSON.parse(gunzipSync(readFileSync(file)));
  return graphql().buildClientSchema(told.data ?? told, {assumeValid: true});
}

// Name → text with the fragments it needs, put together as src/shopify/queries.cpp does.
export function load_queries(folder) {
  const read = (from) =>
    new Map(readdirSync(from).filter((name) => name.endsWith('.graphql')).sort()
      .map((name) => [basename(name, '.graphql'), readFileSync(join(from, name), 'utf8')]));
  const fragments = read(join(folder, 'fragments'));
  const whole = new Map();
  for (const [name, text] of read(folder)) {
    let all = text;
    const used = new Set();
    for (let found = true; found;) {
      found = false;
      for (const [fragment, words] of fragments)
        if (!used.has(fragment) && all.includes(`...${fragment}\n`)) {
          used.add(fragment);
          all += words;
          found = true;
        }
    }
    whole.set(name, all);
  }
  return whole;
}
