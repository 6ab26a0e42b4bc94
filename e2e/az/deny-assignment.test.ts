/** `az role deny-assignment`: what is denied to somebody or to everyone, and what the denied are told. */
import { beforeAll, describe } from 'vitest'
import { Terminal } from './az.ts'
import { play } from './play.ts'

describe('az role deny-assignment', () => {
  const terminal = new Terminal('az-deny-assignment')
  const scope = '/subscriptions/{subscription}/resourceGroups/{group}'
  const noNewIdentities = '11111111-2222-4333-8444-555555555501'
  const noDeletes = '11111111-2222-4333-8444-555555555502'
  const idOf = (name: string) => `${scope}/providers/Microsoft.Authorization/denyAssignments/${name}`
  const create = (name: string, guid: string, more: string) =>
    `az role deny-assignment create -n '${name}' --scope ${scope} --assignment-name ${guid} ${more}`
  const asked = JSON.stringify({
    Actions: ['Microsoft.ManagedIdentity/userAssignedIdentities/write', 'Microsoft.Resources/deployments/read'].map(
      (Id) => ({ Id }),
    ),
  })
  beforeAll(() => terminal.signIn())
  play(terminal, [
    { says: 'has a group', run: 'az group create -n {group} -l westus2', gives: { name: '{group}' } },
    {
      says: 'has an identity',
      run: 'az identity create -g {group} -n trusted',
      keep: { trusted: 'principalId' },
    },
    { says: 'knows itself', run: 'az ad sp show --id {operatorId} --query "{id: id}"', keep: { self: 'id' } },
    {
      says: 'denies one application to make identities',
      run: create(
        'no new identities',
        noNewIdentities,
        '--description "frozen" --actions Microsoft.ManagedIdentity/userAssignedIdentities/write --principal-object-id {self} --principal-type ServicePrincipal',
      ),
      gives: {
        id: idOf(noNewIdentities),
        denyAssignmentName: 'no new identities',
        scope,
        principals: [{ id: '{self}', type: 'ServicePrincipal' }],
        isSystemProtected: false,
        denyAssignmentEffect: 'enforced',
      },
    },
    {
      says: 'is told why it is refused, though it is Owner',
      run: 'az identity create -g {group} -n another',
      refuses: `has permission to perform action 'Microsoft.ManagedIdentity/userAssignedIdentities/write' on scope '${scope}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/another'; however, the access is denied because of the deny assignment with name 'no new identities' and Id '${noNewIdentities.replaceAll('-', '')}' at scope '${scope}'.`,
    },
    {
      says: 'learns the same from checkAccess',
      run: `az rest --method post --url '${scope}/providers/Microsoft.Authorization/checkAccess?api-version=2018-09-01-preview' --body '${asked}' --query "[].accessDecision"`,
      gives: ['Denied', 'Allowed'],
    },
    {
      says: 'denies everyone but an identity to delete it',
      run: create(
        'no deletes',
        noDeletes,
        '--actions "Microsoft.ManagedIdentity/*/delete" --exclude-principal-ids {trusted}',
      ),
      gives: {
        principals: [{ id: '00000000-0000-0000-0000-000000000000', type: 'SystemDefined' }],
        excludePrincipals: [{ id: '{trusted}', type: 'ServicePrincipal' }],
      },
    },
    {
      says: 'cannot delete the identity any more',
      run: 'az identity delete -g {group} -n trusted',
      refuses: '(DenyAssignmentAuthorizationFailed)',
    },
    {
      says: 'refuses the same display name again',
      run: create(
        'no deletes',
        '11111111-2222-4333-8444-555555555503',
        '--actions "Microsoft.ManagedIdentity/*/delete" --exclude-principal-ids {trusted}',
      ),
      refuses: '(DenyAssignmentExists) Custom deny assignment with the same name no deletes already exists.',
    },
    {
      says: 'refuses an action that cannot be',
      run: create(
        'nonsense',
        '11111111-2222-4333-8444-555555555503',
        '--actions Microsoft.Nonsense/things/write --exclude-principal-ids {trusted}',
      ),
      refuses:
        "(InvalidActionOrNotAction) 'Microsoft.Nonsense/things/write' does not match any of the actions supported by the providers.",
    },
    {
      says: 'lists those of a scope',
      run: `az role deny-assignment list --scope ${scope} --query "sort_by([].{name: denyAssignmentName, scope: scope}, &name)"`,
      gives: [
        { name: 'no deletes', scope },
        { name: 'no new identities', scope },
      ],
    },
    {
      says: 'lists those of the subscription that name somebody',
      run: `az role deny-assignment list --filter "principalId eq '{self}'" --query "[].name"`,
      gives: [noNewIdentities],
    },
    {
      says: 'lists none at the subscription itself',
      run: 'az role deny-assignment list --scope /subscriptions/{subscription} --filter "atScope()"',
      gives: [],
    },
    {
      says: 'shows one by its id',
      run: `az role deny-assignment show --id ${idOf(noNewIdentities)}`,
      gives: { denyAssignmentName: 'no new identities', description: 'frozen', createdBy: '{self}' },
    },
    {
      says: 'shows one by name and scope',
      run: `az role deny-assignment show -n ${noDeletes} --scope ${scope}`,
      gives: { denyAssignmentName: 'no deletes', excludePrincipals: [{ id: '{trusted}' }] },
    },
    {
      says: 'does not find one that there is not',
      run: `az role deny-assignment show -n 11111111-2222-4333-8444-555555555509 --scope ${scope}`,
      refuses: '(DenyAssignmentNotFound)',
      status: 3,
    },
    { says: 'deletes by id', run: `az role deny-assignment delete --id ${idOf(noNewIdentities)} --yes`, gives: '' },
    {
      says: 'makes identities again at once',
      run: 'az identity create -g {group} -n another',
      gives: { name: 'another' },
    },
    {
      says: 'deletes by name and scope',
      run: `az role deny-assignment delete -n ${noDeletes} --scope ${scope} --yes`,
      gives: '',
    },
    { says: 'deletes the identity', run: 'az identity delete -g {group} -n trusted', gives: '' },
    { says: 'lists nothing afterwards', run: `az role deny-assignment list --scope ${scope}`, gives: [] },
    { says: 'deletes the group', run: 'az group delete -n {group} --yes', gives: '' },
  ])
})
