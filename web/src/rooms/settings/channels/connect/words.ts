import type { Onboarding, OnboardingNumber, OnboardingStep, SignupCheck } from '$lib/api/types.ts';
import type { PlainKey } from '$lib/i18n';

export const stepWords: Record<OnboardingStep['name'], PlainKey> = {
  checklist: 'connect.step_checklist',
  code: 'connect.step_code',
  token: 'connect.step_token',
  accounts: 'connect.step_accounts',
  choose: 'connect.step_choose',
  register: 'connect.step_register',
  channel: 'connect.step_channel',
  webhook: 'connect.step_webhook',
  history: 'connect.step_history',
  first_message: 'connect.step_first_message',
};

/** What a check of the installation's app says when it is well, and what to do when it is not. */
export const checkWords: Record<SignupCheck['name'], { good: PlainKey; todo: PlainKey }> = {
  public_url: { good: 'connect.check_public_url', todo: 'connect.check_public_url_todo' },
  https: { good: 'connect.check_https', todo: 'connect.check_https_todo' },
  app: { good: 'connect.check_app', todo: 'connect.check_app_todo' },
  configuration: { good: 'connect.check_configuration', todo: 'connect.check_configuration_todo' },
  redirect: { good: 'connect.check_redirect', todo: 'connect.check_redirect_todo' },
  domain: { good: 'connect.check_domain', todo: 'connect.check_domain_todo' },
  webhook: { good: 'connect.check_webhook', todo: 'connect.check_webhook_todo' },
  live: { good: 'connect.check_live', todo: 'connect.check_live_todo' },
};

/** The step that is next or in the way. */
export const nextStep = (onboarding: Onboarding): OnboardingStep | undefined =>
  onboarding.steps.find((each) => each.state !== 'done' && each.state !== 'skipped');

export const chosenNumber = (onboarding: Onboarding): OnboardingNumber | undefined =>
  onboarding.accounts
    .flatMap((each) => each.numbers)
    .find((each) => each.id === onboarding.phone_number_id);
