import type nl from '../nl/pages.ts';
import type { Translation } from '../types.ts';

export default {
  'pages.portal': 'Patient portal of {clinic}',
  'pages.phones': 'Telephone numbers',
  'pages.practice': 'Practice: {phone}',
  'pages.outOfHours': 'Out-of-hours doctors: {phone}',
  'pages.emergency': 'Emergency: {phone}',
  'pages.language': 'Language',
  'pages.toSite': 'To the practice’s website',
  'pages.desk': 'Front desk',
  'pages.notFoundTitle': 'This page is not here',
  'pages.notFound': 'The address is wrong, or this practice is not known here. Go to the website of your practice and start again there, or call your practice.',
  'pages.notFoundPart': 'This part does not exist at {clinic}. Choose another part below, or call {phone}.',
  'pages.logInAgain': 'You are not logged in yet: the form was sent before the page was ready. Please fill in your details once more below.',
  'pages.notOurs': 'This form was not sent from our own page. Nothing has happened. Please fill it in again below.',
  'pages.confirmHere': 'Do you have the mail and does the link not work? Confirm your account here.',
  'pages.deskNoScript': 'The front desk needs JavaScript. Please turn it on in your browser.',
} as const satisfies Translation<typeof nl>;
