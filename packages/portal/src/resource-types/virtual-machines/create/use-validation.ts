/**
 * Asks Resource Manager whether it would take the deployment, each time that the review is opened on another form.
 * Not a query: a question that is asked by POST is announced as an event, and would be asked again for it.
 */
import { useEffect, useState } from 'react'
import { useCloudClient } from '../../../session/session-context.js'
import type { MachineForm } from './machine-form.js'
import { deploymentName, deploymentVersion, validationOf } from './machine-template.js'

export interface Validation {
  readonly hasPassed: boolean
  readonly error: unknown
}

const unknown: Validation = { hasPassed: false, error: undefined }

/** Stands for a key that is made when the resource is. */
const laterKey = 'ssh-rsa AAAA'

/** @param isAsked the review is open, and nothing is missing */
export function useValidation(given: MachineForm, isAsked: boolean): Validation {
  const client = useCloudClient()
  // by its text: the same answers are not asked about twice
  const text = JSON.stringify(given)
  const [answer, setAnswer] = useState(unknown)
  useEffect(() => {
    setAnswer(unknown)
    if (!isAsked) return
    const form = JSON.parse(text) as MachineForm // written above
    const end = new AbortController()
    const facts = { publicKey: form.publicKey === '' ? laterKey : form.publicKey, suffix: '000' }
    const { path, body } = validationOf(form, facts, deploymentName(form, new Date()))
    client
      .arm(path, { method: 'POST', apiVersion: deploymentVersion, body, signal: end.signal })
      .then(() => setAnswer({ hasPassed: true, error: undefined }))
      .catch((error: unknown) => {
        if (!end.signal.aborted) setAnswer({ hasPassed: false, error })
      })
    return () => end.abort()
  }, [client, text, isAsked])
  return answer
}
