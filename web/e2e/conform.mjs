// Holds the stand-in's answers against the document the server's own are made from.
import { readFileSync } from 'node:fs';

const document = JSON.parse(
  readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8'),
);
const { schemas } = document.components;
const known = new Set();

const named = (schema) => schemas[schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1)];
const typeOf = (value) => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value);

/** What is wrong with a value, each with its place. */
function differences(schema, value, place) {
  if (schema.$ref) return differences(named(schema), value, place);
  if (schema.oneOf) {
    const all = schema.oneOf.map((one) => differences(one, value, place));
    return all.find((each) => each.length === 0) ?? all[0];
  }
  if (!schema.type) return [];
  const type = typeOf(value);
  const wanted = [schema.type].flat().map((one) => (one === 'integer' ? 'number' : one));
  if (!wanted.includes(type)) return [`${place} is ${type}`];
  if (schema.enum && !schema.enum.includes(value)) return [`${place} is ${value}`];
  if (type === 'array') return value.flatMap((one) => differences(schema.items, one, `${place}[]`));
  if (type !== 'object') return [];
  return [
    ...(schema.required ?? [])
      .filter((name) => !(name in value))
      .map((name) => `no ${place}.${name}`),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, one]) =>
      value[name] === undefined ? [] : differences(one, value[name], `${place}.${name}`),
    ),
  ];
}

function operation(method, path) {
  const parts = path.split('/');
  const fits = (shape) => {
    const wanted = shape.split('/');
    return (
      wanted.length === parts.length &&
      wanted.every((one, i) => one === parts[i] || (one.startsWith('{') && parts[i] !== ''))
    );
  };
  const shapes = Object.keys(document.paths).filter(
    (shape) => fits(shape) && document.paths[shape][method.toLowerCase()],
  );
  const [shape] = shapes.toSorted((a, b) => a.split('{').length - b.split('{').length);
  return document.paths[shape]?.[method.toLowerCase()];
}

/** Says once what the server would answer otherwise; the walk then fails at its end. */
export function conform(method, path, status, body) {
  const found = operation(method, path);
  if (!found && status === 404) return;
  const good = Object.entries(found?.responses ?? {}).find(([code]) => code.startsWith('2'));
  const schema =
    status < 400
      ? good?.[1].content?.['application/json']?.schema
      : { $ref: '#/components/schemas/Refusal' };
  const wrong = !found
    ? ['not served']
    : schema && body !== null
      ? differences(schema, body, 'answer')
      : schema || body !== null
        ? [schema ? 'answers nothing' : 'answers something']
        : [];
  for (const each of wrong) {
    const line = `FAIL  the stand-in and the server differ: ${method} ${path.replace(/\d+/g, 'N')}: ${each}`;
    if (!known.has(line)) console.log(line);
    known.add(line);
  }
  if (wrong.length > 0) process.on('exit', () => (process.exitCode = 1));
}
