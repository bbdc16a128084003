// A place to drop files or folders from the system. Never the only way: a button beside it does the same.
import { useState, type ReactNode } from 'react'
import './drop-area.css'

/** Calls back with what was dropped, as the files the system handed over. */
export function DropArea({
  onDrop,
  children,
  hint,
}: {
  onDrop(files: File[]): void
  children: ReactNode
  /** Shown over the area while something is held above it. */
  hint: string
}) {
  const [isOver, setOver] = useState(false)
  return (
    <div
      className={isOver ? 'drop-area is-over' : 'drop-area'}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes('Files')) return
        event.preventDefault()
        event.dataTransfer.dropEffect = 'copy'
        setOver(true)
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false)
      }}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        onDrop([...event.dataTransfer.files])
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
