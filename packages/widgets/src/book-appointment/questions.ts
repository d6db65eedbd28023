import type { AppointmentQuestion } from '@balie/contracts';
import { radios, textArea, type Texts } from '@balie/forms';
import type { TemplateResult } from 'lit';
import type { FieldErrors } from '../shared/form-state.ts';

type Answers = Readonly<Record<string, string>>;
export const fieldOf = ({ id }: AppointmentQuestion) => `answer-${id}`;

/** The questions of a kind of appointment. What is typed is told by `input`; what is chosen, here. */
export const questionFields = (t: Texts, stem: string, questions: readonly AppointmentQuestion[], answers: Answers, error: (name: string) => unknown, choose: (id: string, answer: string) => void): TemplateResult[] => questions.map((question) => {
  const { id, label, kind, required, options } = question;
  const name = fieldOf(question);
  if (kind === 'text') return textArea(t, { id: `${stem}-${name}`, name, label, optional: !required, rows: 2, error: error(name) });
  const choices = kind === 'choice' ? options.map((option) => ({ value: option, label: option })) : [{ value: 'yes', label: t('appointments.yes') }, { value: 'no', label: t('appointments.no') }];
  return radios({
    id: `${stem}-${name}`, name, legend: required ? label : `${label} ${t('common.optional')}`, error: error(name), choices: choices.map((choice) => ({ ...choice, checked: answers[id] === choice.value })),
    onChange: (event) => choose(id, (event.target as HTMLInputElement).value),
  });
});

/** By field. @param max signs of one answer */
export const questionErrors = (t: Texts, questions: readonly AppointmentQuestion[], answers: Answers, max: number): FieldErrors => Object.fromEntries(questions.map((question) => {
  const answer = (answers[question.id] ?? '').trim();
  return [fieldOf(question), answer.length > max ? t('sending.tooLong', { count: answer.length - max }) : question.required && !answer ? t('appointments.answerMissing') : ''];
}));
