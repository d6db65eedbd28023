/** The small questionnaire of an appointment type (S1-05): what is asked, and reading what was answered. */
import { PublicError, wordsIn, type AppointmentOrder, type AppointmentQuestion, type AppointmentSummary, type AppointmentType, type ClinicConfig, type Locale } from '@balie/contracts';

export const questionsOf = (clinic: ClinicConfig, { questions }: AppointmentType, locale: Locale): AppointmentQuestion[] =>
  questions.map(({ id, label, kind, required, options = [] }) => ({ id, label: wordsIn(clinic, label, locale) ?? id, kind, required, options: options.map((option) => wordsIn(clinic, option, locale) ?? '') }));

/** In the order of the questions, with the words they were asked in. Throws `invalid_request` naming each question whose answer is missing, or none of what was offered. */
export function readAnswers(clinic: ClinicConfig, type: AppointmentType, locale: Locale, given: NonNullable<AppointmentOrder['answers']>): AppointmentSummary['answers'] {
  const asked = questionsOf(clinic, type, locale);
  const answers = new Map(given.map(({ question, answer }) => [question, answer]));
  const fits = ({ kind, options }: AppointmentQuestion, answer: string) => kind === 'text' || (kind === 'yes-no' ? ['yes', 'no'] : options).includes(answer);
  const wrong = asked.filter((question) => { const answer = answers.get(question.id); return answer === undefined ? question.required : !fits(question, answer); });
  const unknown = given.some(({ question }) => !asked.some(({ id }) => id === question)) || answers.size !== given.length;
  if (wrong.length || unknown) throw new PublicError('invalid_request', { fields: unknown ? ['answers'] : wrong.map(({ id }) => `answers.${id}`) });
  return asked.flatMap(({ id, label, kind }) => { const answer = answers.get(id); return answer === undefined ? [] : [{ label, kind, answer }]; });
}
