// Makes of the help pages (docs/*.md) blocks that the window can draw: headings, paragraphs, lists, tables, and inside them
// bold words, code and links. Markdown is read by marked; what the pages do not use is left out. Drawing is page-view.tsx.
import { lexer, type MarkedToken, type Token, type Tokens } from 'marked'
import type { HelpPage, HelpPlace } from '../../state/window-state.ts'

/** A stretch of text. */
export type Inline =
  | { kind: 'text' | 'bold' | 'code'; text: string }
  /** Another help page; null: somewhere outside, whose name is shown and nothing more. */
  | { kind: 'link'; text: string; to: HelpPlace | null }

/** A part of a page. */
export type Block =
  | { kind: 'heading'; level: number; id: string; text: Inline[] }
  | { kind: 'paragraph'; text: Inline[] }
  | { kind: 'list'; isOrdered: boolean; items: ListItem[] }
  | { kind: 'table'; head: Inline[][]; rows: Inline[][][] }

/** One item of a list, with what is indented below it. */
export type ListItem = { text: Inline[]; below: Block[] }

/** The pages that can be read in the app. */
export const helpPages: readonly HelpPage[] = [
  'first-run',
  'own-google-client',
  'troubleshooting',
  'privacy',
]

const isHelpPage = (name: string): name is HelpPage =>
  (helpPages as readonly string[]).includes(name)

/** The name by which links know a heading, as everywhere that shows Markdown. */
export const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, '')
    .trim()
    .replaceAll(' ', '-')

/** The blocks of a page. Notes for those who test it (`[^note]`) are left out. */
export function parsePage(markdown: string, page: HelpPage): Block[] {
  const text = markdown.replaceAll(/^\[\^[^\]]+\]:.*$/gm, '').replaceAll(/\[\^[^\]]+\]/g, '')
  return blocksOf(lexer(text), page)
}

function blocksOf(tokens: readonly Token[], page: HelpPage): Block[] {
  return tokens.flatMap((token): Block[] => {
    // The type of a token that Markdown does not know by itself is open; what it tells of itself is checked by its kind.
    const known = token as MarkedToken
    switch (known.type) {
      case 'heading': {
        const { depth, tokens: inside } = known
        const text = inlinesOf(inside, page)
        return [{ kind: 'heading', level: depth, id: anchorOf(wordsOf(text)), text }]
      }
      case 'paragraph':
      case 'text':
        return [{ kind: 'paragraph', text: inlinesOf(known.tokens ?? [known], page) }]
      case 'list':
        return [{ kind: 'list', isOrdered: known.ordered, items: known.items.map(itemOf) }]
      case 'table': {
        const cell = (one: Tokens.TableCell): Inline[] => inlinesOf(one.tokens, page)
        return [
          {
            kind: 'table',
            head: known.header.map(cell),
            rows: known.rows.map((row) => row.map(cell)),
          },
        ]
      }
      default:
        return []
    }
  })

  function itemOf({ tokens: inside }: Tokens.ListItem): ListItem {
    const [first, ...below] = blocksOf(inside, page)
    return first?.kind === 'paragraph'
      ? { text: first.text, below }
      : { text: [], below: first === undefined ? [] : [first, ...below] }
  }
}

const wordsOf = (parts: readonly Inline[]): string => parts.map(({ text }) => text).join('')

function inlinesOf(tokens: readonly Token[], page: HelpPage): Inline[] {
  return tokens.flatMap((token): Inline[] => {
    const known = token as MarkedToken
    switch (known.type) {
      case 'strong':
        return [{ kind: 'bold', text: wordsOf(inlinesOf(known.tokens, page)) }]
      case 'codespan':
        return [{ kind: 'code', text: known.text }]
      case 'link':
        // An address that stands for itself is shown as it is: nothing in the help opens it.
        return known.raw.startsWith('[')
          ? [{ kind: 'link', text: known.text, to: placeOf(known.href, page) }]
          : [{ kind: 'code', text: known.text }]
      case 'em':
        return inlinesOf(known.tokens, page)
      case 'br':
        return [{ kind: 'text', text: ' ' }]
      case 'text':
      case 'escape':
        return [{ kind: 'text', text: known.text.replaceAll('\n', ' ') }]
      default:
        return []
    }
  })
}

function placeOf(target: string, page: HelpPage): HelpPlace | null {
  const [file = '', anchor = null] = target.split('#')
  const name = file === '' ? page : file.replace(/\.md$/, '')
  return isHelpPage(name) ? { page: name, anchor } : null
}
