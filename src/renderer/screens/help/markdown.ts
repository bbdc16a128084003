// Reads the help pages (docs/*.md) into blocks that the window can draw: headings, paragraphs, lists, tables, and inside them
// bold words, code and links. What the pages do not use is not known here; drawing is page-view.tsx.
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

const itemStart = /^( *)(?:-|\d+\.) +(.*)$/
const tableRule = /^\|[ :|-]+\|$/

/** The blocks of a page. Notes for those who test it (`[^note]`) are left out. */
export function parsePage(markdown: string, page: HelpPage): Block[] {
  const lines = markdown
    .replaceAll(/^\[\^[^\]]+\]:.*$/gm, '')
    .replaceAll(/\[\^[^\]]+\]/g, '')
    .split('\n')
  return blocksOf(lines, page)
}

function blocksOf(lines: readonly string[], page: HelpPage): Block[] {
  const blocks: Block[] = []
  let at = 0
  /** Takes lines as long as they fit. */
  const takeWhile = (fits: (line: string) => boolean): string[] => {
    const from = at
    while (at < lines.length && fits(lines[at] ?? '')) at += 1
    return lines.slice(from, at)
  }
  while (at < lines.length) {
    const line = lines[at] ?? ''
    const [, marks, title] = /^(#+) (.*)$/.exec(line) ?? []
    if (line.trim() === '') at += 1
    else if (marks !== undefined && title !== undefined) {
      blocks.push({
        kind: 'heading',
        level: marks.length,
        id: anchorOf(title),
        text: inlinesOf(title, page),
      })
      at += 1
    } else if (line.startsWith('|'))
      blocks.push(
        tableOf(
          takeWhile((each) => each.startsWith('|')),
          page,
        ),
      )
    else if (itemStart.test(line))
      blocks.push(
        listOf(
          takeWhile((each) => itemStart.test(each) || /^ +\S/.test(each)),
          page,
        ),
      )
    else {
      const text = takeWhile(
        (each) => each.trim() !== '' && !/^[#|]/.test(each) && !itemStart.test(each),
      )
      blocks.push({ kind: 'paragraph', text: inlinesOf(text.join(' '), page) })
    }
  }
  return blocks
}

function tableOf(lines: readonly string[], page: HelpPage): Block {
  const [head = [], ...rows] = lines
    .filter((line) => !tableRule.test(line))
    .map((line) =>
      line
        .slice(1, line.lastIndexOf('|'))
        .split('|')
        .map((cell) => inlinesOf(cell.trim(), page)),
    )
  return { kind: 'table', head, rows }
}

function listOf(lines: readonly string[], page: HelpPage): Block {
  const isOrdered = /^ *\d/.test(lines[0] ?? '')
  const indent = itemStart.exec(lines[0] ?? '')?.[1]?.length ?? 0
  const items: { own: string[]; below: string[] }[] = []
  for (const line of lines) {
    const [, spaces = '', text = ''] = itemStart.exec(line) ?? []
    const last = items.at(-1)
    if (itemStart.test(line) && spaces.length <= indent) items.push({ own: [text], below: [] })
    // A line of words goes to the item that it continues.
    else if (itemStart.test(line) || (last?.below.length ?? 0) > 0) last?.below.push(line)
    else last?.own.push(line.trim())
  }
  return {
    kind: 'list',
    isOrdered,
    items: items.map(({ own, below }) => ({
      text: inlinesOf(own.join(' '), page),
      below: blocksOf(below, page),
    })),
  }
}

const marks = /\*\*(.+?)\*\*|`([^`]+)`|\[([^\]]+)\]\(([^)]+)\)|<(https:[^>]+)>|(?<!\w)\*([^*]+)\*/g

function inlinesOf(text: string, page: HelpPage): Inline[] {
  const found: Inline[] = []
  let from = 0
  const plain = (until: number): void => {
    if (until > from) found.push({ kind: 'text', text: text.slice(from, until) })
  }
  for (const match of text.matchAll(marks)) {
    plain(match.index)
    const [whole, bold, code, link, target = '', address, stressed] = match
    if (bold !== undefined) found.push({ kind: 'bold', text: bold })
    else if (code !== undefined) found.push({ kind: 'code', text: code })
    else if (link !== undefined) found.push({ kind: 'link', text: link, to: placeOf(target, page) })
    else if (address !== undefined) found.push({ kind: 'code', text: address })
    else found.push({ kind: 'text', text: stressed ?? '' })
    from = match.index + whole.length
  }
  plain(text.length)
  return found
}

function placeOf(target: string, page: HelpPage): HelpPlace | null {
  const [file = '', anchor = null] = target.split('#')
  const name = file === '' ? page : file.replace(/\.md$/, '')
  return isHelpPage(name) ? { page: name, anchor } : null
}
