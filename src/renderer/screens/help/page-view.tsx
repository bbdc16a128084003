// Draws the blocks of a help page. Links lead to other pages of the help alone; what lies outside is named, not opened.
import { Fragment, type ReactNode } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import type { HelpPlace } from '../../state/window-state.ts'
import type { Block, Inline } from './markdown.ts'

type Go = (place: HelpPlace) => void

/** The blocks, one after another. */
export function PageView({ blocks, onGo }: { blocks: readonly Block[]; onGo: Go }): ReactNode {
  // Blocks have no names and never move.
  return blocks.map((block, at) => <BlockView key={at} block={block} onGo={onGo} />)
}

function BlockView({ block, onGo }: { block: Block; onGo: Go }) {
  switch (block.kind) {
    case 'heading': {
      // The title of the dialog stands above all of them.
      const Heading = block.level <= 2 ? 'h3' : 'h4'
      return (
        <Heading id={`help-${block.id}`} tabIndex={-1}>
          <Text text={block.text} onGo={onGo} />
        </Heading>
      )
    }
    case 'paragraph':
      return (
        <p>
          <Text text={block.text} onGo={onGo} />
        </p>
      )
    case 'list': {
      const List = block.isOrdered ? 'ol' : 'ul'
      return (
        <List>
          {block.items.map(({ text, below }, at) => (
            <li key={at}>
              <Text text={text} onGo={onGo} />
              <PageView blocks={below} onGo={onGo} />
            </li>
          ))}
        </List>
      )
    }
    case 'table':
      return <TableView block={block} onGo={onGo} />
  }
}

/** A table as a list of its rows, each under the first cell: it fits a window of any width. */
function TableView({ block, onGo }: { block: Extract<Block, { kind: 'table' }>; onGo: Go }) {
  return (
    <dl className="help-rows">
      {block.rows.map((cells, row) => (
        <div key={row}>
          {cells.map((cell, at) =>
            at === 0 ? (
              <dt key={at}>
                <Text text={cell} onGo={onGo} />
              </dt>
            ) : (
              <dd key={at}>
                {cells.length > 2 && (
                  <span className="soft">
                    <Text text={block.head[at] ?? []} onGo={onGo} />:{' '}
                  </span>
                )}
                <Text text={cell} onGo={onGo} />
              </dd>
            ),
          )}
        </div>
      ))}
    </dl>
  )
}

function Text({ text, onGo }: { text: readonly Inline[]; onGo: Go }): ReactNode {
  return text.map((part, at) => (
    <Fragment key={at}>
      {part.kind === 'bold' ? (
        <strong>{part.text}</strong>
      ) : part.kind === 'code' ? (
        <code dir="ltr">{part.text}</code>
      ) : part.kind === 'link' && part.to !== null ? (
        <HelpLink to={part.to} onGo={onGo}>
          {part.text}
        </HelpLink>
      ) : (
        part.text
      )}
    </Fragment>
  ))
}

function HelpLink({ to, onGo, children }: { to: HelpPlace; onGo: Go; children: string }) {
  return (
    <AriaButton className="help-link" onPress={() => onGo(to)}>
      {children}
    </AriaButton>
  )
}
