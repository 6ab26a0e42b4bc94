import { createContext, useContext } from 'react'
import type { CloudClient } from '../api/cloud-client.js'
import type { Session } from './sign-in.js'

export interface SignedIn {
  readonly session: Session
  readonly client: CloudClient
}

export const SignedInContext = createContext<SignedIn | undefined>(undefined)

export function useSignedIn(): SignedIn {
  const signedIn = useContext(SignedInContext)
  if (signedIn === undefined) throw new Error('used outside of the signed-in part of the portal')
  return signedIn
}

export const useCloudClient = (): CloudClient => useSignedIn().client
export const usePerson = () => useSignedIn().session.person
