/// <reference types="svelte" />
/// <reference types="vite/client" />

declare module 'virtual:messages/*' {
  const catalogue: Record<string, string | ((args: never, h: never) => string)>;
  export default catalogue;
}
