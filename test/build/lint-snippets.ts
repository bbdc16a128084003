// One violation for every rule of oxlint.config.ts, as small as it can be; lint.test.ts sees that each is reported.

/** What breaks a rule: the text of a file, and its place where that matters. */
export interface Snippet {
  readonly code: string
  /** Relative to the project; by default a file of the tests, for which every rule but the window's holds. */
  readonly file?: string
}

const jsx = (name: string, code: string): Snippet => ({
  file: `src/renderer/parts/${name}.tsx`,
  code,
})

/** For each rule what breaks it. The import rules of the rooms have a table of their own. */
export const snippets: Readonly<Record<string, Snippet>> = {
  eqeqeq: { code: `export const isSame = (a: unknown): boolean => a == 1` },
  'no-array-constructor': { code: `export const list = new Array(1, 2)` },
  'no-restricted-exports': { code: `export default 1` },
  'no-unused-expressions': {
    code: `export const f = (a: boolean, g: () => void): void => { a && g() }`,
  },
  'no-unused-vars': { code: `export const f = (_unused: number): number => 1` },
  'no-useless-constructor': {
    code: `export class A { #a = 1\n constructor() {}\n a() { return this.#a } }`,
  },
  'no-var': { code: `export var a = 1` },
  'prefer-const': { code: `let a = 1\nexport const b = (): number => a` },
  'prefer-rest-params': { code: `export function f(): unknown { return arguments[0] }` },
  'prefer-spread': {
    code: `export const f = (g: (...a: number[]) => void, a: number[]): void => { g.apply(undefined, a) }`,
  },
  'typescript/ban-ts-comment': { code: `// @ts-expect-error why\nexport const a: number = ''` },
  'typescript/consistent-type-imports': {
    code: `import { Server } from 'node:http'\nexport type A = Server`,
  },
  'typescript/no-duplicate-enum-values': { code: `export enum E { A = 1, B = 1 }` },
  'typescript/no-dynamic-delete': {
    code: `export const f = (a: Record<string, number>, key: string): void => { delete a[key] }`,
  },
  'typescript/no-empty-object-type': { code: `export type A = {}` },
  'typescript/no-explicit-any': { code: `export type A = any` },
  'typescript/no-extra-non-null-assertion': {
    code: `export const f = (a: { b?: number }): unknown => a!!.b`,
  },
  'typescript/no-extraneous-class': { code: `export class A { static a = 1 }` },
  'typescript/no-invalid-void-type': { code: `export type A = void | string` },
  'typescript/no-misused-new': { code: `export interface A { constructor(): void }` },
  'typescript/no-namespace': { code: `export namespace A { export const a = 1 }` },
  'typescript/no-non-null-asserted-nullish-coalescing': {
    code: `export const f = (a: { b?: number }): number => a.b! ?? 1`,
  },
  'typescript/no-non-null-asserted-optional-chain': {
    code: `export const f = (a?: { b: number }): number => a?.b!`,
  },
  'typescript/no-non-null-assertion': { code: `export const f = (a: number | null): number => a!` },
  'typescript/no-require-imports': { code: `import a = require('node:fs')\nexport const b = a` },
  'typescript/no-this-alias': {
    code: `export class A { a = 1\n f() { const self = this\n return () => self.a } }`,
  },
  'typescript/no-unnecessary-type-constraint': {
    code: `export const f = <T extends unknown>(a: T): T[] => [a]`,
  },
  'typescript/no-unsafe-declaration-merging': {
    code: `export interface A { a: number }\nexport class A { b = 1 }`,
  },
  'typescript/no-unsafe-function-type': { code: `export type A = Function` },
  'typescript/no-wrapper-object-types': { code: `export type A = String` },
  'typescript/prefer-as-const': { code: `export const a = 'a' as 'a'` },
  'typescript/prefer-literal-enum-member': { code: `const a = 1\nexport enum E { A = a }` },
  'typescript/prefer-namespace-keyword': { code: `export module A { export const a = 1 }` },
  'typescript/triple-slash-reference': {
    code: `/// <reference types="node" />\nimport type { Server } from 'node'\nexport type A = Server`,
  },
  'typescript/unified-signatures': {
    code: `export interface A { f(a: string): void\n f(a: number): void }`,
  },
  'typescript/await-thenable': { code: `export const f = async (): Promise<number> => await 1` },
  'typescript/no-array-delete': { code: `export const f = (a: number[]): void => { delete a[0] }` },
  'typescript/no-base-to-string': { code: 'export const f = (a: object): string => a.toString()' },
  'typescript/no-confusing-void-expression': {
    code: `export const f = (g: () => void): void => { return g() }`,
  },
  'typescript/no-deprecated': {
    code: `import { parse } from 'node:url'\nexport const a = parse('b')`,
  },
  'typescript/no-duplicate-type-constituents': { code: `export type A = 'a' | 'b' | 'a'` },
  'typescript/no-floating-promises': {
    code: `export const f = (g: () => Promise<void>): void => { g() }`,
  },
  'typescript/no-for-in-array': {
    code: `export const f = (a: number[]): void => { for (const key in a) console.log(key) }`,
  },
  'typescript/no-generated-empty-object-type': {
    code: `export type A = Omit<{ a: number }, 'a'>`,
  },
  'typescript/no-implied-eval': { code: `export const f = (): unknown => setTimeout('g()', 1)` },
  'typescript/no-meaningless-void-operator': {
    code: `export const f = (g: () => void): void => { void g() }`,
  },
  'typescript/no-misused-promises': {
    code: `export const f = (g: () => Promise<boolean>): number => { if (g()) return 1\n return 2 }`,
  },
  'typescript/no-misused-spread': {
    code: `export const f = (g: () => number): object => ({ ...g })`,
  },
  'typescript/no-mixed-enums': { code: `export enum E { A = 1, B = 'b' }` },
  'typescript/no-redundant-type-constituents': { code: `export type A = string | 'a'` },
  'typescript/no-unnecessary-boolean-literal-compare': {
    code: `export const f = (a: boolean): boolean => a === true`,
  },
  'typescript/no-unnecessary-condition': {
    code: `export const f = (a: { b: number }): number => a?.b`,
  },
  'typescript/no-unnecessary-template-expression': {
    code: 'export const f = (a: string): string => `${a}`',
  },
  'typescript/no-unnecessary-type-arguments': {
    code: `const f = <T = number>(a: T): T => a\nexport const a = f<number>(1)`,
  },
  'typescript/no-unnecessary-type-assertion': {
    code: `export const f = (a: number): number => a as number`,
  },
  'typescript/no-unnecessary-type-conversion': {
    code: `export const f = (a: string): string => String(a)`,
  },
  'typescript/no-unnecessary-type-parameters': {
    code: `export const f = <T>(a: T): void => { console.log(a) }`,
  },
  'typescript/no-unsafe-argument': {
    code: `export const f = (a: string): number => Number(parseInt(JSON.parse(a)))`,
  },
  'typescript/no-unsafe-assignment': {
    code: `export const f = (text: string): void => { const a = JSON.parse(text)\n console.log(typeof a) }`,
  },
  'typescript/no-unsafe-call': {
    code: `export const f = (a: string): void => { JSON.parse(a)() }`,
  },
  // Not in oxlint's list: build/checks/lint.ts asks for it.
  'typescript/no-unsafe-class-instance-assignment': {
    code: `// 1 €\nexport class A { #a = 1\n b = this.#a }\nclass B { b = 1 }\nexport const a: B = { b: 1 }`,
  },
  'typescript/no-unsafe-enum-assignment': { code: `enum E { A = 1 }\nexport const a: E = 1` },
  'typescript/no-unsafe-enum-comparison': {
    code: `enum E { A = 1 }\nexport const f = (a: E): boolean => a === 1`,
  },
  'typescript/no-unsafe-member-access': {
    code: `export const f = (a: string): void => { console.log(typeof JSON.parse(a).b) }`,
  },
  'typescript/no-unsafe-return': { code: `export const f = (a: string): number => JSON.parse(a)` },
  'typescript/no-unsafe-unary-minus': { code: `export const f = (a: string): number => -a` },
  'typescript/no-useless-default-assignment': {
    code: `export const f = ({ a = 1 }: { a: number }): number => a`,
  },
  'typescript/only-throw-error': { code: `export const f = (): never => { throw 'a' }` },
  'typescript/prefer-promise-reject-errors': {
    code: `export const f = (): Promise<never> => Promise.reject('a')`,
  },
  'typescript/prefer-reduce-type-parameter': {
    code: `export const f = (a: string[]): string[] => a.reduce((sum, b) => [...sum, b], [] as string[])`,
  },
  'typescript/prefer-return-this-type': {
    code: `export class A { #a = 1\n f(): A { this.#a += 1\n return this } }`,
  },
  'typescript/related-getter-setter-pairs': {
    code: `export class A { #a = ''\n get a(): number { return this.#a.length }\n set a(b: string) { this.#a = b } }`,
  },
  'typescript/restrict-plus-operands': {
    code: `export const f = (a: string, b: number): string => a + b`,
  },
  'typescript/restrict-template-expressions': {
    code: 'export const f = (a: object): string => `a${a}`',
  },
  'typescript/return-await': {
    code: `export const f = async (g: () => Promise<number>): Promise<number> => { try { return g() } catch { return 1 } }`,
  },
  'typescript/switch-exhaustiveness-check': {
    code: `export const f = (a: 'a' | 'b'): number => { switch (a) { case 'a': return 1 }\n return 2 }`,
  },
  'typescript/use-unknown-in-catch-callback-variable': {
    code: `export const f = (a: Promise<void>): Promise<void> => a.catch((error: Error) => { console.log(error) })`,
  },
  'window/looks': jsx('looks', `export const A = () => <p style={{ width: 1 }} />`),
  'window/words': jsx('words', `export const A = () => <p>Hello</p>`),
  'react/rules-of-hooks': jsx(
    'rules-of-hooks',
    `import { useState } from 'react'\nexport const A = ({ a }: { a: boolean }) => { if (a) useState(1)\n return <p /> }`,
  ),
  'react/exhaustive-deps': jsx(
    'exhaustive-deps',
    `import { useEffect } from 'react'\nexport const A = ({ a }: { a: string }) => { useEffect(() => { document.title = a }, [])\n return <p /> }`,
  ),
  'react/error-boundaries': jsx(
    'error-boundaries',
    `const B = () => <p />\nexport const A = () => { try { return <B /> } catch { return null } }`,
  ),
  'react/globals': jsx(
    'globals',
    `let count = 0\nexport const A = () => { count = 1\n return <p>{count}</p> }`,
  ),
  'react/immutability': jsx(
    'immutability',
    `export const A = ({ a }: { a: { b: number } }) => { a.b = 1\n return <p>{a.b}</p> }`,
  ),
  'react/incompatible-library': jsx(
    'incompatible-library',
    `import { useVirtualizer } from '@tanstack/react-virtual'\nexport const A = () => { const a = useVirtualizer({ count: 1 })\n return <p>{a.getVirtualItems()}</p> }`,
  ),
  'react/preserve-manual-memoization': jsx(
    'preserve-manual-memoization',
    `import { useMemo } from 'react'\nimport { useB, c } from './b.ts'\nexport function useA(a: number) { const b: unknown[] = []\n useB()\n b.push(a)\n const d = useMemo(() => c(b), [b])\n return d }`,
  ),
  'react/purity': jsx(
    'purity',
    `export const A = () => { const a = Math.random()\n return <p>{a}</p> }`,
  ),
  'react/refs': jsx(
    'refs',
    `import { useRef } from 'react'\nexport const A = () => { const a = useRef(1)\n return <p>{a.current}</p> }`,
  ),
  'react/set-state-in-effect': jsx(
    'set-state-in-effect',
    `import { useEffect, useState } from 'react'\nexport const A = () => { const [a, setA] = useState(1)\n useEffect(() => { setA(2) }, [])\n return <p>{a}</p> }`,
  ),
  'react/set-state-in-render': jsx(
    'set-state-in-render',
    `import { useState } from 'react'\nexport const A = () => { const [a, setA] = useState(1)\n setA(2)\n return <p>{a}</p> }`,
  ),
  'react/static-components': jsx(
    'static-components',
    `export const A = () => { const B = () => <p />\n return <B /> }`,
  ),
  'react/unsupported-syntax': jsx(
    'unsupported-syntax',
    `export const A = ({ a }: { a: string }) => { eval(a)\n return <p>{a}</p> }`,
  ),
  'react/use-memo': jsx(
    'use-memo',
    `import { useMemo } from 'react'\nexport const A = () => { const a = useMemo((b: number) => b, [])\n return <p>{a}</p> }`,
  ),
}
