import { parseMessage, type FormatNode } from '$lib/ui/message-format.ts';

/** Web addresses in texts, each once, in their order. */
export function linksIn(texts: readonly string[]): string[] {
  const found = (nodes: readonly FormatNode[]): string[] =>
    nodes.flatMap((node) =>
      node.kind === 'link' ? [node.href] : 'children' in node ? found(node.children) : [],
    );
  return [...new Set(texts.flatMap((text) => found(parseMessage(text))))];
}
