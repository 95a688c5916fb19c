export const base: string;
export const languages: string[];
export function readLanguage(dir: string, language: string): Map<string, string>;
export function moduleSource(dir: string, language: string, areas?: string[]): string;
export function problems(dir: string): string[];
export function typesSource(dir: string): string;
export function compileMessage(text: string): { code: string; args: Map<string, string> };
