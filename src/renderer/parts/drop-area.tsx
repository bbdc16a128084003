// A place to drop files or folders from the system. Never the only way: a button beside it does the same.
import { useState, type DragEvent, type ReactNode } from 'react'
import './drop-area.css'

/** Calls back with what was dropped, as the files the system handed over, and which of them are no folders. */
export function DropArea({
  onDrop,
  children,
  hint,
  isWindow = false,
}: {
  onDrop(files: File[], plain: ReadonlySet<File>): void
  children: ReactNode
  /** Shown over the area while something is held above it. */
  hint: string
  /** True for the whole window; an area inside it takes what is dropped there. */
  isWindow?: boolean
}) {
  const [isOver, setOver] = useState(false)
  const isOwn = ({ target, currentTarget }: DragEvent): boolean =>
    (target as Element).closest('.drop-area') === currentTarget
  return (
    <div
      className={`drop-area${isOver ? ' is-over' : ''}${isWindow ? ' drop-window' : ''}`}
      onDragOver={(event) => {
        if (!isOwn(event)) setOver(false)
        else if (event.dataTransfer.types.includes('Files')) {
          event.preventDefault()
          event.dataTransfer.dropEffect = 'copy'
          setOver(true)
        }
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false)
      }}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        if (isOwn(event)) onDrop([...event.dataTransfer.files], plainFilesIn(event.dataTransfer))
      }}
    >
      {children}
      {isOver && (
        <div className="drop-hint" aria-hidden="true">
          <span>{hint}</span>
        </div>
      )}
    </div>
  )
}

/** The files, and not folders, among what was dropped: the items that are files come in the order of the files. */
function plainFilesIn({ items, files }: DataTransfer): ReadonlySet<File> {
  const held = Array.from(items).filter(({ kind }) => kind === 'file')
  return new Set([...files].filter((_, at) => held[at]?.webkitGetAsEntry()?.isFile === true))
}
