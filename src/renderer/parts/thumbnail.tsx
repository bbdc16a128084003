// A small picture of a file by its row id, with a quiet stand-in by kind while or where there is none.
import { useState } from 'react'
import { useSession } from '../state/use-window.tsx'
import { Icon } from './icon.tsx'
import './thumbnail.css'

/** A square picture; decorative, because the file's name stands beside it. */
export function Thumbnail({
  fileId,
  kind = 'photo',
  side = 96,
  size = 'row',
}: {
  fileId: string
  kind?: 'photo' | 'video'
  side?: 96 | 256 | 512
  size?: 'row' | 'tile' | 'large'
}) {
  const { bridge } = useSession()
  const address = bridge.thumbnail(fileId, side)
  const [failed, setFailed] = useState<string | null>(null)
  return (
    <span className={`thumbnail thumbnail-${size}`}>
      <Icon name={kind} size={size === 'row' ? 20 : 24} />
      {failed !== address && (
        <img
          src={address}
          alt=""
          loading={size === 'tile' ? 'lazy' : 'eager'}
          decoding="async"
          draggable={false}
          onError={() => setFailed(address)}
        />
      )}
      {kind === 'video' && failed !== address && (
        <span className="thumbnail-mark">
          <Icon name="play" size={16} />
        </span>
      )}
    </span>
  )
}
