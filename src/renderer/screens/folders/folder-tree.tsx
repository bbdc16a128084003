// The folders inside a watched one as a tree with ticks. A folder's own are read when it is opened, so that a huge tree
// costs no more than what is looked at. What a tick means for the folders around it is shared/sub-folders.ts.
import { useState } from 'react'
import type { Output } from '../../../shared/contract.ts'
import { takeOf, type FolderTake } from '../../../shared/sub-folders.ts'
import { Icon } from '../../parts/icon.tsx'
import { pressTreeKey } from '../../parts/tree-keys.ts'
import { useAnswer, useExplain, useLanguage } from '../../state/use-window.tsx'
import './folder-tree.css'

/** A folder of the tree. */
export type TreeFolder = Output<'listFolders'>['folders'][number]

interface Tree {
  sourceId: string
  leftOut: readonly string[]
  /** The one that Tab comes to; null: the first. */
  active: string | null
  onActive(folder: string): void
  onTick(folder: TreeFolder, isLeftOut: boolean): void
}

const checked: Record<FolderTake, 'true' | 'false' | 'mixed'> = {
  all: 'true',
  some: 'mixed',
  none: 'false',
  'with-its-folder': 'false',
}

/** The tree of one source. */
export function FolderTree({
  label,
  ...tree
}: Omit<Tree, 'active' | 'onActive'> & { label: string }) {
  const [active, setActive] = useState<string | null>(null)
  return (
    <div className="tree-frame">
      <Branch tree={{ ...tree, active, onActive: setActive }} folder="" level={1} label={label} />
    </div>
  )
}

function Branch({
  tree,
  folder,
  level,
  label,
}: {
  tree: Tree
  folder: string
  level: number
  label?: string
}) {
  const { words } = useLanguage()
  const explain = useExplain()
  const own = words.folders
  const answer = useAnswer('listFolders', { sourceId: tree.sourceId, folder })
  if (answer.value === null)
    return (
      <p className="soft small tree-note" role="status">
        {answer.failure === null ? words.common.loading : explain(answer.failure).text}
      </p>
    )
  const { folders, more } = answer.value
  if (folders.length === 0) return <p className="soft small tree-note">{own.noneInside}</p>
  return (
    <>
      <ul
        className={level === 1 ? 'tree' : 'tree-group'}
        role={level === 1 ? 'tree' : 'group'}
        aria-label={label}
      >
        {folders.map((one, at) => (
          <Item
            key={one.folder}
            tree={tree}
            folder={one}
            level={level}
            at={{ of: folders.length, position: at + 1 }}
          />
        ))}
      </ul>
      {more > 0 && <p className="soft small tree-note">{own.moreInside(more)}</p>}
    </>
  )
}

function Item({
  tree,
  folder,
  level,
  at,
}: {
  tree: Tree
  folder: TreeFolder
  level: number
  at: { of: number; position: number }
}) {
  const { words, direction } = useLanguage()
  const own = words.folders
  const [isOpen, setOpen] = useState(false)
  const take = takeOf(folder.folder, tree.leftOut)
  const isFixed = take === 'with-its-folder'
  // What is left out is not looked into, so nothing is known of what is inside.
  const canOpen = folder.hasChildren && take !== 'none' && !isFixed
  const isShown = canOpen && isOpen
  const isFirst = level === 1 && at.position === 1
  const tick = (): void => {
    if (!isFixed) tree.onTick(folder, take !== 'none')
  }
  const actions = { open: () => setOpen(true), close: () => setOpen(false), tick }
  const detail = own.insideDetail(folder.files, folder.done)
  return (
    <li role="none">
      <div
        className={`tree-line tree-line-${take}`}
        role="treeitem"
        aria-checked={checked[take]}
        aria-disabled={isFixed}
        aria-level={level}
        aria-setsize={at.of}
        aria-posinset={at.position}
        {...(canOpen ? { 'aria-expanded': isOpen } : {})}
        tabIndex={tree.active === folder.folder || (tree.active === null && isFirst) ? 0 : -1}
        data-name={folder.name}
        onFocus={() => tree.onActive(folder.folder)}
        onClick={tick}
        onKeyDown={(event) => {
          if (event.altKey || event.ctrlKey || event.metaKey) return
          if (pressTreeKey(event.key, event.currentTarget, actions, direction === 'rtl'))
            event.preventDefault()
        }}
      >
        <span
          className="tree-opener"
          aria-hidden="true"
          onClick={(event) => {
            if (!canOpen) return
            event.stopPropagation()
            setOpen(!isOpen)
          }}
        >
          {canOpen && <Icon name={isOpen ? 'down' : 'forward'} size={16} />}
        </span>
        <span className="tree-box" aria-hidden="true">
          {take === 'all' && <Icon name="check" size={16} />}
          {take === 'some' && <Icon name="minus" size={16} />}
        </span>
        <span className="tree-words">
          <bdi>{folder.name}</bdi> {detail !== null && <span className="soft small">{detail}</span>}
        </span>
      </div>
      {isShown && <Branch tree={tree} folder={folder.folder} level={level + 1} />}
    </li>
  )
}
