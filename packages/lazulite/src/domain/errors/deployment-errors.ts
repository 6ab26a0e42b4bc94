/** Refusals of Microsoft.Resources/deployments, part of the catalogue in `arm-error.ts`; sources as there. */

export const deploymentErrors = {
  // Azure/azure-cli#28834 (2024)
  DeploymentNotFound: { status: 404, text: "Deployment '{name}' could not be found." },
  DeploymentOperationNotFound: {
    status: 404,
    text: "Deployment operation '{operationId}' could not be found.", // Decision
  },
  // MicrosoftDocs/azure-docs#43122, Azure/bicep#14369 (2024)
  DeploymentActive: {
    status: 409,
    text: "Unable to edit or replace deployment '{name}': previous deployment from '{startedAt}' is still active (expiration time is '{expiresAt}'). Please see https://aka.ms/arm-deploy-resources for usage details.",
  },
  // The code is documented; Decision: the text
  DeploymentCannotBeCancelled: {
    status: 409,
    text: "The deployment '{name}' cannot be cancelled because it is not running: its provisioning state is '{state}'.",
  },
  // Azure/azure-powershell#383; the code as Azure's troubleshooting page names it
  DeploymentNameInvalidCharacters: {
    status: 400,
    text: "The provided deployment name '{name}' has these invalid characters: '{characters}'. The name can only be a letter, digit, '-', '.' or '_'.",
  },
  // The code is documented; Decision: the text
  DeploymentNameLengthLimitExceeded: {
    status: 400,
    text: "The provided deployment name '{name}' has a length of '{length}' which exceeds the maximum length of '64'.",
  },
  // Azure/azure-dev#786 (2022), Azure/azure-sdk-tools#15644 (2026)
  InvalidTemplateDeployment: {
    status: 400,
    text: "The template deployment '{name}' is not valid according to the validation procedure. The tracking id is '{trackingId}'. See inner errors for details.",
  },
  // Azure-Samples/azure-search-openai-demo#599 (2023) and #1483 (2024); several errors: pasted by users of az, 2024
  TemplateAuthorizationFailed: {
    status: 403,
    code: 'InvalidTemplateDeployment',
    text: "The template deployment failed with error: '{failures}'.",
  },
  TemplateAuthorizationFailedOften: {
    status: 403,
    code: 'InvalidTemplateDeployment',
    text: "Deployment failed with multiple errors: '{failures}'",
  },
  InvalidTemplate: { status: 400, text: '{detail}' },
  InvalidDeploymentContent: { status: 400, code: 'InvalidRequestContent', text: '{detail}' },
  DeploymentOutputEvaluationFailed: { status: 400, text: '{detail}' },
  NotImplementedInTemplate: { status: 501, code: 'NotImplemented', text: 'NotImplemented: {detail}' },
  // The code is documented; Decision: the text, which names the reason
  InvalidContentLink: {
    status: 400,
    text: "Unable to download deployment content from '{uri}'. Lazulite is offline: send the content itself instead of a link.",
  },
  // The codes are documented; Decision: the texts
  InvalidDeploymentLocation: {
    status: 409,
    text: "Invalid deployment location '{requested}'. The deployment '{name}' already exists in location '{location}'.",
  },
  LocationNotAvailableForDeployment: {
    status: 400,
    text: "The provided location '{location}' is not available for deployment. List of available regions is '{regions}'.",
  },
  InvalidDeployment: { status: 400, text: '{detail}' },
} as const
