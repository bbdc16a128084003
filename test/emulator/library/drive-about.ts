/** Drive's about.get: the account's storage figure (photos-api.md 8). Nothing else of Drive exists here. */
import { json, Refusal, type Answer } from '../core/answer.ts'
import type { SignedInCall } from '../core/call.ts'
import type { Context } from '../core/context.ts'
import { jsonError } from '../core/google-errors.ts'
import { storageUsed } from '../uploads/raw.ts'

/** Answers the fields that were asked for; asking for none is an error. */
export function driveAbout(context: Context, call: SignedInCall): Answer {
  const fields = call.url.searchParams.get('fields')
  if (fields === null || fields === '') {
    throw badFields("The 'fields' parameter is required for this method.", 'required')
  }
  const { settings, accounts } = context
  const { email } = call.caller
  const account = accounts.find((one) => one.email === email)
  const everything = {
    kind: 'drive#about',
    user: {
      kind: 'drive#user',
      displayName: account?.name ?? email,
      photoLink: `${context.origin}/people/${account?.sub ?? '0'}.png`,
      me: true,
      permissionId: account?.sub ?? '0',
      emailAddress: email,
    },
    storageQuota: {
      ...(settings.storageLimitBytes === null ? {} : { limit: String(settings.storageLimitBytes) }),
      usage: String(storageUsed(context, email)),
      usageInDrive: String(settings.storageInDriveBytes),
      usageInDriveTrash: String(settings.storageInTrashBytes),
    },
  }
  return json(fields === '*' ? everything : select(everything, fields))
}

/** Follows Google's field masks as far as this answer needs: `a,b`, `a/c` and `a(c,d)`. */
function select(value: Record<string, unknown>, mask: string): Record<string, unknown> {
  const chosen: Record<string, unknown> = {}
  for (const part of mask.split(/,(?![^(]*\))/)) {
    const parsed = /^([a-zA-Z]+)(?:\/([a-zA-Z]+)|\(([a-zA-Z,]+)\))?$/.exec(part.trim())
    const name = parsed?.[1] ?? ''
    if (!(name in value)) throw badFields(`Invalid field selection ${part}`, 'invalidParameter')
    const inner = parsed?.[2] ?? parsed?.[3]
    const whole = value[name]
    if (inner === undefined || typeof whole !== 'object' || whole === null) chosen[name] = whole
    else {
      const before = chosen[name] as Record<string, unknown> | undefined
      const wanted = Object.entries(whole).filter(([key]) => inner.split(',').includes(key))
      chosen[name] = { ...before, ...Object.fromEntries(wanted) }
    }
  }
  return chosen
}

function badFields(message: string, reason: string): Refusal {
  const errors = [
    { message, domain: 'global', reason, location: 'fields', locationType: 'parameter' },
  ]
  return new Refusal(jsonError(400, 'INVALID_ARGUMENT', message, { errors }))
}
