// Every query that shoporder sends, held against Shopify's true schema of each version it may be answered by.
// usage: node validate.mjs SCHEMAS_FOLDER QUERIES_FOLDER; prints each finding, exits 1 when there are any.
import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import {graphql, load_schema, load_queries} from './library.mjs';
const {NoDeprecatedCustomRule, parse, specifiedRules, validate} = graphql();

const [schemas, queries] = process.argv.slice(2);
const versions = readdirSync(schemas).filter((name) => /^admin_2026-\d\d\.json\.gz$/.test(name)).sort();
if (versions.length === 0) throw new Error(`no schema in ${schemas}`);
let findings = 0;
for (const version of versions) {
  const schema = await load_schema(join(schemas, version));
  for (const [name, text] of load_queries(queries))
    for (const error of validate(schema, parse(text), [...specifiedRules, NoDeprecatedCustomRule])) {
      console.log(`${version}: ${name}: ${error.message}`);
      findings += 1;
    }
}
console.log(`${load_queries(queries).size} queries, ${versions.length} versions, ${findings} findings`);
process.exit(findings === 0 ? 0 : 1);
