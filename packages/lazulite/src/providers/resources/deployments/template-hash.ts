/** `POST /providers/Microsoft.Resources/calculateTemplateHash` (OpenAPI example 2016-09-01: the minified text in capitals). */
import { ArmError } from '../../../domain/errors/arm-error.js'
import { templateHashOf } from '../../../domain/template/plan-deployment.js'
import { type ArmRequest, type ArmResponse, defineResourceType } from '../../define.js'
import { deploymentApiVersions } from '../api-versions.js'

export const calculateTemplateHash = defineResourceType({
  type: 'Microsoft.Resources/calculateTemplateHash',
  apiVersions: deploymentApiVersions,
  scopes: ['tenant'],
  isGlobal: true,
  post: { action: 'Microsoft.Resources/calculateTemplateHash/action', openToAnyone: true, run },
})

async function run({ body }: ArmRequest): Promise<ArmResponse> {
  if (body === undefined) throw new ArmError('InvalidRequestContent', { detail: 'The request has no content' })
  const minifiedTemplate = JSON.stringify(body).toUpperCase()
  return { status: 200, body: { minifiedTemplate, templateHash: templateHashOf(body) } }
}
