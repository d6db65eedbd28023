/** What one patient of each practice has asked before: a question that waits, one that is late, an answer not read yet, one too long ago to write again in, one that was closed. Days count back from today. */
import type { EarlierQuestion } from '@balie/care-service';
import type { Locale } from '@balie/contracts';

type Said = readonly [daysAgo: number, text: string, author?: string, read?: boolean];
const words: Record<Locale, { doctor: string; asked: readonly (readonly [subject: string, messages: readonly Said[], closed?: boolean])[] }> = {
  nl: { doctor: 'V. Voorbeeld, huisarts', asked: [
    ['Jeuk aan mijn handen', [[1, 'Sinds een week heb ik jeuk aan beide handen.\nKan ik daar zelf iets aan doen?']]],
    ['Reizen naar Suriname', [[14, 'Wij gaan over twee maanden naar Suriname. Welke inentingen heb ik nodig?']]],
    ['Uitslag bloedonderzoek', [[6, 'Vorige week is er bloed geprikt. Is de uitslag er al, en moet ik nuchter terugkomen?'], [4, 'De uitslag is goed.\nU hoeft niet terug te komen.', 'doctor']]],
    ['Oefeningen voor mijn rug', [[40, 'Welke oefeningen kan ik doen voor mijn rug?'], [39, 'Begin met wandelen, elke dag een half uur. Kom langs als het na drie weken niet beter is.', 'doctor', true]]],
    ['Pijn in mijn knie', [[95, 'Mijn knie doet pijn als ik de trap op ga.'], [94, 'Daar kijk ik graag naar. Maak een afspraak.', 'doctor', true]], true],
  ] },
  en: { doctor: 'V. Voorbeeld, GP', asked: [
    ['Itching hands', [[1, 'Both my hands have been itching for a week.\nCan I do something about it myself?']]],
    ['Travelling to Suriname', [[14, 'We travel to Suriname in two months. Which vaccinations do I need?']]],
    ['Result of a blood test', [[6, 'My blood was taken last week. Is the result in, and do I need to come back fasting?'], [4, 'The result is good.\nYou need not come back.', 'doctor']]],
    ['Exercises for my back', [[40, 'Which exercises can I do for my back?'], [39, 'Begin by walking, half an hour a day. Come and see me if it is no better after three weeks.', 'doctor', true]]],
    ['Pain in my knee', [[95, 'My knee hurts when I climb the stairs.'], [94, 'I would like to look at that. Please make an appointment.', 'doctor', true]], true],
  ] },
  da: { doctor: 'Læge Eksempel', asked: [
    ['Kløe på hænderne', [[1, 'Det har kløet på begge mine hænder i en uge.\nKan jeg selv gøre noget ved det?']]],
    ['Rejse til Kenya', [[14, 'Vi rejser til Kenya om to måneder. Hvilke vaccinationer skal jeg have?']]],
    ['Svar på min blodprøve', [[6, 'Jeg fik taget en blodprøve i sidste uge. Er svaret kommet, og skal jeg møde fastende igen?'], [4, 'Svaret er fint.\nDu behøver ikke at komme igen.', 'doctor']]],
    ['Øvelser for min ryg', [[40, 'Hvilke øvelser kan jeg lave for min ryg?'], [39, 'Begynd med at gå en halv time om dagen. Kom, hvis det ikke er bedre efter tre uger.', 'doctor', true]]],
    ['Ondt i knæet', [[95, 'Mit knæ gør ondt, når jeg går op ad trapper.'], [94, 'Det vil jeg gerne se på. Bestil en tid.', 'doctor', true]], true],
  ] },
};

export function questions(now: Date, locale: Locale, patient: string): EarlierQuestion[] {
  const { doctor, asked } = words[locale];
  const at = (days: number) => new Date(now.getTime() - days * 86_400_000);
  return asked.map(([subject, messages, closed = false]) => ({ patient, subject, closed, messages: messages.map(([days, text, author, read = false]) => ({ at: at(days), text, read, ...(author ? { author: doctor } : {}) })) }));
}
