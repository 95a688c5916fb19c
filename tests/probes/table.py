"""The server's own list of operations (GET /api/v1/openapi.json), and bodies made from it."""

import json

NOBODY = "4611686018427387000"  # an id that nothing has


class Operation:
    def __init__(self, document, method, path, what):
        self.document, self.method, self.path = document, method.upper(), "/api/v1" + path
        self.name, self.needs = what["operationId"], what["x-needs"]
        self.scope = what.get("x-scope", "")
        content = what.get("requestBody", {}).get("content", {})
        self.raw = "application/octet-stream" in content
        self.schema = self.resolve(content.get("application/json", {}).get("schema"))
        self.query = {p["name"]: p for p in what.get("parameters", []) if p["in"] == "query"}
        self.stream = path.endswith("/stream")

    def __str__(self):
        return f"{self.method} {self.path}"

    def resolve(self, schema):
        while schema and "$ref" in schema:
            schema = self.document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
        return schema

    @property
    def kind(self):
        """What the first id of the path is of: conversations, members, ..."""
        return self.path.split("/")[3] if "{" in self.path else ""

    def url(self, first=NOBODY, **query):
        path = self.path
        while "{" in path:
            start, end = path.index("{"), path.index("}")
            path = path[:start] + first + path[end + 1:]
            first = NOBODY
        needed = {name: "zzz" for name, p in self.query.items() if p.get("required")}
        if self.raw:
            needed.update(name="a.txt", channel_id=NOBODY)
        pairs = "&".join(f"{k}={v}" for k, v in {**needed, **query}.items())
        return path + ("?" + pairs if pairs else "")

    def example(self, schema=None):
        """A smallest body that the schema takes."""
        schema = self.resolve(schema if schema is not None else self.schema)
        if not schema:
            return "x"
        for several in ("oneOf", "anyOf"):
            if several in schema:
                return self.example(schema[several][0])
        if "enum" in schema:
            return schema["enum"][0]
        kind = schema.get("type", "string")
        kind = next(k for k in kind if k != "null") if isinstance(kind, list) else kind
        if kind == "object":
            return {name: self.example(schema["properties"][name]) for name in schema.get("required", [])}
        if kind == "array":
            return [self.example(schema["items"])] * schema.get("minItems", 0)
        if kind in ("integer", "number"):
            return schema.get("minimum", 1)
        if kind == "boolean":
            return True
        if schema.get("format") == "date-time":
            return "2031-01-01T00:00:00Z"
        if "[0-9]+" in schema.get("pattern", ""):
            return NOBODY
        return "x" * max(1, schema.get("minLength", 1))

    def fields(self):
        """Each field of the body: name and resolved schema."""
        return {name: self.resolve(one) for name, one in (self.schema or {}).get("properties", {}).items()}


def read_table(text):
    document = json.loads(text)
    return [Operation(document, method, path, what) for path, all_of in document["paths"].items()
            for method, what in all_of.items()]


def takes(schema, value):
    """Whether a value of that JSON type may stand there. A schema without a type takes all."""
    if any(several in schema for several in ("oneOf", "anyOf")):
        return True
    kinds = schema.get("type")
    if kinds is None:
        return "enum" not in schema or value in schema["enum"]
    kinds = kinds if isinstance(kinds, list) else [kinds]
    names = {type(None): "null", bool: "boolean", int: "integer", float: "number", str: "string",
             list: "array", dict: "object"}
    kind = names[type(value)]
    return kind in kinds or (kind == "integer" and "number" in kinds)
